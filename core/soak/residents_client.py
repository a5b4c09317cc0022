"""The real server in a process of its own, and residents who fill its repair form over HTTP as a browser would."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from core.store.causes import NOT_WRITTEN
from core.texts import say

ROOT = Path(__file__).resolve().parents[2]
SERVER = Path(__file__).with_name("residents_server.py")
INTERACT = "/_stcore/agent/interact"
START_SECONDS, ANSWER_SECONDS = 180, 900
CLOSED_SECONDS = 60
"""A page that nothing was asked of for so long is let go, as the server lets go of a browser that was closed."""
LANGUAGE = "zh-Hant"
SEND, ANOTHER = "repair.button", "repair.another"
TIMES = "soak-waited"
"""File in the home: milliseconds from asking for a request to be kept until it was acknowledged, a line each."""
_BUSY = NOT_WRITTEN["busy"]
_NUMBER = re.compile(r"R\d{4}-\d{4,}")


class Gone(Exception):
    """The server is not there, or does not know the session any more."""


class Locked(Exception):
    """The page said that the database was locked."""


class Unexpected(Exception):
    """The page is not as it should be."""


class Served:
    """The app on this machine's own address, its agent API open (`residents_server`)."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Choose a port; `start` starts it."""
        self._environ = dict(environ)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            Unexpected: It ended, or did not answer in time.
        """
        options = {
            "server.headless": "true",
            "server.address": "127.0.0.1",
            "server.port": self._port,
            "server.agentWaitTimeout": ANSWER_SECONDS,
            "server.agentMaxSessions": 100_000,
            "server.agentSessionTTL": CLOSED_SECONDS,
        }
        flags = [f"--{name}={value}" for name, value in options.items()]
        self._process = subprocess.Popen(  # noqa: S603 (our own server)
            [sys.executable, "-m", "streamlit", "run", str(SERVER), *flags],
            cwd=ROOT,
            env={**os.environ, **self._environ},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.wait()

    def wait(self) -> None:
        """Wait until the server answers.

        Raises:
            Unexpected: It ended, or did not answer in time.
        """
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.address}/readyz", timeout=START_SECONDS).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise Unexpected("the server does not answer")

    def kill(self) -> None:
        """kill -9, so that nothing can be finished."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as a service is ended."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None


@dataclass
class Page:
    """The repair page in a session of its own.

    Attributes:
        session: Its number at the server.
        draft: The token of what was typed, as the address names it; blank before anything was.
        number: Of the receipt that is shown; blank for the form.
        text: What is shown, as JSON.
    """

    session: str
    draft: str
    number: str
    text: str


class Resident:
    """Somebody with a browser."""

    def __init__(self, address: str) -> None:
        """Open nothing yet."""
        self._client = httpx.Client(base_url=address, timeout=ANSWER_SECONDS)

    def close(self) -> None:
        """Close the browser."""
        self._client.close()

    def open(self, draft: str = "") -> Page:
        """Open the repair page, or what was typed there before; a reload after a lost connection."""
        return self._page({"page": "repair", **({"query_params": {"draft": [draft]}} if draft else {})})

    def fill(self, page: Page, values: Mapping[str, object]) -> Page:
        """Type into the form."""
        state = {f"repair.{name}": value for name, value in values.items()}
        return self._page({"session_id": page.session, "widget_state": state})

    def press(self, page: Page) -> tuple[Page, float]:
        """Press Send and wait for the receipt; what is shown then, and how many milliseconds it took."""
        begin = time.perf_counter()
        after = self._page({"session_id": page.session, "trigger": {"key": SEND}})
        return after, (time.perf_counter() - begin) * 1000

    def _page(self, asked: Mapping[str, object]) -> Page:
        """The page after a request.

        Raises:
            Gone: The server went, or has forgotten the session.
            Locked: The page says that the database was locked.
            Unexpected: Any other refusal.
        """
        try:
            answer = self._client.post(INTERACT, json=asked)
            said: dict[str, Any] = answer.json()
        except (httpx.TransportError, json.JSONDecodeError) as why:
            raise Gone from why
        if "error" in said:
            code = said["error"]["code"]
            raise Gone(code) if code == "unknown_session" else Unexpected(code)
        text = json.dumps(said["tree"], ensure_ascii=False)
        if say(LANGUAGE, _BUSY) in text:
            raise Locked
        keys = {action["key"] for action in said["actions"]}
        if not keys & {SEND, ANOTHER}:
            raise Unexpected("neither the form nor its receipt is shown")
        number = _NUMBER.search(text) if ANOTHER in keys else None
        draft = said["query_params"].get("draft", [""])[0]
        return Page(said["session_id"], draft, number[0] if number else "", text)
