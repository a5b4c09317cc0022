"""Everything kept of one person: found, taken along as a copy, erased for good."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from core.access import roles
from core.access.roles import Person
from core.registries.columns import Personal
from core.registries.definitions import registry
from core.store import erasure, mentions, person_copy
from core.store.audit import Entry
from core.store.erasure import Subject
from core.store.faults import StoreError
from core.store.office_copy import HOUSE_NAMES, name_of
from core.texts import N_
from core.web import exports, kept, language, reveal_reasons, signed_in
from core.web.language import _

Frames = dict[str, pd.DataFrame]
FOUND = "retention.found"
"""Where the session keeps who was found, as row numbers; never what was typed."""
TURN = "retention.turn"
TOKEN = "retention.erasure"  # noqa: S105 (the name of a choice)
ERASED = "retention.erased"
WAYS: dict[Personal, str] = {
    "phone": N_("Telephone, e-mail or QQ"),
    "name": N_("Name"),
    "id_number": N_("ID number"),
    "plate": N_("Plate number"),
}
REASONS = (N_("The person asks about their own data"), N_("The person asks to be erased"), reveal_reasons.OTHER)


def ask() -> None:
    """The question; what was typed is forgotten once it is answered, and the search is in the audit log."""
    turn = st.session_state.get(TURN, 0)
    with st.form("retention.ask"):
        columns = st.columns([1, 2], vertical_alignment="bottom")
        ways = {by: _(way) for by, way in WAYS.items()}
        by: Personal = columns[0].selectbox(_("Look for"), list(ways), format_func=ways.__getitem__, key="retention.by")
        value = columns[1].text_input(
            _("In full, however it is written"), key=f"retention.value.{turn}", autocomplete="off"
        )
        asked = st.form_submit_button(_("Find"), type="primary", icon=":material/person_search:")
    if not asked:
        return
    st.session_state[FOUND] = _look(signed_in.person(), by, value) if value.strip() else None
    st.session_state[TURN] = turn + 1
    st.session_state.pop(TOKEN, None)
    st.rerun()


def _look(person: Person, by: Personal, value: str) -> list[Subject]:
    database = kept.database()
    sealer = database.sealer
    marks = sealer.indexes(by, value)
    with st.spinner(_("Looking through what people wrote ...")), database.read() as connection:
        found = erasure.subjects(connection, marks, sealer, mentions.marks(sealer, by, value))
    subject = "index:" + ",".join(mark.hex() for mark in marks)
    entry = Entry("person.find", subject, person.account_id, None, "", {"by": by, "found": len(found)})

    def act(connection: sa.Connection) -> None:
        database.note(connection, entry)

    database.write(act)
    return found


def show(person: Person) -> None:
    """Who was found, and what can be done for those chosen."""
    if said := st.session_state.pop(ERASED, ""):
        st.success(said, icon=":material/check_circle:")
    found: list[Subject] | None = st.session_state.get(FOUND)
    if found is None:
        st.info(_("Find the person first. Former names and numbers find them too."))
        return
    if not found:
        st.info(_("Nobody is kept with that. Check the kind you chose, or try another number."))
        return
    state = st.dataframe(
        _told(found),
        hide_index=True,
        key="retention.subjects",
        on_select="rerun",
        selection_mode="multi-row",
        placeholder="",
    )
    chosen = [found[place] for place in state["selection"]["rows"] if place < len(found)]
    if not chosen:
        st.caption(_("Tick those who are the person: two people may share a name or a telephone."))
        return
    copy, erase = st.columns(2, border=True)
    with copy:
        _copy(person, chosen)
    with erase:
        _erase(person, chosen)


def _told(found: Sequence[Subject]) -> pd.DataFrame:
    spoken = language.current()
    return pd.DataFrame(
        {
            _("Where"): [person_copy.kind_of(s, spoken) for s in found],
            _("Store"): [s.scope for s in found],
            _("Number or room"): [s.label for s in found],
            _("Rows, former ones too"): [len(s.rows) for s in found],
        }
    )


def _copy(person: Person, chosen: Sequence[Subject]) -> None:
    st.subheader(_("A full copy"), anchor=False)
    st.markdown(_("Every version of every row, in full, and who looked at them. Hand it to nobody but the person."))
    reason = reveal_reasons.ask(REASONS, "retention.copy")
    ready = len(reason) >= 3 and roles.may(person, "person.copy")
    with st.container(horizontal=True):
        for title, name, mime, made in (
            (_("Excel"), "person.xlsx", exports.EXCEL_MIME, _as_excel),
            ("JSON", "person.json", "application/json", person_copy.as_json),
        ):
            st.download_button(
                title,
                partial(_made, made, chosen, person, reason),
                name,
                mime,
                key=f"retention.copy.{name}",
                icon=":material/download:",
                on_click="ignore",
                disabled=not ready,
            )


def _made(written: Callable[[Frames], bytes], chosen: Sequence[Subject], person: Person, reason: str) -> bytes:
    return written(person_copy.copied(kept.database(), chosen, person.account_id, reason))


def _as_excel(frames: Frames) -> bytes:
    spoken = language.current()
    titles = {"row_id": _("Row"), "kept_at": _("Kept at (UTC)"), "stands": _("Stands")}
    seen = {"at": _("At (UTC)"), "who": _("Who"), "what": _("What"), "reason": _("Reason")}
    sheets = []
    for name, rows in frames.items():
        if name == person_copy.SEEN:
            sheets.append(exports.Sheet(_("Who looked"), rows.rename(columns=seen)))
        elif name in HOUSE_NAMES:
            kept_texts = rows.drop(columns="jpeg", errors="ignore")  # a cell is too small for a photo; the JSON has it
            sheets.append(exports.Sheet(name_of(name, spoken), kept_texts.rename(columns=titles)))
        else:
            labels = {c.name: c.label(spoken) for c in registry(name).columns}
            sheets.append(exports.Sheet(registry(name).label(spoken), rows.rename(columns=titles | labels)))
    return exports.excel(sheets)


def _erase(person: Person, chosen: Sequence[Subject]) -> None:
    st.subheader(_("Erase for good"), anchor=False)
    st.markdown(
        _(
            "Turns, deals and tallies stay, without the person. Files of homes lose the person's rows. "
            "It cannot be undone."
        )
    )
    word = _("ERASE")
    with st.form("retention.erase", border=False):
        reason = reveal_reasons.ask(REASONS, "retention.erase")
        typed = st.text_input(_("Type {word} to confirm", word=word), key="retention.erase.word", autocomplete="off")
        pressed = st.form_submit_button(_("Erase for good"), icon=":material/delete_forever:")
    if not pressed:
        return
    if typed.strip().upper() != word or len(reason) < 3 or not roles.may(person, "person.erase"):
        st.error(_("Nothing was erased: a reason and the word {word} are needed.", word=word))
        return
    token = str(st.session_state.setdefault(TOKEN, secrets.token_urlsafe(16)))
    try:
        with st.spinner(_("Erasing ...")):
            answer = erasure.erase(kept.database(), chosen, token, person.account_id, reason)
    except StoreError as wrong:
        st.error(wrong.text.say(language.current()))
        return
    st.session_state[ERASED] = _("Erased for good: {rows} rows.", rows=language.number(answer["rows"]))
    for key in (FOUND, TOKEN):
        st.session_state.pop(key, None)
    st.rerun()
