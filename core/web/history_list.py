"""The list of batches with its filters, and the one that is looked at; all of it in the address."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.access.roles import Person
from core.clock import local
from core.store import batches
from core.store.batches import Batch
from core.web import choose, history, kept, language, upload_changes, uploads
from core.web.language import _

MOST = 500
STANDING, UNDONE = "standing", "undone"


def of(person: Person) -> list[Batch]:
    """The newest batches of a person's stores, `MOST` at the most."""
    database = kept.database()
    stores, office = uploads.allowed(person, "store"), uploads.allowed(person, "office")
    scopes = None if stores is None else [*stores, *(office or [])]
    with database.read() as connection:
        found = batches.history(connection, database.sealer, scopes, MOST)
    return [batch for batch in found if history.may_see(person, batch)]


def show(person: Person, spoken: str) -> None:
    """The filters, the list, and the batch chosen; without any batch what to do next."""
    found = of(person)
    if not found:
        st.info(
            _("Nothing is saved yet. Upload the spreadsheets of your store; every upload then stands here."),
            icon=":material/inbox:",
        )
        if st.button(_("Upload spreadsheets"), type="primary"):
            st.switch_page("pages/store/upload.py")
        return
    chosen = _filtered(found, person)
    if not chosen:
        st.info(_("No batch fits these filters. Choose wider ones."), icon=":material/search_off:")
        return
    if len(found) == MOST:
        st.caption(_("The newest {count} batches.", count=language.number(MOST)))
    _table(chosen, person)
    _one(chosen, person, spoken)


def who(batch: Batch) -> str:
    """Who made a batch, as others see them."""
    return batch.shown_name or _("nobody signed in")


def stores(batch: Batch, person: Person) -> str:
    """Stores of a batch, those of the person by name."""
    mine = history.scopes_of(person, batch)
    said = "、".join(upload_changes.scope_name(scope) for scope in mine)
    others = len(batch.scopes) - len(mine)
    return _("{stores} and {count} others", stores=said, count=others) if others else said


def _filtered(found: Sequence[Batch], person: Person) -> list[Batch]:
    scopes = sorted({scope for batch in found for scope in history.scopes_of(person, batch)})
    kinds = [kind for kind in history.KINDS if any(batch.kind == kind for batch in found)]
    people = {str(batch.account_id or 0): who(batch) for batch in found}
    every = choose.EVERY
    first, second, third, fourth = st.columns(4)
    with first:
        scope = choose.one_of(
            "batch-store",
            _("Store"),
            [every, *(f"={s}" for s in scopes)],  # the office's scope is blank
            say=lambda s: _("All") if s == every else upload_changes.scope_name(s[1:]),
        )
    with second:
        kind = choose.one_of(
            "batch-kind", _("Kind"), [every, *kinds], say=lambda k: _("All") if k == every else _(history.KINDS[k])
        )
    with third:
        account = choose.one_of(
            "batch-by", _("Who"), [every, *people], say=lambda a: _("Everybody") if a == every else people[a]
        )
    with fourth:
        state = choose.one_of(
            "batch-state",
            _("State"),
            [every, STANDING, UNDONE],
            say=lambda s: {STANDING: _("standing"), UNDONE: _("undone")}.get(s, _("All")),
        )
    return [
        batch
        for batch in found
        if (scope == every or scope[1:] in batch.scopes)
        and kind in (every, batch.kind)
        and account in (every, str(batch.account_id or 0))
        and (state == every or (state == UNDONE) == (batch.undone_by is not None))
    ]


def _state(batch: Batch) -> str:
    if batch.undone_by is not None:
        return _("undone by batch {batch}", batch=batch.undone_by)
    if batch.undoes is not None:
        return _("undoes batch {batch}", batch=batch.undoes)
    return ""


def _sum(batch: Batch, person: Person, sort: str) -> int | None:
    if not history.is_whole(person, batch):
        return None
    return sum(int(each.get(sort, 0)) for each in batch.counts.values())


def _table(chosen: Sequence[Batch], person: Person) -> None:
    table = pd.DataFrame(
        {
            _("Batch"): [batch.batch_id for batch in chosen],
            _("When"): [local(batch.made_at) for batch in chosen],
            _("Kind"): [_(history.KINDS[batch.kind]) for batch in chosen],
            _("State"): [_state(batch) for batch in chosen],
            _("Who"): [who(batch) for batch in chosen],
            _("Stores"): [stores(batch, person) for batch in chosen],
        }
        | {
            title: pd.array([_sum(batch, person, sort) for batch in chosen], dtype="Int64")
            for sort, title in ((s, _(history.SORTS[s])) for s in ("new", "changed", "removed"))
        }
        | {_("Files"): ["、".join(batch.files) for batch in chosen]}
    )
    st.dataframe(
        table,
        hide_index=True,
        key="history.list",
        placeholder="",
        column_config={
            _("Batch"): st.column_config.NumberColumn(format="%d", pinned=True, width="small"),
            _("When"): st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
        },
        height=35 * (min(len(table), 10) + 1) + 3,
    )


def _one(chosen: Sequence[Batch], person: Person, spoken: str) -> None:
    """The batch that is looked at, the newest at first."""
    said = {str(batch.batch_id): batch for batch in chosen}
    number = choose.one_of("batch", _("Look at batch"), list(said), say=lambda n: _title(said[n]))
    batch = said[number]
    st.caption("　".join(p for p in (who(batch), stores(batch, person), "、".join(batch.files), _state(batch)) if p))
    history.counts(batch, person, spoken)
    history.changes(batch, person, spoken)
    history.undo(batch, person, spoken)


def _title(batch: Batch) -> str:
    when = language.instant(local(batch.made_at))
    return f"{batch.batch_id} · {_(history.KINDS[batch.kind])} · {when}"
