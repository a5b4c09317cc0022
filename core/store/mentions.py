"""Where a text that somebody wrote names a person: a name or a number within the words of a note, an answer, an event.

Nothing indexes such texts, so each is opened and read: some thousand a second. That is done for a copy or an
erasure alone. What is looked for is kept as blind indexes and lengths, never as it was typed, so that it may wait in a
session.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from core.registries.columns import Personal, simplified
from core.registries.definitions import ALL
from core.registries.redact import TAKEN_OUT
from core.store import office_tables as office
from core.store.client_records import Row
from core.store.office_rows import number_of, opened, table_of
from core.store.seals import INDEXED, Sealer, folded
from core.store.tables import OFFICE_SCOPE, batches, registry_tables, sealed_columns, seals

LEAST = {"name": 2, "number": 5, "id": 6, "plate": 5}
"""Family of values -> how many characters it has at least; a shorter one stands in every other text."""
HOUSE = (
    office.request_cases,
    office.request_events,
    office.filings,
    office.drafts,
    office.contact_days,
    office.contact_notes,
    office.handlers,
    batches,
)
"""Tables of the house with words of people; photos hold none that can be read."""
_LABELS = ("request_no", "room_no", "client_id", "staff_id", "on_day", "made_at")
_BETWEEN = {"name": "", "number": "-.()+·", "id": "-.·", "plate": "-.·"}
"""What may stand between the characters of a value beside blanks."""


@dataclass(frozen=True)
class Mark:
    """A value as it is looked for: family, length when folded, blind index, whether it is a mail address."""

    family: str
    length: int
    index: bytes
    is_mail: bool = False


@dataclass(frozen=True)
class Mention:
    """A row whose words name somebody; the label tells it from the others of its table and says nothing personal."""

    row: Row
    label: str


def marks(sealer: Sealer, kind: Personal, value: str) -> tuple[Mark, ...]:
    """What to look for to find a value: a mark for each number in a contact; none for one too short or not indexed."""
    family = INDEXED.get(kind)
    if family is None:
        return ()
    index = sealer.indexer(family)
    return tuple(
        Mark(family, len(part), index(part), "@" in part)
        for part in dict.fromkeys(folded(kind, value))
        if len(part) >= LEAST[family]
    )


@cache
def word_columns() -> dict[str, tuple[str, ...]]:
    """Registry -> its sealed columns of free words; registries without any are left out. The others have an index."""
    found = {
        r.name: tuple(c.name for c in sealed_columns(r) if c.kind == "text" and c.personal not in INDEXED) for r in ALL
    }
    return {name: columns for name, columns in found.items() if columns}


def mentions(connection: sa.Connection, sealer: Sealer, sought: Sequence[Mark]) -> Iterator[Mention]:
    """Every row, standing or not, whose words hold a value, by table and number; nothing sought gives none."""
    if not sought:
        return
    for table in (*(registry_tables[name] for name in word_columns()), *HOUSE):
        for row, said in opened(connection, sealer, table, sa.func.length(table.c.sealed) > 0):
            if any(spans(sealer, said[column], sought) for column in _words(table.name, said)):
                yield Mention((table.name, getattr(row, "scope", OFFICE_SCOPE), _number(table, row)), _label(row))


def words_of(connection: sa.Connection, sealer: Sealer, row: Row, sought: Sequence[Mark]) -> dict[str, str]:
    """What of a row names somebody: column -> its text; nothing for a row that is gone."""
    table = table_of(row[0])
    return {
        column: said[column]
        for _row, said in opened(connection, sealer, table, number_of(table) == row[2])
        for column in _words(table.name, said)
        if spans(sealer, said[column], sought)
    }


def take_out(connection: sa.Connection, sealer: Sealer, row: Row, sought: Sequence[Mark]) -> bool:
    """Put a mark in place of a value wherever the words of a row hold it, inside an act; whether they did.

    The row is sealed with a new secret: what a backup holds of it opens no more. A handler's name goes whole.
    """
    name, _scope, row_id = row
    table, changed = table_of(name), words_of(connection, sealer, row, sought)
    if not changed:
        return False
    ((_row, said),) = opened(connection, sealer, table, number_of(table) == row_id)
    kept = {**said, **{column: _without(sealer, text, sought) for column, text in changed.items()}}
    blob, secret = sealer.seal(name, row_id, {} if table is office.handlers else kept)
    connection.execute(seals.delete().where(seals.c.row_of == name, seals.c.row_id == row_id))
    if secret:
        connection.execute(seals.insert().values(row_of=name, row_id=row_id, secret=secret))
    fresh: dict[str, object] = {"digest": secrets.token_bytes(16)} if "digest" in table.c else {}
    connection.execute(table.update().where(number_of(table) == row_id).values(sealed=blob, **fresh))
    return True


def spans(sealer: Sealer, text: str, sought: Sequence[Mark]) -> list[tuple[int, int]]:
    """Where values stand in a text: beginning and end of each, in its order; they may overlap."""
    found = []
    for family, is_mail in dict.fromkeys((m.family, m.is_mail) for m in sought):
        body, places = _folded(text, family, is_mail)
        index = sealer.indexer(family)
        wanted = {(m.length, m.index) for m in sought if (m.family, m.is_mail) == (family, is_mail)}
        for length in {length for length, _index in wanted}:
            for at in range(len(body) - length + 1):
                window = body[at : at + length]
                if family == "number" and not is_mail and not window.isdecimal():
                    continue
                if (length, index(window)) in wanted:
                    found.append((places[at], places[at + length - 1] + 1))
    return sorted(found)


def _without(sealer: Sealer, text: str, sought: Sequence[Mark]) -> str:
    kept, end = [], 0
    for begin, after in spans(sealer, text, sought):
        if begin >= end:
            kept += [text[end:begin], TAKEN_OUT]
        end = max(end, after)
    return "".join((*kept, text[end:]))


def _folded(text: str, family: str, is_mail: bool) -> tuple[str, list[int]]:
    """A text as values of a family are compared, and where in it each character stood."""
    between = "" if is_mail else _BETWEEN[family]
    letters, places = [], []
    for place, letter in enumerate(text):
        for plain in unicodedata.normalize("NFKC", letter).casefold():
            if not (plain.isspace() and not is_mail) and plain not in between:
                letters.append(plain)
                places.append(place)
    body = "".join(letters)
    if family == "name":
        simple = simplified(body)
        return (simple if len(simple) == len(body) else "".join(map(_simple, body))), places
    return (body.upper() if family in ("id", "plate") else body), places


def _simple(letter: str) -> str:
    said = simplified(letter)
    return said if len(said) == 1 else letter


def _words(name: str, said: dict[str, str]) -> list[str]:
    """The columns of an opened row that hold words."""
    known = word_columns().get(name)
    return [c for c in said if known is None or c in known]


def _number(table: sa.Table, row: sa.Row[tuple[object, ...]]) -> int:
    return int(row._mapping[number_of(table)])


def _label(row: sa.Row[tuple[object, ...]]) -> str:
    known = {c: str(row._mapping[c]) for c in _LABELS if c in row._mapping and row._mapping[c] is not None}
    return next(iter(known.values()), "")[:16]
