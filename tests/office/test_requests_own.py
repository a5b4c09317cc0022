"""What the one who handed in a request sees and says of it; nobody else, and nobody by an account."""

from __future__ import annotations

import inspect
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from core.clock import local
from core.office import handling, requests, requests_own
from core.office.requests_own import OwnRequest
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import request_cases
from tests.databases import Now
from tests.office.asking import act, ask, token
from tests.planted import plant

CONTACT = "+86 137-0000-1111"


def seen(database: Database, number: str, contact: str = CONTACT) -> OwnRequest | None:
    with database.read() as connection:
        return requests.state_for(connection, database.sealer, number, contact)


def finished(database: Database) -> str:
    number = ask(database)
    handling.assign(database, act(number), "李師傅")
    handling.done(database, act(number), "換了墊圈")
    return number


def test_the_state_with_number_and_contact(database: Database, now: Now) -> None:
    number = ask(database)
    at = local(now.at)
    expected = OwnRequest(
        number, "new", at, seen(database, number).due_at, None, "廚房水龍頭漏水", "", "週六上午", "", False, 0, False,
        False, None, None,
    )  # fmt: skip
    assert seen(database, number) == expected
    assert seen(database, f" {number.lower().replace('-', '—')} ", "A@B.cn") == expected


@pytest.mark.parametrize(
    ("number", "contact"),
    [
        ("R2603-0001", "13700001112"),
        ("R2603-0009", CONTACT),
        ("R2603-0009", "13700001112"),
        ("", CONTACT),
        ("R2603-0001", ""),
        ("R2603-0001", "/"),
        ("R2603-0001", "王建國"),
        ("R2603-0001", "1/2/3/4/13700001111"),
    ],
)
def test_a_wrong_number_and_a_wrong_contact_get_the_same_answer(database: Database, number: str, contact: str) -> None:
    assert ask(database) == "R2603-0001"
    assert seen(database, number, contact) is None
    assert requests.confirm(database, number, contact, True, token()) is None
    assert requests.rate(database, number, contact, 5, "", token()) is None


def test_a_wrong_number_and_a_wrong_contact_take_the_same_statements(database: Database) -> None:
    ask(database)
    done: list[list[str]] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda _c, _u, sql, *_: done[-1].append(sql))
    for number, contact in (("R2603-0001", "13700001112"), ("R2603-0009", CONTACT)):
        done.append([])
        assert seen(database, number, contact) is None
    asked = [[sql for sql in some if sql.startswith("SELECT requests") or "blind_index" in sql] for some in done]
    assert len(asked[0]) == 3
    assert done[0] == done[1]


def test_a_blank_contact_of_an_upload_opens_nothing(database: Database) -> None:
    row = {"request_no": "Q1", "submitted_at": "2026-03-01 10:00", "name": "陳", "contact": "12345", "repair": "燈"}
    plant(database, requests=[row])
    database.write(lambda c: c.execute(sa.text("DELETE FROM blind_index")).rowcount)
    assert seen(database, "Q1", "") is None


def test_an_uploaded_request_is_seen_before_the_list_saw_it(database: Database) -> None:
    row = {
        "request_no": "q-1",
        "submitted_at": "2026-03-01 10:00",
        "name": "陳",
        "contact": "13911112222",
        "repair": "燈",
    }
    plant(database, requests=[row])
    own = seen(database, "q-1", "13911112222")
    assert (own.status, own.due_at, own.submitted_at) == ("new", None, datetime(2026, 3, 1, 10))


def test_mended_is_said_once_and_takes_the_request_off_the_calls(database: Database, now: Now) -> None:
    number = finished(database)
    assert (seen(database, number).may_confirm, seen(database, number).may_rate) == (True, True)
    one = token()
    own = requests.confirm(database, number, CONTACT, True, one)
    assert (own.status, own.confirmed_at, own.may_confirm) == ("done", local(now.at), False)
    assert requests.confirm(database, number, CONTACT, True, one) == own
    with pytest.raises(Refused, match="nothing to confirm"):
        requests.confirm(database, number, CONTACT, True, token())


@pytest.mark.parametrize(("mended", "status"), [(True, "closed"), (False, "assigned")])
def test_the_resident_has_the_last_word_after_the_call_back(database: Database, mended: bool, status: str) -> None:
    number = finished(database)
    handling.call_back(database, act(number), "reached", "說好了")
    assert (seen(database, number).status, seen(database, number).may_confirm) == ("closed", True)
    own = requests.confirm(database, number, CONTACT, mended, token())
    assert (own.status, own.may_confirm, own.reopened) == (status, False, int(not mended))


def test_not_yet_opens_it_again_with_its_handler_and_a_new_due_time(database: Database, now: Now) -> None:
    number = finished(database)
    before = seen(database, number)
    requests.rate(database, number, CONTACT, 2, "還在滴", token())
    now.pass_by(days=1)
    own = requests.confirm(database, number, CONTACT, False, token())
    assert (own.status, own.reopened, own.done_at, own.handling, own.stars) == ("assigned", 1, None, "", None)
    assert own.due_at == before.due_at + timedelta(days=1)
    with pytest.raises(Refused):
        requests.confirm(database, number, CONTACT, False, token())


def test_nothing_is_confirmed_or_rated_before_it_is_done(database: Database) -> None:
    number = ask(database)
    for mended in (True, False):
        with pytest.raises(Refused):
            requests.confirm(database, number, CONTACT, mended, token())
    with pytest.raises(Refused, match="when it is done"):
        requests.rate(database, number, CONTACT, 5, "", token())


def test_rated_once_until_it_is_done_anew(database: Database) -> None:
    number, one = finished(database), token()
    own = requests.rate(database, number, CONTACT, 2, " 還在滴 ", one)
    assert (own.stars, own.may_rate) == (2, False)
    assert requests.rate(database, number, CONTACT, 2, "", one) == own
    with pytest.raises(Refused, match="rated already"):
        requests.rate(database, number, CONTACT, 5, "", token())
    handling.reopen(database, act(number), "還在滴")
    handling.done(database, act(number), "換了龍頭")
    assert requests.rate(database, number, CONTACT, 5, "", token()).stars == 5
    with pytest.raises(ValueError, match="1 to 5"):
        requests.rate(database, number, CONTACT, 6, "", token())


def test_the_one_who_did_the_repair_never_rates_it(database: Database) -> None:
    number = ask(database)
    handling.assign(database, act(number), " 王建国 ")  # the one who handed it in, in the other script
    handling.done(database, act(number), "自己換了")
    with pytest.raises(Refused, match="did the repair"):
        requests.rate(database, number, CONTACT, 5, "", token())


def test_no_act_of_the_office_can_rate() -> None:
    assert "account_id" not in inspect.signature(requests_own.rate).parameters
    for name in handling.__all__:
        source = inspect.getsource(getattr(handling, name)) if name not in ("Outcome",) else ""
        assert "satisfaction" not in source
        assert "rated_at" not in source


def test_put_together_it_shows_how_the_other_one_stands(database: Database) -> None:
    number, other = ask(database), ask(database, contact="13800002222", name="李")
    handling.merge(database, act(number), other)
    own = seen(database, number)
    assert (own.status, own.together, own.may_confirm, own.may_rate) == ("new", True, False, False)
    handling.assign(database, act(other), "張師傅")
    handling.done(database, act(other), "李家已修好")
    own = seen(database, number)
    assert (own.status, own.handling, own.done_at is not None) == ("done", "", True)


def test_a_request_that_went_is_not_there(database: Database) -> None:
    number = ask(database)
    rows = sa.text("UPDATE requests SET ended_by = 1")
    database.write(lambda c: c.execute(rows).rowcount)
    assert seen(database, number) is None
    with database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(request_cases)).scalar() == 1
