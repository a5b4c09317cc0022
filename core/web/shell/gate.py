"""The gate before Streamlit: security headers, closed paths, the language of the document, the script for widget texts.

Plain ASGI, so that it costs nothing on the WebSocket and on files.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.texts import DEFAULT, LANGUAGES, N_, say
from core.web.accepted import from_accepted

COOKIE = "lang"
SCRIPT_PATH = "/shell.js"
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
FILES = ("/static/", "/media/", "/_stcore/", "/component/", SCRIPT_PATH)
PRODUCT = N_("Reception desk")
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


def language_of(scope: Scope) -> str:
    """The language of a request: its address, else its cookie, else what the browser accepts, else the default."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    if asked in LANGUAGES:
        return str(asked)
    headers = dict(scope["headers"])
    try:
        jar = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        jar = SimpleCookie()
    kept = jar[COOKIE].value if COOKIE in jar else ""
    if kept in LANGUAGES:
        return kept
    return from_accepted(headers.get(b"accept-language", b"").decode("latin-1")) or DEFAULT


def document(html: bytes, language: str) -> bytes:
    """Streamlit's page in a language: its lang, title, the script for widget texts; no word of other interfaces."""
    title = say(language, PRODUCT).encode()
    no_script = say(language, N_("This app needs JavaScript.")).encode()
    html = _COMMENT.sub(b"", html)
    html = html.replace(b'<html lang="en">', f'<html lang="{language}" translate="no">'.encode(), 1)
    html = html.replace(b"<title>Streamlit</title>", b"<title>" + title + b"</title>", 1)
    html = _SERVICE.sub(b"", html)
    html = _NOSCRIPT.sub(b"<noscript><p>" + no_script + b"</p></noscript>", html)
    script = f'<script src=".{SCRIPT_PATH}" defer></script>'.encode()
    return html.replace(b"</head>", script + b"</head>", 1)


class Gate:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, closed paths not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if any(path == closed or path.startswith(closed + "/") for closed in CLOSED):
            await _not_found(send)
            return
        if path.startswith(FILES):
            await self._app(scope, receive, _with_headers(send))
            return
        plain = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
        asked = dict(scope, headers=[(name, value) for name, value in scope["headers"] if name not in plain])
        await self._app(asked, receive, _Document(send, language_of(scope)))


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = dict(message, headers=[*message["headers"], *HEADERS])
        await send(message)

    return sending


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
            message = dict(message, headers=[*message["headers"], *HEADERS])
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
