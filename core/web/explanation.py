"""Why: the row chosen in a table opens its explanation under the table, and the address names it (`?open=V123`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.web import tables
from core.web.language import _
from core.web.page import Desk

OPEN = "open"
SUBJECTS = ("visit_id", "deal_id", "subject_id", "client_id")
"""Columns that may name what a row is about, the most telling first."""


def table(
    desk: Desk, frame: pd.DataFrame, *, key: str, empty: str, columns: Sequence[str], main: bool = True, **shown: Any
) -> None:
    """Show rows of which each opens its explanation.

    Args:
        desk: The page's desk.
        frame: Rows with one of `SUBJECTS`.
        key: `<page>.<table>`.
        empty: Said in place of a table without rows.
        columns: Columns shown.
        main: Whether what the address names is shown here even if no row is about it (filtered out, another day).
        shown: What else `tables.show` takes.
    """
    row = tables.show(desk, frame, columns=columns, key=key, empty=empty, select=True, **shown)
    column = next(c for c in SUBJECTS if c in frame)
    subject = opened(None if row is None else str(row[column]), key)
    if subject is not None and (main or (frame[column] == subject).any()):
        panel(desk, subject, key)


def opened(chosen: str | None, key: str) -> str | None:
    """The open subject: what was chosen just now, else what the address names; None where nothing is open.

    A table keeps its choice from run to run, so that only a choice that is new opens something.
    """
    seen = f"{key}.seen"
    if chosen != st.session_state.get(seen):
        st.session_state[seen] = chosen
        if chosen is not None:
            st.query_params[OPEN] = chosen
    return st.query_params.get(OPEN)


def close() -> None:
    """Close what is open."""
    if OPEN in st.query_params:
        del st.query_params[OPEN]


def panel(desk: Desk, subject: str, key: str) -> None:
    """Show the explanation of a visit, a call, a deal or a client where the page stands."""
    del desk
    with st.container(border=True):
        st.subheader(_("Why: {subject}", subject=subject), anchor=False)
        st.button(_("Close"), key=f"{key}.close", on_click=close, icon=":material/close:")
