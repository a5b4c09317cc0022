"""The retention page: periods with what is due under them, changing one, letting go, and the register."""

from __future__ import annotations

import secrets
from datetime import date

import pandas as pd
import streamlit as st

from core.access import register_page, roles
from core.access.roles import Person
from core.store import retention
from core.store.faults import StoreError
from core.web import kept, language
from core.web.language import _

TOKEN = "retention.token"  # noqa: S105 (the name of a choice)
DONE = "retention.done"


def periods(person: Person) -> None:
    """Every kind with its period and what is due; a form to change one; the button that lets go."""
    database = kept.database()
    with database.read() as connection:
        days = retention.periods(connection)
        found = {one.kind.code: one for one in retention.due(connection, database.clock())}
    if said := st.session_state.pop(DONE, ""):
        st.success(said, icon=":material/check_circle:")
    rows = [_row(kind, days[kind.code], found.get(kind.code)) for kind in retention.KINDS]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", key="retention.periods", placeholder="")
    st.caption(_("Days are counted on this server's clock. The audit log itself is never shortened."))
    change, run = st.columns(2, border=True)
    with change:
        _change(person, days)
    with run:
        _run(person, sum(sum(one.counts().values()) for one in found.values()))


def _row(kind: retention.Kind, days: int | None, one: retention.Due | None) -> dict[str, str]:
    count = sum(one.counts().values()) if one else 0
    return {
        _("Kind of record"): _(kind.label),
        _("Kept for"): _kept_for(days),
        _("Rows due to go"): language.number(count) if count else "",
        _("The oldest"): _day(one.oldest if one else None),
    }


def _kept_for(days: int | None) -> str:
    return _("for good") if days is None else _("{days} days", days=language.number(days))


def _day(day: date | None) -> str:
    return language.day(day)


def _change(person: Person, days: dict[str, int | None]) -> None:
    st.subheader(_("Change a period"), anchor=False)
    kinds = {kind.code: _(kind.label) for kind in retention.KINDS}
    code = st.selectbox(_("Kind of record"), list(kinds), format_func=kinds.__getitem__, key="retention.kind")
    kind = retention.kind_of(code)
    with st.form(f"retention.change.{code}", border=False):
        for_good = st.checkbox(_("Keep for good"), days[code] is None, key=f"retention.good.{code}")
        wanted = st.number_input(
            _("Days (at least {least})", least=kind.least),
            kind.least,
            retention.MOST_DAYS,
            days[code] or kind.days or kind.least,
            key=f"retention.days.{code}",
        )
        pressed = st.form_submit_button(_("Keep it so"), icon=":material/save:")
    if not pressed or not _allowed(person, "retention.change"):
        return
    try:
        retention.change(kept.database(), code, None if for_good else int(wanted), _token(), person.account_id)
    except StoreError as wrong:
        st.error(wrong.text.say(language.current()))
        return
    _new_token(_("The period is changed. Nothing goes before you let it go."))


def _run(person: Person, rows: int) -> None:
    st.subheader(_("Let go of what is due"), anchor=False)
    if not rows:
        st.info(_("Nothing is older than its period today."))
        return
    st.markdown(
        _(
            "**{rows} rows** go for good, from this database and, with their secrets, from every backup.",
            rows=language.number(rows),
        )
    )
    sure = st.checkbox(_("I know that this cannot be undone"), key="retention.sure")
    if not st.button(_("Let go"), disabled=not sure, icon=":material/delete_forever:", key="retention.run"):
        return
    if not _allowed(person, "retention.run"):
        return
    try:
        with st.spinner(_("Letting go ...")):
            gone = retention.run(kept.database(), person.account_id)
    except StoreError as wrong:
        st.error(wrong.text.say(language.current()))
        return
    count = sum(sum(one.counts().values()) for one in gone)
    _new_token(_("{rows} rows have gone for good.", rows=language.number(count)))


def _allowed(person: Person, action: str) -> bool:
    if roles.may(person, action):
        return True
    st.error(_("This page is not for your role. Whoever looks after the accounts can change that."))
    return False


def _token() -> str:
    """The mark of this form: pressed twice, it changes once."""
    return str(st.session_state.setdefault(TOKEN, secrets.token_urlsafe(16)))


def _new_token(done: str) -> None:
    st.session_state.pop(TOKEN, None)
    st.session_state[DONE] = done
    st.rerun()


def register(spoken: str) -> str:
    """The register of personal data, its title left to the page."""
    return register_page.page(spoken).partition("\n")[2]
