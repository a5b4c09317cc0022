"""The home page: what is open, the ways to begin that a person has, and what is promised about the data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

import streamlit as st

from core.access import roles
from core.access.roles import Person
from core.web import datasets, exports, language, page
from core.web.dataset import DataSet
from core.web.language import _

MOST_NAMED = 5

OVERVIEW, ROTATION, UPLOAD = ("pages/store/overview.py", "pages/store/rotation.py", "pages/store/upload.py")


def first_page(person: Person) -> str | None:
    """The file of the page that a person begins to look at stores with; None where no page of the stores is theirs."""
    if roles.may_open(person, "overview"):
        return OVERVIEW
    return ROTATION if roles.may_open(person, "rotation") else None


def now_open(dataset: DataSet | None, person: Person) -> None:
    """Which data is open, with the way on and the way out; without any, what to do next."""
    if dataset is None:
        st.info(_nothing(person), icon=":material/info:")
        page.go_on_without()
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(_open_now(dataset))
        target = first_page(person)
        label = _("Go to the overview") if target == OVERVIEW else _("Go to the rotation")
        if target and st.button(label, type="primary", icon=":material/dashboard:", key="home.go"):
            st.switch_page(target)
        if dataset.origin != "kept" and st.button(_("Close it"), key="home.close"):
            datasets.close()
            st.rerun()


def _open_now(dataset: DataSet) -> str:
    if dataset.origin == "demo":
        return _("Open now: **{name}**", name=_("the demo"))
    if dataset.origin == "upload":
        name = language.escaped(dataset.title)
        return _("Open now, only to look at: **{name}**. Nothing of it is saved.", name=name)
    stores = dataset.stores
    said = ("、" if language.locale().language == "zh" else ", ").join(language.escaped(s) for s in stores[:MOST_NAMED])
    if len(stores) > MOST_NAMED:
        return _("Kept here: **{stores}** and {number} more.", stores=said, number=len(stores) - MOST_NAMED)
    return _("Kept here: **{stores}**", stores=said)


def _nothing(person: Person) -> str:
    """What to do where no data is open."""
    if datasets.was_put_away():
        return _("Your upload is no longer in memory. Please upload the files again.")
    if roles.may_open(person, "upload"):
        return _("No data of your stores is kept yet. Upload their spreadsheets, or look at the demo.")
    return _("No data of your stores is kept yet. A clerk or manager uploads it; until then, look at the demo.")


def demo_card(person: Person) -> None:
    """Open the demo."""
    st.subheader(_("Look at the demo"), anchor=False)
    st.markdown(_("A month of three invented stores, with busy weekends, lapsed claims, grabs and disputed deals."))
    if st.button(_("Open the demo"), type="primary", icon=":material/play_arrow:", width="stretch", key="home.demo"):
        with st.spinner(_("Opening the demo ...")):
            datasets.open_demo()
        st.switch_page(first_page(person) or OVERVIEW)


def upload_card() -> None:
    """Go to the upload."""
    st.subheader(_("Upload your spreadsheets"), anchor=False)
    st.markdown(_("Excel or CSV as you keep them. Every fault is shown with its row, before anything is used."))
    if st.button(_("Upload"), icon=":material/upload_file:", width="stretch", key="home.upload"):
        st.switch_page(UPLOAD)


def templates_card(person: Person) -> None:
    """Download the templates of the desks that a person uploads for, in the reader's language."""
    spoken = language.current()
    st.subheader(_("Start from a template"), anchor=False)
    st.markdown(_("Workbooks with drop-down lists, notes and an example row; fill them in and upload them."))
    titles: dict[Literal["store", "office"], str] = {}
    if first_page(person):
        titles["store"] = _("Store template")
    if "office" in person.roles:
        titles["office"] = _("Property office template")
    for desk, title in titles.items():
        st.download_button(
            title,
            partial(_template, desk, spoken),
            f"{desk}-template-{spoken}.xlsx",
            exports.EXCEL_MIME,
            key=f"home.template.{desk}",
            icon=":material/download:",
            width="stretch",
            on_click="ignore",
        )


def _template(desk: Literal["store", "office"], spoken: str) -> bytes:
    from core.registries.template import template  # noqa: PLC0415 (made when it is asked for)

    return template(desk, spoken)


def cards(person: Person) -> None:
    """The ways to begin that a person has, beside each other."""
    ways: list[Callable[[], None]] = []
    if first_page(person):
        ways.append(partial(demo_card, person))
    if roles.may_open(person, "upload"):
        ways += [upload_card, partial(templates_card, person)]
    for column, card in zip(st.columns(len(ways), border=True) if ways else (), ways, strict=True):
        with column:
            card()


def promises() -> None:
    """What happens to the data."""
    st.caption(
        _(
            "What is only looked at stays in the memory of this session and is gone when you close the page. What is "
            "saved is kept in this installation's own database, with everything that tells who people are encrypted, "
            "and is sent nowhere else. Telephone numbers and client names are masked on screen."
        )
    )
