"""What anybody reaches without an account: the residents' pages, photos on their way in, papers on their way out.

Nothing here touches a disk. A browser may send files only while it has a form open that takes photos, so many bytes for
one form and so many for all together; a paper is fetched once or twice within minutes by an address nobody guesses.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from core.access.roles import PUBLIC
from core.clock import Clock, utc_now
from core.texts import N_

WAYS: Mapping[str, str] = {
    "repair": N_("Repair or opinion"),
    "information": N_("Information form"),
    "my_request": N_("My request"),
    "notices": N_("Notices"),
}
"""The residents' pages in the order in which they are named."""
PAGES = frozenset(f"/{name}" for name in PUBLIC)
"""Documents of the residents."""
PAPER_FOLDER = "/paper/"
FILE_MOST = 5 * 1024 * 1024 + 64 * 1024
"""Bytes of one photo, with what the browser puts around it."""
FORM_MOST = 6 * FILE_MOST
"""Bytes that one form may send: three photos, each chosen anew once."""
ALL_MOST = 400 * 1024 * 1024
"""Bytes that all forms together may send within `WITHIN`: they stay in memory until the form is sent or left."""
WITHIN = timedelta(minutes=10)
FORMS_MOST = 2000
PAPERS_MOST = 200
PAPER_LIVES = timedelta(minutes=30)
_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")


class Uploads:
    """Which Streamlit sessions have a form open that takes photos, and how many bytes they and all may still send."""

    def __init__(self, clock: Clock = utc_now) -> None:
        """Begin with none."""
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[str, int] = OrderedDict()
        self._sent: deque[tuple[datetime, int]] = deque()

    def expect(self, session_id: str) -> None:
        """A form with photos is open in a session."""
        with self._lock:
            self._left.setdefault(session_id, FORM_MOST)
            self._left.move_to_end(session_id)
            while len(self._left) > FORMS_MOST:
                self._left.popitem(last=False)

    def renew(self, session_id: str) -> None:
        """A session has sent its form and may begin another."""
        with self._lock:
            self._left.pop(session_id, None)

    def is_expected(self, session_id: str) -> bool:
        """Whether a session has such a form open."""
        with self._lock:
            return session_id in self._left

    def take(self, session_id: str, length: int) -> bool:
        """Whether a session may send a file of so many bytes now; they are counted."""
        with self._lock:
            now = self._clock()
            while self._sent and self._sent[0][0] <= now - WITHIN:
                self._sent.popleft()
            full = sum(size for _at, size in self._sent) + length > ALL_MOST
            if full or not 0 < length <= min(FILE_MOST, self._left.get(session_id, 0)):
                return False
            self._left[session_id] -= length
            self._sent.append((now, length))
            return True


Pdf = bytes | Callable[[], bytes]
"""A document, or what prints it without asking the session."""


class Papers:
    """Papers that wait to be fetched, in memory; the oldest go first."""

    def __init__(self, clock: Clock = utc_now) -> None:
        """Begin with none."""
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[datetime, Pdf, str]] = OrderedDict()

    def offer(self, pdf: Pdf, name: str, token: str = "") -> str:
        """Have a paper fetched; the token that its address ends in, a former one to offer the same again.

        Args:
            pdf: The document, or what prints it when it is fetched: most never are.
            name: Of the file, letters, digits and dashes; nothing personal.
            token: Of an earlier offer; blank for a new one.
        """
        token = token or secrets.token_urlsafe(32)
        with self._lock:
            self._kept[token] = (self._clock(), pdf, name)
            self._kept.move_to_end(token)
            while len(self._kept) > PAPERS_MOST:
                self._kept.popitem(last=False)
        return token

    def get(self, token: str) -> tuple[Pdf, str] | None:
        """A paper as it was offered and its name; None for none, and one that waited too long."""
        with self._lock:
            found = self._kept.get(token)
            if found is None or found[0] <= self._clock() - PAPER_LIVES:
                self._kept.pop(token, None)
                return None
            return found[1], found[2]


UPLOADS = Uploads()
PAPERS = Papers()


async def paper(request: Request) -> Response:
    """The paper of an address."""
    found = PAPERS.get(request.path_params["token"])
    if found is None:
        return PlainTextResponse("Not Found", 404, {"cache-control": "no-store"})
    pdf, name = found
    body = pdf if isinstance(pdf, bytes) else await run_in_threadpool(pdf)
    headers = {"cache-control": "no-store", "content-disposition": f'inline; filename="{name}.pdf"'}
    return Response(body, 200, headers, "application/pdf")


def is_page(path: str, always: Mapping[str, object] | frozenset[str]) -> bool:
    """Whether a path is a resident's document, or below it one that answers anybody (`always`).

    Streamlit asks below the page's path as well where its server is, and believes the first answer.
    """
    if path in PAGES:
        return True
    page, slash, rest = path[1:].partition("/")
    return f"/{page}" in PAGES and f"{slash}{rest}" in always


def lets_upload(scope: Scope) -> bool:
    """Whether a request brings a photo to a form that expects one, or takes one back."""
    found = _UPLOAD.fullmatch(scope["path"])
    if found is None:
        return False
    if scope["method"] != "PUT":
        return scope["method"] == "DELETE" and UPLOADS.is_expected(found[1])
    length = dict(scope["headers"]).get(b"content-length", b"")
    return length.isdigit() and UPLOADS.take(found[1], int(length))
