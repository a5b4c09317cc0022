"""What an upload would change, before it is saved: counts, the same files noticed, stores that are not one's own."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.access.roles import Person
from core.clock import local
from core.registries.definitions import registry
from core.store.batches import Batch, Preview
from core.store.tables import OFFICE_SCOPE
from core.web import history, language, upload_changes
from core.web.language import _
from core.web.upload_plan import Plan


def show(planned: list[Plan], person: Person, spoken: str) -> bool:
    """Show what saving would change.

    Args:
        planned: A plan a desk.
        person: Who would save.
        spoken: The language.

    Returns:
        Whether it may be saved: there is something in it, all of it the person's own.
    """
    st.subheader(_("What would change"), anchor=False)
    for plan in planned:
        if plan.preview.known_upload is not None:
            _known(plan.preview.known_upload, person)
    foreign = sorted({scope for plan in planned for scope in plan.preview.foreign})
    if foreign:
        _refused(foreign)
    if not any(plan.preview.changes for plan in planned):
        st.info(_("There are no rows in it."), icon=":material/inbox:")
        return False
    _counts(planned, spoken)
    return not foreign


def rows(planned: list[Plan], spoken: str) -> None:
    """The rows themselves, new, changed and missing, a registry at a time; nothing where there are none."""
    by_registry = {
        name: {sort: plan.counted(sort).get(name, 0) for sort in plan.sorts}
        for plan in planned
        for name in plan.registries
    }
    previews = {name: plan.preview for plan in planned for name in plan.registries}
    if by_registry:
        upload_changes.show(by_registry, lambda name, sort: _rows(previews[name], name, sort), spoken)


def _rows(preview: Preview, name: str, sort: str) -> pd.DataFrame:
    find = {"changed": preview.changed_cells, "new": preview.new_rows, "missing": preview.missing_rows}[sort]
    return find(name, upload_changes.LIMIT)


def _known(batch: Batch, person: Person) -> None:
    """That the very same files were saved before; of batches of other stores no more than that."""
    if not history.may_see(person, batch):
        st.info(_("These very files were saved before."), icon=":material/history:")
        return
    when = language.instant(local(batch.made_at))
    st.info(
        _(
            "These very files were saved on {when} by {who} (batch {batch}).",
            when=when,
            who=language.escaped(batch.shown_name or _("nobody signed in")),
            batch=batch.batch_id,
        ),
        icon=":material/history:",
    )


def _refused(foreign: list[str]) -> None:
    if OFFICE_SCOPE in foreign:
        st.error(_("You may not save registries of the property office."), icon=":material/block:")
    stores = [language.escaped(scope) for scope in foreign if scope != OFFICE_SCOPE]
    if stores:
        st.error(
            _(
                "Not your stores: {stores}. Take their rows out and drop the files again, or ask somebody who may.",
                stores="、".join(stores),
            ),
            icon=":material/block:",
        )


def _counts(planned: list[Plan], spoken: str) -> None:
    rows = [change for plan in planned for change in plan.preview.changes]
    good = any(plan.good for plan in planned)
    table = pd.DataFrame(
        {
            _("Registry"): [registry(c.registry).label(spoken) for c in rows],
            _("Store"): [upload_changes.scope_name(c.scope) for c in rows],
            _("New"): [c.new for c in rows],
            _("Changed"): [c.changed for c in rows],
            _("Same"): [c.same for c in rows],
        }
        | ({} if good else {_("Missing"): [c.missing for c in rows]})
    )
    numbers = st.column_config.NumberColumn(format="localized", width="small")
    st.dataframe(
        table,
        hide_index=True,
        key="upload.counts",
        placeholder="",
        column_config={_("Registry"): st.column_config.TextColumn(pinned=True)}
        | dict.fromkeys((_("New"), _("Changed"), _("Same"), _("Missing")), numbers),
        height=35 * (min(len(table), 14) + 1) + 3,
    )
    if good:
        st.caption(_("Rows that stay out: what was saved of them before stays as it is."))
        return
    st.caption(
        _(
            "Missing: kept before, of the days and stores of this upload, and not in it. They stay unless you say "
            "otherwise below."
        )
    )


def is_empty(planned: list[Plan]) -> bool:
    """Whether saving could change nothing."""
    return not any(plan.count(sort) for plan in planned for sort in plan.sorts)
