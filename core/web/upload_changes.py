"""Changes row by row as people read them: cells with old and new value, rows that are new, rows that go."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from core.registries.columns import Column
from core.registries.definitions import registry
from core.store.tables import OFFICE_SCOPE
from core.texts import N_
from core.web import choose, language
from core.web.language import _

LIMIT = 1_000
SEARCH_FROM = 8
ROW_PIXELS = 35
MOST_ROWS_HIGH = 12
SORTS = {"changed": N_("Changed"), "new": N_("New"), "missing": N_("Missing")}
TAKEN_OUT = N_("Taken out")
Rows = Callable[[str, str], pd.DataFrame]
"""Gives the first `LIMIT` rows of a registry and a sort: cells that changed, or whole rows; personal values masked."""


def scope_name(scope: str) -> str:
    """A store as people read it; the property office by name."""
    return _("Property office") if scope == OFFICE_SCOPE else scope


def show(counts: Mapping[str, Mapping[str, int]], rows: Rows, spoken: str, sorts: Mapping[str, str] = SORTS) -> None:
    """Choose a registry and a sort of change, and see the rows.

    Args:
        counts: Registry -> rows by sort; those without any of the sorts are not offered.
        rows: Gives the rows, at most `LIMIT`.
        spoken: The language.
        sorts: Sort -> message, in the order offered.
    """
    offered = {n: {s: c[s] for s in sorts if c.get(s)} for n, c in counts.items()}
    offered = {name: found for name, found in offered.items() if found}
    if not offered:
        return
    left, right = st.columns([1, 2])
    with left:
        name = choose.one_of(
            "change-registry",
            _("Registry"),
            list(offered),
            say=lambda n: f"{registry(n).label(spoken)}　{language.number(sum(offered[n].values()))}",
        )
    with right:
        sort = choose.one_of(
            "change-sort",
            _("Changes"),
            list(offered[name]),
            say=lambda s: f"{_(sorts[s])} {language.number(offered[name].get(s, 0))}",
            style="buttons",
        )
    if sort == "changed":
        _table(_cells(name, rows(name, sort), spoken), offered[name][sort], cells=True)
    else:
        _table(_whole(name, rows(name, sort), spoken), offered[name][sort])


def _cells(name: str, cells: pd.DataFrame, spoken: str) -> pd.DataFrame:
    of = registry(name)
    columns = [of.column(c) for c in cells["column"]]
    return pd.DataFrame(
        {
            _("Row"): cells["row"],
            _("Column"): [c.label(spoken) for c in columns],
            _("Before"): [_said(c, v, spoken) for c, v in zip(columns, cells["old"], strict=True)],
            _("After"): [_said(c, v, spoken) for c, v in zip(columns, cells["new"], strict=True)],
            _("Store"): [scope_name(s) for s in cells["scope"]],
        }
    ).astype("str")


def _whole(name: str, rows: pd.DataFrame, spoken: str) -> pd.DataFrame:
    of = registry(name)
    first = [*of.identity, *(c.name for c in of.columns if c.name not in of.identity)]
    filled = [n for n in first if n in of.identity or rows[n].notna().any()]
    return pd.DataFrame({of.column(n).label(spoken): [_said(of.column(n), v, spoken) for v in rows[n]] for n in filled})


def _said(column: Column, value: object, spoken: str) -> str:
    """A value as people read it: codes as words, blank for none."""
    if not isinstance(value, str):
        return ""
    for choice in column.choices:
        if choice.code == value:
            return choice.label(spoken)
    if column.kind in ("bool", "bool?"):
        return {"true": _("yes"), "false": _("no")}.get(value.lower(), value)
    return value


def _table(said: pd.DataFrame, count: int, *, cells: bool = False) -> None:
    """The rows, with a box to find some."""
    if len(said) >= SEARCH_FROM:
        wanted = choose.words("change-find", _("Find in this table"), placeholder=_("a name, an id, a word"))
        hits = pd.Series(False, index=said.index)
        for column in said.columns:
            hits |= said[column].str.contains(wanted, case=False, regex=False, na=False)
        said = said[hits.to_numpy()] if wanted else said
    if said.empty:
        st.info(_("No row has that text. Try fewer letters, or clear the box."), icon=":material/search_off:")
        return
    if count > LIMIT:
        shown, every = language.number(LIMIT), language.number(count)
        if cells:
            st.caption(_("Cells of the first {limit} of {all} rows.", limit=shown, all=every))
        else:
            st.caption(_("The first {limit} of {all} rows.", limit=shown, all=every))
    st.dataframe(
        said,
        hide_index=True,
        placeholder="",
        column_config={said.columns[0]: st.column_config.TextColumn(pinned=True)},
        height=ROW_PIXELS * (min(len(said), MOST_ROWS_HIGH) + 1) + 3,
    )
