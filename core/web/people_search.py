"""Looking for a person in what is kept: the question, noted in the audit log, and the rows found, masked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from core.access import roles
from core.access.roles import Person
from core.registries.columns import Personal
from core.registries.definitions import registry
from core.store import lookup
from core.store.audit import Entry
from core.store.database import Database
from core.store.lookup import Found
from core.store.rows import Scopes
from core.store.tables import OFFICE_SCOPE
from core.texts import N_
from core.web import headings, kept, language, reveal, signed_in
from core.web.language import _

ACTION = "person.find"
ROOM = "room"
By = Literal["phone", "name", "id_number", "plate", "room"]
WAYS: dict[By, str] = {
    "phone": N_("Telephone, e-mail or QQ"),
    "name": N_("Name"),
    "id_number": N_("ID number"),
    "plate": N_("Plate number"),
    "room": N_("Room"),
}
FOUND = "people.found"
"""Where the session keeps the numbers of the rows found; never what was typed."""
TURN = "people.turn"
"""Counts the questions: each has a field of its own, so that the session does not go on holding the one before."""
MOST = 200


def ask() -> None:
    """The question; what was typed is forgotten once it is answered."""
    turn = st.session_state.get(TURN, 0)
    with st.form("people.ask"):
        columns = st.columns([1, 2], vertical_alignment="bottom")
        ways = {by: _(way) for by, way in WAYS.items()}
        by = columns[0].selectbox(_("Look for"), list(ways), format_func=ways.__getitem__, key="people.by")
        field = f"people.value.{turn}"
        value = columns[1].text_input(_("In full, however it is written"), key=field, autocomplete="off")
        asked = st.form_submit_button(_("Find"), type="primary", icon=":material/person_search:")
    if asked:
        found = look(kept.database(), signed_in.person(), by, value)
        st.session_state[FOUND] = found if value.strip() else None
        st.session_state[TURN] = turn + 1
        st.rerun()


def look(database: Database, person: Person, by: By, value: str) -> list[Found]:
    """Find rows and note in the audit log that they were looked for.

    Args:
        database: Where.
        person: Who asks; somebody of the office finds what is the office's, an admin whatever is kept.
        by: What the value is.
        value: As it was typed; the log gets its blind index.

    Returns:
        At most `MOST` rows; none for a value that holds nothing to look for, which is not noted.

    Raises:
        CannotWrite: The log could not be written; nothing is told.
    """
    scopes: Scopes = None if "admin" in person.roles else [OFFICE_SCOPE]
    if not roles.may(person, ACTION, OFFICE_SCOPE):
        return []
    marks = _marks(database, by, value)
    if not marks:
        return []
    with database.read() as connection:
        found = (
            lookup.of_room(connection, value, scopes)
            if by == "room"
            else lookup.find(connection, database.sealer, by, value, scopes)
        )[:MOST]
    detail = {"by": by, "found": len({(f.registry, f.row_id) for f in found})}
    scope = None if scopes is None else OFFICE_SCOPE
    entry = Entry(ACTION, "index:" + ",".join(m.hex() for m in marks), person.account_id, scope, "", detail)

    def act(connection: sa.Connection) -> None:
        database.note(connection, entry)

    database.write(act)
    return found


def _marks(database: Database, by: By, value: str) -> Sequence[bytes]:
    """What the log has in place of the value."""
    if by == "room":
        wanted = value.strip().casefold()
        return [database.sealer.digest(f"{ROOM}:{wanted}")] if wanted else []
    kind: Personal = by
    return database.sealer.indexes(kind, value)


def show() -> None:
    """The rows found last, each registry a table; a chosen row's values can be shown one at a time."""
    found: list[Found] | None = st.session_state.get(FOUND)
    if found is None:
        st.info(_("Type a whole number, name or room. Parts of one find nothing, since nothing is opened to look."))
        return
    database = kept.database()
    with database.read() as connection:
        frames = lookup.masked(connection, database.sealer, found)
    if not frames:
        st.info(_("Nobody is kept with that. Check the kind you chose, or try another number."))
        return
    for name, rows in frames.items():
        _table(name, rows)


def _table(name: str, rows: pd.DataFrame) -> None:
    spoken = language.current()
    of = registry(name)
    st.subheader(of.label(spoken) if spoken != "en" else name, anchor=False)
    said = pd.DataFrame(
        {c: _said(name, c, rows[c]) for c in rows.columns if _is_told(name, c, rows[c])}, index=rows.index
    )
    titles = {c.name: c.label(spoken) for c in of.columns} | {
        "row_id": _("Row"),
        "store_id": headings.heading("store_id", spoken),
    }
    state = st.dataframe(
        said.rename(columns=titles),
        hide_index=True,
        key=f"people.{name}",
        placeholder="",
        on_select="rerun",
        selection_mode="single-row",
    )
    places = [p for p in state["selection"]["rows"] if p < len(rows)]
    if not places:
        st.caption(_("Tick the box before a row to show one of its values."))
        return
    row = rows.iloc[places[0]]
    filled = [c.name for c in of.columns if c.personal and not pd.isna(row[c.name])]
    reveal.of_row(name, int(row["row_id"]), filled, scope=str(row["store_id"]))


def _is_told(name: str, column: str, values: pd.Series) -> bool:
    """Whether a column is worth its place: the office has no stores, and empty columns say nothing."""
    if column == "store_id":
        return registry(name).desk == "store"
    return not values.isna().all()


def _said(name: str, column: str, values: pd.Series) -> pd.Series:
    """Codes as words, flags as yes and no; personal values came masked."""
    if column in ("row_id", "store_id"):
        return values
    words = {c.code: c.label(language.current()) for c in registry(name).column(column).choices}
    if words:
        return values.astype("str").map(lambda code: words.get(code, code), na_action="ignore")
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.map({True: _("yes"), False: _("no")}).astype("str")
    return values
