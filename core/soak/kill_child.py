"""The process that is killed: opens the database and works on it without end, saying through a pipe what was done."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from itertools import count, islice

from core.registries.definitions import Tables
from core.soak.form import form, prepare
from core.store import batches
from core.store.database import Database, open_database
from core.store.home import Home

FORMS = 8
"""Forms before each import and each undo."""
Say = Callable[[str, int], None]


def work(home: Home, tables: Tables, pipe: int, first: int, *, unguarded: bool) -> None:
    """Open (and migrate, at first), send forms, import, send forms, undo, and so on, until killed.

    Args:
        home: Where.
        tables: What is imported.
        pipe: Where each acknowledgement is written, a line each.
        first: Number of the first form.
        unguarded: Send forms only, and say that many are kept before they are.
    """

    def say(what: str, number: int) -> None:
        os.write(pipe, f"{what} {number}\n".encode())  # one short write: it arrives whole or not at all

    database = open_database(home)
    say("opened", 0)
    prepare(database)
    numbers = count(first)
    while unguarded:
        _forms_too_soon(database, numbers, say)
    while True:
        _forms(database, numbers, say)
        seen = batches.preview(database, tables, "store", None)
        imported = batches.commit(database, seen, secrets.token_hex(16), None).batch_id
        say("import", imported)
        _forms(database, numbers, say)
        batches.undo(database, imported, secrets.token_hex(16), None)
        say("undo", imported)


def _forms(database: Database, numbers: Iterator[int], say: Say) -> None:
    for number in islice(numbers, FORMS):
        database.submit(f"form {number}", "soak", form(database, number))
        say("form", number)


def _forms_too_soon(database: Database, numbers: Iterator[int], say: Say) -> None:
    for number in islice(numbers, FORMS):
        say("form", number)
        database.submit(f"form {number}", "soak", form(database, number))
