"""Why: the row chosen in a table opens its explanation under the table, and the address names it (`?open=V123`).

What is open is written as the id alone where that finds it, `id~kind` where another registry has the same id, and
`id~finding~person` for a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.rules import labels
from core.rules.explain import SUBJECTS
from core.web import tables
from core.web.explained import panel
from core.web.page import Desk

OPEN = "open"
COLUMNS = {"visit_id": "visit", "deal_id": "deal", "call_id": "call", "client_id": "client"}
"""Columns that name what a row is about, and what that is."""


def table(
    desk: Desk, frame: pd.DataFrame, *, key: str, empty: str, columns: Sequence[str], main: bool = True, **shown: Any
) -> None:
    """Show rows of which each opens its explanation.

    Args:
        desk: The page's desk.
        frame: Result rows: with `subject_id` (findings, questions) or one of `COLUMNS`.
        key: `<page>.<table>`.
        empty: Said in place of a table without rows.
        columns: Columns shown.
        main: Whether what the address names is shown here even if no row is about it (filtered out, another day).
        shown: What else `tables.show` takes.
    """
    row = tables.show(desk, frame, columns=columns, key=key, empty=empty, select=True, **shown)
    asked = opened(None if row is None else written(desk, row), key)
    if asked is None:
        return
    subject, kind, staff = read(asked)
    column = next((c for c in ("subject_id", *COLUMNS) if c in frame), None)
    if main or (column is not None and (frame[column] == subject).any() and kind in (None, COLUMNS.get(column))):
        panel(desk, subject, kind, staff, key=key, close=close, lead=_reason(desk, row, asked))


def opened(chosen: str | None, key: str) -> str | None:
    """What is open: what was chosen just now, else what the address names; None where nothing is.

    A table keeps its choice from run to run, so that only a choice that is new opens something.
    """
    seen = f"{key}.seen"
    if chosen != st.session_state.get(seen):
        st.session_state[seen] = chosen
        if chosen is not None:
            st.query_params[OPEN] = chosen
    return st.query_params.get(OPEN)


def go_to(desk: Desk) -> None:
    """Let the address choose the store and day of the visit it opens, where it names neither."""
    asked = st.query_params.get(OPEN)
    if asked is None or "day" in st.query_params or "store" in st.query_params:
        return
    receptions = desk.results.receptions
    found = receptions[(receptions["visit_id"] == read(asked)[0]).to_numpy()]
    if len(found):
        st.query_params["store"] = str(found["store_id"].iloc[0])
        st.query_params["day"] = f"{found['arrived_at'].iloc[0]:%Y-%m-%d}"


def close() -> None:
    """Close what is open."""
    if OPEN in st.query_params:
        del st.query_params[OPEN]


def written(desk: Desk, row: pd.Series) -> str:
    """What a row is about, as the address writes it."""
    if "subject_id" in row.index:
        if row.get("kind") in labels.FINDINGS:
            staff = row.get("staff_id")
            return f"{row['subject_id']}~{row['kind']}~{staff if isinstance(staff, str) else ''}"
        return str(row["subject_id"])
    column = next(c for c in COLUMNS if c in row.index)
    return _with_kind(desk, str(row[column]), COLUMNS[column])


def _with_kind(desk: Desk, subject: str, kind: str) -> str:
    """The id alone, unless a registry that is asked before has the same."""
    for earlier, (registry, key) in SUBJECTS.items():
        if earlier == kind:
            return subject
        if (desk.tables[registry][key] == subject).any():
            return f"{subject}~{kind}"
    return subject


def read(asked: str) -> tuple[str, str | None, str | None]:
    """Read what the address names: the id, a kind of subject or finding, a person."""
    parts = asked.split("~")
    if len(parts) >= 3 and parts[-2] in labels.FINDINGS:
        return "~".join(parts[:-2]), parts[-2], parts[-1] or None
    if len(parts) >= 2 and parts[-1] in SUBJECTS:
        return "~".join(parts[:-1]), parts[-1], None
    return asked, None, None


def _reason(desk: Desk, row: pd.Series | None, asked: str) -> str:
    """The reason of the chosen row, where that is what is open."""
    if row is None or written(desk, row) != asked:
        return ""
    reason = row.get("reason")
    return reason if isinstance(reason, str) else ""
