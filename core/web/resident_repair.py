"""The form for a repair or an opinion: what is asked, what is wrong with it, sending it, the receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.office import bounds, photos, requests
from core.office.consents import KINDS, PRIVACY, Consents
from core.office.paper.given import Request
from core.office.requests import FieldFault, Receipt, Submission
from core.registries.definitions import registry
from core.texts import N_, Text
from core.web import kept, language, resident_draft, resident_fields, resident_page, resident_receipt
from core.web.language import _
from core.web.resident_draft import Draft
from core.web.resident_page import Visit
from core.web.shell import anonymous

KIND: resident_draft.Kind = "repair"
OF = registry("requests")
WHAT = {"repair": N_("A repair"), "opinion": N_("An opinion or suggestion")}
SOURCES = {"desk": N_("From paper, at the desk"), "phone": N_("Told by telephone")}
EMPTY: Mapping[str, Any] = {"what": "repair", "name": "", "contact": "", "room_no": "", "preferred": "", "text": ""}
TRIED = "repair.tried"
SEND = "repair.send"
FAULTS = "repair.faults"
SHORT = ("room_no", "name", "contact")
MEGABYTES = photos.BYTES_MOST // 1024**2


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
    source = {"source": next(iter(SOURCES))} if visit.person is not None else {}
    return {**EMPTY, **source, "room_no": visit.card_room}


def _form(visit: Visit, draft: Draft) -> None:
    values = draft.values
    faults = _faults(visit, values) if st.session_state.get(TRIED) else {}
    if visit.card_room:
        room = language.escaped(visit.card_room)
        st.success(_("Opened with the service card of {room}.", room=room), icon=":material/qr_code:")
    if visit.person is not None:
        _choose(values, "source", _("Where it comes from"), SOURCES)
    _choose(values, "what", _("What is it about?"), WHAT)
    _text(values, faults)
    for name in SHORT:
        _line(name, values, faults)
    _preferred(values, faults)
    _consent(visit, values, faults)
    resident_fields.trap(KIND)
    with st.form("repair.sent", enter_to_submit=False, border=False):  # its button waits for photos on their way
        _photos(faults)
        if faults:
            _told(faults)
        st.caption(_("\\* has to be filled in"))
        st.form_submit_button(
            _("Send"), type="primary", icon=":material/send:", key="repair.button", on_click=_ask, width="stretch"
        )


def _ask() -> None:
    st.session_state[SEND] = True


def _choose(values: dict[str, Any], name: str, label: str, words: Mapping[str, str]) -> None:
    key = f"repair.{name}"
    resident_fields.told(values, name, key, next(iter(words)))
    said = {code: _(word) for code, word in words.items()}
    st.segmented_control(label, list(said), format_func=said.__getitem__, key=key, required=True, width="stretch")


def _text(values: dict[str, Any], faults: Mapping[str, Text]) -> None:
    what = values["what"]
    label = _("What is to be repaired?") if what == "repair" else _("What do you think, what should be better?")
    resident_fields.told(values, "text", "repair.text")
    with resident_fields.checked(faults.get(what) or faults.get("repair") or faults.get("opinion")):
        st.text_area(
            label + " *",
            key="repair.text",
            height=140,
            placeholder=_("For example: the kitchen tap drips, since Monday") if what == "repair" else None,
        )


def _line(name: str, values: dict[str, Any], faults: Mapping[str, Text]) -> None:
    is_due = name != "room_no" or values["what"] == "repair"
    column = OF.column(name)
    resident_fields.told(values, name, f"repair.{name}")
    with resident_fields.checked(faults.get(name)):
        st.text_input(
            resident_fields.titled("requests", column, due=is_due),
            key=f"repair.{name}",
            autocomplete=resident_fields.by_browser(name),
            placeholder={"room_no": "3-2-501", "contact": _("Mobile, landline, e-mail or QQ")}.get(name),
        )


def _preferred(values: dict[str, Any], faults: Mapping[str, Text]) -> None:
    resident_fields.told(values, "preferred", "repair.preferred")
    with resident_fields.checked(faults.get("preferred")):
        st.text_input(
            _("When would it suit you?"),
            key="repair.preferred",
            placeholder=_("For example: weekdays after six"),
            autocomplete="off",
        )


def _photos(faults: Mapping[str, Text]) -> None:
    """The field for photos; the server takes files in this session from now on."""
    context = get_script_run_ctx()
    if context is not None:
        anonymous.UPLOADS.expect(context.session_id)
    with resident_fields.checked(faults.get("photos")):
        st.file_uploader(
            _("Photos, at most {most}", most=photos.MOST),
            type=["jpg", "jpeg", "png", "webp"],
            accept_multiple_files=True,
            key="repair.photos",
            max_upload_size=MEGABYTES,
            help=_("They are made smaller. Where and when they were taken is removed."),
        )


def _consent(visit: Visit, values: dict[str, Any], faults: Mapping[str, Text]) -> None:
    if visit.person is not None and values.get("source") == "phone":
        return
    found = resident_page.notice("privacy")
    with st.expander(language.escaped(found.title)):
        resident_page.show_notice(found)
        st.caption(_("Version {version}", version=found.version))
    resident_fields.told(values, "privacy", "repair.privacy", False)
    with resident_fields.checked(faults.get("consents")):
        st.checkbox(_(KINDS[PRIVACY]) + (" *" if visit.person is None else ""), key="repair.privacy")


def _told(faults: Mapping[str, Text]) -> None:
    """All faults at once, above the button, where somebody looks who has pressed it."""
    said = "\n".join(f"- {language.escaped(text.say(language.current()))}" for text in faults.values())
    st.error(_("Something is still missing or not right:") + "\n\n" + said)


def _submission(visit: Visit, values: Mapping[str, Any], files: tuple[bytes, ...]) -> Submission:
    source = values.get("source", "form") if visit.person is not None else "form"
    given = frozenset({PRIVACY}) if values.get("privacy") else frozenset()
    consents = None if source == "phone" else Consents(resident_page.notice("privacy").version, given)
    what = values["what"]
    return Submission(
        name=values["name"],
        contact=values["contact"],
        room_no=values["room_no"],
        repair=values["text"] if what == "repair" else "",
        opinion=values["text"] if what == "opinion" else "",
        preferred=values["preferred"],
        photos=files,
        source=source,
        consents=consents,
    )


def _faults(visit: Visit, values: dict[str, Any]) -> dict[str, Text]:
    """Faults by field as the form stands now; of photos, those found when it was sent and still among the files."""
    now = {**values, **{n: st.session_state[f"repair.{n}"] for n in values if f"repair.{n}" in st.session_state}}
    found = {f.field: f.text for f in requests.check(_submission(visit, now, ()))}
    sizes, of_photos = st.session_state.get(FAULTS, ((), None))
    if of_photos is not None and sizes == tuple(file.file_id for file in _chosen()):
        found["photos"] = of_photos
    return found


def _chosen() -> list[Any]:
    return list(st.session_state.get("repair.photos") or [])


def _send(visit: Visit, draft: Draft) -> None:
    """Send the form; with a fault it stays, and what is wrong stands at its fields."""
    values = draft.values
    values.update({n: st.session_state[f"repair.{n}"] for n in values if f"repair.{n}" in st.session_state})
    st.session_state[TRIED] = True
    said = _submission(visit, values, tuple(file.getvalue() for file in _chosen()))
    suspect = draft.is_hasty or bool(st.session_state.get("repair.website"))
    sender = visit.sender((said.contact,), suspect=suspect)
    database = kept.database()
    bound = bounds.bound(database, KIND, sender) if visit.person is None else None
    found = requests.submit(database, said, draft.sent_token, visit.account_id, bound=bound)
    if isinstance(found, Receipt):
        resident_receipt.keep_paper(KIND, found.request_no, _paper(said, found))
        answer = {"request_no": found.request_no, "submitted_at": found.submitted_at.isoformat(), "held": found.held}
        draft.sent(answer)
    else:
        _note(found)


def _note(found: tuple[FieldFault, ...]) -> None:
    of_photos = next((f.text for f in found if f.field == "photos"), None)
    st.session_state[FAULTS] = (tuple(file.file_id for file in _chosen()), of_photos)


def _paper(said: Submission, found: Receipt) -> Callable[[], bytes]:
    request = Request(
        request_no=found.request_no,
        submitted_at=found.submitted_at,
        room_no=said.room_no,
        name=said.name,
        contact=said.contact,
        repair=said.repair,
        opinion=said.opinion,
        preferred=said.preferred,
    )
    return resident_receipt.repair_paper(request)


def _receipt(visit: Visit, draft: Draft) -> None:
    answer = draft.answer or {}
    at = language.instant(datetime.fromisoformat(answer["submitted_at"]))
    resident_receipt.show(
        visit,
        resident_receipt.Shown(
            KIND,
            answer["request_no"],
            _("Received {at}. Keep the number: with it and your contact you see what becomes of it.", at=at),
            _("Many forms are coming in just now, so the office looks at yours before it is given out.")
            if answer["held"]
            else "",
            resident_page.address("my_request", no=answer["request_no"]),
        ),
    )
