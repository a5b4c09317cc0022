"""Whether an upload is good to go, and how much there is of what."""

from __future__ import annotations

import streamlit as st

from core.access.roles import Person
from core.registries.definitions import registry
from core.web import begin, language, page, upload_saving
from core.web.language import _
from core.web.uploads import Pending


def advice() -> None:
    """What to do before anything was dropped, for the desks of whoever looks."""
    person = page.visitor()
    if begin.first_page(person):
        st.markdown(
            _(
                "Needed: **staff**, **attendance**, **clients** and **visits**. Helpful: absences, assignments, "
                "assists, calls, follow-ups, deals and rulings. Headings may be Chinese or English, in any order."
            )
        )
    with st.container(border=True):
        begin.templates_card(person)
    begin.promises()


def show(pending: Pending, person: Person, spoken: str) -> None:
    """The verdict, the counts, and the way on: what would change, and saving it."""
    faults = pending.reading.faults
    errors, warnings = len(faults.errors), len(faults.warnings)
    for problem in pending.problems:
        st.error(problem.say(spoken), icon=":material/error:")
    if pending.ok:
        _good(warnings)
        _counts(pending, spoken)
        upload_saving.show(pending, person, spoken)
        return
    st.error(
        _(
            "Not good to go yet: {errors} faults must be mended. Nothing of this upload is used until then.",
            errors=language.number(errors + len(pending.problems)),
        ),
        icon=":material/block:",
    )
    _counts(pending, spoken)
    if not pending.problems:
        upload_saving.good_rows(pending, person, spoken)


def _good(warnings: int) -> None:
    if warnings:
        said = _("Good to go, with {warnings} remarks worth a look.", warnings=language.number(warnings))
    else:
        said = _("Good to go: no faults found.")
    st.success(said, icon=":material/check_circle:")


def _counts(pending: Pending, spoken: str) -> None:
    rows: dict[str, int] = {}
    for part in pending.reading.parts:
        if part.registry:
            rows[part.registry] = rows.get(part.registry, 0) + part.rows
    if not rows:
        return
    said = [f"{registry(name).label(spoken)} {language.number(count)}" for name, count in rows.items()]
    st.caption(_("Rows read:") + "　" + "　".join(said))
