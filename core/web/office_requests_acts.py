"""Forms of the acts on a request: the next one first, the others by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from core.office import handling
from core.office.handling import Act
from core.office.work import RequestFile
from core.store.database import Database
from core.store.reveal import Cell
from core.store.tables import OFFICE_SCOPE
from core.texts import N_
from core.web import office_requests_steps as steps
from core.web import office_requests_words as words
from core.web import reveal
from core.web.language import _, escaped
from core.web.office_requests_steps import Bench, Button

SEND = "Ctrl+Enter"
LINE_MOST = 2000
ACTS: Mapping[str, str] = {
    "category": N_("Change the category"),
    "assign": N_("Give to another handler"),
    "note": N_("Write a note"),
    "merge": N_("Merge into another one"),
    "close": N_("Close without a call-back"),
    "reopen": N_("Open again"),
}
_BY_STATE: Mapping[str, tuple[str, ...]] = {
    "new": ("note", "category", "merge", "close"),
    "assigned": ("note", "assign", "category", "merge", "close"),
    "done": ("note", "category", "merge", "close", "reopen"),
    "closed": ("note", "reopen"),
}


def next_act(bench: Bench, file: RequestFile) -> None:
    """The form of what is to be done next."""
    case = _case(file)
    if case["merged_into"]:
        other = case["merged_into"]
        st.info(_("Put together with {other}: that one goes on for both.", other=escaped(other)))
        st.button(
            _("Open {other}", other=other), key="requests.other", type="primary", on_click=steps.go, args=(other,)
        )
        return
    if case["held"] and case["status"] in ("new", "assigned"):
        _held(file)
    if case["status"] == "closed":
        st.success(_("Nothing is left to do here."), icon=":material/check:")
        return
    if case["status"] == "done" and case["confirmed_at"]:
        st.success(_("The resident said that it is mended: no call-back is needed."), icon=":material/check:")
    with st.container(key=f"focus-{steps.form_key(_number(file), 'next').replace('.', '-')}"):
        {"new": assign, "assigned": done, "done": call_back}[case["status"]](bench, file)


def others(bench: Bench, file: RequestFile) -> None:
    """The other acts that are possible now; the chosen one's form."""
    case = _case(file)
    acts = [a for a in _BY_STATE[case["status"]] if not case["merged_into"] or a in ("note", "reopen")]
    names = {act: _(ACTS[act]) for act in acts}
    key = steps.form_key(_number(file), "others")
    chosen = st.pills(_("Something else"), list(names), format_func=names.__getitem__, key=f"{key}.act", wrap=True)
    forms: Mapping[str, Callable[[], None]] = {
        "category": lambda: category(bench, file),
        "assign": lambda: assign(bench, file),
        "note": lambda: _line(file, "note", _("Note"), _("Keep the note"), _("the note is kept"), handling.note),
        "merge": lambda: _line(
            file,
            "merge",
            _("Number of the other one"),
            _("Put together"),
            _("put together"),
            handling.merge,
            leaves=True,
        ),
        "close": lambda: _line(
            file, "close", _("Why"), _("Close the request"), _("closed"), handling.close, leaves=True
        ),
        "reopen": lambda: _line(file, "reopen", _("Why"), _("Open again"), _("opened again"), handling.reopen),
    }
    if chosen:
        forms[chosen]()


def assign(bench: Bench, file: RequestFile) -> None:
    """Category and handler in one: the category is the suggested one until a person says so."""
    case, button = _case(file), _button(file, "assign", _("given to a handler"), leaves=True)
    known = case["category"] if case["category_confirmed"] else None
    with st.form(button.key):
        st.selectbox(
            _("Handler"),
            list(bench.handlers.values()),
            index=None,
            key=f"{button.key}.handler",
            placeholder=_("Choose one, or type a new name"),
            accept_new_options=True,
        )
        _category_field(bench, file, button.key)
        _send(_("Give to the handler"), button, ("category", "handler"), partial(_assign, known=known))


def _assign(database: Database, asked: Act, values: Mapping[str, object], *, known: str | None) -> None:
    code = str(values["category"] or "")
    handling.assign(database, asked, str(values["handler"] or ""), category=code if code != known else None)


def category(bench: Bench, file: RequestFile) -> None:
    """The category alone."""
    button = _button(file, "category", _("the category is confirmed"))
    with st.form(button.key):
        _category_field(bench, file, button.key)
        _send(_("Confirm the category"), button, ("category",), _confirm)


def _confirm(database: Database, asked: Act, values: Mapping[str, object]) -> None:
    handling.confirm_category(database, asked, str(values["category"] or ""))


def done(_bench: Bench, file: RequestFile) -> None:
    """What was done."""
    label = _("What was done (the resident reads this)")
    _line(file, "done", label, _("Mark as done"), _("marked as done"), handling.done, leaves=True)


def call_back(bench: Bench, file: RequestFile) -> None:
    """The number to call by one click, and what came of the call."""
    reveal.at_once(
        Cell("requests", file.row_id, "contact"),
        _("Show the number to call"),
        _("Calling the person back"),
        scope=OFFICE_SCOPE,
        shortcut=steps.CALL_KEY,
    )
    button = _button(file, "call_back", _("the call-back is kept"), leaves=True)
    fields = ("note", "on")
    with st.form(button.key):
        st.text_input(_("What the resident said"), key=f"{button.key}.note", max_chars=LINE_MOST)
        st.date_input(
            _("Call again on (where not reached, or asked to)"),
            None,
            min_value=bench.now.date(),
            format="YYYY-MM-DD",
            key=f"{button.key}.on",
        )
        with st.container(horizontal=True):
            _send(_("Reached: all is well"), button, fields, partial(_call_back, outcome="reached"))
            more: dict[handling.Outcome, str] = {"not_reached": _("Not reached"), "again": _("Call again that day")}
            for outcome, label in more.items():
                st.form_submit_button(
                    label,
                    key=f"{button.key}.{outcome}",
                    on_click=steps.press,
                    args=(button, fields, partial(_call_back, outcome=outcome)),
                )
    st.caption(_("Not mended? Choose “Open again” below and say what is missing."))


def _call_back(database: Database, asked: Act, values: Mapping[str, object], *, outcome: handling.Outcome) -> None:
    on: Any = values["on"]
    handling.call_back(database, asked, outcome, str(values["note"] or ""), on=None if outcome == "reached" else on)


def _held(file: RequestFile) -> None:
    """A request taken in during a flood: let it in, or close it below."""
    button = _button(file, "let_in", _("let in"))
    st.warning(
        _("This came while very many came at once. Look whether it is real: let it in, or close it below."),
        icon=":material/front_hand:",
    )
    st.button(
        _("It is real: let it in"),
        key=f"{button.key}.send",
        type="primary",
        on_click=steps.press,
        args=(button, (), lambda database, asked, _values: handling.let_in(database, asked)),
    )


def _line(  # noqa: PLR0917 (one field, one button)
    file: RequestFile,
    act: str,
    label: str,
    send: str,
    said: str,
    does: Callable[[Database, Act, str], object],
    *,
    leaves: bool = False,
) -> None:
    """A form of one line; Enter sends it."""
    button = _button(file, act, said, leaves=leaves)
    with st.form(button.key):
        st.text_input(label, key=f"{button.key}.text", max_chars=LINE_MOST)
        _send(send, button, ("text",), lambda database, asked, values: does(database, asked, str(values["text"] or "")))


def _send(label: str, button: Button, fields: tuple[str, ...], does: steps.Does) -> None:
    st.form_submit_button(
        label,
        type="primary",
        key=f"{button.key}.send",
        on_click=steps.press,
        args=(button, fields, does),
        shortcut=SEND if ".others." not in button.key else None,
    )


def _category_field(bench: Bench, file: RequestFile, key: str) -> None:
    """The categories in use, that of the request at first, with the keyword that decided it."""
    case, row = _case(file), file.row
    names = {c.code: words.category(c.code, bench.settings) for c in bench.settings.categories if c.in_use}
    codes = list(names)
    suggestion = bench.settings.suggestion(row["repair"], row["opinion"])
    at_first = case["category"] if case["category"] in codes else suggestion.code
    st.selectbox(
        _("Category"),
        codes,
        index=codes.index(at_first) if at_first in codes else None,
        format_func=names.__getitem__,
        key=f"{key}.category",
    )
    if not case["category_confirmed"]:
        st.caption(
            _("Suggested by the keyword “{keyword}”.", keyword=escaped(suggestion.keyword))
            if suggestion.keyword
            else _("No keyword was found in the text.")
        )


def _button(file: RequestFile, act: str, said: str, *, leaves: bool = False) -> Button:
    number = _number(file)
    key = steps.form_key(number, act)
    return Button(number, file.last_event, f"{steps.turn(number)}.{act}", key, said, leaves)


def _number(file: RequestFile) -> str:
    return str(file.row["request_no"])


def _case(file: RequestFile) -> Mapping[str, Any]:
    """The case of a file whose page has one."""
    assert file.case is not None  # noqa: S101 (the page shows no acts without)
    return file.case
