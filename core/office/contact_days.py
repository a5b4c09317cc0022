"""Contact days: planned, prepared by a checklist, begun, closed; and the questions that are passed on from them.

Source: the estate's plan of its 物業客戶服務聯繫接待日.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from core.store.audit import Entry
from core.store.bulk import numbered
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import contact_days
from core.store.seals import Sealer
from core.store.tables import OFFICE_SCOPE, accounts, seals
from core.store.writer import Answer, seconds
from core.texts import N_, Text

CARDS, INFORMATION, OPINIONS, REPAIRS, QUESTIONS = "cards", "information", "opinions", "repairs", "questions"
OFFERED: Mapping[str, str] = {
    CARDS: N_("Service cards are given out: the short way to reach us."),
    INFORMATION: N_(
        "Owners who have not filled in the information form yet are asked to do so, for the archive of the homes."
    ),
    OPINIONS: N_("Opinions and suggestions on our services are welcome: there is a form for them."),
    REPAIRS: N_("Repairs are taken in: please fill in the repair form."),
    QUESTIONS: N_("Other questions are answered, or passed on to those who can answer them."),
}
"""What may be offered, in the order of the plan, each with its message id."""


@dataclass(frozen=True)
class Item:
    """A thing of the checklist: its code, what it says, and which offer needs it (blank: every day does)."""

    code: str
    text: str
    offer: str = ""


CHECKLIST = (
    Item("people", N_("Who is on knows when, where and what for")),
    Item("announced", N_("The day is announced: notice boards, groups, entrances")),
    Item("banner", N_("Banner with the name of the day is hung")),
    Item("boards", N_("Two boards are up: what is offered, what we work for and good to know")),
    Item("desk", N_("Reception desk with chairs, within the gate house")),
    Item("water_heating", N_("Drinking water and heating (in summer: shade and a fan)")),
    Item("cards", N_("Service cards are printed, cut and counted"), CARDS),
    Item("information", N_("Information forms on paper, with pens, for those without a phone"), INFORMATION),
    Item("privacy", N_("The privacy notice lies beside the forms"), INFORMATION),
    Item("opinions", N_("Opinion forms on paper"), OPINIONS),
    Item("repairs", N_("Repair forms on paper, and somebody who can say when a repair is possible"), REPAIRS),
    Item("questions", N_("List of telephone numbers: who answers what"), QUESTIONS),
    Item("device", N_("A computer or tablet with this app, signed in, charged and on the net")),
    Item("code", N_("The code that opens the forms has been tried with a phone")),
    Item("box", N_("A box with a lid for papers that are filled in; nobody reads what others wrote")),
)
"""Everything that may have to be ready, in the order in which it is done."""
STATES = ("planned", "running", "closed")
TEXT_MOST, PEOPLE_MOST = 120, 40
_KIND = "contact_days"


@dataclass(frozen=True)
class Plan:
    """What is planned: when, where, from when to when (as people read it), what is offered, who is on."""

    on_day: date
    place: str
    hours: str = ""
    offered: tuple[str, ...] = tuple(OFFERED)
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tick:
    """That something is ready: who said so, as others see the account, and when (UTC)."""

    shown_name: str
    at: datetime


@dataclass(frozen=True)
class ContactDay:
    """A contact day.

    Attributes:
        day_id: Its number.
        plan: What is planned.
        state: planned, running, closed.
        ticks: Item -> tick, of those that are ready.
    """

    day_id: int
    plan: Plan
    state: str
    ticks: Mapping[str, Tick]

    @property
    def items(self) -> tuple[Item, ...]:
        """The checklist that the plan asks for."""
        return tuple(i for i in CHECKLIST if not i.offer or i.offer in self.plan.offered)

    @property
    def open_items(self) -> tuple[Item, ...]:
        """What is not ready yet."""
        return tuple(i for i in self.items if i.code not in self.ticks)


def keep(database: Database, plan: Plan, token: str, account_id: int, day_id: int | None = None) -> int:
    """Plan a contact day, or plan one anew, once for a token.

    Args:
        database: Where.
        plan: When, where, what, who.
        token: Of this act; a second time gives the same day.
        account_id: Who plans.
        day_id: Which day is planned anew; None for another one.

    Returns:
        Its number.

    Raises:
        Refused: No place, a text or list too long, nothing offered, there is no such day, or it is closed.
    """
    said = tidy(plan)
    _refuse(said)

    def act(connection: sa.Connection) -> Answer:
        row: dict[str, object] = {"on_day": said.on_day, "place": said.place, "offered": json.dumps(said.offered)}
        if day_id is None:
            number = numbered(connection, 1)
            row |= {"checklist": "{}", "state": STATES[0], "made_at": seconds(database.clock())}
            row |= {"account_id": account_id, "sealed": _seal(database, connection, number, said)}
            connection.execute(contact_days.insert().values(day_id=number, **row))
        else:
            number = day_id
            _open_row(connection, number)
            connection.execute(seals.delete().where(seals.c.row_of == _KIND, seals.c.row_id == number))
            row["sealed"] = _seal(database, connection, number, said)
            connection.execute(contact_days.update().where(contact_days.c.day_id == number).values(**row))
        database.note(connection, _entry("contact_day.plan", number, account_id))
        return {"day_id": number}

    return int(database.submit(token, "contact_day.plan", act)["day_id"])


def tick(database: Database, day_id: int, item: str, token: str, account_id: int, *, ready: bool = True) -> None:
    """Say that something of the checklist is ready, or after all not, once for a token; who ticked first stays.

    Raises:
        Refused: There is no such day, or it is closed.
        KeyError: There is no such item.
    """
    if item not in {i.code for i in CHECKLIST}:
        raise KeyError(item)

    def act(connection: sa.Connection) -> Answer:
        ticks = json.loads(_open_row(connection, day_id).checklist)
        if ready == (item in ticks):
            return {}
        if ready:
            ticks[item] = {"account_id": account_id, "at": seconds(database.clock()).isoformat()}
        else:
            del ticks[item]
        here = contact_days.c.day_id == day_id
        connection.execute(contact_days.update().where(here).values(checklist=json.dumps(ticks)))
        database.note(connection, _entry("contact_day.tick", day_id, account_id, item=item, ready=ready))
        return {}

    database.submit(token, "contact_day.tick", act)


def move(database: Database, day_id: int, state: str, token: str, account_id: int) -> None:
    """Begin a day (running), close it (closed), or open it again (running), once for a token.

    Raises:
        Refused: There is no such day.
        KeyError: There is no such state.
    """
    if state not in STATES:
        raise KeyError(state)

    def act(connection: sa.Connection) -> Answer:
        here = contact_days.c.day_id == day_id
        standing = connection.execute(sa.select(contact_days.c.state).where(here)).scalar()
        if standing is None:
            raise Refused(_no_day())
        if standing != state:
            connection.execute(contact_days.update().where(here).values(state=state))
            database.note(connection, _entry("contact_day.state", day_id, account_id, state=state))
        return {}

    database.submit(token, "contact_day.state", act)


def days(connection: sa.Connection, sealer: Sealer) -> list[ContactDay]:
    """Every contact day, the latest first."""
    return _days(connection, sealer, sa.true())


def one(connection: sa.Connection, sealer: Sealer, day_id: int) -> ContactDay | None:
    """A contact day by its number; None for none."""
    return next(iter(_days(connection, sealer, contact_days.c.day_id == day_id)), None)


def tidy(plan: Plan) -> Plan:
    """A plan as it is kept: one line each, nobody twice, offers in the order of `OFFERED`."""
    people = tuple(dict.fromkeys(name for name in (" ".join(p.split()) for p in plan.people) if name))
    offered = tuple(code for code in OFFERED if code in plan.offered)
    return Plan(plan.on_day, " ".join(plan.place.split()), " ".join(plan.hours.split()), offered, people)


def _refuse(plan: Plan) -> None:
    if not plan.place:
        raise Refused(Text(N_("Where is the contact day? Say the place.")))
    if not plan.offered:
        raise Refused(Text(N_("Choose at least one thing that is offered.")))
    if any(len(text) > TEXT_MOST for text in (plan.place, plan.hours, *plan.people)):
        raise Refused(Text(N_("Each of these has at most {most} characters."), {"most": TEXT_MOST}))
    if len(plan.people) > PEOPLE_MOST:
        raise Refused(Text(N_("At most {most} people are on."), {"most": PEOPLE_MOST}))


def _open_row(connection: sa.Connection, day_id: int) -> Any:
    """The row of a day that is not closed."""
    row = connection.execute(sa.select(contact_days).where(contact_days.c.day_id == day_id)).first()
    if row is None:
        raise Refused(_no_day())
    if row.state == "closed":
        raise Refused(Text(N_("This contact day is closed. Open it again to change something.")))
    return row


def _no_day() -> Text:
    return Text(N_("There is no such contact day."))


def _seal(database: Database, connection: sa.Connection, day_id: int, plan: Plan) -> bytes:
    said = {"people": json.dumps(plan.people, ensure_ascii=False), "hours": plan.hours}
    blob, secret = database.sealer.seal(_KIND, day_id, said)
    connection.execute(seals.insert().values(row_of=_KIND, row_id=day_id, secret=secret))
    return blob


def _entry(action: str, day_id: int, account_id: int, **detail: object) -> Entry:
    return Entry(action, f"contact_day:{day_id}", account_id, OFFICE_SCOPE, detail=detail)


def _days(connection: sa.Connection, sealer: Sealer, where: sa.ColumnElement[bool]) -> list[ContactDay]:
    source = contact_days.outerjoin(seals, sa.and_(seals.c.row_of == _KIND, seals.c.row_id == contact_days.c.day_id))
    asked = sa.select(contact_days, seals.c.secret).select_from(source).where(where)
    rows = connection.execute(asked.order_by(contact_days.c.on_day.desc(), contact_days.c.day_id.desc())).all()
    ticked = [json.loads(row.checklist) for row in rows]
    names = _names(connection, {said["account_id"] for ticks in ticked for said in ticks.values()})
    found = []
    for row, ticks in zip(rows, ticked, strict=True):
        hidden = sealer.open(_KIND, row.day_id, row.sealed, row.secret)
        people = tuple(json.loads(hidden.get("people") or "[]"))
        plan = Plan(row.on_day, row.place, hidden.get("hours") or "", tuple(json.loads(row.offered)), people)
        said = {k: Tick(names.get(v["account_id"], ""), datetime.fromisoformat(v["at"])) for k, v in ticks.items()}
        found.append(ContactDay(row.day_id, plan, row.state, said))
    return found


def _names(connection: sa.Connection, ids: set[int]) -> dict[int, str]:
    asked = sa.select(accounts.c.account_id, accounts.c.shown_name).where(accounts.c.account_id.in_(ids))
    return {row.account_id: row.shown_name for row in connection.execute(asked)} if ids else {}
