"""Taking a table away with full values: an action of its own, with a reason and one row in the audit log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from core.access import roles
from core.access.roles import Person
from core.store.audit import Entry
from core.store.faults import Refused, StoreError
from core.store.reveal import reason_of
from core.texts import N_, Text
from core.web import exports, headings, kept, language, reveal_reasons, signed_in
from core.web.language import _

if TYPE_CHECKING:
    from core.web.page import Desk

ACTION = "export.full"


def offer(desk: Desk, rows: pd.DataFrame, of: int, *, key: str, written: Callable[[], pd.DataFrame]) -> None:
    """Offer the rows of a table with full values, of what is kept, to those who may for every store in it.

    Args:
        desk: The page's desk.
        rows: The rows as filtered, with the columns that go out; `store_id` among them, or the data set's stores count.
        of: How many rows there are unfiltered.
        key: `<page>.<table>`.
        written: Makes the rows as people read them, nothing masked, headings translated.
    """
    personal = [c for c in rows.columns if headings.personal_kind(c)]
    if desk.dataset.origin != "kept" or not personal:
        return
    someone = signed_in.person()
    stores = sorted(rows["store_id"].dropna().astype("str").unique()) if "store_id" in rows else desk.dataset.stores
    if not _may(someone, stores):
        return
    with st.popover(_("With full values"), icon=":material/lock_open:"):
        facts = {"rows": len(rows), "of": of, "columns": list(rows.columns), "personal": personal}
        _form(key, facts, stores, written)


def _may(person: Person, stores: Sequence[str]) -> bool:
    return bool(stores) and all(roles.may(person, ACTION, store) for store in stores)


@st.fragment
def _form(key: str, facts: dict[str, object], stores: Sequence[str], written: Callable[[], pd.DataFrame]) -> None:
    with st.form(f"{key}.full", clear_on_submit=True, border=False):
        st.caption(_("The file holds names and numbers unmasked. Taking it is written into the audit log."))
        reason = reveal_reasons.ask(reveal_reasons.TO_EXPORT, f"{key}.full")
        asked = st.form_submit_button(_("Prepare the file"), icon=":material/lock_open:")
    if not asked:
        return
    try:
        note(key, facts, stores, reason)
    except StoreError as wrong:
        st.warning(wrong.text.say(language.current()), icon=":material/block:")
        return
    name = f"{key.replace('.', '-')}-full"
    rows, sheet = written(), key.rpartition(".")[2]
    makers: tuple[tuple[str, str, str, Callable[[], bytes]], ...] = (
        (_("Excel"), "xlsx", exports.EXCEL_MIME, lambda: exports.excel([exports.Sheet(sheet, rows)])),
        (_("CSV"), "csv", exports.CSV_MIME, lambda: exports.csv(rows)),
    )
    for label, ending, mime, make in makers:
        st.download_button(
            label,
            make,
            f"{name}.{ending}",
            mime,
            key=f"{key}.full.{ending}",
            icon=":material/download:",
            on_click="ignore",
        )


def note(key: str, facts: dict[str, object], stores: Sequence[str], reason: str) -> None:
    """Write an export into the audit log, before there is a file.

    Raises:
        Refused: There is no reason, or the person may not, or no longer.
        CannotWrite: The log could not be written.
    """
    why = reason_of(reason)
    someone = signed_in.person()
    if not _may(someone, stores):
        raise Refused(Text(N_("This is not for your role any longer; nothing was taken.")))
    scope = stores[0] if len(stores) == 1 else None
    facts = {**facts, "stores": list(stores)}
    entry = Entry(ACTION, f"table:{key}", someone.account_id, scope, why, facts)
    database = kept.database()

    def act(connection: sa.Connection) -> None:
        database.note(connection, entry)

    database.write(act)
