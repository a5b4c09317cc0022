"""House rows of the property desk beside those of its registries: which belong together, and what goes with whom."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from core.registries.columns import Desk
from core.registries.definitions import registry
from core.store import office_tables as office
from core.store.client_records import Row
from core.store.seals import Sealer
from core.store.tables import OFFICE_SCOPE, metadata, registry_tables, sealed_columns, seals

AT_ONCE = 500
OF_REQUEST: tuple[tuple[sa.Table, sa.Column[str]], ...] = (
    (office.request_cases, office.request_cases.c.request_no),
    (office.request_events, office.request_events.c.request_no),
    (office.photos, office.photos.c.request_no),
    (office.consents, office.consents.c.given_with),
)
"""What is kept of a request beside its row, and the column that names the request."""
HOUSE_STAY = frozenset({"request_cases", "request_events", "consents"})
"""House tables whose rows stay without the person: the tally counts them, and a consent shows what was agreed to."""
_BLOCKS = ("members", "occupants", "emergency_contacts", "vehicles")
"""Lists of an information form, each named as its registry and with its columns."""


def table_of(name: str) -> sa.Table:
    """A table by name."""
    return metadata.tables[name]


def number_of(table: sa.Table) -> sa.Column[int]:
    """The column that seals and erasures know a table's rows by."""
    (column,) = table.primary_key.columns
    return column


def desk_of(name: str) -> Desk:
    """The desk whose rows a table holds."""
    return registry(name).desk if name in registry_tables else "office"


def of_requests(connection: sa.Connection, numbers: Collection[str]) -> dict[str, list[Row]]:
    """Request number -> house rows of the request; a request without any is left out."""
    found: dict[str, list[Row]] = {}
    for table, named in OF_REQUEST:
        for some in _pieces(sorted(numbers)):
            asked = sa.select(named, number_of(table)).where(named.in_(some)).order_by(number_of(table))
            for number, row_id in connection.execute(asked):
                found.setdefault(number, []).append((table.name, OFFICE_SCOPE, row_id))
    return found


def of_homes(connection: sa.Connection, rooms: Collection[str]) -> dict[str, list[Row]]:
    """Room -> its information forms as handed in, and the consents given with them; a room without any is left out."""
    found: dict[str, list[Row]] = {}
    filings, consents = office.filings, office.consents
    for some in _pieces(sorted(rooms)):
        asked = sa.select(filings.c.room_no, filings.c.filing_id).where(filings.c.room_no.in_(some))
        for room, row_id in connection.execute(asked.order_by(filings.c.filing_id)):
            found.setdefault(room, []).append(("filings", OFFICE_SCOPE, row_id))
        with_forms = sa.select(consents.c.room_no, consents.c.consent_id).where(
            consents.c.room_no.in_(some), consents.c.given_with.in_(sa.select(filings.c.receipt_no))
        )
        for room, row_id in connection.execute(with_forms.order_by(consents.c.consent_id)):
            found.setdefault(room, []).append(("consents", OFFICE_SCOPE, row_id))
    return found


def opened(
    connection: sa.Connection, sealer: Sealer, table: sa.Table, where: sa.ColumnElement[bool]
) -> Iterator[tuple[Any, dict[str, str]]]:
    """Rows of a house table with what they keep sealed, by number."""
    number = number_of(table)
    joined = table.outerjoin(seals, sa.and_(seals.c.row_of == table.name, seals.c.row_id == number))
    for row in connection.execute(sa.select(table, seals.c.secret).select_from(joined).where(where).order_by(number)):
        yield row, sealer.open(table.name, row._mapping[number], row.sealed, row.secret)


def waiting_with(connection: sa.Connection, sealer: Sealer, indexes: Collection[bytes]) -> dict[int, str]:
    """Information forms whose people or cars have a value: number -> room; those that still hold their form."""
    wanted, filings = set(indexes), office.filings
    return {
        row.filing_id: row.room_no
        for row, said in opened(connection, sealer, filings, sa.func.length(filings.c.sealed) > 0)
        if any(_has(sealer, block, entry, wanted) for block, entry in _entries(said))
    }


def drafts_with(connection: sa.Connection, sealer: Sealer, indexes: Collection[bytes]) -> list[int]:
    """Drafts in which a value was typed, in any field, by number."""
    wanted = set(indexes)
    return [
        row.draft_id
        for row, said in opened(connection, sealer, office.drafts, sa.true())
        if any(_is_wanted(sealer, text, wanted) for text in _texts(json.loads(said.get("values", "null"))))
    ]


def without(connection: sa.Connection, sealer: Sealer, filing_id: int, indexes: Collection[bytes]) -> None:
    """Take the people and cars that have a value out of a form that waits; the others in it stay; inside an act.

    It is sealed with a new secret: what a backup holds of the form before opens no more.
    """
    filings, wanted = office.filings, set(indexes)
    ((_row, said),) = opened(connection, sealer, filings, filings.c.filing_id == filing_id)
    form = json.loads(said["form"])
    for block in _BLOCKS:
        if block in form:
            form[block] = [entry for entry in form[block] if not _has(sealer, block, entry, wanted)]
    kept = {**said, "form": json.dumps(form, ensure_ascii=False)}
    blob, secret = sealer.seal("filings", filing_id, kept)
    mine = sa.and_(seals.c.row_of == "filings", seals.c.row_id == filing_id)
    connection.execute(seals.update().where(mine).values(secret=secret))
    connection.execute(filings.update().where(filings.c.filing_id == filing_id).values(sealed=blob))


def of_person(sealer: Sealer, said: Mapping[str, str], indexes: Collection[bytes]) -> dict[str, list[Any]]:
    """What a form says of the people and cars that have a value: block -> entries."""
    found: dict[str, list[Any]] = {}
    for block, entry in _entries(said):
        if _has(sealer, block, entry, set(indexes)):
            found.setdefault(block, []).append(entry)
    return found


def _entries(said: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Block and entry of every list of a form."""
    form = json.loads(said.get("form", "{}"))
    for block in _BLOCKS:
        for entry in form.get(block) or ():
            yield block, entry


def _has(sealer: Sealer, block: str, entry: Mapping[str, Any], wanted: set[bytes]) -> bool:
    """Whether a person or car of a form has one of some values."""
    return any(
        not wanted.isdisjoint(sealer.indexes(column.personal, str(entry[column.name])))
        for column in sealed_columns(registry(block))
        if column.personal and entry.get(column.name)
    )


def _is_wanted(sealer: Sealer, text: str, wanted: set[bytes]) -> bool:
    return any(not wanted.isdisjoint(sealer.indexes(kind, text)) for kind in ("name", "contact", "id_number", "plate"))


def _texts(value: object) -> Iterator[str]:
    """Every text within JSON values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _texts(inner)


def _pieces(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(values), AT_ONCE):
        yield values[at : at + AT_ONCE]
