"""Why the database took nothing: its own codes, not its words, told apart and said to people."""

from __future__ import annotations

import sqlite3
from typing import Literal

from sqlalchemy.exc import DBAPIError, OperationalError

from core.store.faults import CannotRead, CannotWrite
from core.texts import N_, Text

Cause = Literal["full", "readonly", "busy", "disk", "lost", "other"]
_SQLITE: dict[int, Cause] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "readonly",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_CORRUPT: "disk",
    sqlite3.SQLITE_NOTADB: "disk",
    sqlite3.SQLITE_CANTOPEN: "lost",
}
_SQLSTATE: dict[str, Cause] = {
    "53100": "full",
    "25006": "readonly",
    "42501": "readonly",
    "55P03": "busy",
    "40P01": "busy",
    "40001": "busy",
    "58030": "disk",
    "53300": "lost",
    "57P01": "lost",
    "57P02": "lost",
    "57P03": "lost",
}
NOT_WRITTEN: dict[Cause, str] = {
    "full": N_("The disk is full: nothing was saved. Free some space, then try again; what you typed is kept."),
    "readonly": N_("The database may not be written to: nothing was saved. Mend its permissions, then try again."),
    "busy": N_("The database is in use by another program: nothing was saved. Try again in a minute."),
    "disk": N_("The disk does not take it: nothing was saved. See whether it is full or failing, then try again."),
    "lost": N_("The database cannot be reached: nothing was saved. Try again in a minute."),
}
NOT_READ: dict[Cause, str] = {
    "busy": N_("The database is in use by another program. Try again in a minute."),
    "disk": N_("The database file cannot be read: see whether the disk is failing, or restore a backup."),
    "lost": N_("The database cannot be reached. Try again in a minute."),
}
UNSURE = N_("The database broke off while saving. Look whether it was saved before you try again.")


def cause(error: BaseException) -> Cause:
    """Why the database refused; `other` for what no operator can mend (a fault of ours, a constraint)."""
    if not isinstance(error, DBAPIError):
        return "other"
    if error.connection_invalidated:
        return "lost"
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF, "other")
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        # A server that cannot be reached gives no code.
        return "lost" if isinstance(error, OperationalError) else "other"
    return "lost" if state.startswith("08") else _SQLSTATE.get(state, "other")


def cannot_write(error: BaseException) -> BaseException:
    """What to tell of an error in a write: a `CannotWrite` for what the operator can mend, else the error itself."""
    return _told(error, NOT_WRITTEN, CannotWrite)


def cannot_read(error: BaseException) -> BaseException:
    """What to tell of an error in a read: a `CannotRead` for what the operator can mend, else the error itself."""
    return _told(error, NOT_READ, CannotRead)


def unsure(error: BaseException) -> BaseException:
    """What to tell when the connection broke while the commit was under way."""
    why = CannotWrite(Text(UNSURE))
    why.__cause__ = error
    return why


def _told(error: BaseException, texts: dict[Cause, str], kind: type[CannotRead | CannotWrite]) -> BaseException:
    text = texts.get(cause(error))
    if text is None:
        return error
    why = kind(Text(text))
    why.__cause__ = error
    return why
