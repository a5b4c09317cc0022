"""Going from one request to the next, and doing an act of the office: once, as the person saw it, said afterwards.

Which request is open stands in the address. A button's act runs before the page is drawn anew, with the number, the
token and the newest event that stood on the screen when it was pressed: pressed twice it is done once, and on a request
that moved meanwhile it is refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import streamlit as st

from core.office import work
from core.office.handling import Act, Moved
from core.office.requests_cases import office_now
from core.office.work import BLANKS, Wanted
from core.office.work_settings import WorkSettings, work_settings
from core.store.database import Database
from core.store.faults import StoreError
from core.store.tables import OFFICE_SCOPE
from core.web import kept, language, signed_in
from core.web.language import _, escaped

RIGHT = "request.handle"
OPEN, NEW = "no", "new"
"""In the address: the number of the request that is open, and the form for a new one."""
SAID, PASSED, WANTED, TURNS = "requests.said", "requests.passed", "requests.wanted", "requests.turns"
PASSED_MOST = 200
NEXT_KEY, LIST_KEY, NEW_KEY, CALL_KEY = "Alt+N", "Alt+L", "Alt+A", "Alt+K"
"""Keys of the buttons that are pressed most. With Alt they work while something is typed, too; none is a browser's."""


@dataclass(frozen=True)
class Bench:
    """What a run of the page works with: the database, the office's instant, its settings, handlers by number."""

    database: Database
    now: datetime
    settings: WorkSettings
    handlers: Mapping[int, str]


def bench() -> Bench:
    """What stands now."""
    database = kept.database()
    with database.read() as connection:
        handlers = work.handler_choices(connection, database.sealer, limit=200)
        return Bench(database, office_now(database), work_settings(connection), handlers)


def opened() -> str:
    """The number of the request that is open; blank for none."""
    return str(st.query_params.get(OPEN, ""))


def is_new() -> bool:
    """Whether the form for a new request is open."""
    return NEW in st.query_params


def go(number: str) -> None:
    """Open a request."""
    st.query_params[OPEN] = number
    if NEW in st.query_params:
        del st.query_params[NEW]


def to_list() -> None:
    """Go back to the list, which begins anew with what comes next."""
    for name in (OPEN, NEW):
        if name in st.query_params:
            del st.query_params[name]
    st.session_state.pop(PASSED, None)


def to_new() -> None:
    """Open the form for a new request."""
    to_list()
    st.query_params[NEW] = "yes"


def skip(number: str) -> None:
    """Leave a request as it is and open the next one that lacks something; the list where there is none."""
    passed = st.session_state.setdefault(PASSED, [])
    if number not in passed:
        passed.append(number)
        del passed[:-PASSED_MOST]
    following = next_one(number)
    if following:
        go(following)
    else:
        to_list()
        say("info", _("That was the last one that lacks something."))


def next_one(current: str = "") -> str:
    """The next request that lacks something, as the list is narrowed; those passed by are left out. Blank for none."""
    wanted: Wanted = st.session_state.get(WANTED) or Wanted()
    passed = {*st.session_state.get(PASSED, ()), current} - {""}
    now = office_now(kept.database())
    with kept.database().read() as connection:
        for blank in [wanted.blank] if wanted.blank else BLANKS:
            asked = replace(wanted, blank=blank)
            some = work.work_list(connection, kept.database().sealer, asked, now, limit=len(passed) + 1)
            for number in some.frame["request_no"]:
                if number not in passed:
                    return str(number)
    return ""


def say(kind: str, text: str) -> None:
    """Have the next run say something at its top: success, info or error."""
    st.session_state.setdefault(SAID, []).append((kind, text))


def said() -> None:
    """What was done just now, once."""
    icons = {"success": ":material/check:", "info": ":material/info:", "error": ":material/error:"}
    for kind, text in st.session_state.pop(SAID, []):
        {"success": st.success, "info": st.info, "error": st.error}[kind](escaped(text), icon=icons[kind])


def turn(number: str) -> str:
    """A mark of a request's forms, another one after each act: a second press of a button finds no form."""
    turns: dict[str, str] = st.session_state.setdefault(TURNS, {})
    return turns.setdefault(number, secrets.token_urlsafe(24))


def form_key(number: str, act: str) -> str:
    """The key of a form of a request as it stands on the screen."""
    return f"requests.{act}.{number}.{turn(number)[:8]}"


@dataclass(frozen=True)
class Button:
    """What a button was drawn for.

    Attributes:
        number: The request.
        seen: Its newest event on the screen.
        token: Of the form.
        key: Of the form; its fields are `key.field`.
        said: What is said when it is done, translated.
        leaves: Whether the next request is opened then.
    """

    number: str
    seen: int
    token: str
    key: str
    said: str
    leaves: bool = False


Does = Callable[[Database, Act, Mapping[str, object]], object]


def press(button: Button, fields: Sequence[str], does: Does) -> None:
    """Do what a button is for; the callback of the button.

    What refuses it is said, and what was typed stays: after a refusal because somebody else was there first it stands
    in a form of its own, so that no second press sends it to what was not yet seen.
    """
    state = st.session_state
    values = {name: state.get(f"{button.key}.{name}") for name in fields}
    if not signed_in.may(RIGHT, OFFICE_SCOPE):
        say("error", _("You may not do this."))
        return
    asked = Act(button.number, button.token, signed_in.person().account_id, button.seen)
    try:
        does(kept.database(), asked, values)
    except StoreError as refused:
        say("error", refused.text.say(language.current()))
        if isinstance(refused, Moved):
            _anew(button, values)
        return
    _turned(button.number)
    say("success", f"{button.number}: {button.said}")
    if button.leaves:
        skip(button.number)


def _turned(number: str) -> None:
    st.session_state.setdefault(TURNS, {}).pop(number, None)


def _anew(button: Button, values: Mapping[str, object]) -> None:
    """Carry what was typed into the next form of the same act."""
    _turned(button.number)
    act = button.key.split(".")[1]
    for name, value in values.items():
        st.session_state[f"{form_key(button.number, act)}.{name}"] = value
