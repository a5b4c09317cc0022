"""Which pages there are, and the sidebar around them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from core.texts import LANGUAGES, N_
from core.web import choose, language
from core.web.language import _
from core.web.shell.gate import PRODUCT

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
        return Path(self.file).stem


START = N_("Start")
LOOK = N_("Look")
KNOW = N_("Rules")
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
)


def path_of(name: str) -> Path:
    """File of a page by its name.

    Raises:
        KeyError: There is no such page.
    """
    for entry in ENTRIES:
        if entry.name == name:
            return ROOT / "pages" / entry.file
    raise KeyError(name)


def show() -> None:
    """Run one visit: the frame, then the page that the address names."""
    spoken = language.current()
    st.set_page_config(page_title=_(PRODUCT), page_icon=str(ICON), layout="wide")
    sections: dict[str, list[st.Page]] = {}
    for entry in ENTRIES:
        file = path_of(entry.name)
        if file.exists():
            page = st.Page(
                file, title=_(entry.title), icon=entry.icon, url_path=entry.name, default=entry.name == "home"
            )
            sections.setdefault(_(entry.section), []).append(page)
    st.logo(str(ICON), size="large")
    chosen = st.navigation(sections, expanded=True)
    with st.sidebar:
        choose.into(st.container())
        _language_switch(spoken)
    chosen.run()


def _language_switch(spoken: str) -> None:
    st.session_state["language.switch"] = spoken
    st.selectbox(
        _("Language"),
        LANGUAGES,
        format_func=language.NAMES.__getitem__,
        key="language.switch",
        on_change=lambda: language.change(st.session_state["language.switch"]),
    )
