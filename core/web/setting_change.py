"""Settings of kept stores: what is in force, a form to change them from a day on, and the history."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd
import streamlit as st

from core import clock
from core.rules import labels
from core.rules.settings import NOTES, SettingNote, Settings, SettingsError, settings_from
from core.store.faults import StoreError
from core.store.settings import SettingsVersion, change_settings, in_force, replaced_by
from core.web import choose, kept, language, setting_forms, signed_in
from core.web.kept_stores import KeptSet
from core.web.language import _, escaped
from core.web.page import Desk
from core.web.setting_words import differences, setting_value

FORM = "settings.form"
"""Under this the session keeps the token of the form, until its change is made."""
DONE = "settings.done"


def of_store(desk: Desk) -> None:
    """Choose a store, see its settings, change them, see who changed them before."""
    store_id = choose.store(desk)
    history = desk.whole.history(store_id) if isinstance(desk.whole, KeptSet) else ()
    today = clock.local_day(kept.database().clock())
    if st.session_state.pop(DONE, None) is not None:
        st.success(_("The settings are changed."), icon=":material/check:")
    st.markdown(_("In force today in store **{store}**:", store=escaped(store_id)))
    setting_forms.shown(in_force(history, today).settings, desk.language)
    st.subheader(_("Change the settings"), anchor=False)
    if signed_in.may("settings.change", store_id):
        _form(desk, store_id, history, today)
    else:
        st.info(_("Only a manager of this store may change them."), icon=":material/lock:")
    st.subheader(_("History"), anchor=False)
    _history(history, desk.language)


def _form(desk: Desk, store_id: str, history: Sequence[SettingsVersion], today: date) -> None:
    """What is to hold from which day, what that changes, and the button that does it."""
    begins = st.date_input(_("From which day"), today, format="YYYY-MM-DD", key=f"settings.from.{store_id}")
    begins = begins if isinstance(begins, date) else today
    before = in_force(history, begins)
    st.caption(
        _(
            "Answers for periods that end before that day stay as they were. A period is answered under the settings "
            "in force on its last day."
        )
    )
    proposed = _proposed(before, f"settings.{store_id}.{before.settings_id}", desk.language)
    if proposed is None:
        return
    changes = differences(before.settings, proposed, desk.language)
    if changes.empty:
        st.info(_("Nothing changed yet: these are the settings in force on that day."), icon=":material/info:")
        return
    columns = {"meaning": _("What it decides"), "old": _("Before"), "new": _("From that day")}
    setting_forms.table(changes.rename(columns=columns))
    _until(history, begins)
    past = begins < today
    meant = not past or st.checkbox(
        _("That day is past: answers given for periods since then are to change too."), key="settings.past"
    )
    reason = st.text_input(_("Why"), key="settings.reason", max_chars=300)
    ready = bool(reason.strip()) and meant
    if not ready:
        st.caption(_("Say why, and confirm a day that is past, before the change can be made."))
    if st.button(_("Change the settings"), type="primary", disabled=not ready, key="settings.change") and ready:
        _change(desk, store_id, proposed, begins, reason, backdated=past)


def _until(history: Sequence[SettingsVersion], begins: date) -> None:
    """Say where a later version ends what is changed now."""
    later = [v.in_force_from for v in history if v.in_force_from is not None and v.in_force_from > begins]
    if later:
        st.caption(
            _("They hold until the day before {day}, when the next version begins.", day=language.day(min(later)))
        )


def _change(desk: Desk, store_id: str, proposed: Settings, begins: date, reason: str, *, backdated: bool) -> None:
    """Change them once, however often the button is pressed."""
    token = st.session_state.setdefault(FORM, secrets.token_urlsafe(32))
    if not signed_in.may("settings.change", store_id):
        st.error(_("Only a manager of this store may change them."))
        return
    who = desk.person.account_id
    try:
        change_settings(kept.database(), store_id, proposed, begins, who, reason, token, backdated=backdated)
    except StoreError as refused:
        st.error(refused.text.say(desk.language), icon=":material/error:")
        return
    del st.session_state[FORM]
    st.session_state.pop("settings.reason", None)
    st.session_state[DONE] = True
    st.rerun()


def _proposed(before: SettingsVersion, key: str, spoken: str) -> Settings | None:
    """The settings that the form says, those before it at first; None, with the faults, where they cannot be used."""
    file = setting_forms.dropped(spoken)
    if file is not None:
        return file
    values = {}
    left, right = st.columns(2)
    for number, note in enumerate(NOTES):
        with right if number % 2 else left:
            values[note.name] = _widget(note, getattr(before.settings, note.name), f"{key}.{note.name}", spoken)
    try:
        return settings_from(values)
    except SettingsError as error:
        for problem in error.problems:
            st.error(problem.say(spoken), icon=":material/error:")
    return None


def _widget(note: SettingNote, value: Any, key: str, spoken: str) -> Any:
    """Ask for one setting."""
    title, meaning = labels.SETTINGS[note.name].say(spoken), note.meaning.say(spoken)
    if note.kind == "flag":
        return st.toggle(title, value, key=key, help=meaning)
    if note.kind == "choice":
        return st.selectbox(
            title,
            note.choices,
            note.choices.index(value),
            format_func=lambda choice: setting_value(note, choice),
            key=key,
            help=meaning,
        )
    if note.kind == "whole":
        return int(st.number_input(title, note.minimum, note.maximum, value, step=1, key=key, help=meaning))
    if note.kind == "money":
        return _money(st.text_input(title, f"{value:f}", key=key, help=meaning))
    return st.text_input(title, setting_value(note, value), key=key, help=meaning)


def _money(typed: str) -> Any:
    """An amount as typed; the text itself where it is none, to be refused with the others."""
    try:
        return Decimal(typed.strip())
    except InvalidOperation:
        return typed


def _history(history: Sequence[SettingsVersion], spoken: str) -> None:
    """Every version, newest first: when and by whom it was written down, from which day, what it changed, why."""
    if not history:
        st.info(_("Nobody has changed them: the usual settings hold from the beginning."), icon=":material/history:")
        return
    rows = [
        {
            _("Written down"): language.instant(pd.Timestamp(clock.local(version.made_at))) if version.made_at else "",
            _("By"): escaped(version.shown_name) or "—",
            _("In force from"): language.day(version.in_force_from) if version.in_force_from else "",
            _("What changed"): _changed(replaced_by(history, version).settings, version.settings, spoken),
            _("Why"): escaped(version.reason),
        }
        for version in history
    ]
    setting_forms.table(pd.DataFrame(rows))


def _changed(old: Settings, new: Settings, spoken: str) -> str:
    """What changed, in one cell."""
    names = {note.meaning.say(spoken): labels.SETTINGS[note.name].say(spoken) for note in NOTES}
    rows = differences(old, new, spoken).itertuples(index=False)
    return "; ".join(f"{names[str(row.meaning)]}: {row.old} → {row.new}" for row in rows)
