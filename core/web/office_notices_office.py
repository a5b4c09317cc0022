"""What the office says of itself, and the list of the estate's homes."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.office import office_settings
from core.office.coverage import coverage
from core.office.office_settings import SAMPLE_LEAST, SAMPLE_MOST, TEXT_MOST, OfficeSettings
from core.web import kept, language, office_contact_acts
from core.web.language import _
from core.web.office_contact_acts import NOTICES, field, press, value

FORM, ROOMS, BUILDING = "notices.office", "notices.homes", "notices.building"


def settings() -> None:
    """Names, telephone, hours, address, minimum sample."""
    with kept.database().read() as connection:
        standing = office_settings.office(connection)
    with st.form(FORM):
        left, right = st.columns(2)
        left.text_input(_("Name of the estate"), standing.estate, max_chars=TEXT_MOST, key=field(FORM, "estate"))
        right.text_input(_("Name of the office"), standing.office, max_chars=TEXT_MOST, key=field(FORM, "office"))
        left.text_input(_("Telephone"), standing.telephone, max_chars=TEXT_MOST, key=field(FORM, "telephone"))
        right.text_input(
            _("Office hours, as residents read them"),
            standing.hours,
            max_chars=TEXT_MOST,
            placeholder=_("Mon to Fri 8:30 to 17:30"),
            key=field(FORM, "hours"),
        )
        left.text_input(
            _("Address where residents reach this app"),
            standing.base_url,
            max_chars=TEXT_MOST,
            placeholder="https://desk.example",
            help=_("QR codes on cards, posters and receipts open it. Try it with a phone outside the office."),
            key=field(FORM, "base_url"),
        )
        right.number_input(
            _("Nobody is ranked under so many requests"),
            SAMPLE_LEAST,
            SAMPLE_MOST,
            standing.minimum_sample,
            key=field(FORM, "minimum_sample"),
        )
        st.form_submit_button(
            _("Keep these settings"), type="primary", icon=":material/save:", key=f"{FORM}.send", on_click=_keep
        )


def _keep() -> None:
    texts = {name: value(FORM, name) or "" for name in ("estate", "office", "telephone", "hours", "base_url")}
    said = OfficeSettings(**texts, minimum_sample=int(value(FORM, "minimum_sample") or 0))
    press(NOTICES, FORM, _("The settings are kept."), lambda d, t, who: office_settings.change(d, said, t, who))


def homes() -> None:
    """The list of homes: by building, pasted, or built up building by building."""
    with kept.database().read() as connection:
        listed, reach = office_settings.rooms(connection), coverage(connection)
    if not listed:
        st.info(_("There is no list yet. With it, coverage is counted over all homes, also those nobody has seen."))
    else:
        by = pd.Series([office_settings.building_of(room) for room in listed], dtype="str").value_counts(sort=False)
        rows = pd.DataFrame({_("Building"): by.index.to_list(), _("Homes"): by.to_list()})
        st.markdown(_("**{homes} homes** in {buildings} buildings", homes=len(listed), buildings=len(rows)))
        st.dataframe(rows, hide_index=True, height="content" if len(rows) < 10 else 360, key="notices.homes.list")
    if reach.beside:
        said = "、".join(language.escaped(room) for room in reach.beside[:20])
        st.warning(_("Named by forms, requests or cards, and not on the list: {rooms}", rooms=said))
    left, right = st.columns(2, gap="large")
    with left:
        _building(listed)
    with right:
        _paste(listed)


def _building(listed: tuple[str, ...]) -> None:
    """Add a building whose rooms follow one pattern."""
    st.subheader(_("Add a building"), anchor=False)
    with st.form(BUILDING):
        st.text_input(_("Building"), max_chars=10, placeholder="3", key=field(BUILDING, "building"))
        across = st.columns(3)
        across[0].number_input(_("Units"), 1, 20, 2, key=field(BUILDING, "units"))
        across[1].number_input(_("Floors"), 1, 60, 6, key=field(BUILDING, "floors"))
        across[2].number_input(_("Homes a floor"), 1, 30, 2, key=field(BUILDING, "homes"))
        st.caption(_("Rooms are written building-unit-room: 3-2-501."))
        st.form_submit_button(
            _("Add its homes"), icon=":material/domain_add:", key=f"{BUILDING}.send", on_click=_add, args=(listed,)
        )


def _add(listed: tuple[str, ...]) -> None:
    building = str(value(BUILDING, "building") or "").strip()
    if not building:
        office_contact_acts.say("error", _("Say the building."))
        return
    units, floors, across = (int(value(BUILDING, name) or 1) for name in ("units", "floors", "homes"))
    _change(BUILDING, [*listed, *office_settings.rooms_of(building, units, floors, across)])


def _paste(listed: tuple[str, ...]) -> None:
    """The whole list as text."""
    st.subheader(_("The whole list"), anchor=False)
    with st.form(ROOMS):
        st.text_area(
            _("Rooms, one a line or with commas between"), "\n".join(listed), height=260, key=field(ROOMS, "rooms")
        )
        st.form_submit_button(_("Keep this list"), icon=":material/save:", key=f"{ROOMS}.send", on_click=_keep_list)


def _keep_list() -> None:
    _change(ROOMS, office_settings.read_rooms(str(value(ROOMS, "rooms") or "")))


def _change(form: str, homes_listed: list[str]) -> None:
    press(
        NOTICES,
        form,
        lambda count: _("The list has {count} homes.", count=language.number(count)),
        lambda d, t, who: office_settings.change_rooms(d, homes_listed, t, who),
    )
    st.session_state[office_contact_acts.TOKENS].pop(ROOMS, None)  # the text of the list is another one now
