"""Fields of a form on a phone: a label as on paper, what was typed, what is wrong with it right below.

What was typed stands in a dictionary of the draft; the widget is told it when it is new, and tells it back at each run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from core.office.paper.words import choice, label
from core.registries.columns import Column
from core.texts import Text
from core.web import language
from core.web.language import _

Values = dict[str, Any]
TRAP = "resident_website"
"""Key of the container that people do not see; the shell's style and script know it."""
FILLED_IN = ("collected_on",)
"""Columns that the house fills in where they were left blank."""
_FILLED_BY_BROWSER = {"name": "name", "contact": "tel"}


def told(values: Values, name: str, key: str, empty: object = "") -> None:
    """See to it that a widget shows what was typed, and the values what the widget shows."""
    if key in st.session_state:
        values[name] = st.session_state[key]
    else:
        st.session_state[key] = values.setdefault(name, empty)


def titled(registry_name: str, column: Column, *, due: bool | None = None) -> str:
    """What a field is called; a star where it has to be filled in."""
    said = label(registry_name, column.name, language.current())
    return said + (" *" if (column.required if due is None else due) else "")


@contextmanager
def checked(fault: Text | None) -> Iterator[None]:
    """A place for a widget, and below it what is wrong with what it holds."""
    with st.container(gap="xsmall"):
        yield
        if fault is not None:
            st.markdown(f":red[:material/error: {language.escaped(fault.say(language.current()))}]")


def field(registry_name: str, column: Column, values: Values, key: str, fault: Text | None = None) -> None:
    """A field for one value of a row.

    Args:
        registry_name: Whose column.
        column: A choice becomes a list to choose from, anything else a line to type.
        values: Of the row; the value is put into it.
        key: Of the widget.
        fault: What is wrong with it; None for nothing.
    """
    spoken = language.current()
    said = titled(registry_name, column, due=column.required and column.name not in FILLED_IN)
    told(values, column.name, key)
    with checked(fault):
        if column.choices:
            words = {
                "": _("not said"),
                **{c.code: choice(registry_name, column.name, c.code, spoken) for c in column.choices},
            }
            if st.session_state[key] not in words:
                st.session_state[key] = ""
            st.selectbox(
                said,
                list(words),
                format_func=words.__getitem__,
                key=key,
                filter_mode=None,
            )
        else:
            st.text_input(said, key=key, placeholder=_placeholder(column), autocomplete="off")


def _placeholder(column: Column) -> str | None:
    if column.kind == "date":
        return "1970-05-01" if column.name == "birth_date" else column.example
    if column.kind == "contact":
        return _("Mobile, landline, e-mail or QQ")
    return column.example if column.kind == "plate" or column.name in ("room_no", "parking_space") else None


def trap(kind: str) -> bool:
    """A field that people do not see; whether it was filled in."""
    with st.container(key=TRAP):
        filled = st.text_input(_("Leave this blank"), key=f"{kind}.website", autocomplete="off")
    return bool(filled)


def by_browser(name: str) -> str:
    """What a browser may fill into a field about the person in front of it."""
    return _FILLED_BY_BROWSER.get(name, "off")
