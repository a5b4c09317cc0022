"""One way to show a frame: headings and codes as words, names for ids, personal values masked, filter, download."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from core.registries.mask import mask_series
from core.texts import Text
from core.web import choose, export_full, exports, headings, language
from core.web.language import _

if TYPE_CHECKING:
    from core.web.page import Desk

SEARCH_FROM = 8
ROW_PIXELS = 35
MOST_NAMED = 5_000
NARROW = 16
MOST_ROWS_HIGH = 14


def show(
    desk: Desk,
    frame: pd.DataFrame,
    *,
    key: str,
    empty: str,
    columns: Sequence[str] | None = None,
    labels: Mapping[str, str] | None = None,
    words: Mapping[str, Mapping[str, Text]] | None = None,
    forms: Mapping[str, headings.Form] | None = None,
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
        empty: Translated; said in place of a table without rows: what to do next.
        columns: Columns shown, in order, the most telling first (the first is pinned); all where None.
        labels: Translated headings of columns, before those of `headings`.
        words: Meaning of codes by column, before those of `headings`.
        forms: How columns are written, before those of `headings`.
        select: Whether a row can be chosen.
        search: Whether there is a box to filter by text (from some rows on).
        download: Whether there are download buttons.
        height: In pixels; fitted to the rows where None.

    Returns:
        The chosen row of `frame`; None where none is chosen.
    """
    if frame.empty:
        st.info(empty, icon=":material/inbox:")
        return None
    chosen = frame if columns is None else frame[[c for c in columns if c in frame]]
    said = worded(desk, chosen, words=words)
    titles = {c: (labels or {}).get(c) or headings.heading(c, desk.language) for c in chosen.columns}
    rows, said = _searched(frame, said, key) if search and len(frame) >= SEARCH_FROM else (frame, said)
    if rows.empty:
        st.info(_("No row has that text. Try fewer letters, or clear the box."), icon=":material/search_off:")
        return None
    config = _columns(said, titles, {**headings.FORMS, **(forms or {})})
    found = _grid(said, key, config, select=select, height=height)
    if download:
        _downloads(desk, said.rename(columns=titles), key)
        taken = chosen.loc[rows.index] if len(rows) < len(frame) else chosen
        export_full.offer(
            desk,
            taken,
            len(frame),
            key=key,
            written=lambda: worded(desk, taken, words=words, full=True).rename(columns=titles),
        )
    return rows.iloc[found] if found is not None and found < len(rows) else None


def worded(
    desk: Desk, frame: pd.DataFrame, words: Mapping[str, Mapping[str, Text]] | None = None, *, full: bool = False
) -> pd.DataFrame:
    """A frame as people read it: codes as words, salespeople by name, stores by name, personal values masked.

    Args:
        desk: Names and language.
        frame: Never written to; categories keep the work small on a million rows.
        words: Meaning of codes by column, before those of `headings`.
        full: Leave personal values unmasked: for an export that was noted, never for the screen.

    Returns:
        Same rows, index and columns; instants and numbers as they are.
    """
    said = {}
    for column in frame.columns:
        values = frame[column]
        meanings = {c: t.say(desk.language) for c, t in (words or {}).get(column, {}).items()}
        meanings = meanings or headings.words_of(column, desk.language)
        personal = headings.personal_kind(column)
        if meanings:
            values = renamed(values, lambda code, known=meanings: known.get(code, code))
        elif headings.FORMS.get(column) == "staff":
            values = renamed(values, desk.staff_name)
        elif column == "client_id" and "name" not in frame and len(frame) <= MOST_NAMED:
            names = desk.client_names(values)
            values = renamed(values, lambda client, known=names: known.get(client, client))
        elif column == "store_id":
            values = renamed(values, desk.store_name)
        elif column == "rules":
            values = values.astype("str").str.replace(";", "、" if desk.language != "en" else ", ")
        elif personal and full:
            values = values.astype("str")
        elif personal:
            values = mask_series(personal, values)  # type: ignore[arg-type]
        elif pd.api.types.is_bool_dtype(values.dtype):
            values = _flags(values)
        said[column] = values
    return pd.DataFrame(said, index=frame.index)


def renamed(values: pd.Series, word: Any) -> pd.Series:
    """A column with each distinct value put into words; missing stays missing."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype("category")
    if len(values.cat.categories) > len(values):  # few rows of a large upload: its other names are not wanted
        values = values.cat.remove_unused_categories()
    names = [str(word(str(c))) for c in values.cat.categories]
    if len(set(names)) == len(names):
        return values.cat.rename_categories(names)
    return values.map(dict(zip(values.cat.categories, names, strict=True))).astype("str")


def _flags(values: pd.Series) -> pd.Series:
    return values.map({True: _("yes"), False: _("no")}).astype("str")


def _searched(frame: pd.DataFrame, said: pd.DataFrame, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    wanted = choose.words(
        f"{key}.find".replace(".", "-"), _("Find in this table"), placeholder=_("a name, an id, a word")
    )
    if not wanted:
        return frame, said
    there = pd.Series(False, index=range(len(said)))
    for column in said.columns:
        values = said[column]
        if isinstance(values.dtype, pd.CategoricalDtype):
            hits = [c for c in values.cat.categories if wanted.casefold() in str(c).casefold()]
            there |= values.isin(hits).to_numpy()
        elif pd.api.types.is_string_dtype(values.dtype):
            there |= values.str.contains(wanted, case=False, regex=False, na=False).to_numpy(dtype=bool)
        elif pd.api.types.is_datetime64_any_dtype(values.dtype) and len(values) <= exports.EXCEL_ROWS:
            there |= (
                values.dt.strftime("%Y-%m-%d %H:%M").str.contains(wanted, regex=False, na=False).to_numpy(dtype=bool)
            )
    st.caption(_("{shown} of {all} rows", shown=language.number(int(there.sum())), all=language.number(len(said))))
    return frame[there.to_numpy()], said[there.to_numpy()]


def _grid(said: pd.DataFrame, key: str, config: dict[str, Any], *, select: bool, height: int | None) -> int | None:
    fitted = ROW_PIXELS * (min(len(said), MOST_ROWS_HIGH) + 1) + 3
    if not select:
        st.dataframe(said, hide_index=True, key=key, column_config=config, height=height or fitted, placeholder="")
        return None
    state = st.dataframe(
        said,
        hide_index=True,
        key=f"{key}.{_mark(said)}",
        column_config=config,
        height=height or fitted,
        placeholder="",
        on_select="rerun",
        selection_mode="single-row",
    )
    if not state["selection"]["rows"]:
        st.caption(_("Tick the box before a row to see why."))
        return None
    return int(state["selection"]["rows"][0])


def _mark(said: pd.DataFrame) -> int:
    """A mark of these rows, so that a row chosen among others is not taken for one of these."""
    ends = said.iloc[[0, len(said) // 2, -1]]
    return zlib.crc32(repr((len(said), ends.index.tolist(), ends.astype("str").to_numpy().tolist())).encode())


def _columns(said: pd.DataFrame, titles: Mapping[str, str], forms: Mapping[str, headings.Form]) -> dict[str, Any]:
    return {
        c: _column(said[c], forms.get(c), label=titles[c], pinned=place == 0 and _is_narrow(said[c]))
        for place, c in enumerate(said.columns)
    }


def _is_narrow(values: pd.Series) -> bool:
    """Whether a column leaves room beside it on a phone."""
    return max((len(str(v)) for v in values.head(50)), default=0) <= NARROW


def _column(values: pd.Series, form: headings.Form | None, **how: Any) -> Any:
    kinds = st.column_config
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        if form == "day":
            return kinds.DateColumn(format="YYYY-MM-DD", **how)
        return kinds.DatetimeColumn(format="YYYY-MM-DD HH:mm", **how)
    if not pd.api.types.is_numeric_dtype(values.dtype):
        return kinds.TextColumn(**how)
    if form == "money":
        return kinds.NumberColumn(format="¥%,.0f", **how)
    if form == "percent":
        return kinds.NumberColumn(format="percent", **how)
    whole = pd.api.types.is_integer_dtype(values.dtype)
    return kinds.NumberColumn(format="localized" if whole else "%.2f", **how)


def _downloads(desk: Desk, said: pd.DataFrame, key: str) -> None:
    """Buttons that make the file when they are pressed."""
    name = f"{key.replace('.', '-')}-{desk.dataset.origin}"
    with st.container(horizontal=True):
        if len(said) <= exports.EXCEL_ROWS:
            st.download_button(
                _("Excel"),
                lambda: exports.excel([exports.Sheet(key.rpartition(".")[2], said)]),
                f"{name}.xlsx",
                exports.EXCEL_MIME,
                key=f"{key}.excel",
                icon=":material/download:",
                on_click="ignore",
            )
        st.download_button(
            _("CSV"),
            lambda: exports.csv(said),
            f"{name}.csv",
            exports.CSV_MIME,
            key=f"{key}.csv",
            icon=":material/download:",
            on_click="ignore",
        )
