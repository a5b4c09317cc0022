"""One-time links: the first admin, an invitation, a new password. The person chooses a password and is signed in."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from core.access import links
from core.access.links import Link
from core.access.passwords import SHORTEST
from core.access.roles import ALL_STORES, Grant
from core.store.faults import Refused
from core.texts import N_, Text, say
from core.web import kept
from core.web.shell import asked, forms, sign_in
from core.web.shell.forms import Field, Tick

FOLDER = "/link/"
TITLES = {
    "first_admin": N_("Set up the first account"),
    "invite": N_("Welcome"),
    "reset": N_("Choose a new password"),
}
LEADS = {
    "first_admin": N_("Nobody can sign in yet. This account is the admin: it makes the accounts of everybody else."),
    "invite": N_("An account was made for you, {name}. Choose its password; your login name is {login}."),
    "reset": N_("Choose the new password of {login}. You will be signed out everywhere else."),
}
ALSO: dict[str, tuple[str, Grant]] = {
    "also_store": (N_("I work at the store as well, as its manager"), Grant("manager", ALL_STORES)),
    "also_office": (N_("I work at the property office as well"), Grant("office", "")),
}
"""What the first person often is besides the admin, by the name of its box."""
DIFFERENT = N_("The two passwords are not the same.")
GONE = N_("It was used, replaced by a newer one, or is too old. Ask for a new one.")


@sign_in.kept_from_falling
async def link(request: Request) -> Response:
    """The page of a link, and what is posted from it; a link that holds no longer says so."""
    token = str(request.path_params["token"])
    found = await run_in_threadpool(lambda: links.peek(kept.database(), token))
    if found is None:
        return _gone(request)
    if request.method != "POST":
        return _page(request, found)
    typed = await sign_in.posted(request)
    if typed is None:
        return _page(request, found, 403, Text(sign_in.NOT_OURS))
    if typed.get("password") != typed.get("again"):
        return _page(request, found, 422, Text(DIFFERENT), typed)
    try:
        session = await run_in_threadpool(_used, token, typed)
    except Refused as why:
        return _page(request, found, 422, why.text, typed)
    return await sign_in.signed_in(request, session, "/")


def _used(token: str, typed: dict[str, str]) -> str:
    login, shown_name = typed.get("login", ""), typed.get("shown_name", "")
    also = frozenset(grant for name, (_label, grant) in ALSO.items() if typed.get(name))
    return links.use(kept.database(), token, typed.get("password", ""), login=login, shown_name=shown_name, also=also)


def _page(
    request: Request, found: Link, status: int = 200, problem: Text | None = None, typed: dict[str, str] | None = None
) -> Response:
    language = asked.language_of(request.scope)
    before = typed or {}
    hint = say(language, N_("At least {shortest} characters; several words make a good one."), shortest=SHORTEST)
    lines: list[Field | Tick] = [
        Field("password", say(language, N_("Password")), "password", "new-password", hint=hint),
        Field("again", say(language, N_("The same password again")), "password", "new-password"),
    ]
    if found.account_id is None:
        login = Field("login", say(language, N_("Login name")), autocomplete="username", value=before.get("login", ""))
        name = say(language, N_("Name that others see"))
        ticks = [
            Tick(box, say(language, label), typed is None or box in typed) for box, (label, _grant) in ALSO.items()
        ]
        named = Field("shown_name", name, autocomplete="name", value=before.get("shown_name", ""))
        lines = [login, named, *lines, *ticks]
    token = sign_in.form_token(request)
    body = forms.page(
        request,
        say(language, TITLES[found.purpose]),
        forms.paragraph(say(language, LEADS[found.purpose], name=found.shown_name, login=found.login)),
        forms.notice("problem", problem.say(language) if problem else ""),
        forms.form(request.url.path, {"form": token}, lines, say(language, N_("Save and sign in"))),
    )
    return sign_in.with_form_token(request, forms.answer(request, body, status), token)


def _gone(request: Request) -> Response:
    language = asked.language_of(request.scope)
    body = forms.page(
        request,
        say(language, N_("This link holds no longer")),
        forms.notice("problem", say(language, GONE)),
        forms.link(say(language, N_("Back to the sign-in page")), sign_in.LOGIN_PATH, button=True),
    )
    return forms.answer(request, body, 410)
