"""Set everything up and run: only Python 3.11 or later is needed.

    python3 start.py              run the app; it opens in the browser
    python3 start.py test         pass the tests (more words go to pytest: start.py test -k noon)
    python3 start.py setup        set up only

The packages go into `.venv` beside this file, with uv where it is installed and pip otherwise. A second run finds them
there and starts at once. Works on Linux, macOS and Windows.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST = (3, 11)
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "chrome",
)
BROWSER_FILES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


class CannotGoOn(Exception):
    """What stops the set-up, in words for the person at the keyboard."""


def run(*words: str | Path, quiet: bool = False) -> bool:
    """Run a program from the project folder; False when it is missing or fails."""
    try:
        done = subprocess.run([str(w) for w in words], cwd=ROOT, capture_output=quiet, check=False)
    except OSError:
        return False
    return done.returncode == 0


def set_up(requirements: str) -> None:
    """Bring `.venv` in step with a requirements file; nothing is done when it is already.

    Raises:
        CannotGoOn: No virtual environment could be made, or the packages could not be installed.
    """
    wanted = (ROOT / requirements).read_bytes() + sys.version.encode() + platform.machine().encode()
    digest = hashlib.sha256(wanted).hexdigest()
    mark = VENV / f"{requirements}.installed"
    if mark.exists() and mark.read_text(encoding="ascii") == digest and run(PYTHON, "-c", "", quiet=True):
        return
    uv = shutil.which("uv")
    if not run(PYTHON, "-c", f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})", quiet=True):
        print("Making .venv ...", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        made = (
            run(uv, "venv", "-q", "--python", sys.executable, VENV) if uv else run(sys.executable, "-m", "venv", VENV)
        )
        if not made:
            raise CannotGoOn(
                "No virtual environment could be made. On Debian or Ubuntu: apt-get install python3-venv; "
                "elsewhere install Python from python.org, or uv. Then run this again."
            )
    print(f"Installing the packages of {requirements} (once, a minute or two) ...", flush=True)
    target = ("--python", PYTHON) if uv else ()
    installer = (
        (uv, "pip", "install", "-q") if uv else (PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check")
    )
    if not run(*installer, "install", "-q", *target, "-r", ROOT / requirements):
        raise CannotGoOn("The packages could not be installed: see the lines above, check the network, run this again.")
    print("Preparing the rules (once, some seconds) ...", flush=True)
    with tempfile.TemporaryDirectory() as out:  # the first computation compiles the rules and keeps them compiled
        if not run(PYTHON, "-m", "core", "compute", ROOT / "data" / "demo" / "csv", "--out", out):
            raise CannotGoOn("The installed packages do not work: see the lines above.")
    mark.write_text(digest, encoding="ascii")


def browser() -> str | None:
    """Path of an installed Chromium, Chrome or Edge; None when there is none."""
    chosen = os.environ.get("BROWSER_PATH")
    found = [chosen] if chosen else [shutil.which(name) for name in BROWSERS] + list(BROWSER_FILES)
    return next((path for path in found if path and Path(path).exists()), None)


def has_chinese_font() -> bool:
    """Whether Traditional Chinese can be drawn; only Linux may lack it."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        listed = subprocess.run(["fc-list", ":lang=zh-tw"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return bool(listed.stdout.strip())


def get_browser() -> str:
    """Find a browser and a Chinese font, or install them.

    Returns:
        The browser's path, or the empty string for the one that Playwright has installed for itself.

    Raises:
        CannotGoOn: Neither was there and neither could be installed.
    """
    if not (browser() and has_chinese_font()) and shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing a browser and a Chinese font (once) ...", flush=True)
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk", quiet=True)
    if not has_chinese_font():
        raise CannotGoOn("No Chinese font: install one (Debian: apt-get install fonts-noto-cjk) and run this again.")
    path = browser()
    if path is None and not run(PYTHON, "-m", "playwright", "install", "chromium"):
        raise CannotGoOn(
            "The browser tests need Chromium, Chrome or Edge, and none could be installed. Install one, or name it in "
            "BROWSER_PATH, and run this again; to leave these tests out: "
            "python3 start.py test -m 'not browser and not soak'"
        )
    return path or ""


def test(words: list[str]) -> int:
    """Pass the tests; the exit status is pytest's."""
    set_up("requirements-test.txt")
    environment = dict(os.environ)
    if not any("not browser" in word for word in words):
        environment["BROWSER_PATH"] = get_browser()
    command = [str(PYTHON), "-m", "pytest", "-n", str(os.cpu_count() or 2), "--dist", "worksteal", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def app(words: list[str]) -> int:
    """Run the app until it is stopped with Ctrl+C."""
    set_up("requirements.txt")
    print("Starting; stop with Ctrl+C.", flush=True)
    try:
        return subprocess.run(
            [str(PYTHON), "-m", "streamlit", "run", "app.py", *words], cwd=ROOT, check=False
        ).returncode
    except KeyboardInterrupt:
        return 0


def main() -> int:
    """Run the command."""
    if sys.version_info < OLDEST:
        print(f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed; this is {platform.python_version()}.")
        return 1
    words = sys.argv[1:]
    try:
        if words[:1] == ["test"]:
            return test(words[1:])
        if words[:1] == ["setup"]:
            set_up("requirements.txt")
            return 0
        if words[:1] in (["-h"], ["--help"]):
            print(__doc__)
            return 0
        return app(words)
    except CannotGoOn as why:
        print(why)
        return 1


if __name__ == "__main__":
    sys.exit(main())
