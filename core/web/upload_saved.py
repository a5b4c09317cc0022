"""After saving: what was kept, the way on, and the way back. It stands in the address, so a refresh shows it again."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from core.access import roles
from core.access.roles import Person
from core.store import batches
from core.store.batches import Batch
from core.web import exports, history, kept, language, uploads
from core.web.language import _

SAVED = "saved"
NOTES = "upload.notes"
REST = "upload.rest_of"


def go(batch_ids: list[int], failed: list[str], rest: bytes | None) -> NoReturn:
    """Show what was saved from the next run on.

    Args:
        batch_ids: Numbers of the batches.
        failed: What could not be done beside, in sentences.
        rest: Workbook of the rows that stayed out; None for none. It stays in memory until the page is left.
    """
    st.session_state[NOTES], st.session_state[REST] = failed, rest
    uploads.choices().clear()
    st.query_params[SAVED] = ".".join(str(i) for i in batch_ids)
    st.rerun()


def asked(person: Person) -> list[Batch]:
    """Batches named in the address that the person may see."""
    numbers = [int(n) for n in st.query_params.get(SAVED, "").split(".") if n.isdecimal() and len(n) < 16]
    if not numbers:
        leave()
        return []
    with kept.database().read() as connection:
        found = [batches.batch(connection, kept.database().sealer, n) for n in numbers[:2]]
    return [b for b in found if b is not None and history.may_see(person, b)]


def show(saved: list[Batch], person: Person, spoken: str) -> None:
    """What was saved, the ways on, the way back."""
    for batch in saved:
        if batch.undone_by is None:
            st.success(
                _("Saved as batch {batch}. It stays, and everybody of the store works with it.", batch=batch.batch_id),
                icon=":material/check_circle:",
            )
        else:
            st.warning(
                _("Batch {batch} was undone by batch {by}.", batch=batch.batch_id, by=batch.undone_by),
                icon=":material/undo:",
            )
        history.counts(batch, person, spoken)
    for note in st.session_state.get(NOTES, []):
        st.warning(language.escaped(note), icon=":material/tune:")
    _rest()
    _ways_on(person)
    for batch in saved:
        history.undo(batch, person, spoken)


def _rest() -> None:
    """The rows that stayed out, as long as the session has them."""
    rest = st.session_state.get(REST)
    if rest:
        st.download_button(
            _("The rows that stay out, to mend (Excel)"),
            rest,
            "left-out.xlsx",
            exports.EXCEL_MIME,
            key="upload.rest",
            icon=":material/download:",
            on_click="ignore",
        )


def _ways_on(person: Person) -> None:
    ways = {
        "overview": (_("Overview"), ":material/dashboard:"),
        "history": (_("History"), ":material/history:"),
        "questions": (_("Open questions"), ":material/help:"),
    }
    with st.container(horizontal=True):
        if st.button(_("Upload more"), icon=":material/upload_file:", key="upload.more"):
            leave()
            st.rerun()
        for name, (label, icon) in ways.items():
            if roles.may_open(person, name) and st.button(label, icon=icon, key=f"upload.to.{name}"):
                leave()
                st.switch_page(f"pages/store/{name}.py")


def leave() -> None:
    """Take what was saved out of the address and the session."""
    st.session_state.pop(NOTES, None)
    st.session_state.pop(REST, None)
    if SAVED in st.query_params:
        del st.query_params[SAVED]
