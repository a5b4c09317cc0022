"""Forms that wait: what each would change, masked, and the decision on it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.clock import local
from core.office import filing
from core.office.filing import CONFIRM, Filed
from core.office.filing_plan import Plan
from core.office.paper.words import choice, label
from core.registries.definitions import registry
from core.store.batch_changes import BatchChanges
from core.texts import N_
from core.web import kept, language, reveal_reasons, signed_in
from core.web import office_archive_words as words
from core.web.language import _

TO_DECIDE = (
    N_("Called back on a number that was known before"),
    N_("Came to the desk and showed who they are"),
    N_("Nobody of the home knows of it"),
    N_("The form is wrong, a new one is coming"),
    reveal_reasons.OTHER,
)


def show(waiting: list[Filed]) -> None:
    """The forms, one of them open with what it changes and the decision."""
    said = {one.filing_id: _line(one) for one in waiting}
    chosen = st.selectbox(_("Form"), list(said), format_func=said.__getitem__, key="archive.filing", filter_mode=None)
    database = kept.database()
    with database.read() as connection:
        plan = filing.compare(connection, database.sealer, chosen)
    if plan is None:
        st.info(_("Somebody has decided on this form meanwhile."))
        return
    changes(plan)
    if signed_in.may(CONFIRM, ""):
        _decide(chosen, plan)


def _line(one: Filed) -> str:
    at = language.instant(local(one.made_at))
    return f"{one.room_no} · {one.receipt_no} · {at} · {_(words.SOURCES.get(one.source, one.source))}"


def changes(plan: Plan) -> None:
    """What a form changes, registry by registry."""
    if not any(c.new or c.changed or c.removed for c in plan.changes.values()):
        st.info(_("The form says what stands in the file already."))
    for name, found in plan.changes.items():
        if found.new or found.changed or found.removed:
            _of_registry(name, found)
    st.caption(_("A block that the form leaves out stays as it is."))


def _of_registry(name: str, found: BatchChanges) -> None:
    counts = _("{new} new, {changed} changed, {gone} go", new=found.new, changed=found.changed, gone=found.removed)
    st.markdown(f"**{words.registry_name(name)}** · {counts}")
    parts = [(_("New"), found.new_rows), (_("Goes"), found.removed_rows)]
    lines = [(what, row) for what, rows in parts for row in words.told(name, rows).to_dict("records")]
    if lines:
        st.dataframe(
            pd.DataFrame([{_("What"): what, **row} for what, row in lines]).fillna(""),
            hide_index=True,
            key=f"archive.changes.{name}.rows",
            placeholder="",
        )
    if found.changed:
        st.dataframe(
            _cells(name, found.changed_cells), hide_index=True, key=f"archive.changes.{name}.cells", placeholder=""
        )


def _cells(name: str, cells: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Row"): cells["row"],
            _("Field"): [label(name, column, language.current()) for column in cells["column"]],
            _("So far"): [value(name, c, old) for c, old in zip(cells["column"], cells["old"], strict=True)],
            _("From now on"): [value(name, c, new) for c, new in zip(cells["column"], cells["new"], strict=True)],
        }
    )


def value(name: str, column: str, text: object) -> str:
    """A masked value as people read it; blank for none."""
    if not isinstance(text, str):
        return ""
    return choice(name, column, text, language.current()) if registry(name).column(column).choices else text


def _decide(filing_id: int, plan: Plan) -> None:
    with st.form(f"archive.decide.{filing_id}"):
        st.caption(
            _("Make sure first who handed it in. Both ways are written into the audit log; the form itself goes.")
        )
        reason = reveal_reasons.ask(TO_DECIDE, f"archive.decide.{filing_id}")
        with st.container(horizontal=True):
            accept = st.form_submit_button(_("Take it over"), type="primary", icon=":material/check:")
            refuse = st.form_submit_button(_("Refuse it"), icon=":material/close:")
    if accept or refuse:
        words.do(
            CONFIRM,
            lambda token, account_id: filing.decide(
                kept.database(),
                filing_id,
                token,
                accept=accept,
                account_id=account_id,
                reason=reason,
                seen=plan.seen,
            ),
            _("The form is taken over.") if accept else _("The form is refused; the file stays as it was."),
        )
