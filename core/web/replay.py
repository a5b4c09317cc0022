"""The queue of a day, walked step by step."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.figures.days import queue_places
from core.rules import labels
from core.rules.explain_turns import considered
from core.rules.replay import Step, replay
from core.web import charts, charts_of_time, language, results
from core.web.explained import queue
from core.web.language import _, escaped
from core.web.page import Desk

STEP = "step"
KEY = "rotation.step"


def walk(desk: Desk, store_id: str, day: date) -> None:
    """Show the queue before and after each visit of a day, one at a time, and all of them as lines."""
    replayed = results.once(desk, ("replay", store_id, day), lambda: replay(desk.results, store_id, day))
    steps = [step for step in replayed.steps if step.subject_kind == "visit"]
    if not steps or not replayed.rostered:
        st.info(_("Nobody signed in that day, so that there was no queue."), icon=":material/inbox:")
        return
    at = _choose(len(steps))
    _show(desk, store_id, steps[at - 1])
    chart = charts_of_time.queue_chart(queue_places(replayed), desk.staff_name, at)
    charts.show(chart, _("Nobody had signed in by then."), key="rotation.queue")


def _choose(steps: int) -> int:
    """The step the page is at, from 1: by slider or by the buttons beside it; the address keeps it."""
    if KEY not in st.session_state:
        asked = st.query_params.get(STEP, "1")
        st.session_state[KEY] = int(asked) if asked.isdecimal() else 1
    st.session_state[KEY] = min(max(st.session_state[KEY], 1), steps)

    def go(by: int) -> None:
        st.session_state[KEY] = min(max(st.session_state[KEY] + by, 1), steps)

    at = int(st.slider(_("Visit of the day"), 1, steps, key=KEY)) if steps > 1 else 1
    with st.container(horizontal=True):
        st.button(
            _("Previous"), on_click=go, args=(-1,), disabled=at == 1, key=f"{KEY}.back", icon=":material/chevron_left:"
        )
        st.button(
            _("Next"), on_click=go, args=(1,), disabled=at == steps, key=f"{KEY}.on", icon=":material/chevron_right:"
        )
    st.query_params[STEP] = str(at)
    return at


def _show(desk: Desk, store_id: str, step: Step) -> None:
    kind = labels.label(labels.KINDS, step.kind, desk.language)
    st.markdown(f"**{language.clock(step.at)}　{escaped(step.subject_id)}　{kind}**")
    received = escaped(desk.staff_name(step.received_by)) or _("nobody")
    due = escaped(desk.staff_name(step.due)) or _("nobody")
    st.markdown(_("Received by {received}; due: {due}.", received=received, due=due))
    queue(desk, store_id, considered(desk.tables, step), step.queue_after, key="rotation.members")
