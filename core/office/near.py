"""Requests that may be about the same trouble: of the same home or building, seen before a second worker is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from rapidfuzz import fuzz

from core.office.categories import folded
from core.office.requests_cases import GONE, SETTLED, building_of, case_of, known_number, opened_row, standing_row
from core.office.requests_form import tidy
from core.office.work_settings import work_settings
from core.store.office_tables import request_cases as cases
from core.store.seals import Sealer
from core.store.tables import registry_tables, seals

RECENT_DAYS = 30
LOOKED_AT = 100
"""The newest so many of a building are compared."""
ALIKE = 45.0
"""Texts at least so alike count, 0 to 100."""


@dataclass(frozen=True)
class Near:
    """A request that may be about the same trouble.

    Attributes:
        request_no, room_no, category, status: Of the other one.
        submitted_at: Office time.
        same_home: It is of the same home; else of the same building.
        text: What it says.
        alike: How alike the texts are, 0 to 100.
    """

    request_no: str
    room_no: str
    category: str
    status: str
    submitted_at: datetime
    same_home: bool
    text: str
    alike: float


@dataclass(frozen=True)
class Trouble:
    """What is compared: the home, what it is about, the text, and the request that it is (blank for none yet)."""

    room_no: str
    category: str
    text: str
    request_no: str = ""


def near_same(connection: sa.Connection, sealer: Sealer, request_no: str, now: datetime) -> list[Near]:
    """Requests near the same as one that stands; none where there is no such request. Order as of `near`."""
    number = known_number(connection, request_no)
    found, known = standing_row(connection, sealer, number), case_of(connection, sealer, number)
    if found is None:
        return []
    row = found[1]
    said = "\n".join(t for t in (row["repair"], row["opinion"]) if t)
    settings = work_settings(connection)
    code = known[0]["category"] if known else settings.suggestion(row["repair"], row["opinion"]).code
    return near(connection, sealer, Trouble(row["room_no"] or "", code or "", said, number), now)


def near_text(connection: sa.Connection, sealer: Sealer, room_no: str, text: str, now: datetime) -> list[Near]:
    """Requests near the same as one that is being typed in. Order as of `near`."""
    code = work_settings(connection).suggestion(text, None).code
    return near(connection, sealer, Trouble(tidy(room_no), code, text), now)


def near(connection: sa.Connection, sealer: Sealer, trouble: Trouble, now: datetime) -> list[Near]:
    """Open or recent requests of the same home with the same category or a like text, of the building with both.

    Args:
        connection: To read with.
        sealer: Opens the texts of those compared.
        trouble: What they are compared with.
        now: Office time; a settled request counts for `RECENT_DAYS` days.

    Returns:
        The same home first, then by likeness, then the newest; nothing where no room is known.
    """
    if not trouble.room_no:
        return []
    building = building_of(trouble.room_no)
    same = cases.c.room_no == trouble.room_no if building is None else cases.c.building == building
    since = now - timedelta(days=RECENT_DAYS)
    open_or_recent = sa.or_(cases.c.turn < SETTLED, sa.and_(cases.c.turn == SETTLED, cases.c.submitted_at >= since))
    rows = registry_tables["requests"]
    joined = cases.join(rows, rows.c.row_id == cases.c.row_id).outerjoin(
        seals, sa.and_(seals.c.row_of == "requests", seals.c.row_id == rows.c.row_id)
    )
    asked = (
        sa.select(rows, seals.c.secret, cases.c.category.label("code"), cases.c.status.label("state"))
        .select_from(joined)
        .where(same, open_or_recent, cases.c.turn != GONE, cases.c.merged_into.is_(None))
        .where(cases.c.request_no != trouble.request_no)
        .order_by(cases.c.submitted_at.desc(), cases.c.case_id.desc())
        .limit(LOOKED_AT)
    )
    found = []
    for one in connection.execute(asked):
        row = opened_row(sealer, one)
        text = "\n".join(t for t in (row["repair"], row["opinion"]) if t)
        same_home = row["room_no"] == trouble.room_no
        alike = likeness(trouble.text, text)
        # one of the two is enough in a home, both are needed in a building
        if (one.code == trouble.category) + (alike >= ALIKE) >= (1 if same_home else 2):
            found.append(
                Near(
                    row["request_no"],
                    row["room_no"] or "",
                    one.code or "",
                    one.state,
                    row["submitted_at"],
                    same_home,
                    text,
                    alike,
                )
            )
    return sorted(found, key=lambda n: (not n.same_home, -n.alike, -n.submitted_at.timestamp()))


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 100, whatever their script and case; 0 for a blank one."""
    a, b = folded(one), folded(other)
    return float(max(fuzz.ratio(a, b), 0.9 * fuzz.partial_ratio(a, b))) if a and b else 0.0
