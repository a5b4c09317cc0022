"""Choosing rows of the audit log; the choice stands in the address."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import streamlit as st

from core.access import accounts
from core.access.audit_words import label
from core.store import audit_log
from core.store.audit_log import Choice
from core.web import choose, kept, language
from core.web.choose import EVERY
from core.web.language import _

NOBODY = "0"
OFFICE = "~office"
_SUBJECT = re.compile(r"[a-z_]+:[\w.#-]{0,40}", re.ASCII)
_NUMBER = re.compile(r"\d{7}")


def chosen() -> Choice:
    """What the filters say."""
    with kept.database().read() as connection:
        people = {str(a.account_id): a.shown_name for a in accounts.all_accounts(connection)}
        codes, scopes = audit_log.actions(connection), audit_log.scopes(connection)
    spoken = language.current()
    by_names = {EVERY: _("Everybody"), NOBODY: _("Nobody signed in")} | people
    act_names = {EVERY: _("All acts")} | {code: label(code, spoken) for code in codes}
    scope_names = {EVERY: _("All stores")} | {s or OFFICE: s or _("Property office") for s in scopes}
    first, last, who = st.columns(3)
    with first:
        since = _day("since", _("From"))
    with last:
        until = _day("until", _("To"))
    with who:
        by = choose.one_of("by", _("Who"), list(by_names), say=by_names.__getitem__)
    what, where, of = st.columns(3)
    with what:
        action = choose.one_of("act", _("Act"), list(act_names), say=act_names.__getitem__)
    with where:
        scope = choose.one_of("where", _("Store"), list(scope_names), say=scope_names.__getitem__)
    with of:
        subject = _subject()
    return Choice(
        _start(since) if since else None,
        _start(until + timedelta(days=1)) if until else None,
        None if by == EVERY else int(by),
        None if action == EVERY else action,
        subject or None,
        None if scope == EVERY else scope.removeprefix(OFFICE),
    )


def _day(name: str, said: str) -> date | None:
    """A day of this machine's clock; None for any."""
    key, known = f"choose.{name}", choose.kept(name)
    if key not in st.session_state and known is not None:
        st.session_state[key] = _date(known)
    picked = st.date_input(said, value=None, key=key, format="YYYY-MM-DD")
    day = picked if isinstance(picked, date) else None
    choose.keep(name, day.isoformat() if day else None)
    return day


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _subject() -> str:
    """What it was done to; only what looks like a row of ours gets into the address, never a phone that was typed."""
    key, known = "choose.subject", choose.kept("subject")
    if key not in st.session_state and known is not None and _is_subject(known):
        st.session_state[key] = known
    typed = str(st.text_input(_("Done to"), key=key, placeholder="clients:17 / account:5 / batch:") or "").strip()
    sound = not typed or _is_subject(typed)
    choose.keep("subject", typed if typed and sound else None)
    if not sound:
        st.warning(_("Write kind:number, such as clients:17; a colon at the end finds all of a kind."))
    return typed if sound else ""


def _is_subject(text: str) -> bool:
    return _SUBJECT.fullmatch(text) is not None and _NUMBER.search(text) is None


def _start(day: date) -> datetime:
    """The first instant of a day of this machine's clock, in UTC without a zone."""
    return datetime.combine(day, time()).astimezone(UTC).replace(tzinfo=None)
