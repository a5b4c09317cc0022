"""What anybody may send and fetch without an account: photos of an open form, papers by an address of their own."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from core.web.shell import anonymous
from core.web.shell.anonymous import (
    ALL_MOST,
    FILE_MOST,
    FORM_MOST,
    FORMS_MOST,
    PAPER_LIVES,
    PAPERS_MOST,
    WITHIN,
    Papers,
    Uploads,
)
from tests.databases import Now
from tests.loops import finish

MINE, THEIRS = "8b6a1c1e-0000-4000-8000-000000000001", "8b6a1c1e-0000-4000-8000-000000000002"


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def uploads(now: Now, monkeypatch: pytest.MonkeyPatch) -> Uploads:
    """In place of the process's own."""
    made = Uploads(now)
    monkeypatch.setattr(anonymous, "UPLOADS", made)
    return made


@pytest.fixture
def papers(now: Now, monkeypatch: pytest.MonkeyPatch) -> Papers:
    """In place of the process's own."""
    made = Papers(now)
    monkeypatch.setattr(anonymous, "PAPERS", made)
    return made


def request(path: str, method: str = "PUT", length: str | None = "1000") -> dict[str, Any]:
    headers = [] if length is None else [(b"content-length", length.encode())]
    return {"type": "http", "method": method, "path": path, "headers": headers}


def file_of(session: str) -> str:
    return f"/_stcore/upload_file/{session}/0e9c5f5e"


def test_a_session_without_such_a_form_sends_nothing(uploads: Uploads) -> None:
    assert not uploads.take(MINE, 1)
    uploads.expect(THEIRS)
    assert not uploads.take(MINE, 1)
    assert not uploads.is_expected(MINE)
    assert uploads.take(THEIRS, 1)


@pytest.mark.parametrize(
    ("length", "taken"), [(-1, False), (0, False), (1, True), (FILE_MOST, True), (FILE_MOST + 1, False)]
)
def test_a_file_has_its_bound(uploads: Uploads, length: int, taken: bool) -> None:
    uploads.expect(MINE)
    assert uploads.take(MINE, length) is taken


def test_a_form_has_its_bound_and_a_refusal_takes_nothing_of_it(uploads: Uploads) -> None:
    uploads.expect(MINE)
    files = FORM_MOST // FILE_MOST
    assert [uploads.take(MINE, FILE_MOST) for _file in range(files - 1)] == [True] * (files - 1)
    assert not uploads.take(MINE, FILE_MOST + 1)
    uploads.expect(MINE)  # a rerun of the page gives nothing anew
    assert [uploads.take(MINE, n) for n in (FILE_MOST, 1)] == [True, False]
    uploads.renew(MINE)
    assert not uploads.take(MINE, 1)
    uploads.expect(MINE)
    assert uploads.take(MINE, FILE_MOST)


def test_all_forms_together_have_a_bound_within_a_time(uploads: Uploads, now: Now) -> None:
    forms = ALL_MOST // FORM_MOST + 1
    for number in range(forms):
        uploads.expect(f"s{number}")
    sent = sum(uploads.take(f"s{n}", FILE_MOST) for n in range(forms) for _file in range(FORM_MOST // FILE_MOST))
    assert sent == ALL_MOST // FILE_MOST
    now.pass_by(seconds=WITHIN.total_seconds() - 1)
    assert not uploads.take(f"s{forms - 1}", FILE_MOST)
    now.pass_by(seconds=1)
    assert uploads.take(f"s{forms - 1}", FILE_MOST)


def test_the_forms_longest_unseen_are_forgotten_first(uploads: Uploads) -> None:
    uploads.expect("first")
    uploads.expect("second")
    uploads.expect("first")
    for number in range(FORMS_MOST - 1):
        uploads.expect(f"s{number}")
    assert [uploads.is_expected(s) for s in ("first", "second", "s0")] == [True, False, True]


@pytest.mark.parametrize(
    ("asked", "let"),
    [
        (request(file_of(MINE)), True),
        (request(file_of(THEIRS)), False),
        (request(file_of(MINE), length=None), False),
        (request(file_of(MINE), length="-5"), False),
        (request(file_of(MINE), length="1e3"), False),
        (request(file_of(MINE), length=str(FILE_MOST + 1)), False),
        (request(file_of(MINE), "DELETE", None), True),
        (request(file_of(THEIRS), "DELETE", None), False),
        (request(file_of(MINE), "GET"), False),
        (request(file_of(MINE), "POST"), False),
        (request(file_of(MINE) + "/more"), False),
        (request("/_stcore/upload_file/" + MINE), False),
        (request("/x" + file_of(MINE)), False),
        (request("/_stcore/stream"), False),
    ],
)
def test_what_a_request_may_bring(uploads: Uploads, asked: dict[str, Any], let: bool) -> None:
    uploads.expect(MINE)
    assert anonymous.lets_upload(asked) is let


def test_a_paper_waits_for_its_time(papers: Papers, now: Now) -> None:
    token = papers.offer(b"%PDF-1", "R2603-0001")
    assert len(token) == 43
    now.pass_by(seconds=PAPER_LIVES.total_seconds() - 1)
    assert papers.get(token) == (b"%PDF-1", "R2603-0001")
    now.pass_by(seconds=1)
    assert papers.get(token) is None
    assert papers.offer(b"%PDF-2", "R2603-0001", token) == token
    assert papers.get(token) == (b"%PDF-2", "R2603-0001")


def test_the_oldest_papers_go_first_and_no_two_share_an_address(papers: Papers) -> None:
    tokens = [papers.offer(b"%PDF", f"R{number}") for number in range(PAPERS_MOST + 1)]
    assert len(set(tokens)) == PAPERS_MOST + 1
    assert [papers.get(t) is None for t in tokens] == [True] + [False] * PAPERS_MOST


def fetched(token: str) -> Response:
    return finish(anonymous.paper(Request({"type": "http", "path_params": {"token": token}})))


def test_a_paper_is_fetched_by_its_address_alone(papers: Papers) -> None:
    token = papers.offer(b"%PDF-1", "R2603-0001")
    found = fetched(token)
    assert (found.status_code, bytes(found.body), found.headers["content-type"]) == (200, b"%PDF-1", "application/pdf")
    assert found.headers["cache-control"] == "no-store"
    assert found.headers["content-disposition"] == 'inline; filename="R2603-0001.pdf"'
    for other in (token[:-1], token + "x", token.swapcase(), "R2603-0001"):
        missed = fetched(other)
        assert (missed.status_code, missed.headers["cache-control"]) == (404, "no-store")


def test_a_paper_is_printed_when_it_is_fetched(papers: Papers) -> None:
    printed: list[str] = []

    def print_it() -> bytes:
        printed.append("once")
        return b"%PDF-3"

    token = papers.offer(print_it, "R2603-0001")
    assert printed == []
    assert bytes(fetched(token).body) == b"%PDF-3"
    assert printed == ["once"]


@pytest.mark.parametrize(
    ("path", "anybody"),
    [
        ("/repair", True),
        ("/repair/_stcore/health", True),
        ("/repair/_stcore/upload_file/x/y", False),
        ("/repairs", False),
        ("/requests", False),
        ("/requests/_stcore/health", False),
        ("/repair/", False),
        ("/", False),
    ],
)
def test_whose_pages_answer_anybody(path: str, anybody: bool) -> None:
    assert anonymous.is_page(path, frozenset({"/_stcore/health"})) is anybody
