"""The plan of a contact day: its form, its checklist, its papers, and the buttons that begin and close it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import streamlit as st

from core.clock import local, local_day
from core.office import contact_days, notices, notices_board, paper
from core.office.contact_days import OFFERED, ContactDay, Plan
from core.office.contact_days_counts import plan_of
from core.web import kept, language, office_contact_acts, resident_receipt
from core.web.language import _, escaped
from core.web.office_contact_acts import DAY, field, press, value

FORM = "contact_day.plan"
IN_DAYS = 7


def show(day: ContactDay) -> None:
    """Checklist and papers beside each other, the form to change the plan below."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        checklist(day)
    with right:
        _said(day)
        _papers(day)
        _state(day)
    if day.state != "closed":
        with st.expander(_("Change the plan"), icon=":material/edit:"):
            form(day)


def form(day: ContactDay | None) -> None:
    """When, where, what, who; of a day that is planned anew, or of another one."""
    plan = day.plan if day else None
    name = f"{FORM}.{day.day_id if day else 'new'}"
    today = local_day(kept.database().clock())
    with st.form(name):
        left, right = st.columns(2)
        left.date_input(
            _("Date"), plan.on_day if plan else today + timedelta(IN_DAYS), format="YYYY-MM-DD", key=field(name, "day")
        )
        right.text_input(
            _("From when to when"),
            plan.hours if plan else "",
            max_chars=contact_days.TEXT_MOST,
            placeholder="09:00-16:00",
            key=field(name, "hours"),
        )
        st.text_input(
            _("Where it is held"),
            plan.place if plan else "",
            max_chars=contact_days.TEXT_MOST,
            placeholder=_("The gate house at the middle gate"),
            key=field(name, "place"),
        )
        offered = st.container()
        offered.caption(_("What is offered"))
        for code, said in OFFERED.items():
            offered.checkbox(_(said), not plan or code in plan.offered, key=field(name, code))
        st.text_area(
            _("Who is on, a name a line"), "\n".join(plan.people) if plan else "", height=110, key=field(name, "people")
        )
        st.form_submit_button(
            _("Keep the plan") if day else _("Plan this day"),
            type="primary",
            icon=":material/event_available:",
            key=f"{name}.send",
            on_click=_keep,
            args=(name, day.day_id if day else None),
        )


def _keep(name: str, day_id: int | None) -> None:
    on = value(name, "day")
    if not isinstance(on, date):
        office_contact_acts.say("error", _("Say the day."))
        return
    offered = tuple(code for code in OFFERED if value(name, code))
    people = tuple((value(name, "people") or "").splitlines())
    plan = Plan(on, value(name, "place") or "", value(name, "hours") or "", offered, people)
    kept_as = press(DAY, name, _("The plan is kept."), lambda d, t, who: contact_days.keep(d, plan, t, who, day_id))
    if kept_as is not None and day_id is None:
        st.query_params["day"] = str(kept_as)


def checklist(day: ContactDay) -> None:
    """What has to be ready; ticked with who and when."""
    ready = len(day.items) - len(day.open_items)
    st.subheader(_("Checklist"), anchor=False)
    st.progress(ready / len(day.items), _("{ready} of {all} ready", ready=ready, all=len(day.items)), width="stretch")
    for item in day.items:
        ticked = day.ticks.get(item.code)
        key = f"contact_day.tick.{day.day_id}.{item.code}"
        st.session_state[key] = ticked is not None
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.checkbox(
                _(item.text),
                key=key,
                disabled=day.state == "closed",
                on_change=_tick,
                args=(day.day_id, item.code, ticked is None),
            )
            if ticked:
                said = f"{escaped(ticked.shown_name)} {escaped(language.instant(local(ticked.at)))}"
                st.caption(said, width="content")


def _tick(day_id: int, item: str, ready: bool) -> None:
    form_name = f"contact_day.tick.{day_id}.{item}.{ready}"
    press(DAY, form_name, "", lambda d, t, who: contact_days.tick(d, day_id, item, t, who, ready=ready))


def _said(day: ContactDay) -> None:
    """The plan in a few lines."""
    plan = day.plan
    st.subheader(_("Plan"), anchor=False)
    when = " · ".join(s for s in (language.day(plan.on_day, weekday=True), plan.hours) if s)
    st.markdown(f"**{escaped(when)}**  \n{escaped(plan.place)}")
    st.markdown("\n".join(f"- {escaped(_(OFFERED[code]))}" for code in plan.offered))
    people = "、".join(plan.people) if language.locale().language == "zh" else ", ".join(plan.people)
    st.markdown(_("On: {people}", people=escaped(people)) if people else _("Nobody is named yet."))


def _papers(day: ContactDay) -> None:
    """The two boards, and the plan with its checklist."""
    with st.container(horizontal=True):
        for name, label, make in (
            ("poster", _("Board: what is offered"), _poster),
            ("notices", _("Board: purpose and tips"), _board),
            ("plan", _("Plan on paper"), _plan),
        ):
            st.download_button(
                label,
                partial(make, day, language.current(), resident_receipt.letterhead()),
                f"contact-day-{day.plan.on_day}-{name}.pdf",
                "application/pdf",
                key=f"contact_day.paper.{name}",
                icon=":material/print:",
                on_click="ignore",
            )


def _poster(day: ContactDay, spoken: str, head: paper.Letterhead) -> bytes:
    return paper.day_poster(plan_of(day, spoken), spoken, head)


def _board(_day: ContactDay, spoken: str, head: paper.Letterhead) -> bytes:
    with kept.database().read() as connection:
        found = [notices.current(connection, kind, spoken) for kind in notices_board.KINDS]
    return notices_board.board(found, spoken, head)


def _plan(day: ContactDay, spoken: str, head: paper.Letterhead) -> bytes:
    return paper.day_plan(plan_of(day, spoken), spoken, head)


def _state(day: ContactDay) -> None:
    """The button that takes the day on."""
    onward = {
        "planned": ("running", _("Begin the day"), _("The day has begun."), ":material/play_arrow:"),
        "running": ("closed", _("Close the day"), _("The day is closed."), ":material/flag:"),
        "closed": ("running", _("Open the day again"), _("The day is open again."), ":material/undo:"),
    }
    state, label, done, icon = onward[day.state]
    st.button(
        label,
        icon=icon,
        type="primary" if day.state == "planned" else "secondary",
        key="contact_day.state",
        on_click=_move,
        args=(day.day_id, state, done),
    )


def _move(day_id: int, state: str, done: str) -> None:
    moved = press(
        DAY,
        f"contact_day.state.{day_id}.{state}",
        done,
        lambda d, t, who: contact_days.move(d, day_id, state, t, who),
    )
    if moved is not None:
        st.query_params["view"] = "live" if state == "running" else "report"
