"""Widgets of a page, found by what a person reads beside them."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

FIELDS = (
    "text_input",
    "text_area",
    "number_input",
    "checkbox",
    "selectbox",
    "multiselect",
    "date_input",
    "time_input",
)


def field(app: AppTest, label: str) -> Any:
    """What is filled in, by its label or the beginning of it."""
    return _labelled([widget for kind in FIELDS for widget in getattr(app, kind)], label)


def button(app: AppTest, label: str) -> Any:
    """A button, by its label or the beginning of it."""
    return _labelled(list(app.button), label)


def pressed(app: AppTest, label: str) -> AppTest:
    """The page once a button was pressed."""
    button(app, label).click().run()
    assert not app.exception
    return app


def _labelled(widgets: list[Any], label: str) -> Any:
    return next((w for w in widgets if w.label == label), None) or next(w for w in widgets if w.label.startswith(label))
