"""Cookies of the house: their names, and how they are set.

Behind TLS a name begins with `__Host-`: the browser then takes it from this very host alone, for `/`, over TLS.
Without TLS (this machine, a test) it goes without, and without `Secure`. A connection reads only the name that fits it,
so that a cookie planted from a neighbouring host, or before TLS was there, signs nobody in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from starlette.responses import Response
from starlette.types import Scope

SESSION = "desk"
FORM = "desk-form"
NEXT = "desk-next"
SameSite = Literal["lax", "strict"]


def is_secure(scope: Scope) -> bool:
    """Whether a request came over TLS; the server believes a proxy's word only from `FORWARDED_ALLOW_IPS`."""
    return scope.get("scheme") in ("https", "wss")


def name(bare: str, secure: bool) -> str:
    """The name of a cookie on a connection."""
    return f"__Host-{bare}" if secure else bare


def session_token(cookies: Mapping[str, str]) -> str:
    """The session's token among the cookies of a connection that the gate let through; blank for none."""
    return cookies.get(name(SESSION, True)) or cookies.get(SESSION) or ""


def put(answer: Response, bare: str, value: str, *, secure: bool, same_site: SameSite = "lax") -> None:
    """Set a cookie that ends with the browser's session; scripts do not see it."""
    answer.set_cookie(name(bare, secure), value, path="/", httponly=True, secure=secure, samesite=same_site)


def drop(answer: Response, bare: str, *, secure: bool) -> None:
    """Take a cookie away."""
    answer.delete_cookie(name(bare, secure), path="/", httponly=True, secure=secure, samesite="lax")
