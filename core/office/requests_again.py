"""Opening a request again: by the office, or by the one who says that it is not mended yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from core.office.events import Happened, write_event
from core.office.requests_cases import Standing, office_now, save_case, save_row
from core.store.batches import Made
from core.store.database import Database


def opened_again(  # noqa: PLR0917 (which request, by whom and why)
    database: Database,
    connection: sa.Connection,
    was: Standing,
    made: Made,
    kind: str,
    text: str = "",
) -> tuple[int, int | None]:
    """Open a request again: with its handler if it has one, its due time counted anew; inside an act.

    What was done, said at the call-back and rated stays in the history. Gives the numbers of the event and the batch.
    """
    status = "assigned" if was.row["assigned_to"] else "new"
    blank = dict.fromkeys(("done_at", "handling", "called_back_at", "callback", "satisfaction"))
    after, batch_id = save_row(database, connection, made, was, {"status": status, **blank})
    values: Mapping[str, Any] = {
        "reopened": was.case["reopened"] + 1,
        "due_from": office_now(database),
        "merged_into": None,
        "confirmed_at": None,
        "rated_at": None,
        "retry_on": None,
    }
    kept = {k: v for k, v in after.kept.items() if k != "rating_reason"}
    save_case(database, connection, after, values, kept=kept)
    event_id = write_event(database, connection, was.request_no, Happened(kind, made.account_id, text, batch_id))
    return event_id, batch_id
