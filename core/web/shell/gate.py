"""The gate before Streamlit: who may pass, security headers, closed paths, the language of the document.

Plain ASGI, so that it costs nothing on the WebSocket and on files. What a person without a session reaches is listed in
`ANONYMOUS` and `ANONYMOUS_FOLDERS`, with the residents' pages and the photos of their forms (`anonymous`); everything
else asks for a living session. The WebSocket is among them: its script asks for the person itself at every run and
shows nothing but the residents' pages without one, so that an open page can say that it is over.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.store.faults import StoreError
from core.texts import N_, say
from core.web.shell import anonymous, arrival, asked, cookies, forms, one_time, provider, sign_in

SCRIPT_PATH = "/shell.js"
SHELL_STYLE_PATH = "/shell.css"
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check", "/auth/logout")
OWN = frozenset(
    {
        sign_in.LOGIN_PATH,
        sign_in.LOGOUT_PATH,
        provider.START_PATH,
        forms.STYLE_PATH,
        forms.ICON_PATH,
        forms.FAVICON_PATH,
    }
)
"""Answers of ours that are not Streamlit's document."""
ANONYMOUS = OWN | {
    "/livez",
    "/readyz",
    SCRIPT_PATH,
    SHELL_STYLE_PATH,
    "/auth/login",
    "/oauth2callback",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/stream",
}
ANONYMOUS_FOLDERS = (one_time.FOLDER, "/static/", anonymous.PAPER_FOLDER)
BELOW = frozenset({"/_stcore/health", "/_stcore/host-config", "/_stcore/stream"})
"""Answered below a resident's page as well, where a browser looks for the server first."""
FILES = ("/static/", "/media/", "/_stcore/", "/component/", SCRIPT_PATH, SHELL_STYLE_PATH, anonymous.PAPER_FOLDER)
_INLINE = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_SERVICE = re.compile(rb"<link rel=\"service-desc\"[^>]*>")
_NOSCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)


def policy(inline_scripts: Iterable[bytes]) -> str:
    """The Content-Security-Policy of a document: everything from this server alone.

    Args:
        inline_scripts: Bodies of the scripts that stand in the document itself; each is allowed by its hash.
    """
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s).digest()).decode()}'" for s in inline_scripts)
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' 'wasm-unsafe-eval' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",  # Streamlit's styles are made in the browser
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


def document(html: bytes, language: str) -> bytes:
    """Streamlit's page in a language: its lang, title, the script for widget texts; no word of other interfaces."""
    title = say(language, forms.PRODUCT).encode()
    no_script = say(language, N_("This app needs JavaScript.")).encode()
    html = _COMMENT.sub(b"", html)
    html = html.replace(b'<html lang="en">', f'<html lang="{language}" translate="no">'.encode(), 1)
    html = html.replace(b"<title>Streamlit</title>", b"<title>" + title + b"</title>", 1)
    html = _SERVICE.sub(b"", html)
    html = _NOSCRIPT.sub(b"<noscript><p>" + no_script + b"</p></noscript>", html)
    style = f'<link rel="stylesheet" href=".{SHELL_STYLE_PATH}">'.encode()
    script = f'<script src=".{SCRIPT_PATH}" defer></script>'.encode()
    return html.replace(b"</head>", style + script + b"</head>", 1)


class Gate:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, closed paths not, and most only with a living session."""
        if scope["type"] == "websocket":
            await self._app(_with_fitting_cookie(scope), receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if any(path == closed or path.startswith(closed + "/") for closed in CLOSED):
            await _not_found(send)
            return
        if not is_anonymous(path) and not anonymous.lets_upload(scope):
            refusal = await _refusal(Request(scope, receive))
            if refusal is not None:
                await refusal(scope, receive, _with_headers(send))
                return
        if path in provider.BACK_PATHS:
            await provider.spoken_with(self._app, scope, receive, _with_headers(send))
            return
        if path in OWN or path.startswith((*FILES, one_time.FOLDER)):
            await self._app(scope, receive, _with_headers(send))
            return
        plain = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
        there = dict(scope, headers=[(name, value) for name, value in scope["headers"] if name not in plain])
        await self._app(there, receive, _Document(send, asked.language_of(scope)))


def is_anonymous(path: str) -> bool:
    """Whether a path answers people without a session."""
    return path in ANONYMOUS or path.startswith(ANONYMOUS_FOLDERS) or anonymous.is_page(path, BELOW)


async def _refusal(request: Request) -> Response | None:
    """The answer to somebody without a living session; None for a person."""
    path, wants_page = request.url.path, request.method in ("GET", "HEAD")
    is_file = path.startswith(FILES)
    if wants_page and not is_file and provider.has_arrived(request.cookies):
        return await arrival.arrive(request)
    try:
        if await run_in_threadpool(sign_in.person_of, sign_in.token_of(request)) is not None:
            return None
    except StoreError as why:
        return sign_in.unavailable(why)
    not_kept = {"cache-control": "no-store"}
    if is_file or not wants_page:
        return PlainTextResponse("Sign in first", 403, not_kept)
    where = urlencode({"next": asked.asked_path(request.scope)})
    return RedirectResponse(f"{sign_in.LOGIN_PATH}?{where}", 303, not_kept)


def _with_fitting_cookie(scope: Scope) -> Scope:
    """A connection with that one of the session's cookies that fits it, and without the other."""
    other = cookies.name(cookies.SESSION, not cookies.is_secure(scope))
    found = asked.cookies_of(scope)
    if other not in found:
        return scope
    left = "; ".join(f"{name}={value}" for name, value in found.items() if name != other)
    headers = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
    return dict(scope, headers=[*headers, (b"cookie", left.encode("latin-1"))])


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = dict(message, headers=_completed(message["headers"]))
        await send(message)

    return sending


def _completed(given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Headers of an answer and those of `HEADERS` that it does not have; its own word goes first."""
    own = list(given)
    names = {name.lower() for name, _value in own}
    return [*own, *(pair for pair in HEADERS if pair[0] not in names)]


class _Document:
    """Gathers an HTML answer and sends it changed; anything else goes through with the headers."""

    def __init__(self, send: Send, language: str) -> None:
        self._send = send
        self._language = language
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            if kind.startswith(b"text/html"):
                self._start = message
                return
            message = dict(message, headers=_completed(message["headers"]))
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
            return
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        body = document(self._body, self._language)
        dropped = {b"content-length", b"etag", b"last-modified", b"cache-control"}
        headers = [(name, value) for name, value in start["headers"] if name.lower() not in dropped]
        headers += [
            *HEADERS,
            (b"content-length", str(len(body)).encode()),
            (b"content-language", self._language.encode()),
            (b"cache-control", b"no-cache"),
            (b"vary", b"Accept-Language, Cookie"),
            (b"content-security-policy", policy(_INLINE.findall(body)).encode()),
        ]
        await self._send(dict(start, headers=headers))
        await self._send({"type": "http.response.body", "body": body, "more_body": False})


async def _not_found(send: Send) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"9"), *HEADERS]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": b"Not Found"})
