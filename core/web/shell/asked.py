"""What a request asks, read with suspicion: its language, where it wants to go next, the fields of a posted form."""

from __future__ import annotations

import ipaddress
from urllib.parse import parse_qs, quote, urlsplit

from starlette.requests import Request, cookie_parser
from starlette.types import Scope

from core.texts import DEFAULT, LANGUAGES
from core.web.accepted import from_accepted

LANGUAGE_COOKIE = "lang"
FORM_LIMIT = 16_384  # bytes of a posted form; the longest password and name are far less
PATH_LIMIT = 2_000
_UNSAFE = frozenset(map(chr, range(33))) | {"\\", "\x7f"}


def cookies_of(scope: Scope) -> dict[str, str]:
    """Cookies of a connection, name to value."""
    header = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    return cookie_parser(header)


def language_of(scope: Scope) -> str:
    """The language of a request: its address, else its cookie, else what the browser accepts, else the default."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    if asked in LANGUAGES:
        return str(asked)
    kept = cookies_of(scope).get(LANGUAGE_COOKIE, "")
    if kept in LANGUAGES:
        return kept
    accepted = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    return from_accepted(accepted) or DEFAULT


def local_path(asked: str) -> str:
    """A path on this server with its query, safe to go to; "/" where something else was asked for.

    A browser takes `//host`, `/\\host` and paths with line breaks or tabs in them for other servers.
    """
    if not asked.startswith("/") or len(asked) > PATH_LIMIT or _UNSAFE.intersection(asked):
        return "/"
    try:
        parts = urlsplit(asked)
    except ValueError:
        return "/"
    leads_back = parts.path.startswith(("/login", "/logout", "/link", "/oauth2callback", "/auth/"))
    if parts.scheme or parts.netloc or asked.startswith("//") or leads_back:
        return "/"
    return quote(asked, safe="/?&=%#+,:;@!$'()*~.-_")


def asked_path(scope: Scope) -> str:
    """Path and query of a request, as `local_path` takes them."""
    query = scope.get("query_string", b"").decode("latin-1")
    return quote(scope["path"]) + (f"?{query}" if query else "")


def is_own(request: Request) -> bool:
    """Whether a POST comes from a page of this server, as far as the browser says.

    Old browsers say nothing, and a page with `Referrer-Policy: no-referrer` says `null`; the form's token decides then.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.headers.get("host")


async def fields(request: Request) -> dict[str, str] | None:
    """Fields of a posted form, the last of each name; None where it is no such form or too long."""
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/x-www-form-urlencoded":
        return None
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > FORM_LIMIT:
            return None
    try:
        found = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return None
    return {name: values[-1] for name, values in found.items()}


def network_of(request: Request) -> str:
    """The address a request came from; of IPv6 the network that one household or office has."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((address, 64), strict=False))
    return str(address)
