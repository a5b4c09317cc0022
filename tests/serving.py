"""The app on a port of its own, with a home of its own, started as people start it."""

from __future__ import annotations

import os
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from core.access import accounts
from core.access.roles import Grant
from core.store.database import Database, open_database
from core.store.home import home_of

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "four plain words here"  # noqa: S105 (of accounts that live as long as a test)
PATIENCE = 120  # seconds a start may take on two busy cores


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def command(app: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "streamlit", "run", str(app), "--server.headless=true", f"--server.port={port}"]


@dataclass
class Served:
    """A running app.

    Attributes:
        address: `http://localhost:port`.
        home: Its folder.
        said: What it has written to its terminal so far, line by line.
    """

    address: str
    home: Path
    said: list[str] = field(default_factory=list)
    _lines: queue.SimpleQueue[str | None] = field(default_factory=queue.SimpleQueue)

    def line(self, part: str) -> str:
        """The next line of the terminal that has a part in it.

        Raises:
            AssertionError: The server ended without it.
            queue.Empty: It did not come.
        """
        while True:
            line = self._lines.get(timeout=PATIENCE)
            assert line is not None, "the server ended:\n" + "".join(self.said)
            if part in line:
                return line.strip()

    def client(self, **options: object) -> httpx.Client:
        """A browser without scripts; it follows nothing."""
        return httpx.Client(base_url=self.address, timeout=PATIENCE, **options)


@contextmanager
def database_at(home: Path) -> Iterator[Database]:
    """The database of a home, opened by another process than the server's."""
    opened = open_database(home_of({"DESK_HOME": str(home)}))
    yield opened
    opened.close()


def with_account(home: Path, login: str, grants: Sequence[Grant], staff_id: str = "") -> int:
    """Make an account with `PASSWORD` in a home; its number."""
    with database_at(home) as database:
        number = accounts.create(database, login, login, grants, staff_id=staff_id)
        accounts.set_password(database, number, PASSWORD)
        return number


@contextmanager
def serving(
    home: Path, *flags: str, environ: Mapping[str, str] | None = None, cwd: Path = ROOT, app: Path = ROOT / "app.py"
) -> Iterator[Served]:
    """Run the app until the end of the block."""
    port = free_port()
    process = subprocess.Popen(
        [*command(app, port), *flags],
        cwd=cwd,
        env={**os.environ, "DESK_HOME": str(home), "PYTHONUTF8": "1", **(environ or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    served = Served(f"http://localhost:{port}", home)

    def read() -> None:  # a full pipe would stop the server
        for line in process.stdout:
            served.said.append(line)
            served._lines.put(line)
        served._lines.put(None)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        served.line("URL")
        yield served
    finally:
        process.terminate()
        process.wait()
        reader.join()


def form_of(client: httpx.Client, path: str) -> str:
    """Open a page of ours and take the token out of its form."""
    page = client.get(path)
    return page.text.partition('name="form" value="')[2].partition('"')[0]


def sign_in(client: httpx.Client, login: str, password: str = PASSWORD, to: str = "/") -> httpx.Response:
    """Sign in through the login page."""
    path = str(httpx.URL("/login", params={"next": to}))
    fields = {"form": form_of(client, path), "login": login, "password": password}
    return client.post(path, data=fields, headers={"sec-fetch-site": "same-origin"})
