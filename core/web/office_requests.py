"""The page of requests: the work list, one request, or the form for a new one."""

from __future__ import annotations

import streamlit as st

from core.office.work_cases import AT_ONCE, catch_up
from core.store.faults import StoreError
from core.web import kept, language, office_requests_file, office_requests_list, office_requests_new
from core.web import office_requests_steps as steps
from core.web.language import _

ROUNDS = 5
"""How often rows are taken in before a page is shown; what is left comes with the next one."""


def show() -> None:
    """What the address asks for."""
    _catch_up()
    bench = steps.bench()
    steps.said()
    if steps.is_new():
        office_requests_new.show()
    elif steps.opened():
        office_requests_file.show(bench, steps.opened())
    else:
        office_requests_list.show(bench)


def is_list() -> bool:
    """Whether the address asks for the work list, not for one request or the form for a new one."""
    return not steps.is_new() and not steps.opened()


def _catch_up() -> None:
    """Take what came by spreadsheet into the list; where nothing can be written, the list shows what it has."""
    try:
        with st.spinner(_("Looking for requests that came by spreadsheet ...")):
            for _round in range(ROUNDS):
                if catch_up(kept.database()) < AT_ONCE:
                    break
    except StoreError as why:
        st.warning(why.text.say(language.current()), icon=":material/warning:")
