"""When the office works: hours of the week, and days that are not as the week says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from functools import partial

import pandas as pd
import streamlit as st
from babel.dates import get_day_names

from core.office.work_hours import change_hours, drop_days, set_days
from core.office.work_settings import LENGTH_MOST, SpecialDay
from core.office.worktime import Span, WorkTime
from core.store.database import Database
from core.store.faults import Refused
from core.texts import N_, Text
from core.web import language
from core.web import office_categories_acts as acts
from core.web.language import _

SPANS = 3
DAYS_MOST = 31
"""Days said in one go: a long holiday, not a year by mistake."""
HOURS, DAY, GONE = "hours", "day", "gone"


def hours(work: WorkTime) -> None:
    """The hours of a working day and the working days of a week."""
    st.caption(
        _(
            "Due times are counted in these hours. When they change, what is not done yet keeps its working hours and "
            "is due at another time; its history says so."
        )
    )
    week = get_day_names("wide", locale=language.locale())
    with st.form(acts.field(HOURS, "form")):
        st.pills(
            _("Working days"),
            list(range(7)),
            selection_mode="multi",
            default=sorted(work.weekdays),
            format_func=lambda number: str(week[number]),
            key=acts.field(HOURS, "weekdays"),
        )
        for place in range(SPANS):
            begin, end = work.hours[place] if place < len(work.hours) else (None, None)
            left, right = st.columns(2)
            number = place + 1
            left.time_input(
                _("From ({number})", number=number), begin, key=acts.field(HOURS, f"from.{place}"), step=900
            )
            right.time_input(_("To ({number})", number=number), end, key=acts.field(HOURS, f"to.{place}"), step=900)
        st.form_submit_button(
            _("Save the office hours"),
            type="primary",
            on_click=acts.press,
            args=(HOURS, _("The office hours are saved."), partial(_save_hours, work)),
        )
    st.caption(_("Leave a line blank that is not needed. {hours} hours a day now.", hours=_hours_a_day(work)))


def _hours_a_day(work: WorkTime) -> str:
    return f"{work.hours_a_day:g}"


def _save_hours(work: WorkTime, database: Database, token: str, account_id: int) -> None:
    spans: list[Span] = []
    for place in range(SPANS):
        begin, end = acts.value(HOURS, f"from.{place}"), acts.value(HOURS, f"to.{place}")
        if isinstance(begin, time) and isinstance(end, time):
            spans.append((begin, end))
        elif begin is not None or end is not None:
            raise Refused(Text(N_("Fill in both ends of a line, or none.")))
    weekdays = acts.value(HOURS, "weekdays")
    chosen = frozenset(weekdays) if isinstance(weekdays, (list, tuple)) else frozenset()
    try:
        proposed = WorkTime(tuple(sorted(spans)), chosen, work.days)
    except ValueError as wrong:
        said = N_("Give at least one working day and one line of hours; lines go forward and do not overlap.")
        raise Refused(Text(said)) from wrong
    change_hours(database, proposed, token, account_id)


def days(work: WorkTime, special: Sequence[SpecialDay], today: date) -> None:
    """Days that are not as the week says: holidays, and days worked instead."""
    st.caption(
        _("Holidays, and days that are worked although the week says otherwise. Put in next year's in December.")
    )
    _table(work, special, today)
    _say_day(today)
    if special:
        _take_away(special)


def _table(work: WorkTime, special: Sequence[SpecialDay], today: date) -> None:
    if not special:
        st.info(_("No day is special yet. Put in the coming holidays below."), icon=":material/event:")
        return
    rows = [
        {
            _("Day"): language.day(d.day, weekday=True),
            _("What it is"): _("worked") if d.works else _("off"),
            _("The week says"): _("worked") if d.day.weekday() in work.weekdays else _("off"),
            _("Name of the day"): d.name,
        }
        for d in sorted(special, key=lambda d: (d.day < today, d.day))
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="categories.days", placeholder="")


def _say_day(today: date) -> None:
    with st.form(acts.field(DAY, "form")):
        st.date_input(
            _("From one day to another (choose one day twice for a single day)"),
            (today, today),
            format="YYYY-MM-DD",
            key=acts.field(DAY, "days"),
        )
        st.text_input(
            _("Name of the day"),
            key=acts.field(DAY, "name"),
            max_chars=LENGTH_MOST,
            placeholder=_("for example: Spring Festival"),
        )
        st.radio(
            _("What it is"),
            (False, True),
            format_func={True: _("worked"), False: _("off")}.__getitem__,
            key=acts.field(DAY, "works"),
            horizontal=True,
        )
        st.form_submit_button(
            _("Keep these days"),
            type="primary",
            on_click=acts.press,
            args=(DAY, _("The days are kept."), _keep_days),
        )


def _keep_days(database: Database, token: str, account_id: int) -> None:
    asked = acts.value(DAY, "days")
    bounds = list(asked) if isinstance(asked, (list, tuple)) else [asked]
    found = [d for d in bounds if isinstance(d, date)]
    if not found:
        raise Refused(Text(N_("Choose a day.")))
    first, last = found[0], found[-1]
    if (last - first).days >= DAYS_MOST:
        raise Refused(Text(N_("At most {most} days at once."), {"most": DAYS_MOST}))
    name, works = str(acts.value(DAY, "name") or ""), bool(acts.value(DAY, "works"))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    set_days(database, [SpecialDay(day, works, name) for day in days], token, account_id)


def _take_away(special: Sequence[SpecialDay]) -> None:
    named = {d.day: f"{language.day(d.day, weekday=True)} {d.name}".strip() for d in special}
    with st.form(acts.field(GONE, "form")):
        st.multiselect(
            _("Days that are to be as the week says again"),
            list(named),
            format_func=lambda day: named.get(day, ""),
            key=acts.field(GONE, "days"),
            placeholder=_("Choose days"),
        )
        st.form_submit_button(
            _("Take these days away"),
            on_click=acts.press,
            args=(GONE, _("The days are as the week says again."), _drop_days),
        )


def _drop_days(database: Database, token: str, account_id: int) -> None:
    asked = acts.value(GONE, "days")
    chosen = [d for d in asked if isinstance(d, date)] if isinstance(asked, list) else []
    if not chosen:
        raise Refused(Text(N_("Choose a day.")))
    drop_days(database, chosen, token, account_id)
