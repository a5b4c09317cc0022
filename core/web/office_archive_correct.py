"""Correcting the file of a home: one row at a time; personal values are typed anew, those left blank stay."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from core.office import archive_correct
from core.office.archive import HouseholdFile
from core.office.archive_correct import CORRECT, block_of
from core.office.consents_withdraw import withdraw as withdrawn
from core.office.consents_withdraw import withdrawable
from core.office.information import LONGEST, LONGEST_OTHER, ROOM
from core.office.paper.words import choice, label
from core.registries.columns import Column
from core.texts import N_
from core.web import kept, language, reveal_reasons
from core.web import office_archive_words as words
from core.web.language import _

TO_CORRECT = (
    N_("Told by the resident"),
    N_("Checking an entry against paper"),
    N_("They have moved out"),
    reveal_reasons.OTHER,
)
TO_WITHDRAW = (
    N_("The resident withdraws it in writing"),
    N_("The resident withdraws it at the desk"),
    reveal_reasons.OTHER,
)


def correct(name: str, row: pd.Series) -> None:
    """The form that corrects one row, and the one that takes it out.

    Args:
        name: Registry.
        row: The row with its `row_id`, personal values masked.
    """
    row_id = int(row["row_id"])
    with (
        st.expander(_("Correct this row"), icon=":material/edit:"),
        st.form(f"archive.correct.{name}.{row_id}", border=False),
    ):
        st.caption(_("Fill in what changes; what stays blank stays as it is. Personal values are typed anew in full."))
        values = _fields(name, f"archive.correct.{row_id}", row)
        columns = {c.name: label(name, c.name, language.current()) for c in _columns(name) if not c.required}
        empty = st.multiselect(
            _("Empty these fields"), list(columns), format_func=columns.__getitem__, key=f"archive.empty.{row_id}"
        )
        reason = reveal_reasons.ask(TO_CORRECT, f"archive.correct.{row_id}")
        with st.container(horizontal=True):
            save = st.form_submit_button(_("Save the correction"), type="primary", icon=":material/save:")
            out = name != "households" and st.form_submit_button(_("Take this row out"), icon=":material/delete:")
    database = kept.database()
    if save:
        changed = {**values, **dict.fromkeys(empty, "")}
        act = partial(archive_correct.correct, database, name, row_id, changed)
        words.do(
            CORRECT,
            lambda token, account_id: act(token, account_id=account_id, reason=reason),
            _("The row is corrected; the former values stand in the history."),
        )
    elif out:
        words.do(
            CORRECT,
            lambda token, account_id: archive_correct.take_out(
                database, name, row_id, token, account_id=account_id, reason=reason
            ),
            _("The row is taken out; it stands in the history."),
        )


def add(name: str, room_no: str) -> None:
    """The form for one more row."""
    with st.expander(_("One more"), icon=":material/add:"), st.form(f"archive.add.{name}", border=False):
        values = _fields(name, f"archive.add.{name}")
        reason = reveal_reasons.ask(TO_CORRECT, f"archive.add.{name}")
        pressed = st.form_submit_button(_("Save it"), type="primary", icon=":material/save:")
    if pressed:
        words.do(
            CORRECT,
            lambda token, account_id: archive_correct.add(
                kept.database(), name, room_no, values, token, account_id=account_id, reason=reason
            ),
            _("The row is saved."),
        )


def withdraw(file: HouseholdFile) -> None:
    """The form that withdraws a consent."""
    kinds = {kind: _(words.CONSENTS[kind]) for kind in withdrawable(list(file.consents))}
    if not kinds:
        return
    with st.expander(_("Withdraw a consent"), icon=":material/undo:"), st.form("archive.withdraw", border=False):
        st.caption(
            _(
                "What rests on it goes for good, former versions and backups too: ID numbers, the rows of children, "
                "vehicles; with the privacy notice the whole file. It cannot be undone."
            )
        )
        kind = st.selectbox(
            _("Consent"),
            list(kinds),
            index=None,
            format_func=kinds.__getitem__,
            placeholder=_("Choose"),
            key="archive.withdraw.kind",
        )
        reason = reveal_reasons.ask(TO_WITHDRAW, "archive.withdraw")
        pressed = st.form_submit_button(_("Withdraw it for good"), icon=":material/delete_forever:")
    if pressed and kind is None:
        st.error(_("Choose which consent."))
    elif pressed and kind is not None:
        words.do(
            CORRECT,
            lambda token, account_id: withdrawn(
                kept.database(), file.room_no, kind, token, account_id=account_id, reason=reason
            ),
            _("The consent is withdrawn, and what rested on it is gone."),
        )


def _columns(name: str) -> list[Column]:
    return [c for c in block_of(name).columns if c.name != ROOM]


def _fields(name: str, key: str, row: pd.Series | None = None) -> dict[str, str]:
    """A field for each column; the values that were filled in."""
    spoken, values = language.current(), {}
    for column in _columns(name):
        title = label(name, column.name, spoken)
        if column.choices:
            codes = [c.code for c in column.choices]
            said = {code: choice(name, column.name, code, spoken) for code in codes}
            chosen = st.selectbox(
                title,
                codes,
                index=None,
                format_func=said.__getitem__,
                placeholder=_shown(row, column, said),
                key=f"{key}.{column.name}",
                filter_mode=None,
            )
            values[column.name] = chosen or ""
        else:
            values[column.name] = st.text_input(
                title,
                key=f"{key}.{column.name}",
                placeholder=_shown(row, column, {}),
                max_chars=LONGEST.get(column.name, LONGEST_OTHER),
                autocomplete="off",
            )
    return {name: text for name, text in values.items() if text.strip()}


def _shown(row: pd.Series | None, column: Column, said: dict[str, str]) -> str:
    """What stands, masked, as the field's hint."""
    value = None if row is None else row[column.name]
    if value is None or pd.isna(value):
        return "2009-11-18" if column.kind == "date" else ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return said.get(str(value), str(value))
