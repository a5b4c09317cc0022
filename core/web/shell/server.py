"""The server's own routes and what runs when it starts."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from streamlit import cli_util, config

from core.access import links
from core.store.faults import StoreError
from core.texts import N_, say
from core.web import kept
from core.web.shell import anonymous, errors, forms, logs, media, one_time, options, provider, readiness, sign_in, words
from core.web.shell.gate import SCRIPT_PATH, SHELL_STYLE_PATH, Gate

SHELL_STYLE = Path(__file__).with_name("shell.css")
BOTH = ("zh-Hant", "en")
"""Languages of the terminal."""


async def widget_words(_request: Request) -> Response:
    """The script that translates what widgets say."""
    return Response(words.script(), media_type="text/javascript", headers={"cache-control": "no-cache"})


async def shell_style(_request: Request) -> Response:
    """What the app's own pages have beside Streamlit's style."""
    return FileResponse(SHELL_STYLE, media_type="text/css", headers={"cache-control": "no-cache"})


async def style(_request: Request) -> Response:
    """The style of the pages that Streamlit does not make."""
    return FileResponse(forms.STYLE, media_type="text/css", headers={"cache-control": "no-cache"})


async def icon(_request: Request) -> Response:
    """The product's icon."""
    return FileResponse(forms.ICON, media_type="image/png", headers={"cache-control": "no-cache"})


ROUTES = (
    Route("/livez", readiness.live),
    Route("/readyz", readiness.ready),
    Route(SCRIPT_PATH, widget_words),
    Route(SHELL_STYLE_PATH, shell_style),
    Route(anonymous.PAPER_FOLDER + "{token}", anonymous.paper),
    Route(forms.STYLE_PATH, style),
    Route(forms.ICON_PATH, icon),
    Route(forms.FAVICON_PATH, icon),
    Route(sign_in.LOGIN_PATH, sign_in.login, methods=["GET", "POST"]),
    Route(sign_in.LOGOUT_PATH, sign_in.logout, methods=["GET", "POST"]),
    Route(one_time.FOLDER + "{token}", one_time.link, methods=["GET", "POST"]),
    Route(provider.START_PATH, provider.start),
)


def middleware() -> list[Middleware]:
    """What stands before Streamlit: the access log, known hosts only, then the gate."""
    known = Middleware(TrustedHostMiddleware, allowed_hosts=options.allowed_hosts())
    return [Middleware(logs.Access), known, Middleware(Gate)]


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Begin the log, open the database, say how the first admin comes in, open the browser where there is a screen."""
    end_log = logs.install()
    logging.getLogger("uvicorn.access").disabled = True  # `logs.Access` has a line for each request
    errors.keep_messages_out()
    media.install()
    path = await run_in_threadpool(_first_path)
    if not config.get_option("server.headless"):
        cli_util.open_browser(address() + path)
    yield
    await run_in_threadpool(kept.close)
    end_log()


def _first_path() -> str:
    """Where the first visitor goes: the link of the first admin, said in the terminal as well, or the start page.

    A database that cannot be opened is said there too; the server then answers with the same words until it is mended.
    """
    try:
        token = links.first_admin_link(kept.database())
    except StoreError as why:
        _say(*(why.text.say(language) for language in BOTH))
        return "/"
    if token is None:
        return "/"
    path = one_time.FOLDER + token
    said = N_("No account can sign in as admin yet. Open this address to make the first one (it holds for a day):")
    _say(*(say(language, said) for language in BOTH), "", f"    {links.base(os.environ, address())}{path}")
    return path


def _say(*lines: str) -> None:
    """Write to the terminal, whatever its encoding."""
    cli_util.print_to_cli("\n".join(["", *lines, ""]))


def address() -> str:
    """The address of this server as a browser on this machine, or at `browser.serverAddress`, knows it."""
    secure = config.get_option("server.sslCertFile")
    host, port = config.get_option("browser.serverAddress"), config.get_option("server.port")
    return f"{'https' if secure else 'http'}://{host}:{port}"


def root_of(file: str) -> Path:
    """Folder of a file, links resolved."""
    return Path(file).resolve().parent
