"""Contact days: plan, checklist, questions, counts, report, on both databases."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
import sqlalchemy as sa

from core.access import accounts
from core.access.roles import Grant
from core.office import cards, contact_days, contact_days_counts, contact_days_notes, filing, requests
from core.office.consents import KINDS, Consents
from core.office.contact_days import CHECKLIST, ContactDay, Plan, Tick
from core.office.contact_days_counts import Counts
from core.office.contact_days_rows import cards_on, forms_on, requests_on
from core.office.information import Home, InformationForm, Member
from core.office.paper import given
from core.office.requests_form import Submission
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import contact_days as kept_days
from core.store.office_tables import contact_notes
from core.store.tables import audit, seals
from core.texts import LANGUAGES
from tests.databases import Now

PLAN = Plan(date(2026, 3, 2), "中門 2 門崗", "09:00-16:00", people=("李管家", "歐陽青青"))
PERSONAL = ("李管家", "歐陽青青", "司馬光榮", "電費怎麼算", "管理處王經理", "按度數算")
AGREED = Consents(1, frozenset(KINDS))


@pytest.fixture
def li(database: Database) -> int:
    return accounts.create(database, "li", "李管家", (Grant("office", ""),))


@pytest.fixture
def day_id(database: Database, li: int) -> int:
    return contact_days.keep(database, PLAN, "d1", li)


def one(database: Database, day_id: int) -> ContactDay:
    with database.read() as connection:
        found = contact_days.one(connection, database.sealer, day_id)
    assert found is not None
    return found


def counted(database: Database, day_id: int) -> Counts:
    with database.read() as connection:
        return contact_days_counts.counts(connection, database.sealer, one(database, day_id))


def home_form(room: str) -> InformationForm:
    return InformationForm(Home(room), (Member("司馬光榮", contact="13700002222"),))


def test_a_plan_is_kept_as_it_is_said(database: Database, li: int, day_id: int):
    assert one(database, day_id) == ContactDay(day_id, PLAN, "planned", {})
    assert contact_days.keep(database, PLAN, "d1", li) == day_id  # the same press of the button
    other = Plan(date(2026, 4, 1), "  東門 ", "", ("repairs", "cards"), (" 李管家", "李管家", ""))
    second = contact_days.keep(database, other, "d2", li)
    assert one(database, second).plan == Plan(date(2026, 4, 1), "東門", "", ("cards", "repairs"), ("李管家",))
    with database.read() as connection:
        assert [d.day_id for d in contact_days.days(connection, database.sealer)] == [second, day_id]
        assert contact_days.one(connection, database.sealer, 999) is None


def test_a_plan_is_changed_and_its_ticks_stay(database: Database, li: int, day_id: int):
    contact_days.tick(database, day_id, "banner", "t1", li)
    changed = Plan(PLAN.on_day, "東門", "", ("cards",), ("諸葛長明",))
    assert contact_days.keep(database, changed, "d2", li, day_id) == day_id
    found = one(database, day_id)
    assert (found.plan, list(found.ticks)) == (changed, ["banner"])
    with database.read() as connection:
        asked = sa.select(sa.func.count()).select_from(seals).where(seals.c.row_of == "contact_days")
        assert connection.execute(asked).scalar() == 1


@pytest.mark.parametrize(
    "plan",
    [
        Plan(PLAN.on_day, " "),
        Plan(PLAN.on_day, "中門", offered=()),
        Plan(PLAN.on_day, "中門", offered=("coffee",)),
        Plan(PLAN.on_day, "門" * 121),
        Plan(PLAN.on_day, "中門", people=tuple(f"甲{n}" for n in range(41))),
    ],
)
def test_a_plan_that_nobody_could_follow_is_refused(database: Database, li: int, plan: Plan):
    with pytest.raises(Refused):
        contact_days.keep(database, plan, "d1", li)


def test_the_checklist_comes_from_the_plan(database: Database, day_id: int):
    """Source: banner, two boards, reception desk, drinking water and heating, cards and forms of the estate's plan."""
    codes = [i.code for i in one(database, day_id).items]
    assert codes == [i.code for i in CHECKLIST]
    assert {"banner", "boards", "desk", "water_heating", "cards", "information", "opinions", "repairs"} <= set(codes)
    bare = ContactDay(1, Plan(PLAN.on_day, "中門", offered=("questions",)), "planned", {})
    assert [i.offer for i in bare.items if i.offer] == ["questions"]


def test_ticks_say_who_and_when(database: Database, li: int, day_id: int, now: Now):
    wang = accounts.create(database, "wang", "王小明", (Grant("office", ""),))
    contact_days.tick(database, day_id, "banner", "t1", li)
    now.pass_by(minutes=5)
    contact_days.tick(database, day_id, "banner", "t2", wang)  # somebody else had ticked it already
    contact_days.tick(database, day_id, "desk", "t3", wang)
    contact_days.tick(database, day_id, "desk", "t4", wang, ready=False)
    found = one(database, day_id)
    assert found.ticks == {"banner": Tick("李管家", datetime(2026, 3, 2, 9, 0))}
    assert [i.code for i in found.open_items] == [i.code for i in CHECKLIST if i.code != "banner"]
    with pytest.raises(KeyError):
        contact_days.tick(database, day_id, "coffee", "t5", li)


def test_a_closed_day_changes_no_more_until_it_is_opened_again(database: Database, li: int, day_id: int):
    contact_days.move(database, day_id, "running", "m1", li)
    contact_days.move(database, day_id, "closed", "m2", li)
    assert one(database, day_id).state == "closed"
    with pytest.raises(Refused):
        contact_days.tick(database, day_id, "banner", "t1", li)
    with pytest.raises(Refused):
        contact_days.keep(database, PLAN, "d2", li, day_id)
    contact_days.move(database, day_id, "running", "m3", li)
    contact_days.tick(database, day_id, "banner", "t2", li)
    with pytest.raises(Refused):
        contact_days.move(database, 999, "closed", "m4", li)


def test_questions_are_passed_on_and_answered(database: Database, li: int, day_id: int, now: Now):
    first = contact_days_notes.ask(database, day_id, "電費怎麼算", "管理處王經理", "", "q1", li)
    assert contact_days_notes.ask(database, day_id, "電費怎麼算", "管理處王經理", "", "q1", li) == first
    spot = contact_days_notes.ask(database, day_id, "門崗幾點關", "", "22:00", "q2", li)
    now.pass_by(days=1)
    with database.read() as connection:
        found = contact_days_notes.of_day(connection, database.sealer, day_id)
        assert [(q.note_id, q.passed_to, q.answered_at) for q in found] == [
            (first, "管理處王經理", None),
            (spot, "", datetime(2026, 3, 2, 9, 0)),
        ]
        assert contact_days_notes.passed_before(connection, database.sealer) == ["管理處王經理"]
    contact_days_notes.answer(database, first, "按度數算\n\n每月 5 日", "a1", li)
    with database.read() as connection:
        answered = contact_days_notes.of_day(connection, database.sealer, day_id)[0]
    assert (answered.question, answered.passed_to, answered.answer, answered.answered_at) == (
        "電費怎麼算",
        "管理處王經理",
        "按度數算\n每月 5 日",
        datetime(2026, 3, 3, 9, 0),
    )


@pytest.mark.parametrize(("question", "to", "answer"), [(" ", "甲", ""), ("問", " ", ""), ("問" * 1001, "甲", "")])
def test_a_question_needs_words_and_somebody(database: Database, li: int, day_id: int, question, to, answer):
    with pytest.raises(Refused):
        contact_days_notes.ask(database, day_id, question, to, answer, "q1", li)


def test_an_answer_needs_a_question(database: Database, li: int, day_id: int):
    with pytest.raises(Refused):
        contact_days_notes.answer(database, 999, "x", "a1", li)
    with pytest.raises(Refused):
        contact_days_notes.ask(database, 999, "x", "y", "", "q1", li)


def test_an_empty_day_counts_nothing(database: Database, day_id: int):
    assert counted(database, day_id) == Counts()


def test_counts_of_the_day_are_those_of_their_rows(database: Database, li: int, day_id: int, now: Now):
    cards.make(database, 3, "p1", li, day_id)
    cards.give_out(database, "1", "3-2-501", "g1", li, day_id=day_id)
    cards.give_out(database, "2", "3-2-502", "g2", li, day_id=day_id)
    filing.file(database, home_form("3-2-501"), AGREED, "f1", source="desk", account_id=li)
    filing.file(database, home_form("3-2-501"), AGREED, "f2")  # again: waits, the home counts once
    contact_days_notes.ask(database, day_id, "電費怎麼算", "管理處王經理", "", "q1", li)
    contact_days_notes.ask(database, day_id, "門崗幾點關", "", "22:00", "q2", li)
    for token, said in {
        "r1": Submission("司馬光榮", "13700002222", "3-2-503", repair="漏水", consents=AGREED),
        "r2": Submission("司馬光榮", "13700002222", "3-2-503", opinion="多種樹", source="desk", consents=AGREED),
        "r3": Submission("司馬光榮", "13700002222", "3-2-509", repair="停電", source="phone"),
    }.items():
        assert isinstance(
            requests.submit(database, said, token, None if said.source == "form" else li), requests.Receipt
        )
    before = counted(database, day_id)
    assert before == Counts(
        cards=2,
        printed=3,
        forms=1,
        waiting=1,
        repairs=1,
        opinions=1,
        questions=2,
        passed_on=1,
        unanswered=1,
        homes=3,
    )
    on = PLAN.on_day
    with database.read() as connection:
        assert cards_on(connection, database.sealer, on)["room_no"].tolist() == ["3-2-501", "3-2-502"]
        assert forms_on(connection, on).to_numpy().tolist() == [["3-2-501", "F2603-0002", True]]
        assert requests_on(connection, database.sealer, on)[["room_no", "repair", "opinion"]].to_numpy().tolist() == [
            ["3-2-503", True, False],
            ["3-2-503", False, True],
        ]
    now.pass_by(days=1)  # what comes on another day is not of this one
    filing.file(database, home_form("3-2-504"), AGREED, "f3")
    cards.give_out(database, "3", "3-2-505", "g3", li)
    assert counted(database, day_id) == before


def test_a_paper_typed_in_later_counts_for_the_day_it_says(database: Database, li: int, day_id: int, now: Now):
    now.pass_by(days=2)
    late = InformationForm(Home("3-2-501", PLAN.on_day.isoformat()), (Member("司馬光榮", contact="13700002222"),))
    filing.file(database, late, AGREED, "f1", source="desk", account_id=li)
    assert (counted(database, day_id).forms, counted(database, day_id).homes) == (1, 1)


def test_a_refused_form_does_not_count(database: Database, li: int, day_id: int):
    held = filing.file(database, home_form("3-2-501"), AGREED, "f1", bound=lambda _: "held")
    assert counted(database, day_id).forms == 1
    filing.decide(database, held.filing_id, "x", accept=False, account_id=li, reason="Nobody knows of it")
    assert counted(database, day_id).forms == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_the_counts(database: Database, li: int, day_id: int, language: str):
    contact_days.tick(database, day_id, "banner", "t1", li)
    cards.make(database, 2, "p1", li, day_id)
    cards.give_out(database, "1", "3-2-501", "g1", li, day_id=day_id)
    contact_days_notes.ask(database, day_id, "電費怎麼算", "管理處王經理", "", "q1", li)
    with database.read() as connection:
        found = contact_days_counts.report(connection, database.sealer, one(database, day_id), language)
    assert [f.value for f in found.counts] == ["1", "0", "0", "0", "1", "1"]
    assert found.coverage is not None
    assert (found.coverage.value, found.coverage.numerator, found.coverage.denominator) == ("0.0%", 0, 1)
    assert found.questions == [given.Question("電費怎麼算", "管理處王經理", "", None)]
    assert [i.done_by for i in found.day.checklist if i.done_by] == ["李管家"]
    assert (found.day.place, found.day.people, len(found.day.offered)) == (PLAN.place, PLAN.people, 5)


def test_nothing_personal_stands_in_the_clear_or_in_the_log(database: Database, li: int, day_id: int):
    note = contact_days_notes.ask(database, day_id, "電費怎麼算", "管理處王經理", "", "q1", li)
    contact_days_notes.answer(database, note, "按度數算", "a1", li)
    with database.read() as connection:
        rows = [tuple(row) for t in (kept_days, contact_notes, audit) for row in connection.execute(sa.select(t))]
        log = connection.execute(sa.select(audit.c.action, audit.c.detail).order_by(audit.c.seq)).all()
    raw = b"".join(v if isinstance(v, bytes) else str(v).encode() for row in rows for v in row)
    assert [p for p in PERSONAL if p.encode() in raw or json.dumps(p).strip('"').encode() in raw] == []
    assert [r.action for r in log if r.action.startswith("contact_day.")] == [
        "contact_day.plan",
        "contact_day.question",
        "contact_day.answer",
    ]
