"""The page where the office writes its notices: one kind, one language, a preview, and the versions before."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from core.clock import local
from core.office import notices
from core.office.notices import Notice
from core.texts import LANGUAGES, N_
from core.web import choose, kept, language, office_contact_acts, office_notices_office, resident_page
from core.web.language import _
from core.web.office_contact_acts import NOTICES, press

KINDS = {
    "promise": N_("Service promise"),
    "scope": N_("What we look after"),
    "purpose": N_("What we work for"),
    "tips": N_("Good to know"),
    "privacy": N_("Privacy notice"),
}
VIEWS = {"notices": N_("Notices"), "office": N_("The office"), "homes": N_("List of homes")}


def show() -> None:
    """The notices, what the office says of itself, or the list of homes."""
    office_contact_acts.said()
    views = {name: _(said) for name, said in VIEWS.items()}
    view = choose.one_of("view", _("Show"), list(views), say=views.__getitem__, style="buttons")
    if view == "office":
        office_notices_office.settings()
    elif view == "homes":
        office_notices_office.homes()
    else:
        _notices()


def _notices() -> None:
    kinds = {name: _(said) for name, said in KINDS.items()}
    left, right = st.columns(2)
    with left:
        kind = choose.one_of("kind", _("Notice"), list(kinds), say=kinds.__getitem__)
    with right:
        spoken = choose.one_of(
            "of",
            _("Its language"),
            LANGUAGES,
            say=language.NAMES.__getitem__,
            default=language.current(),
            style="buttons",
        )
    with kept.database().read() as connection:
        standing = notices.current(connection, kind, spoken)
        behind = notices.behind(connection, kind)
        before = notices.history(connection, kind, spoken)
    _edit(standing)
    if behind:
        named = "、".join(language.NAMES[other] for other in behind)
        st.info(_("Changed in one language and not yet in: {languages}.", languages=named), icon=":material/translate:")
    _history(before)


def _edit(standing: Notice) -> None:
    """The text on the left, as residents see it on the right."""
    form = f"notices.{standing.kind}.{standing.language}.{standing.version}"
    title_key, body_key = f"{form}.title", f"{form}.body"
    st.session_state.setdefault(title_key, standing.title)
    st.session_state.setdefault(body_key, standing.body)
    left, right = st.columns(2, gap="large")
    with left:
        title = st.text_input(_("Title"), key=title_key, max_chars=notices.TITLE_MOST)
        body = st.text_area(_("Text"), key=body_key, height=420, max_chars=notices.BODY_MOST)
        st.caption(
            _("A blank line begins a paragraph, “- ” or “1. ” at the start of a line an item. The rest is plain text.")
        )
        changed = (" ".join(title.split()), notices.tidy(body)) != (standing.title, standing.body)
        with st.container(horizontal=True):
            st.button(
                _("Keep this text"),
                type="primary",
                icon=":material/save:",
                key=f"{form}.send",
                on_click=_keep,
                args=(standing, title_key, body_key),
            )
            if changed:
                st.button(
                    _("Back to what stands"),
                    icon=":material/undo:",
                    key=f"{form}.back",
                    on_click=_put,
                    args=(standing, standing),
                )
    with right:
        st.caption(_("As residents see it") if not changed else _("As residents will see it; not kept yet"))
        with st.container(border=True):
            st.subheader(language.escaped(title), anchor=False)
            resident_page.show_notice(replace(standing, title=title, body=body))
        st.caption(_said(standing))


def _said(notice: Notice) -> str:
    """Which version it is, of whom and when."""
    if notice.made_at is None:
        return _("Version {version}, as it comes with the program", version=notice.version)
    return _(
        "Version {version}, {name}, {at}",
        version=notice.version,
        name=language.escaped(notice.shown_name),
        at=language.instant(local(notice.made_at)),
    )


def _keep(standing: Notice, title_key: str, body_key: str) -> None:
    title, body = st.session_state[title_key], st.session_state[body_key]

    def done(version: int) -> str:
        if version == standing.version:
            return _("Nothing changed: the text stands as it was.")
        return _("Version {version} stands now beside the forms.", version=version)

    press(
        NOTICES,
        f"notices.{standing.kind}.{standing.language}",
        done,
        lambda d, t, who: notices.change(
            d, standing.kind, standing.language, title, body, t, who, seen=standing.version
        ),
    )


def _put(standing: Notice, taken: Notice) -> None:
    """Put a version into the editor of what stands."""
    form = f"notices.{standing.kind}.{standing.language}.{standing.version}"
    st.session_state[f"{form}.title"], st.session_state[f"{form}.body"] = taken.title, taken.body


def _history(before: list[Notice]) -> None:
    """Versions, newest first; one can be looked at and taken into the editor."""
    with st.expander(_("Versions ({count})", count=len(before)), icon=":material/history:"):
        rows = {
            _("Version"): [n.version for n in before],
            _("When"): [language.instant(local(n.made_at)) if n.made_at else _("shipped") for n in before],
            _("Who"): [n.shown_name for n in before],
            _("Title"): [n.title for n in before],
        }
        st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", key=f"notices.history.{len(before)}")
        if len(before) < 2:
            return
        of = {n.version: n for n in before}
        chosen = st.selectbox(_("Look at version"), list(of)[1:], key=f"notices.look.{before[0].kind}.{len(before)}")
        with st.container(border=True):
            st.subheader(language.escaped(of[chosen].title), anchor=False)
            resident_page.show_notice(of[chosen])
        st.button(_("Take this text into the editor"), key="notices.take", on_click=_put, args=(before[0], of[chosen]))
