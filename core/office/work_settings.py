"""What the office sets for its work: categories, working hours and special days, read together; changing a category.

Hours and days are changed in `work_hours`, since due times follow them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

import sqlalchemy as sa

from core.office.categories import CATEGORIES, OPINION, OTHER, Category, Suggestion, suggest
from core.office.worktime import HOURS, WEEK, WorkTime
from core.store.audit import Entry
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import calendar_days, categories, office_settings
from core.store.tables import OFFICE_SCOPE
from core.store.together import ask
from core.store.writer import Answer, seconds
from core.texts import DEFAULT, N_, Text

HOURS_SETTING = "office_hours"
"""Name in `office_settings`: {"hours": [["08:30", "12:00"], ...], "weekdays": [0, ...]}."""
_C = categories.c
_CATEGORIES = sa.select(_C.code, _C.names, _C.keywords, _C.due_hours, _C.in_use, _C.place)
_DAYS = sa.select(sa.cast(calendar_days.c.day, sa.Text()), calendar_days.c.works)
_HOURS = sa.select(office_settings.c.value).where(office_settings.c.name == HOURS_SETTING)
DUE_MOST, KEYWORDS_MOST, LENGTH_MOST = 1000, 200, 40


@dataclass(frozen=True)
class WorkSettings:
    """Categories and working time as they stand."""

    categories: tuple[Category, ...]
    work: WorkTime

    def due_hours(self, code: str | None) -> int:
        """Working hours within which a request of a category is to be done; those of "other" for one not known."""
        known = {c.code: c.due_hours for c in self.categories}
        return known.get(code or OTHER, known[OTHER])

    def suggestion(self, repair: str | None, opinion: str | None) -> Suggestion:
        """What the texts of a request suggest; the repair decides where there is one."""
        if repair:
            return suggest(repair, self.categories)
        return suggest(opinion or "", self.categories, fallback=OPINION)


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not as the week says."""

    day: date
    works: bool
    name: str


def work_settings(connection: sa.Connection) -> WorkSettings:
    """Categories in the order of their places, and the working time; what is shipped where the office set nothing."""
    return WorkSettings(all_categories(connection), work_time(connection))


def all_categories(connection: sa.Connection) -> tuple[Category, ...]:
    """Every category, in use or not, by place: the shipped ones as the office changed them, and its own."""
    known = {c.code: c for c in CATEGORIES}
    for code, names, keywords, due_hours, in_use, place in ask(connection, _CATEGORIES):
        known[code] = Category(code, json.loads(names), tuple(keywords.splitlines()), due_hours, bool(in_use), place)
    return tuple(sorted(known.values(), key=lambda c: (c.place, c.code)))


def work_time(connection: sa.Connection) -> WorkTime:
    """The working time as the office set it."""
    set_to = ask(connection, _HOURS)
    days = {date.fromisoformat(day): bool(works) for day, works in ask(connection, _DAYS)}
    if not set_to:
        return WorkTime(HOURS, WEEK, days)
    said = json.loads(set_to[0][0])
    hours = tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in said["hours"])
    return WorkTime(hours, frozenset(said["weekdays"]), days)


def special_days(connection: sa.Connection) -> list[SpecialDay]:
    """Days that are not as the week says, by day."""
    found = connection.execute(sa.select(calendar_days).order_by(calendar_days.c.day))
    return [SpecialDay(row.day, row.works, row.name) for row in found]


def change_category(database: Database, category: Category, token: str, account_id: int) -> None:
    """Change a category, or add one, once for a token; what is open keeps its due time until its category is confirmed.

    Raises:
        Refused: A blank or long name or keyword, too many keywords, or due hours out of bounds.
    """
    names = {language: " ".join(name.split()) for language, name in category.names.items() if name.strip()}
    keywords = tuple(dict.fromkeys(" ".join(k.split()) for k in category.keywords if k.strip()))
    refuse_category(category, names, keywords)

    def act(connection: sa.Connection) -> Answer:
        values = {
            "names": json.dumps(names, ensure_ascii=False, sort_keys=True),
            "keywords": "\n".join(keywords),
            "due_hours": category.due_hours,
            "in_use": category.in_use,
            "place": category.place,
        }
        put(database, connection, categories, {"code": category.code}, values, account_id)
        detail = {"due_hours": category.due_hours, "in_use": category.in_use, "keywords": len(keywords)}
        subject = f"category:{category.code}"
        database.note(connection, Entry("category.change", subject, account_id, OFFICE_SCOPE, detail=detail))
        return {}

    database.submit(token, "category.change", act)


def refuse_category(category: Category, names: Mapping[str, str], keywords: Sequence[str]) -> None:
    """Refuse a category that could not be shown or would never be due.

    Raises:
        Refused: The text says what to mend.
    """
    if not category.code.isidentifier() or len(category.code) > LENGTH_MOST:
        raise Refused(Text(N_("A category needs a code of letters, digits and underscores.")))
    if DEFAULT not in names:
        raise Refused(Text(N_("Give the category a name in Traditional Chinese.")))
    if len(keywords) > KEYWORDS_MOST:
        raise Refused(Text(N_("A category has at most {most} keywords."), {"most": KEYWORDS_MOST}))
    if any(len(text) > LENGTH_MOST for text in (*names.values(), *keywords)):
        raise Refused(Text(N_("Names and keywords have at most {most} characters."), {"most": LENGTH_MOST}))
    if not 1 <= category.due_hours <= DUE_MOST:
        raise Refused(Text(N_("Due hours are a whole number from 1 to {most}."), {"most": DUE_MOST}))
    if category.code == OTHER and not category.in_use:
        raise Refused(Text(N_("This category is for whatever is left; it stays in use.")))


def put(  # noqa: PLR0917 (a row of settings and who set it)
    database: Database,
    connection: sa.Connection,
    table: sa.Table,
    key: Mapping[str, object],
    values: Mapping[str, object],
    account_id: int,
) -> None:
    """Set values of a row of settings, or write the row; inside an act."""
    row = {**values, "made_at": seconds(database.clock()), "account_id": account_id}
    here = sa.and_(*(table.c[name] == value for name, value in key.items()))
    if not connection.execute(table.update().where(here).values(**row)).rowcount:
        connection.execute(table.insert().values(**key, **row))
