"""Coming back from an identity provider: a session of ours for the account that is tied to the identity."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.access import oidc, sessions
from core.access.oidc import Identity
from core.store.faults import Refused
from core.web import kept
from core.web.shell import asked, provider, sign_in


@sign_in.kept_from_falling
async def arrive(request: Request) -> Response:
    """Begin the session of whom the provider vouches for; somebody without an account here is told so.

    Only a browser that set out from the login page is let in, so that nobody is signed in by a planted cookie.
    """
    to = provider.where_to(request)
    if to is None:
        again = RedirectResponse(asked.asked_path(request.scope), 303, headers={"cache-control": "no-store"})
        return provider.without_its_cookies(request, again)
    identity = provider.identity_of(request)
    session = await run_in_threadpool(_begun, identity) if identity else ""
    answer = await sign_in.signed_in(request, session, to) if session else provider.unknown_page(request, identity)
    return provider.without_its_cookies(request, answer)


def _begun(identity: Identity) -> str:
    """The token of a session; blank where no account that can sign in is tied to the identity."""
    database = kept.database()
    try:
        return sessions.begin(database, oidc.by_oidc(database, identity.issuer, identity.subject), "oidc")
    except Refused:
        return ""
