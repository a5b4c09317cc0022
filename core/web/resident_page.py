"""The frame of the residents' pages: for anybody on a phone, and for the office at the desk.

    with resident_page.framed("notices", _("Notices")) as visit:
        ...

Nobody signed in sees the residents' pages alone, named in a row at the top; whoever is signed in has the sidebar.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import logs
from core.access import roles
from core.access.roles import Person
from core.office import bounds, cards, notices, office_settings
from core.office.bounds import Sender
from core.office.notices import Notice
from core.office.office_settings import OfficeSettings
from core.store.faults import Refused
from core.texts import LANGUAGES
from core.web import kept, language, signed_in
from core.web.language import _
from core.web.shell.anonymous import WAYS

CARD = "card"
CARD_KEY = "resident.card"


@dataclass(frozen=True)
class Visit:
    """Who has a resident's page open.

    Attributes:
        name: The page's name.
        person: Who of the office types a paper in; None for a resident, and for people of the store who look.
        card: Code of the service card that opened the page; blank for none.
        card_room: The room that the card was given out to; blank for none.
    """

    name: str
    person: Person | None
    card: str = ""
    card_room: str = ""

    @property
    def account_id(self) -> int | None:
        """The account of who types a paper in; None for a resident."""
        return self.person.account_id if self.person else None

    def sender(self, contacts: tuple[str, ...], *, suspect: bool) -> Sender:
        """Who sends a form from here."""
        return Sender(contacts, bounds.network(st.context.ip_address), self.card, suspect)


def head(name: str, title: str, lead: str = "") -> Visit:
    """Begin a page that anybody may open.

    Args:
        name: A name of `roles.PUBLIC`.
        title: Translated heading.
        lead: One translated sentence under it; blank for none.

    Raises:
        KeyError: The page is not among those that anybody may open.
        StoreError: The database cannot be opened.
    """
    if name not in roles.PUBLIC:
        raise KeyError(name)
    spoken = language.current()
    st.session_state["page"] = name
    someone = signed_in.current()
    if someone is not None:
        someone = signed_in.person()
    elif signed_in.OWNER in st.session_state:
        signed_in.forget()  # a former person's session ended; nothing of theirs is for whoever sits here now
    logs.about(page=name, account_id=someone.account_id if someone else None)
    if someone is None:
        _top(spoken)
    st.title(title, anchor=False)
    if lead:
        st.caption(lead)
    card = _card()
    return Visit(name, someone if someone and roles.may(someone, "upload.commit", "") else None, *card)


def _top(spoken: str) -> None:
    """The estate's name, the languages, and the ways to the other pages."""
    with st.container(key="resident_top", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{language.escaped(_office_name())}**", width="stretch")
        st.session_state["resident.language"] = spoken
        st.segmented_control(
            _("Language"),
            LANGUAGES,
            format_func=language.NAMES.__getitem__,
            key="resident.language",
            label_visibility="collapsed",
            on_change=_change_language,
            width="content",
        )
    with st.container(key="resident_ways", horizontal=True, gap="xsmall"):
        for way, label in WAYS.items():
            st.page_link(f"pages/resident/{way}.py", label=_(label))


def _change_language() -> None:
    chosen = st.session_state["resident.language"]
    if chosen:  # pressing the language that is spoken already chooses none
        language.change(chosen)


def _card() -> tuple[str, str]:
    """The service card of the address, kept for the other pages; its code and its room, blank for none."""
    code = str(st.query_params.get(CARD, ""))[:40] or st.session_state.get(CARD_KEY, "")
    if not code:
        return "", ""
    with kept.database().read() as connection:
        room = cards.room_of(connection, code)
    if room is None:
        return "", ""
    st.session_state[CARD_KEY] = code
    return code, room


def settings() -> OfficeSettings:
    """What the office says of itself."""
    with kept.database().read() as connection:
        return office_settings.office(connection)


def _office_name() -> str:
    of = settings()
    return " ".join(name for name in (of.estate, of.office) if name) or _("Property office")


def address(page: str, **asked: str) -> str:
    """The whole address of a page of ours as others reach it, without anything of the person who is on it.

    The office says where that is; else it is the server that this browser uses.
    """
    base = settings().base_url or "/".join((st.context.url or "").split("/")[:3])
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{base}/{page}" + (f"?{query}" if query else "")


def notice(kind: str) -> Notice:
    """A notice as it stands in the language of this session."""
    with kept.database().read() as connection:
        return notices.current(connection, kind, language.current())


def show_notice(found: Notice) -> None:
    """The text of a notice; whatever the office typed stays text."""
    for block in notices.blocks(found.body):
        lines = [language.escaped(line) for line in block.lines]
        if block.kind == "paragraph":
            st.markdown("  \n".join(lines))
        else:
            mark = "- " if block.kind == "bullets" else "1. "
            st.markdown("\n".join(mark + line for line in lines))


def beside() -> DeltaGenerator:
    """Two columns, on a phone one below the other; the notices go into the second, the first is given back."""
    form, side = st.columns([7, 3], gap="large")
    with side:
        for kind in ("promise", "tips"):
            found = notice(kind)
            with st.expander(language.escaped(found.title), expanded=kind == "promise"):
                show_notice(found)
        _reach()
    return form


def _reach() -> None:
    of = settings()
    if of.telephone:
        said = _("Telephone of the office: {telephone}", telephone=language.escaped(of.telephone))
        st.markdown(f":material/call: {said}" + (f"  \n{language.escaped(of.hours)}" if of.hours else ""))


def attempt(act: Callable[[], None]) -> None:
    """Do something that the house may refuse, and say in its own words where it does."""
    try:
        act()
    except bounds.TooMany as why:
        st.warning(why.text.say(language.current()), icon=":material/hourglass_top:")
    except Refused as why:
        st.error(why.text.say(language.current()), icon=":material/error:")
