"""A contact day as it goes on: giving cards out, counts that follow by themselves, questions."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.clock import local
from core.office import contact_days_notes, contact_days_rows
from core.office.contact_days import ContactDay
from core.office.contact_days_counts import COUNTED, LABELS, Counts, counts
from core.office.contact_days_notes import Question
from core.office.coverage import BASES, Coverage, coverage
from core.office.paper.words import choice
from core.web import kept, language, office_cards, office_contact_acts
from core.web.language import _, escaped
from core.web.office_contact_acts import DAY, field, press, value

EVERY = "10s"
ASK = "contact_day.ask"


def show(day: ContactDay) -> None:
    """Cards and questions on the left, counts on the right."""
    if day.state == "planned":
        st.info(_("The day has not begun yet: begin it under “Plan and checklist”. Cards can be given out already."))
    left, right = st.columns(2, gap="large")
    with left:
        _giving(day)
        _questions(day)
    with right:
        _counts(day)


@st.fragment
def _giving(day: ContactDay) -> None:
    st.subheader(_("Give a card out"), anchor=False)
    office_contact_acts.said()
    office_cards.give(day)


@st.fragment(run_every=EVERY)
def _counts(day: ContactDay) -> None:
    """Counts as they stand, again every few seconds; each opens its rows."""
    database = kept.database()
    with database.read() as connection:
        found, reach = counts(connection, database.sealer, day), coverage(connection)
    st.subheader(_("The day so far"), anchor=False)
    shown_counts(found)
    shown_coverage(reach)
    st.caption(
        _("Looked at {time}; looks again by itself.", time=language.clock(local(database.clock()), seconds=True))
    )
    _rows(day, found)


def shown_counts(found: Counts) -> None:
    """The counts, two or three beside each other."""
    with st.container(horizontal=True):
        for name, label in LABELS.items():
            st.metric(_(label), language.number(getattr(found, name)), border=True, width=165)
    if found.printed:
        st.caption(_("{cards} of {printed} cards printed for the day", cards=found.cards, printed=found.printed))
    if found.unanswered:
        st.caption(_("{open} of {all} questions without an answer", open=found.unanswered, all=found.questions))


def shown_coverage(reach: Coverage) -> None:
    """Homes with a complete file out of all homes, and what all homes are."""
    if not reach.homes:
        return
    share = reach.complete / reach.homes
    said = _(
        "Homes with a complete file: {complete} of {homes} ({share})",
        complete=language.number(reach.complete),
        homes=language.number(reach.homes),
        share=language.share(share, 1),
    )
    st.progress(share, said)
    st.caption(_(BASES[reach.basis]))


def _rows(day: ContactDay, found: Counts) -> None:
    """The rows behind a count."""
    labels = {
        "cards": _("Cards ({count})", count=found.cards),
        "forms": _("Forms ({count})", count=found.forms),
        "repairs": _("Repairs ({count})", count=found.repairs),
        "opinions": _("Opinions ({count})", count=found.opinions),
    }
    chosen = st.segmented_control(
        _("Open the rows"), list(labels), format_func=labels.__getitem__, key=f"contact_day.rows.{day.day_id}"
    )
    if chosen is None:
        return
    rows = _frame(day, chosen)
    if rows.empty:
        st.caption(_("None so far."))
    else:
        st.dataframe(rows, hide_index=True, height="content" if len(rows) < 12 else 420, key="contact_day.rows.table")
    st.caption(_(COUNTED))


def _frame(day: ContactDay, chosen: str) -> pd.DataFrame:
    database, on = kept.database(), day.plan.on_day
    with database.read() as connection:
        if chosen == "cards":
            found = contact_days_rows.cards_on(connection, database.sealer, on)
            names = {"card_no": _("Card"), "room_no": _("Room"), "issued_by": _("Given out by")}
            return found.rename(columns=names).fillna("")
        if chosen == "forms":
            found = contact_days_rows.forms_on(connection, on)
            found["waiting"] = [_("waits for the office") if w else "" for w in found["waiting"]]
            names = {"room_no": _("Room"), "receipt_no": _("Receipt"), "waiting": _("State")}
            return found.rename(columns=names).fillna("")
        found = contact_days_rows.requests_on(connection, database.sealer, on)
    found = found[found["repair" if chosen == "repairs" else "opinion"]]
    said = {
        _("Request"): found["request_no"].tolist(),
        _("Time"): [language.clock(at) for at in found["submitted_at"]],
        _("Room"): found["room_no"].fillna("").tolist(),
        _("State"): _words("status", found["status"]),
        _("Source"): _words("source", found["source"]),
    }
    return pd.DataFrame(said)


def _words(column: str, codes: pd.Series) -> list[str]:
    return [
        choice("requests", column, str(code), language.current()) if isinstance(code, str) else "" for code in codes
    ]


@st.fragment
def _questions(day: ContactDay) -> None:
    """Take a question down; answer those that are open."""
    database = kept.database()
    with database.read() as connection:
        known = contact_days_notes.of_day(connection, database.sealer, day.day_id)
        before = contact_days_notes.passed_before(connection, database.sealer)
    st.subheader(_("Questions"), anchor=False)
    office_contact_acts.said()
    with st.form(ASK):
        st.text_area(_("What is asked, and how to reach who asks"), height=80, key=field(ASK, "question"))
        left, right = st.columns(2)
        left.selectbox(
            _("Passed on to"),
            before,
            index=None,
            accept_new_options=True,
            placeholder=_("Choose or type"),
            key=field(ASK, "to"),
        )
        right.text_input(_("Answer, if there is one"), key=field(ASK, "answer"))
        st.form_submit_button(_("Keep the question"), key=f"{ASK}.send", on_click=_ask, args=(day.day_id,))
    if not known:
        st.caption(_("No question so far."))
    for question in known:
        _one(question)


def _ask(day_id: int) -> None:
    question, to, answer = (value(ASK, name) or "" for name in ("question", "to", "answer"))
    press(
        DAY,
        ASK,
        _("The question is kept."),
        lambda d, t, who: contact_days_notes.ask(d, day_id, question, to, answer, t, who),
    )


def _one(question: Question) -> None:
    """A question with its answer, or a field for it."""
    with st.container(border=True):
        for line in question.question.split("\n"):
            st.markdown(escaped(line))
        to = (
            _("Passed on to {name}", name=escaped(question.passed_to))
            if question.passed_to
            else _("Answered on the spot")
        )
        st.caption(f"{language.instant(local(question.made_at))} · {to}")
        if question.answered_at is not None:
            st.markdown(f":green[**{_('Answer')}**] {escaped(question.answer)}")
            st.caption(language.instant(local(question.answered_at)))
            return
        form = f"contact_day.answer.{question.note_id}"
        with st.form(form, border=False):
            st.text_input(_("Answer"), key=field(form, "text"))
            st.form_submit_button(_("Keep the answer"), key=f"{form}.send", on_click=_answer, args=(question.note_id,))


def _answer(note_id: int) -> None:
    form = f"contact_day.answer.{note_id}"
    text = value(form, "text") or ""
    press(
        DAY,
        form,
        _("The answer is kept."),
        lambda d, t, who: contact_days_notes.answer(d, note_id, text, t, who),
    )
