"""What stops the store, in words for the person who runs it."""

from __future__ import annotations

from core.texts import Text


class StoreError(Exception):
    """Something the operator or the person at the screen can mend; a bug is another exception.

    Attributes:
        text: What is wrong and what to do, to be said in the reader's language.
    """

    def __init__(self, text: Text) -> None:
        """Keep the text."""
        self.text = text
        super().__init__(text.say("en"))


class CannotWrite(StoreError):
    """The database took nothing of this: full or read-only disk, a lock that did not end, a lost connection, closed."""


class CannotRead(StoreError):
    """The database cannot be reached or read as things stand."""


class Misplaced(StoreError):
    """The place named for the data is none: another kind of database, or data of a newer version of this program."""


class Refused(StoreError):
    """The act is not possible as things stand: later work rests on it, the data moved on, the file is known."""


class KeysError(StoreError):
    """The key ring is missing, damaged, or not the one that sealed the data."""
