"""The server's own routes and what runs when it starts."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit import cli_util, config, runtime

from core.texts import LANGUAGES, catalogue
from core.web.shell import errors, logs, options, words
from core.web.shell.gate import SCRIPT_PATH, Gate

LOGGER = logging.getLogger("reception_desk")


async def live(_request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "live"})


async def ready(_request: Request) -> Response:
    """The app can serve people: its runtime runs and its texts are loaded."""
    good = runtime.exists() and all(catalogue(language) for language in LANGUAGES)
    return JSONResponse({"status": "ready" if good else "starting"}, status_code=200 if good else 503)


async def widget_words(_request: Request) -> Response:
    """The script that translates what widgets say."""
    return Response(words.script(), media_type="text/javascript", headers={"cache-control": "no-cache"})


ROUTES = (Route("/livez", live), Route("/readyz", ready), Route(SCRIPT_PATH, widget_words))


def middleware() -> list[Middleware]:
    """What stands before Streamlit: the access log, known hosts only, then the gate."""
    return [
        Middleware(logs.Access),
        Middleware(TrustedHostMiddleware, allowed_hosts=options.allowed_hosts()),
        Middleware(Gate),
    ]


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Prepare on start; open the browser where there is a screen."""
    end_log = logs.install()
    errors.keep_messages_out()
    if not config.get_option("server.headless"):
        cli_util.open_browser(f"http://localhost:{config.get_option('server.port')}")
    yield
    end_log()


def root_of(file: str) -> Path:
    """Folder of a file, links resolved."""
    return Path(file).resolve().parent
