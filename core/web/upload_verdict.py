"""Whether an upload is good to go, how much there is of what, and the button that uses it."""

from __future__ import annotations

import streamlit as st

from core.registries.definitions import registry
from core.web import begin, datasets, language, uploads
from core.web.language import _
from core.web.uploads import Pending


def advice() -> None:
    """What to do before anything was dropped."""
    st.markdown(
        _(
            "Needed: **staff**, **attendance**, **clients** and **visits**. Helpful: absences, assignments, assists, "
            "calls, follow-ups, deals and rulings. Headings may be Chinese or English, in any order."
        )
    )
    with st.container(border=True):
        begin.templates_card()
    begin.promises()


def show(pending: Pending, spoken: str) -> None:
    """The verdict, the way on, and the counts."""
    faults = pending.reading.faults
    errors, warnings = len(faults.errors), len(faults.warnings)
    for problem in pending.problems:
        st.error(problem.say(spoken), icon=":material/error:")
    if pending.ok:
        _good(pending, warnings)
    elif errors or pending.problems:
        st.error(
            _(
                "Not good to go yet: {errors} faults must be mended. Nothing of this upload is used until then.",
                errors=language.number(errors + len(pending.problems)),
            ),
            icon=":material/block:",
        )
    else:
        st.info(
            _("These are registries of the property office. They are in order; the pages for them are not here yet."),
            icon=":material/apartment:",
        )
    _counts(pending, spoken)


def _good(pending: Pending, warnings: int) -> None:
    if warnings:
        said = _("Good to go, with {warnings} remarks worth a look.", warnings=language.number(warnings))
    else:
        said = _("Good to go: no faults found.")
    st.success(said, icon=":material/check_circle:")
    if st.button(_("Use this data"), type="primary", icon=":material/play_arrow:", key="upload.use"):
        datasets.use(pending.reading, pending.title)
        uploads.forget()
        st.switch_page("pages/store/overview.py")


def _counts(pending: Pending, spoken: str) -> None:
    rows: dict[str, int] = {}
    for part in pending.reading.parts:
        if part.registry:
            rows[part.registry] = rows.get(part.registry, 0) + part.rows
    if not rows:
        return
    said = [f"{registry(name).label(spoken)} {language.number(count)}" for name, count in rows.items()]
    st.caption(_("Rows read:") + "　" + "　".join(said))
