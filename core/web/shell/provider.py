"""The other way in: an identity provider by OpenID Connect, where `.streamlit/secrets.toml` has a section `[auth]`.

Streamlit speaks with the provider (`/auth/login`, `/oauth2callback`) and leaves a signed cookie of its own. The gate
brings the browser here with it: issuer and subject are looked up among the accounts, a session of ours begins, and
Streamlit's cookie goes. Roles come from the account alone, never from the provider.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks, get_secrets_auth_section
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from core.access.oidc import Identity
from core.texts import N_, say
from core.web.shell import asked, cookies, forms

START_PATH = "/login/provider"
BACK_PATHS = ("/auth/login", "/oauth2callback")
"""Where Streamlit speaks with the provider: the way there and the way back."""
FAILED = "failed"
"""In the address of the login page: the provider did not vouch for the person."""
DEFAULT = "default"


def names() -> list[str]:
    """Names of the providers that are set up, `default` for the unnamed one; none where there is no `[auth]`."""
    section = get_secrets_auth_section()
    named = [str(name) for name, value in section.items() if isinstance(value, Mapping) and "client_id" in value]
    return ([DEFAULT] if "client_id" in section else []) + sorted(named)


def label(name: str, language: str) -> str:
    """What the button of a provider says."""
    if name == DEFAULT:
        return say(language, N_("Sign in with the account of your organisation"))
    return say(language, N_("Sign in with {provider}"), provider=name)


async def start(request: Request) -> Response:
    """Send a person to the provider, and note where to go afterwards."""
    way = request.query_params.get("way", DEFAULT)
    if way not in names():
        return RedirectResponse("/login", 303, headers={"cache-control": "no-store"})
    answer = RedirectResponse(
        "/auth/login?" + urlencode({"provider": encode_provider_token(way)}), 303, headers={"cache-control": "no-store"}
    )
    to = asked.local_path(request.query_params.get("next", "/"))
    cookies.put(answer, cookies.NEXT, to.encode().hex(), secure=cookies.is_secure(request.scope))
    return answer


async def spoken_with(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Have Streamlit speak with the provider; whom it does not vouch for goes to the login page, which says so.

    Streamlit itself says nothing: it sends the person to the start page without a cookie, or a bare line of English.
    """
    has_failed = False

    async def sending(message: Message) -> None:
        nonlocal has_failed
        if message["type"] == "http.response.start" and not _goes_well(scope["path"], message):
            has_failed = True
            await _failed(Request(scope))(scope, receive, send)
        if not has_failed:
            await send(message)

    await app(scope, receive, sending)


def _goes_well(path: str, start: Message) -> bool:
    """Whether an answer leads to the provider, or comes back from it with Streamlit's cookie."""
    if path == BACK_PATHS[0]:
        return bool(start["status"] < 400)
    given = [value.partition(b";")[0] for name, value in start["headers"] if name.lower() == b"set-cookie"]
    name = f"{USER_COOKIE_NAME}=".encode()
    return any(cookie.startswith(name) and cookie.removeprefix(name) not in (b"", b'""') for cookie in given)


def _failed(request: Request) -> Response:
    way = urlencode({"next": where_to(request) or "/", FAILED: "1"})
    answer = RedirectResponse(f"/login?{way}", 303, headers={"cache-control": "no-store"})
    return without_its_cookies(request, answer)


def has_arrived(found: Mapping[str, str]) -> bool:
    """Whether a browser's cookies say that it comes from a provider."""
    return USER_COOKIE_NAME in found


def where_to(request: Request) -> str | None:
    """Where a person wanted to go who set out from the login page; None who did not."""
    noted = request.cookies.get(cookies.name(cookies.NEXT, cookies.is_secure(request.scope)))
    if noted is None:
        return None
    try:
        return asked.local_path(bytes.fromhex(noted).decode())
    except ValueError:
        return "/"


def identity_of(request: Request) -> Identity | None:
    """Whom the provider vouched for, as Streamlit's signed cookie says; None where the signature is not ours."""
    secret = get_cookie_secret()

    def one(name: str) -> bytes | None:
        value = request.cookies.get(name)
        return None if value is None else decode_signed_value(secret, name, value.encode("latin-1"))

    said = get_cookie_with_chunks(one, USER_COOKIE_NAME)
    claims = json.loads(said) if said else {}
    issuer, subject = claims.get("iss"), claims.get("sub")
    return Identity(str(issuer), str(subject)) if issuer and subject else None


def without_its_cookies(request: Request, answer: Response) -> Response:
    """Drop what Streamlit and the way there left in the browser."""
    for name in request.cookies:
        if name.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME)):
            answer.delete_cookie(name, path="/", httponly=True, samesite="lax")
    cookies.drop(answer, cookies.NEXT, secure=cookies.is_secure(request.scope))
    return answer


def unknown_page(request: Request, identity: Identity | None) -> Response:
    """The page for somebody whom the provider knows and no account is tied to."""
    language = asked.language_of(request.scope)
    told = ""
    if identity is not None:
        pairs = ((N_("Issuer"), identity.issuer), (N_("Subject (OIDC)"), identity.subject))
        lines = "".join(f"<dt>{escape(say(language, name))}</dt><dd>{escape(value)}</dd>" for name, value in pairs)
        told = forms.paragraph(say(language, N_("Give these two lines to whoever looks after the accounts:")))
        told += f"<dl>{lines}</dl>"
    body = forms.page(
        request,
        say(language, N_("No account here yet")),
        forms.notice(
            "problem",
            say(language, N_("Your provider knows you, but no account of this app that can sign in is tied to you.")),
        ),
        told,
        forms.link(say(language, N_("Back to the sign-in page")), "/login", button=True),
    )
    return forms.answer(request, body, 403)
