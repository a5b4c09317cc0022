"""The information form on screen: blocks as on paper, lists that grow and shrink, consents, sending, the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from core.clock import local_day
from core.office import bounds, consents, filing
from core.office.consents import AGE, KINDS, PRIVACY, Consents
from core.office.information import BLOCKS, LISTS, Block, InformationForm, tidy
from core.office.information_check import CONSENTS, FieldFault, check
from core.office.paper.words import label
from core.texts import N_, Text
from core.web import (
    kept,
    language,
    resident_draft,
    resident_fields,
    resident_page,
    resident_receipt,
    resident_rows,
)
from core.web.language import _
from core.web.resident_draft import Draft
from core.web.resident_page import Visit

KIND: resident_draft.Kind = "information"
HOME = BLOCKS[0]
TRIED = "information.tried"
SEND = "information.send"
TITLES = {
    "home": N_("The home"),
    "members": N_("Family members"),
    "occupants": N_("Others who live here"),
    "emergency_contacts": N_("Emergency contact"),
    "vehicles": N_("Vehicles"),
    CONSENTS: N_("Consents"),
}
LEADS = {
    "members": N_("At least one person, and one contact."),
    "occupants": N_("Nannies, visitors, tenants. Leave it out where there is nobody."),
    "emergency_contacts": N_("Whom may we call when something happens and nobody of the home can be reached?"),
    "vehicles": N_("Leave it out where there is none."),
}
ONE = {
    "members": N_("Person {number}"),
    "occupants": N_("Occupant {number}"),
    "emergency_contacts": N_("Contact {number}"),
    "vehicles": N_("Vehicle {number}"),
}
MORE = {
    "members": N_("Add a person"),
    "occupants": N_("Add somebody who lives here"),
    "emergency_contacts": N_("Add an emergency contact"),
    "vehicles": N_("Add a vehicle"),
}
REGISTRIES = {block.name: block.registry for block in BLOCKS}
BEGINS_WITH = ("members", "emergency_contacts")
"""Lists that begin with an empty row."""


def show(visit: Visit) -> None:
    """The form, or the receipt of one that was sent."""
    draft = resident_draft.opened(KIND, _empty(visit))
    if draft.answer is None and st.session_state.pop(SEND, False):
        resident_page.attempt(partial(_send, visit, draft))
    if draft.answer is not None:
        _receipt(visit, draft)
        return
    with resident_page.beside():
        _form(visit, draft)
    draft.keep()


def _empty(visit: Visit) -> dict[str, Any]:
    home = {"room_no": visit.card_room, "collected_by": visit.person.shown_name if visit.person else ""}
    lists = {b.name: [{"id": 0}] if b.name in BEGINS_WITH else [] for b in LISTS}
    return {"home": home, "next": 1, "consents": {}, **lists}


def _form(visit: Visit, draft: Draft) -> None:
    values = draft.values
    resident_rows.read(values)
    form = resident_rows.form_of(values)
    tried = st.session_state.get(TRIED, False)
    faults = _found(form, values) if tried else []
    at = {(f.block, f.row, f.field): f.text for f in reversed(faults)}  # of two at a field the first is shown
    _home(visit, values, at)
    for block in LISTS:
        _list(block, values, at)
    _consents(form, values, at)
    resident_fields.trap(KIND)
    if faults:
        _told(faults)
    st.caption(_("\\* has to be filled in"))
    st.button(
        _("Send"), type="primary", icon=":material/send:", key="information.button", on_click=_ask, width="stretch"
    )


def _ask() -> None:
    st.session_state[SEND] = True


def _home(visit: Visit, values: dict[str, Any], at: Mapping[tuple[str, int, str], Text]) -> None:
    if visit.card_room:
        room = language.escaped(visit.card_room)
        st.success(_("Opened with the service card of {room}.", room=room), icon=":material/qr_code:")
    st.header(_(TITLES[HOME.name]), anchor="home")
    columns = HOME.columns if visit.person is not None else HOME.columns[:1]
    resident_rows.fields(HOME, columns, values["home"], 0, at)


def _list(block: Block, values: dict[str, Any], at: Mapping[tuple[str, int, str], Text]) -> None:
    st.header(_(TITLES[block.name]), anchor=block.name.replace("_", "-"))
    st.caption(_(LEADS[block.name]))
    rows = values[block.name]
    for place, row in enumerate(rows):
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown("**" + _(ONE[block.name], number=place + 1) + "**", width="stretch")
                st.button(
                    _("Take out"),
                    icon=":material/delete:",
                    type="tertiary",
                    key=f"information.{block.name}.{row['id']}.out",
                    on_click=resident_rows.take_out,
                    args=(values, block.name, row["id"]),
                )
            resident_rows.fields(block, block.columns, row, place, at)
    whole = next((text for (name, _row, field), text in at.items() if name == block.name and not field), None)
    if whole is not None:
        st.markdown(f":red[:material/error: {language.escaped(whole.say(language.current()))}]")
    st.button(
        _(MORE[block.name]),
        icon=":material/add:",
        key=f"information.{block.name}.more",
        disabled=len(rows) >= block.most,
        on_click=resident_rows.add,
        args=(values, block.name),
    )


def _consents(form: InformationForm, values: dict[str, Any], at: Mapping[tuple[str, int, str], Text]) -> None:
    st.header(_(TITLES[CONSENTS]), anchor="consents")
    found = resident_page.notice(PRIVACY)
    with st.expander(language.escaped(found.title)):
        resident_page.show_notice(found)
        st.caption(_("Version {version}", version=found.version))
    due = {PRIVACY, *consents.needed(form, local_day(kept.database().clock()))}
    for kind, text in KINDS.items():
        if kind in due:
            resident_fields.told(values["consents"], kind, f"information.consents.{kind}", False)
            with resident_fields.checked(at.get((CONSENTS, 0, kind))):
                star = " *" if kind == PRIVACY else ""
                st.checkbox(_(text, age=AGE) + star, key=f"information.consents.{kind}")


def _given(values: Mapping[str, Any]) -> Consents:
    kinds = frozenset(k for k, given in values["consents"].items() if given)
    return Consents(resident_page.notice(PRIVACY).version, kinds)


def _found(form: InformationForm, values: dict[str, Any]) -> list[FieldFault]:
    for kind in KINDS:
        key = f"information.consents.{kind}"
        if key in st.session_state:
            values["consents"][kind] = st.session_state[key]
    return check(form, local_day(kept.database().clock()), _given(values))


def _told(faults: list[FieldFault]) -> None:
    """All faults at once above the button, each with the way to its block and the name of its field."""
    colon = ": " if language.current() == "en" else "："
    said = []
    for fault in faults:
        block = fault.block.replace("_", "-")
        where = f"[{_(TITLES[fault.block])}](#{block})"
        if fault.block not in ("home", CONSENTS) and fault.field:
            where += " · " + _(ONE[fault.block], number=fault.row + 1)
        if fault.block != CONSENTS and fault.field:
            where += " · " + label(REGISTRIES[fault.block], fault.field, language.current())
        said.append(f"- {where}{colon}{language.escaped(fault.text.say(language.current()))}")
    st.error(_("Something is still missing or not right:") + "\n\n" + "\n".join(said))


def _send(visit: Visit, draft: Draft) -> None:
    """Send the form; with a fault it stays, and what is wrong stands at its fields."""
    values = draft.values
    resident_rows.read(values)
    form = resident_rows.form_of(values)
    st.session_state[TRIED] = True
    if _found(form, values):
        return
    database, given = kept.database(), _given(values)
    bound = None
    if visit.person is None:
        suspect = draft.is_hasty or bool(st.session_state.get("information.website"))
        contacts = tuple(m.contact for m in form.members if m.contact.strip())
        bound = bounds.bound(database, KIND, visit.sender(contacts, suspect=suspect))
    found = filing.file(
        database,
        form,
        given,
        draft.sent_token,
        source="form" if visit.person is None else "desk",
        account_id=visit.account_id,
        bound=bound,
        draft=draft.token,
    )
    clean = tidy(form, local_day(database.clock()))
    paper = resident_receipt.information_paper(clean, found.receipt_no, given)
    resident_receipt.keep_paper(KIND, found.receipt_no, paper)
    draft.sent({"receipt_no": found.receipt_no, "state": found.state})


def _receipt(visit: Visit, draft: Draft) -> None:
    answer = draft.answer or {}
    waits = answer["state"] == "waiting"
    resident_receipt.show(
        visit,
        resident_receipt.Shown(
            KIND,
            answer["receipt_no"],
            _("Keep the number for questions to the office. When something changes, fill the form in again."),
            _("The office has a file of this home already, or many forms come in now: it asks back before it changes.")
            if waits
            else "",
        ),
    )
