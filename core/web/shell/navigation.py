"""Which pages there are, and the sidebar around them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from core.access import roles, sessions
from core.access.roles import Person
from core.texts import LANGUAGES, N_
from core.web import choose, kept, language, signed_in
from core.web.language import _
from core.web.shell.forms import PRODUCT

ROOT = Path(__file__).resolve().parents[3]
ICON = Path(__file__).parent / "icon.png"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation: its file under `pages/`, title, icon and section."""

    file: str
    title: str
    icon: str
    section: str

    @property
    def name(self) -> str:
        """The page's name in addresses."""
        return self.file.rpartition("/")[2].removesuffix(".py")


START = N_("Start")
LOOK = N_("Look")
KNOW = N_("Rules")
DESK = N_("Property desk")
HOUSE = N_("The house")
RESIDENTS = N_("For residents")
MINE = N_("You")
ENTRIES = (
    Entry("store/home.py", N_("Home"), ":material/home:", START),
    Entry("store/upload.py", N_("Upload"), ":material/upload_file:", START),
    Entry("store/overview.py", N_("Overview"), ":material/dashboard:", LOOK),
    Entry("store/rotation.py", N_("Rotation"), ":material/sync:", LOOK),
    Entry("store/clients.py", N_("Clients"), ":material/contacts:", LOOK),
    Entry("store/deals.py", N_("Deals"), ":material/handshake:", LOOK),
    Entry("store/team.py", N_("Team"), ":material/groups:", LOOK),
    Entry("store/findings.py", N_("Findings"), ":material/flag:", LOOK),
    Entry("store/questions.py", N_("Open questions"), ":material/help:", LOOK),
    Entry("store/rules.py", N_("Rule cards"), ":material/gavel:", KNOW),
    Entry("store/settings.py", N_("Settings"), ":material/tune:", KNOW),
    Entry("store/history.py", N_("History"), ":material/history:", START),
    Entry("office/requests.py", N_("Work list"), ":material/build:", DESK),
    Entry("office/tally.py", N_("Tally"), ":material/bar_chart:", DESK),
    Entry("office/categories.py", N_("Categories and hours"), ":material/category:", DESK),
    Entry("office/contact_day.py", N_("Contact day"), ":material/storefront:", DESK),
    Entry("office/notices_edit.py", N_("Notices and office"), ":material/campaign:", DESK),
    Entry("office/archive.py", N_("Archive"), ":material/home_work:", DESK),
    Entry("office/paper.py", N_("Paper forms"), ":material/print:", DESK),
    Entry("office/people.py", N_("People"), ":material/person_search:", HOUSE),
    Entry("admin/accounts.py", N_("Accounts"), ":material/manage_accounts:", HOUSE),
    Entry("admin/audit.py", N_("Audit log"), ":material/fact_check:", HOUSE),
    Entry("admin/retention.py", N_("Retention"), ":material/auto_delete:", HOUSE),
    Entry("admin/backup.py", N_("Backup"), ":material/backup:", HOUSE),
    Entry("resident/repair.py", N_("Repair or opinion"), ":material/home_repair_service:", RESIDENTS),
    Entry("resident/information.py", N_("Information form"), ":material/family_home:", RESIDENTS),
    Entry("resident/my_request.py", N_("My request"), ":material/search:", RESIDENTS),
    Entry("resident/notices.py", N_("Notices"), ":material/campaign:", RESIDENTS),
    Entry("account/account.py", N_("My account"), ":material/person:", MINE),
)


FILES = {entry.name: ROOT / "pages" / entry.file for entry in ENTRIES}
"""Page -> its file."""


def path_of(name: str) -> Path:
    """File of a page by its name.

    Raises:
        KeyError: There is no such page.
    """
    return FILES[name]


def show() -> None:
    """Run one visit: the frame, then the page that the address names, for the person who is signed in.

    Every page is known by its address and only those of the person stand in the sidebar; a page asks again by itself
    (`signed_in.guard`), since a fragment runs without this frame. Nobody signed in sees the residents' pages, which
    name each other themselves (`resident_page.head`), and no sidebar.
    """
    spoken = language.current()
    someone = signed_in.current()
    # Streamlit would give the icon out below /media/, which is for people with a session; the document names it already
    st.set_page_config(page_title=_(PRODUCT), page_icon=str(ICON) if someone else None, layout="wide")
    chosen = st.navigation(_sections(someone), position="sidebar" if someone else "hidden", expanded=True)
    name = chosen.url_path or "home"  # the default page has no path of its own
    if someone is None and name in roles.PUBLIC:
        chosen.run()
        return
    someone = signed_in.person()
    st.logo(str(ICON), size="large")
    with st.sidebar:
        choose.into(st.container())
        _language_switch(spoken)
        _way_out(someone)
    if not roles.may_open(someone, name):
        st.session_state["page"] = name
        signed_in.guard(name)
    chosen.run()


def _sections(someone: Person | None) -> dict[str, list[st.Page]]:
    """Pages by section; visible where the person may open them."""
    sections: dict[str, list[st.Page]] = {}
    for entry in ENTRIES:
        page = st.Page(
            path_of(entry.name),
            title=_(entry.title),
            icon=entry.icon if someone else None,  # without a sidebar it would be fetched from elsewhere as the tab's
            url_path=entry.name,
            default=entry.name == "home",
            visibility="visible" if _is_visible(someone, entry.name) else "hidden",
        )
        sections.setdefault(_(entry.section), []).append(page)
    return sections


def _is_visible(someone: Person | None, name: str) -> bool:
    """Whether a page stands in the sidebar; those of the residents only for who types their papers in."""
    if someone is None:
        return False
    return "office" in someone.roles if name in roles.PUBLIC else roles.may_open(someone, name)


def _way_out(someone: Person) -> None:
    """Who is signed in, and the button that ends it."""
    st.caption(_("Signed in as {name}", name=language.escaped(someone.shown_name)))
    st.button(_("Sign out"), icon=":material/logout:", key="shell.sign_out", on_click=_sign_out, width="stretch")


def _sign_out() -> None:
    sessions.end(kept.database(), signed_in.token())
    signed_in.forget()
    st.session_state[signed_in.LEFT] = True


def _language_switch(spoken: str) -> None:
    st.session_state["language.switch"] = spoken
    st.selectbox(
        _("Language"),
        LANGUAGES,
        format_func=language.NAMES.__getitem__,
        key="language.switch",
        on_change=lambda: language.change(st.session_state["language.switch"]),
    )
