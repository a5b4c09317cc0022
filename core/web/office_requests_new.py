"""A request that somebody tells by telephone or brings on paper: one form, Enter sends it, its file opens."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

import streamlit as st

from core.office.requests import FieldFault, Receipt, Submission, submit
from core.office.requests_form import LENGTHS
from core.store.faults import StoreError
from core.store.tables import OFFICE_SCOPE
from core.web import kept, language, signed_in
from core.web import office_requests_steps as steps
from core.web import office_requests_words as words
from core.web.language import _

FORM, FAULTS = "requests.entry", "requests.entry.faults"
"""In the session: the token of the form, and what was wrong with it; never what was typed."""
SOURCES = ("phone", "desk")
ROWS = (("room_no", "repair"), ("name", "contact"), ("preferred", "opinion"))
FIELDS = tuple(name for row in ROWS for name in row)
"""In the order in which a caller tells it."""


def show() -> None:
    """The form."""
    with st.container(horizontal=True):
        st.button(
            _("Back to the list"),
            key="requests.list",
            icon=":material/list:",
            on_click=steps.to_list,
            shortcut=steps.LIST_KEY,
        )
    st.subheader(_("New request by telephone or at the desk"), anchor=False)
    token = st.session_state.setdefault(FORM, secrets.token_urlsafe(24))
    key = f"requests.entry.{token[:8]}"
    faults: Sequence[FieldFault] = st.session_state.get(FAULTS, ())
    if faults:
        st.error(_("Nothing was kept yet: mend the fields below."), icon=":material/error:")
    labels = {**words.headings(), "preferred": _("Preferred time")}
    with st.container(key=f"focus-entry-{token[:8]}"), st.form(f"{key}.form"):
        for pair in ROWS:  # a row at a time: the key Tab goes as a caller tells it
            for name, column in zip(pair, st.columns(2), strict=True):
                with column:
                    _field(name, labels[name], key, faults)
        sources = {code: words.source(code) for code in SOURCES}
        st.radio(_("Source"), SOURCES, format_func=sources.__getitem__, key=f"{key}.source", horizontal=True)
        st.form_submit_button(
            _("Take it down"), type="primary", on_click=_send, args=(token, key), shortcut="Ctrl+Enter"
        )
    st.caption(
        _("A repair or an opinion, one of the two. Say the number that comes next to the caller: it opens My request.")
    )


def _field(name: str, label: str, key: str, faults: Sequence[FieldFault]) -> None:
    st.text_input(label, key=f"{key}.{name}", max_chars=LENGTHS[name], autocomplete="off")
    for fault in faults:
        if fault.field == name:
            st.markdown(f":red[{language.escaped(fault.text.say(language.current()))}]")


def _send(token: str, key: str) -> None:
    """Keep it once; open its file, or say at the fields what is wrong."""
    state = st.session_state
    if not signed_in.may(steps.RIGHT, OFFICE_SCOPE):
        steps.say("error", _("You may not do this."))
        return
    values: Mapping[str, str] = {name: str(state.get(f"{key}.{name}") or "") for name in FIELDS}
    submission = Submission(source=str(state.get(f"{key}.source") or SOURCES[0]), **values)  # type: ignore[arg-type]
    try:
        answer = submit(kept.database(), submission, token, signed_in.person().account_id)
    except StoreError as why:
        steps.say("error", why.text.say(language.current()))
        return
    if not isinstance(answer, Receipt):
        state[FAULTS] = answer
        return
    for name in (FORM, FAULTS):
        state.pop(name, None)
    steps.say("success", _("{number} is taken down. Say this number to the caller.", number=answer.request_no))
    steps.go(answer.request_no)
