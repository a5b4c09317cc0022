"""The log of the server: Streamlit's and uvicorn's loggers speak through it, and every request leaves a line."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import logger as streamlit_logger

from core import logs
from core.access.roles import PAGES, PUBLIC
from core.registries.redact import TAKEN_OUT

LOGGER = logging.getLogger("reception_desk.access")
KNOWN = frozenset({*PAGES, *PUBLIC, "", "auth", "favicon.png", "link", "login", "logout", "oauth2callback", "paper"})
"""First parts of paths that a line may tell; anything else in a path may be a token, or what somebody typed."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
QUIET = ("/_stcore/", "/static/", "/media/", "/component/", "/livez", "/readyz")
"""Paths whose requests are not worth a line."""


def install(environ: Mapping[str, str] = os.environ) -> Callable[[], None]:
    """Begin the log, with Streamlit's own handlers taken off; returns what ends it.

    Raises:
        OSError: The file that `DESK_LOG` names cannot be written to.
    """
    end_log = logs.install(environ)
    setup = streamlit_logger.setup_formatter
    streamlit_logger.setup_formatter = _through_root
    streamlit_logger.update_formatter()

    def end() -> None:
        streamlit_logger.setup_formatter = setup
        streamlit_logger.update_formatter()
        end_log()

    return end


def _through_root(logger: logging.Logger) -> None:
    """In place of the console handler that Streamlit gives each of its loggers."""
    own = getattr(logger, "streamlit_console_handler", None)
    if own is not None:
        logger.removeHandler(own)
    logger.propagate = True


def told(path: str) -> str:
    """A path as a line tells it: its first part where that is ours, and a mark for all that follows."""
    first, slash, rest = path.removeprefix("/").partition("/")
    here = "/" + (first if first in KNOWN else TAKEN_OUT)
    return f"{here}{slash}{TAKEN_OUT}" if rest else here + slash


class Access:
    """ASGI middleware: a line a request with method, path, status and duration; never a query string or a header."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through and note how it went."""
        if scope["type"] != "http" or scope["path"].startswith(QUIET):
            await self._app(scope, receive, send)
            return
        begun, answered = time.perf_counter(), [0]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered[0] = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            took = round(time.perf_counter() - begun, 4)
            method = scope["method"] if scope["method"] in METHODS else TAKEN_OUT
            facts = {"method": method, "path": told(scope["path"]), "status": answered[0], "duration": took}
            LOGGER.info("request", extra=facts)
