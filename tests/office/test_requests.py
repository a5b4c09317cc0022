"""Handing in a request: what is kept, what is refused at which field, and once for a token."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from core.clock import local
from core.office import numbers, requests
from core.office.consents import Consents
from core.office.requests_cases import standing_row
from core.store import tables
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import consents, request_cases, request_events
from tests.databases import Now
from tests.office.asking import AGREED, ASKED, ask, token


def everything(database: Database, table: sa.Table) -> list[dict[str, object]]:
    with database.read() as connection:
        return [dict(row._mapping) for row in connection.execute(sa.select(table))]


def faults(submission: requests.Submission) -> list[tuple[str, str]]:
    return [(fault.field, fault.text.say("en")) for fault in requests.check(submission)]


def test_one_form_is_one_row_one_case_one_event_and_one_consent(database: Database, now: Now) -> None:
    receipt = requests.submit(database, ASKED, token())
    at = local(now.at)
    assert receipt == requests.Receipt("R2603-0001", at, held=False)
    with database.read() as connection:
        found = standing_row(connection, database.sealer, "R2603-0001")
    assert found is not None
    row_id, row = found
    assert row == {
        "request_no": "R2603-0001",
        "submitted_at": at,
        "room_no": "3-2-501",
        "name": "王建國",
        "contact": "13700001111 / a@b.cn",
        "repair": "廚房水龍頭漏水",
        "opinion": None,
        "category": None,
        "status": "new",
        "assigned_to": None,
        "done_at": None,
        "handling": None,
        "called_back_at": None,
        "callback": None,
        "satisfaction": None,
        "source": "form",
    }
    (case,) = everything(database, request_cases)
    told = ("request_no", "row_id", "building", "category", "category_confirmed", "held", "source", "handler_id")
    assert [case[name] for name in told] == ["R2603-0001", row_id, "3", "water_power", False, False, "form", None]
    (event,) = everything(database, request_events)
    assert (event["kind"], event["account_id"], event["request_no"]) == ("submitted", None, "R2603-0001")
    (consent,) = everything(database, consents)
    told = ("given_with", "room_no", "kind", "notice_version", "given")
    assert [consent[name] for name in told] == ["R2603-0001", "3-2-501", "privacy", 3, True]
    (logged,) = everything(database, tables.audit)
    assert (logged["action"], logged["scope"]) == ("request.submit", "")
    assert not {"王建國", "13700001111", "廚房"} & {
        str(v) for row in everything(database, tables.audit) for v in row.values()
    }


def test_the_same_token_is_one_request_from_many_threads(database: Database) -> None:
    one, answers = token(), []
    threads = [
        threading.Thread(target=lambda: answers.append(requests.submit(database, ASKED, one))) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 20
    assert len(set(answers)) == 1
    assert len(everything(database, request_cases)) == 1


def test_numbers_count_within_the_month_and_pass_over_those_that_stand(database: Database, now: Now) -> None:
    assert numbers.written(" ｒ2603—0001 ") == "R2603-0001"
    assert [ask(database), ask(database)] == ["R2603-0001", "R2603-0002"]
    facts = tables.facts
    database.write(lambda c: c.execute(facts.delete().where(facts.c.name == "number:R2603")).rowcount)
    assert ask(database) == "R2603-0003"
    now.pass_by(days=40)
    assert ask(database) == "R2604-0001"
    made = database.write(lambda c: [numbers.receipt_no(c, date(2026, 4, 1)), numbers.card_no(c, date(2026, 4, 1))])
    assert made == ["F2604-0001", "K2604-0001"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": " \t"}, [("name", "Give your name.")]),
        ({"contact": ""}, [("contact", "Say how you can be reached.")]),
        (
            {"contact": "13700001111 / 樓下"},
            [
                (
                    "contact",
                    "Give a mobile or landline number, an e-mail address or a QQ number; several with / in between.",
                )
            ],
        ),
        ({"repair": ""}, [("repair", "Write what is to be repaired, or an opinion or suggestion.")]),
        ({"room_no": ""}, [("room_no", "Give the room, so that the worker finds the way.")]),
        ({"repair": "漏" * 2001}, [("repair", "At most 2000 characters.")]),
        (
            {"consents": None},
            [("consents", "Read the privacy notice and agree to it, or tell the office in person.")],
        ),
        (
            {"consents": Consents(3)},
            [("consents", "Read the privacy notice and agree to it, or tell the office in person.")],
        ),
        ({"photos": (b"x",) * 4}, [("photos", "At most 3 photos.")]),
        (
            {"photos": (b"x",)},
            [("photos", "This is no photo that can be read. Send a JPEG, PNG or WebP picture.")],
        ),
        ({"name": "", "contact": ""}, [("name", "Give your name."), ("contact", "Say how you can be reached.")]),
    ],
)
def test_a_fault_stands_at_its_field(changed: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert faults(replace(ASKED, **changed)) == expected


@pytest.mark.parametrize("contact", ["13700001111", "010-62345678", "a@b.cn", "QQ:123456", "13700001111、QQ 987654"])
def test_ways_to_be_reached(contact: str) -> None:
    assert faults(replace(ASKED, contact=contact)) == []


def test_an_opinion_needs_no_room_and_a_call_no_consent() -> None:
    assert faults(replace(ASKED, room_no="", repair="", opinion="希望多種樹")) == []
    assert faults(replace(ASKED, source="phone", consents=None)) == []


def test_a_form_with_a_fault_keeps_nothing_and_counts_nothing(database: Database) -> None:
    counted: list[int] = []
    said = requests.submit(database, replace(ASKED, name=""), token(), bound=lambda _c: counted.append(1) or "ok")
    assert [fault.field for fault in said] == ["name"]
    assert (counted, everything(database, request_cases)) == ([], [])


def test_texts_are_kept_tidy(database: Database) -> None:
    number = ask(database, name=" 王\t 建國\x00 ", repair="漏水\r\n\r\n  很多\x1b水 ", room_no="３-2-501\ud800")
    with database.read() as connection:
        _row_id, row = standing_row(connection, database.sealer, number)
    assert (row["name"], row["repair"], row["room_no"]) == ("王 建國", "漏水\n很多 水", "３-2-501")


def test_a_bound_holds_a_form_or_refuses_it_once_for_a_token(database: Database) -> None:
    one, counted = token(), []
    for _ in range(2):
        receipt = requests.submit(database, ASKED, one, bound=lambda _c: counted.append(1) or "held")
    assert receipt.held
    assert counted == [1]
    (case,) = everything(database, request_cases)
    assert case["held"] is True

    def refuse(_connection: sa.Connection) -> requests.Verdict:
        raise Refused(requests.check(replace(ASKED, name=""))[0].text)

    with pytest.raises(Refused):
        requests.submit(database, ASKED, token(), bound=refuse)
    assert len(everything(database, request_cases)) == 1


def test_typed_in_at_the_desk_it_says_who_did(database: Database) -> None:
    receipt = requests.submit(database, replace(ASKED, source="desk", consents=AGREED), token(), 7)
    (event,) = everything(database, request_events)
    assert event["account_id"] == 7
    assert (receipt.request_no, everything(database, request_cases)[0]["source"]) == ("R2603-0001", "desk")


def test_an_unknown_source_is_a_mistake_of_the_page(database: Database) -> None:
    with pytest.raises(ValueError, match="no source"):
        requests.submit(database, replace(ASKED, source="upload"), token())
