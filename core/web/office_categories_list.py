"""Categories: their names, keywords and due times, trying a text, changing one and adding one."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from core.office.categories import OPINION, OTHER, Category, suggest
from core.office.work_settings import DUE_MOST, LENGTH_MOST, WorkSettings, change_category
from core.store.database import Database
from core.texts import LANGUAGES
from core.web import choose, language
from core.web import office_categories_acts as acts
from core.web.language import _, escaped

NEW = "+"
CHOSEN = "category_open"
FORM = "category"
PLACE_MOST = 999


def show(settings: WorkSettings) -> None:
    """The list, a text to try, the form."""
    _table(settings)
    _try(settings)
    st.subheader(_("Change a category"), anchor=False)
    by_code = {c.code: c for c in settings.categories}
    names = {**{c.code: c.name(language.current()) for c in settings.categories}, NEW: _("A new category")}
    code = choose.one_of(CHOSEN, _("Category"), list(names), say=names.__getitem__)
    _form(by_code.get(code) or _blank(settings))


def _table(settings: WorkSettings) -> None:
    rows = [
        {
            _("Category"): c.name(language.current()),
            _("Due within"): _("{hours} working hours", hours=language.number(c.due_hours)),
            _("In use"): _("yes") if c.in_use else _("no"),
            _("Keywords"): "、".join(c.keywords),
        }
        for c in settings.categories
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="categories.table", placeholder="")


def _try(settings: WorkSettings) -> None:
    """What a text would suggest, as the categories stand."""
    text = st.text_input(
        _("Try a text: which category would be suggested?"),
        key="categories.try",
        max_chars=200,
        placeholder=_("for example: the tap in the kitchen is dripping"),
    ).strip()
    if not text:
        return
    found = suggest(text, settings.categories)
    name = next(c.name(language.current()) for c in settings.categories if c.code == found.code)
    if found.keyword:
        st.info(_("{name}, by the keyword “{keyword}”.", name=escaped(name), keyword=escaped(found.keyword)))
    else:
        st.info(_("{name}: no keyword of any category stands in it.", name=escaped(name)))


def _form(category: Category) -> None:
    form = f"{FORM}.{category.code}"
    st.caption(
        _(
            "Keywords may be written in either script. The longest one found decides. A request that is open keeps its "
            "due time until its category is confirmed again."
        )
    )
    with st.form(acts.field(form, "form")):
        columns = st.columns(len(LANGUAGES))
        for spoken, column in zip(LANGUAGES, columns, strict=True):
            column.text_input(
                _("Name in {language}", language=language.NAMES[spoken]),
                category.names.get(spoken, ""),
                key=acts.field(form, spoken),
                max_chars=LENGTH_MOST,
            )
        st.text_area(
            _("Keywords, one a line"), "\n".join(category.keywords), key=acts.field(form, "keywords"), height=180
        )
        left, right = st.columns(2)
        left.number_input(
            _("Due within so many working hours"), 1, DUE_MOST, category.due_hours, key=acts.field(form, "due")
        )
        right.number_input(
            _("Place in lists (smaller first)"), 0, PLACE_MOST, category.place, key=acts.field(form, "place")
        )
        st.checkbox(
            _("In use: offered and suggested"),
            category.in_use,
            key=acts.field(form, "in_use"),
            disabled=category.code in (OTHER, OPINION),
        )
        st.form_submit_button(
            _("Save the category"),
            type="primary",
            on_click=acts.press,
            args=(form, _("The category is saved."), partial(_save, form, category.code)),
        )


def _save(form: str, code: str, database: Database, token: str, account_id: int) -> None:
    names = {spoken: str(acts.value(form, spoken) or "") for spoken in LANGUAGES}
    keywords = tuple(str(acts.value(form, "keywords") or "").splitlines())
    due, place = (int(str(acts.value(form, name) or 0)) for name in ("due", "place"))
    category = Category(code, names, keywords, due, bool(acts.value(form, "in_use")), place)
    change_category(database, category, token, account_id)
    choose.keep(CHOSEN, code)
    st.session_state[f"choose.{CHOSEN}"] = code


def _blank(settings: WorkSettings) -> Category:
    """A category of the office's own, not kept yet."""
    known = {c.code for c in settings.categories}
    code = next(code for number in range(1, len(known) + 2) if (code := f"own_{number}") not in known)
    return Category(code, {}, (), 15, place=max(c.place for c in settings.categories) + 1)
