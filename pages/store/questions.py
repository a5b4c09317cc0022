"""Open questions: where a blank made the computation assume something, and what would change if it were known."""

from __future__ import annotations

import streamlit as st

from core.web import choose, explanation, language, question_words, views
from core.web.language import _
from core.web.page import page

COLUMNS = (
    "subject_id",
    "registry",
    "field",
    "assumed",
    "would_change",
    "reason",
    "file_row",
    "at",
    "staff_id",
    "store_id",
)

with page(
    "questions",
    _("Open questions"),
    _("Where a cell was blank, something had to be assumed. Fill the cell in and upload again: the question goes."),
) as desk:
    store = choose.store_or_all(desk)
    field = views.code("field", _("Field"), question_words.FIELD_NAMES)
    change = views.code("change", _("What would change"), question_words.WOULD_CHANGE)
    asked = views.questions(desk, store, field, change)
    with st.container(horizontal=True):
        st.metric(_("Open questions"), language.number(len(asked)), border=True)
    explanation.table(
        desk,
        asked,
        columns=COLUMNS,
        words=question_words.WORDS,
        labels={"subject_id": _("Row of"), "staff_id": _("Concerns")},
        key="questions.list",
        empty=_("Nothing had to be assumed here: every answer rests on what is written."),
    )
