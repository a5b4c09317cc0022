"""One way to show a frame: headings and codes as words, names for ids, personal values masked, filter, download."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

if TYPE_CHECKING:
    from core.web.page import Desk


def show(
    desk: Desk,
    frame: pd.DataFrame,
    *,
    key: str,
    empty: str,
    columns: Sequence[str] | None = None,
    labels: dict[str, str] | None = None,
    select: bool = False,
    search: bool = True,
    download: bool = True,
    height: int | None = None,
) -> pd.Series | None:
    """Show rows as a table.

    Args:
        desk: The page's desk: names, language.
        frame: Rows of a registry or result frame; never written to.
        key: `<page>.<table>`.
        empty: Said in place of a table without rows: what to do next.
        columns: Columns shown, in order (the first is pinned); all where None.
        labels: Headings of columns that no registry or result defines.
        select: Whether a row can be chosen.
        search: Whether there is a box to filter by text.
        download: Whether there are download buttons.
        height: In pixels; fitted to the rows where None.

    Returns:
        The chosen row of `frame`; None where none is chosen.
    """
    if frame.empty:
        st.info(empty)
        return None
    shown = frame if columns is None else frame[list(columns)]
    state = st.dataframe(
        shown, hide_index=True, key=key, on_select="rerun" if select else "ignore", selection_mode="single-row"
    )
    del labels, search, download, height, desk
    rows = state["selection"]["rows"] if select else []
    return frame.iloc[rows[0]] if rows else None
