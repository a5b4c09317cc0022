"""What a million visits cost on screen: a real browser, a real upload, figures as ratios.

    python tools/web_bench.py FOLDER_OF_CSV_FILES

Starts the app, uploads the folder through the Upload page, then opens each page by its link, from the click to the end
of its script (median of five), against the same with the home page, and counts the bytes that the server sent. At the
end two people open the demo and one opens nothing: the memory that each adds.
"""

from __future__ import annotations

import argparse
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
]
PAGES = ("overview", "rotation", "clients", "deals", "findings", "questions", "team")
ROUNDS = 5
PATIENCE = 120_000
UPLOAD_PATIENCE = 420_000


def start() -> tuple[subprocess.Popen[str], str]:
    """Start the app on a free port; its process and address."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in process.stdout:
        if "URL" in line:
            break
    threading.Thread(target=process.stdout.read, daemon=True).start()
    return process, f"http://localhost:{port}"


def resident(process: subprocess.Popen[str]) -> float:
    """Resident memory of the server in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def settled(page: Page) -> None:
    """Wait for the end of the script and of what it draws."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=PATIENCE)


def go(page: Page, name: str) -> None:
    """Follow the navigation to a page by its name in the address; "" is the home page, the first link."""
    page.locator(f'[data-testid="stSidebarNavLink"][href*="/{name}"]').first.click(timeout=PATIENCE)
    page.wait_for_url(f"**/{name}*", timeout=PATIENCE)
    page.get_by_test_id("stHeading").first.wait_for(timeout=PATIENCE)
    settled(page)


class Received:
    """Bytes that came over a page's web socket."""

    def __init__(self, page: Page) -> None:
        """Begin to count."""
        self.bytes = 0
        page.on("websocket", self._listen)

    def _listen(self, socket_: WebSocket) -> None:
        socket_.on("framereceived", self._count)

    def _count(self, payload: str | bytes) -> None:
        self.bytes += len(payload)


def opening(page: Page, received: Received, name: str) -> tuple[float, int]:
    """Median seconds from the click on a page's link to the end of its script, and the bytes sent for it."""
    times, before = [], received.bytes
    for _ in range(ROUNDS):
        go(page, "rules")
        received.bytes = before
        began = time.perf_counter()
        go(page, name)
        times.append(time.perf_counter() - began)
    return statistics.median(times), received.bytes - before


def upload(page: Page, address: str, folder: Path) -> float:
    """Hand the folder in as a person does; seconds until the overview stands."""
    page.goto(f"{address}/upload?lang=en", timeout=UPLOAD_PATIENCE)
    page.get_by_test_id("stFileUploaderDropzoneInput").wait_for(state="attached", timeout=UPLOAD_PATIENCE)
    began = time.perf_counter()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        sorted(folder.glob("*.csv")), timeout=UPLOAD_PATIENCE
    )
    page.get_by_role("button", name="Use this data").click(timeout=UPLOAD_PATIENCE)
    page.get_by_role("heading", name="Overview", exact=True).wait_for(timeout=UPLOAD_PATIENCE)
    settled(page)
    return time.perf_counter() - began


def another(browser: Browser, address: str, path: str) -> Page:
    """A further person's page."""
    page = browser.new_context().new_page()
    page.goto(address + path, timeout=PATIENCE)
    settled(page)
    return page


def main() -> int:
    """Run the measurement and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--shots", type=Path, help="folder for a screenshot of each page")
    args = parser.parse_args()
    process, address = start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=args.browser, args=FLAGS)
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        received = Received(page)
        print(f"upload to overview: {upload(page, address, args.folder):.0f} s")
        empty, _sent = opening(page, received, "")
        print(f"| page | opened, against {empty:.2f} s of the home page | sent |")
        print("|---|---|---|")
        for name in PAGES:
            took, sent = opening(page, received, name)
            print(f"| {name} | {took / empty:.2f} x | {sent / 1e6:.3f} MB |", flush=True)
            if args.shots:
                page.screenshot(path=args.shots / f"million-{name}.png", full_page=True)
        alone = resident(process)
        others = [another(browser, address, path) for path in ("/overview?data=demo", "/overview?data=demo", "/home")]
        added = (resident(process) - alone) / len(others)
        print(f"memory: {alone:.0f} MB, a further session adds {added:.0f} MB ({added / alone:.1%})")
        browser.close()
    process.terminate()
    process.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
