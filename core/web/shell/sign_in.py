"""Signing in and out: the login page and what is posted from it, without Streamlit and without a script."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.access import accounts, sessions
from core.access.roles import Person
from core.store.faults import Refused, StoreError
from core.texts import LANGUAGES, N_, Text, say
from core.web import kept
from core.web.shell import anonymous, asked, cookies, forms, provider
from core.web.shell.bound import Bound
from core.web.shell.forms import Field

Handler = Callable[[Request], Awaitable[Response]]
LOGIN_PATH = "/login"
LOGOUT_PATH = "/logout"
FAILURES = Bound()
NOT_OURS = N_("The form was too old, or it did not come from this page. Please try again.")
NOT_VOUCHED = N_(
    "Signing in with the account of your organisation did not work: it was refused there, or not finished. Try again."
)
TOO_MANY = N_("Too many tries from this network. Please wait ten minutes.")
_TOKEN_LENGTH = 43  # of 32 bytes in the URL-safe alphabet


def person_of(token: str) -> Person | None:
    """Who is signed in with a cookie's token; blank is nobody. Waits for the database: not for the event loop.

    Raises:
        StoreError: The database cannot be opened.
    """
    database = kept.database()
    return sessions.person(database, token) if token else None


def token_of(request: Request) -> str:
    """The session's token in the one cookie that fits this connection; blank for none."""
    return request.cookies.get(cookies.name(cookies.SESSION, cookies.is_secure(request.scope)), "")


def form_token(request: Request) -> str:
    """The token that a form carries twice, in a cookie and in a field; a new one where the browser has none."""
    kept_one = request.cookies.get(cookies.name(cookies.FORM, cookies.is_secure(request.scope)), "")
    return kept_one if len(kept_one) == _TOKEN_LENGTH and kept_one.isascii() else secrets.token_urlsafe(32)


def with_form_token(request: Request, answer: Response, token: str) -> Response:
    """Give the browser the form's token; only pages of this very site send it back."""
    cookies.put(answer, cookies.FORM, token, secure=cookies.is_secure(request.scope), same_site="strict")
    return answer


async def posted(request: Request) -> dict[str, str] | None:
    """Fields of a form that came from a page of ours; None for anything else."""
    if not asked.is_own(request):
        return None
    found = await asked.fields(request)
    given = request.cookies.get(cookies.name(cookies.FORM, cookies.is_secure(request.scope)), "")
    if found is None or not given or not hmac.compare_digest(given.encode(), found.get("form", "").encode()):
        return None
    return found


async def signed_in(request: Request, token: str, to: str) -> Response:
    """Send a person on with a fresh session; the one that the browser had before is ended."""
    former = token_of(request)
    if former:
        await run_in_threadpool(lambda: sessions.end(kept.database(), former))
    secure = cookies.is_secure(request.scope)
    answer = RedirectResponse(asked.local_path(to), 303, headers={"cache-control": "no-store"})
    cookies.put(answer, cookies.SESSION, token, secure=secure)
    cookies.drop(answer, cookies.FORM, secure=secure)
    return answer


def unavailable(why: StoreError) -> Response:
    """The page for a database that cannot be opened: what is wrong, in every language."""
    body = forms.in_three_languages({language: why.text.say(language) for language in LANGUAGES})
    return Response(body, 503, forms.HEADERS, "text/html; charset=utf-8")


def kept_from_falling(handler: Handler) -> Handler:
    """A handler that says what is wrong with the database rather than failing."""

    async def answered(request: Request) -> Response:
        try:
            return await handler(request)
        except StoreError as why:
            return unavailable(why)

    return answered


@kept_from_falling
async def login(request: Request) -> Response:
    """The login page, and what is posted from it.

    An unknown name, a wrong password, a locked and a disabled account get the same answer after the same work.
    """
    to = asked.local_path(request.query_params.get("next", "/"))
    if request.method != "POST":
        if await run_in_threadpool(person_of, token_of(request)) is not None:
            return RedirectResponse(to, 303, headers={"cache-control": "no-store"})
        failed = provider.FAILED in request.query_params
        return _login_page(
            request, 200, Text(NOT_VOUCHED) if failed else None, note=request.query_params.get("left") == "1"
        )
    found = await posted(request)
    if found is None:
        return _login_page(request, 403, Text(NOT_OURS))
    network = asked.network_of(request)
    if FAILURES.is_full(network):
        return _login_page(request, 429, Text(TOO_MANY), found.get("login", ""))
    try:
        token = await run_in_threadpool(_begun, found.get("login", ""), found.get("password", ""))
    except Refused as why:
        FAILURES.note(network)
        return _login_page(request, 403, why.text, found.get("login", ""))
    return await signed_in(request, token, to)


def _begun(login_name: str, password: str) -> str:
    database = kept.database()
    return sessions.begin(database, accounts.check_password(database, login_name, password), "password")


def _login_page(
    request: Request, status: int = 200, problem: Text | None = None, typed: str = "", *, note: bool = False
) -> Response:
    language = asked.language_of(request.scope)
    token = form_token(request)
    to = asked.local_path(request.query_params.get("next", "/"))
    lines = [
        Field("login", say(language, N_("Login name")), autocomplete="username", value=typed),
        Field("password", say(language, N_("Password")), "password", "current-password"),
    ]
    parts = [
        forms.notice("problem", problem.say(language) if problem else ""),
        forms.notice("note", say(language, N_("You have signed out.")) if note else ""),
        forms.form(f"{LOGIN_PATH}?{urlencode({'next': to})}", {"form": token}, lines, say(language, N_("Sign in"))),
    ]
    ways = provider.names()
    if ways:
        parts.append(forms.between(say(language, N_("or"))))
    for name in ways:
        address = f"{provider.START_PATH}?{urlencode({'way': name, 'next': to})}"
        parts.append(forms.link(provider.label(name, language), address, button=True))
    pages = {f"/{name}": say(language, title) for name, title in anonymous.WAYS.items()}
    parts.append(forms.ways(say(language, N_("Residents need no account")), pages))
    body = forms.page(request, say(language, N_("Sign in")), *parts)
    return with_form_token(request, forms.answer(request, body, status), token)


@kept_from_falling
async def logout(request: Request) -> Response:
    """A page with the button that ends the session, and what is posted from it."""
    if request.method == "POST" and await posted(request) is not None:
        token = token_of(request)
        if token:
            await run_in_threadpool(lambda: sessions.end(kept.database(), token))
        answer = RedirectResponse(f"{LOGIN_PATH}?left=1", 303, headers={"cache-control": "no-store"})
        cookies.drop(answer, cookies.SESSION, secure=cookies.is_secure(request.scope))
        return answer
    language = asked.language_of(request.scope)
    token = form_token(request)
    refused = request.method == "POST"
    body = forms.page(
        request,
        say(language, N_("Sign out")),
        forms.notice("problem", say(language, NOT_OURS) if refused else ""),
        forms.form(LOGOUT_PATH, {"form": token}, [], say(language, N_("Sign out"))),
        forms.link(say(language, N_("Back to the app")), "/"),
    )
    return with_form_token(request, forms.answer(request, body, 403 if refused else 200), token)
