"""Whether the process lives, and whether it can serve people; for a proxy or a supervisor, without a session."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from streamlit import runtime

from core.store import health
from core.store.faults import StoreError
from core.texts import LANGUAGES, catalogue
from core.web import kept

NOT_KEPT = {"cache-control": "no-store"}


async def live(_request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "live"}, headers=NOT_KEPT)


async def ready(_request: Request) -> Response:
    """The app can serve people: its runtime runs, its texts are loaded, its database answers in the right version."""
    status = "ready" if await run_in_threadpool(_database_is_ready) else "database"
    if not (runtime.exists() and all(catalogue(language) for language in LANGUAGES)):
        status = "starting"
    return JSONResponse({"status": status}, 200 if status == "ready" else 503, NOT_KEPT)


def _database_is_ready() -> bool:
    try:
        return health.is_ready(kept.database())
    except StoreError:
        return False
