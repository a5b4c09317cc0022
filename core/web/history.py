"""Batches as people see them: whose they are, what they did, and undoing one."""

from __future__ import annotations

import secrets

import pandas as pd
import streamlit as st

from core.access import roles
from core.access.roles import Person
from core.registries.definitions import desk_registries, registry
from core.store import batches
from core.store.batch_changes import BatchChanges, batch_changes
from core.store.batches import Batch
from core.store.faults import Refused, StoreError
from core.texts import N_
from core.web import kept, upload_changes
from core.web.language import _

KINDS = {
    "upload": N_("Upload"),
    "form": N_("Form"),
    "correction": N_("Correction"),
    "demo": N_("Demo"),
    "undo": N_("Undo"),
    "erasure": N_("Erasure"),
    "retention": N_("Retention"),
}
SORTS = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "same": N_("Same"),
    "missing": N_("Missing"),
    "removed": N_("Taken out"),
    "left_out": N_("Left out"),
}
NOT_UNDONE = ("erasure", "retention")


def scopes_of(person: Person, batch: Batch) -> list[str]:
    """Of the stores of a batch, those whose batches the person may see; "" is the property office."""
    return [scope for scope in batch.scopes if roles.may(person, "upload.commit", scope)]


def may_see(person: Person, batch: Batch) -> bool:
    """Whether a batch is of one of the person's stores."""
    return bool(scopes_of(person, batch))


def is_whole(person: Person, batch: Batch) -> bool:
    """Whether all stores of a batch are the person's."""
    return len(scopes_of(person, batch)) == len(batch.scopes)


def registries(batch: Batch) -> list[str]:
    """Registries of a batch, in the order of the desk."""
    return [r.name for r in desk_registries(batch.desk) if r.name in batch.counts]


def counts(batch: Batch, person: Person, spoken: str) -> None:
    """How many rows were new, changed and so on, by registry; nothing of batches that concern other stores too."""
    if not is_whole(person, batch):
        st.caption(_("This batch concerns other stores too. What it did in yours stands below."))
        return
    sorts = [s for s in SORTS if any(each.get(s) for each in batch.counts.values())]
    if not sorts:
        st.caption(_("No row changed."))
        return
    names = registries(batch)
    table = pd.DataFrame(
        {_("Registry"): [registry(name).label(spoken) for name in names]}
        | {_(SORTS[s]): [batch.counts[name].get(s, 0) for name in names] for s in sorts}
    )
    numbers = st.column_config.NumberColumn(format="localized", width="small")
    st.dataframe(
        table,
        hide_index=True,
        key=f"batch.{batch.batch_id}.counts",
        placeholder="",
        column_config=dict.fromkeys((_(SORTS[s]) for s in sorts), numbers),
        height=35 * (len(table) + 1) + 3,
    )


def changes(batch: Batch, person: Person, spoken: str) -> None:
    """What a batch did, row by row, in the person's stores."""
    scopes = scopes_of(person, batch)
    database = kept.database()

    def of(name: str) -> BatchChanges:
        with database.read() as connection:
            return batch_changes(connection, database.sealer, batch.batch_id, name, scopes, upload_changes.LIMIT)

    found = {name: of(name) for name in registries(batch) if _did_something(batch, name)}
    counted = {n: {"changed": c.changed, "new": c.new, "missing": c.removed} for n, c in found.items()}
    if not any(sum(c.values()) for c in counted.values()):
        st.caption(_("No row of yours changed."))
        return

    def rows(name: str, sort: str) -> pd.DataFrame:
        each = found[name]
        return {"changed": each.changed_cells, "new": each.new_rows, "missing": each.removed_rows}[sort]

    sorts = upload_changes.SORTS | {"missing": upload_changes.TAKEN_OUT}
    upload_changes.show(counted, rows, spoken, sorts)


def _did_something(batch: Batch, name: str) -> bool:
    return any(batch.counts[name].get(sort) for sort in ("new", "changed", "removed"))


def undo(batch: Batch, person: Person, spoken: str) -> None:
    """The button that undoes a batch, asked once more before; nothing for one that cannot be undone."""
    if batch.undone_by is not None or batch.kind in NOT_UNDONE:
        return
    if not all(roles.may(person, "batch.undo", scope) for scope in batch.scopes):
        st.caption(_("Only somebody who may save to all of its stores can undo it."))
        return
    with st.popover(_("Undo batch {batch}", batch=batch.batch_id), icon=":material/undo:"):
        st.markdown(
            _("What it added goes, what it changed or took out is as before. The undoing is a batch of its own.")
        )
        sure = st.button(
            _("Yes, undo batch {batch}", batch=batch.batch_id), type="primary", key=f"batch.{batch.batch_id}.undo"
        )
    if sure:
        _undo(batch, person, spoken)


def _undo(batch: Batch, person: Person, spoken: str) -> None:
    database = kept.database()
    try:
        with st.spinner(_("Undoing ...")):
            batches.undo(database, batch.batch_id, secrets.token_urlsafe(32), person.account_id)
    except Refused as error:
        with database.read() as connection:
            now = batches.batch(connection, database.sealer, batch.batch_id)
        if now is None or now.undone_by is None:  # else: undone already, by this click or another one
            st.error(error.text.say(spoken), icon=":material/block:")
            return
    except StoreError as error:
        st.error(error.text.say(spoken), icon=":material/error:")
        return
    st.rerun()
