"""The rows behind the counts of a contact day: cards, forms and requests of a day of the office's clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pandas as pd
import sqlalchemy as sa

from core.clock import utc_of
from core.office.information import ROOM
from core.store.office_tables import filings
from core.store.rows import select_rows
from core.store.seals import Sealer
from core.store.tables import OFFICE_SCOPE, registry_tables

SOURCES = ("form", "desk")
"""Sources of requests that count for a contact day: telephone calls and other spreadsheets are not of its gate."""


def cards_on(connection: sa.Connection, sealer: Sealer, day: date) -> pd.DataFrame:
    """Cards given out on a day, those of an upload too.

    Returns:
        By number: card_no, room_no, issued_by (str). No card gives no row.
    """
    table = registry_tables["cards"]
    here = sa.and_(table.c.scope == OFFICE_SCOPE, table.c.ended_by.is_(None), table.c.issued_on == day)
    frame = select_rows(connection, sealer, "cards", here).frame
    return frame[["card_no", ROOM, "issued_by"]].astype("str").sort_values("card_no", ignore_index=True)


def forms_on(connection: sa.Connection, day: date) -> pd.DataFrame:
    """Homes whose information form was handed in or, on paper, collected on a day; one refused does not count.

    Returns:
        By room, each once: room_no, receipt_no (str; missing for one that came by spreadsheet or was typed in later),
        waiting (bool: the office has yet to confirm it). No form gives no row.
    """
    first, after = (utc_of(datetime.combine(d, time())) for d in (day, day + timedelta(days=1)))
    asked = sa.select(filings.c.room_no, filings.c.receipt_no, filings.c.state).where(
        filings.c.made_at >= first, filings.c.made_at < after, filings.c.state != "refused"
    )
    handed = {row.room_no: row for row in connection.execute(asked.order_by(filings.c.filing_id))}
    table = registry_tables["households"]
    collected = sa.select(table.c[ROOM]).where(table.c.ended_by.is_(None), table.c.collected_on == day)
    rooms = sorted({*handed, *connection.execute(collected).scalars()})
    rows = [(room, handed[room].receipt_no if room in handed else None) for room in rooms]
    found = pd.DataFrame(rows, columns=[ROOM, "receipt_no"]).astype("str")
    waits = [room in handed and handed[room].state == "waiting" for room in rooms]
    return found.assign(waiting=pd.Series(waits, dtype="bool"))


def requests_on(connection: sa.Connection, sealer: Sealer, day: date) -> pd.DataFrame:
    """Requests that came in on a day through the forms or at the desk.

    Returns:
        By time: request_no, submitted_at, room_no, status, source as in the registry, repair and opinion (bool: whether
        it has one). No request gives no row.
    """
    table = registry_tables["requests"]
    first = datetime.combine(day, time())
    here = sa.and_(
        table.c.scope == OFFICE_SCOPE,
        table.c.ended_by.is_(None),
        table.c.submitted_at >= first,
        table.c.submitted_at < first + timedelta(days=1),
        table.c.source.in_(SOURCES),
    )
    frame = select_rows(connection, sealer, "requests", here).frame
    found = frame[["request_no", "submitted_at", ROOM, "status", "source"]]
    found = found.assign(repair=frame["repair"].notna(), opinion=frame["opinion"].notna())
    return found.sort_values(["submitted_at", "request_no"], ignore_index=True)
