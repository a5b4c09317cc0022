"""The gate of the soak `residents`: Streamlit's agent API passes, so that residents need no browser; all else as ever.

Nothing else opens that API: `core.web.shell.options` holds it off and the gate closes its path in every other start,
and no option or variable of the environment changes that. Only `residents_server` does, which the soak alone names, and
which refuses every address but this machine's own.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from starlette.middleware import Middleware
from starlette.types import Receive, Scope, Send

from core.soak.residents_client import TIMES
from core.store.database import Database
from core.store.writer import Act, Answer
from core.web import kept
from core.web.shell import server
from core.web.shell.gate import Gate

AGENT = "/_stcore/agent/"


class OpenGate(Gate):
    """The gate, but for the agent API."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the agent API through; ask the gate about everything else."""
        if scope["type"] == "http" and scope["path"].startswith(AGENT):
            await self._app(scope, receive, send)
            return
        await super().__call__(scope, receive, send)


def refuse_others(address: str) -> None:
    """Refuse to open the agent API where others could reach it.

    Raises:
        RuntimeError: The server would listen on something else than this machine's own address.
    """
    if address != "localhost" and not _is_own(address):
        raise RuntimeError("the agent API is opened for the soak only, on this machine's own address")


def _is_own(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def middleware() -> list[Middleware]:
    """What stands before Streamlit, with the open gate in the place of the closed one."""
    return [Middleware(OpenGate) if cast("object", each.cls) is Gate else each for each in server.middleware()]


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """As every server, and each request timed."""
    async with server.lifespan(app):
        _time(kept.database())
        yield


def _time(database: Database) -> None:
    """Note how long each request of a resident waits for the writer."""
    submit, file = database.submit, database.home.folder / TIMES

    def timed(token: str, kind: str, act: Act[Answer]) -> Answer:
        begin = time.perf_counter()
        answer = submit(token, kind, act)
        if kind == "request.submit":
            with file.open("a", encoding="ascii") as out:
                out.write(f"{(time.perf_counter() - begin) * 1000:.1f}\n")
        return answer

    setattr(database, "submit", timed)  # noqa: B010 (a method of this one object, in this process of the soak only)
