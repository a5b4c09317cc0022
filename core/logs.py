"""One log for the whole process: a JSON object a line, nobody's data in it.

What a record says is cleaned where records are made, so that no logger and no handler, ours or a library's, sees more.
A message stays only if it stands as it is in the code that says it; one put together while running is withheld, and
the line tells from where it came. Of its arguments numbers stay, and texts that are known to be of code (`Code`);
others go, and objects are named by their type. So nothing depends on how a name or an address looks. Beside that,
whatever looks personal goes (`core.registries.redact`), and an exception is reduced to its type and the lines of code
it went through.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import PurePath
from types import TracebackType
from typing import Any

from core.registries.redact import TAKEN_OUT, redacted

FILE = "DESK_LOG"
"""Names the file to log to, or `STANDARD_OUTPUT`; where it is not set, standard output gets warnings and errors."""
STANDARD_OUTPUT = "-"
FIELDS = ("reference", "account_id", "page", "duration", "method", "path", "status")
"""What a record may carry beside its message, by `extra=` or `about`; any other extra is left out."""
WITHHELD = "withheld"
"""In place of a message that was put together while running."""
TELLS_OF_CODE = (ImportError, NameError, SyntaxError)
"""Errors whose messages name code and no values."""
LOGGER = logging.getLogger("reception_desk")
DOUBLED = ("uvicorn", "uvicorn.error", "uvicorn.access")
"""Loggers with handlers of their own; they speak through the one log."""
_ABOUT: ContextVar[Mapping[str, object] | None] = ContextVar("about", default=None)


class Code(str):
    """A text that stands in the code, such as the name of a type: a log may say it."""

    __slots__ = ()


def about(**facts: object) -> None:
    """Have every later record of this thread or task carry these `FIELDS`, such as page and account_id."""
    _ABOUT.set({**(_ABOUT.get() or {}), **facts})


def places(error: BaseException) -> Code:
    """The type of an error and of what caused it, with the lines it went through; never its message."""
    said = []
    seen: BaseException | None = error
    while seen is not None:
        frames = "".join(traceback.format_list(traceback.extract_tb(seen.__traceback__)))
        message = f": {seen}" if isinstance(seen, TELLS_OF_CODE) else ""
        said.append(f"{type(seen).__module__}.{type(seen).__qualname__}{message}\n{frames}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return Code("caused by ".join(said))


def clean(record: logging.LogRecord, literals: Sequence[object]) -> logging.LogRecord:
    """Take out of a record what it may not say.

    Args:
        record: As a logger made it.
        literals: What stands in the code that said it.

    Returns:
        The same record.
    """
    args = record.args
    if isinstance(args, Mapping):
        record.args = {name: _plain(value) for name, value in args.items() if f"%({name})" in str(record.msg)}
    elif args:
        record.args = tuple(_plain(value) for value in args)
    record.msg = _message(record, literals)
    try:
        said = record.getMessage()
    except (TypeError, ValueError, KeyError):
        said = record.msg
    record.msg, record.args = redacted(said), ()
    error = record.exc_info[1] if record.exc_info else None
    record.__dict__["places"] = redacted_places(error) if error is not None else ""
    record.exc_info, record.exc_text, record.stack_info = None, None, None
    return record


def _message(record: logging.LogRecord, literals: Sequence[object]) -> str:
    """The message as it stands in the code; of any other one that it was withheld, or its type."""
    if isinstance(record.msg, str) and any(type(one) is str and one == record.msg for one in literals):
        return str(record.msg)
    if isinstance(record.msg, str):
        record.args = ()
        record.__dict__["said_at"] = f"{record.module}:{record.lineno}"
        return WITHHELD
    return str(_plain(record.msg))


def literals_here() -> tuple[object, ...]:
    """What stands in the code that has something logged right now; called by the factory of records."""
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_filename == logging.__file__:
        frame = frame.f_back
    return frame.f_code.co_consts


def redacted_places(error: BaseException) -> str:
    """`places`, cleaned line by line, so that the code stays readable."""
    return "\n".join(redacted(line) for line in places(error).splitlines())


def _plain(value: object) -> object:
    """A value as it may be said: numbers and code as they are, texts not at all, others by the name of their type."""
    if value is None or type(value) in (int, float, bool, Code):
        return value
    if type(value) in (tuple, list) and isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, PurePath | str):
        return TAKEN_OUT
    if isinstance(value, int | float):
        return float(value)
    return f"<{type(value).__qualname__}>"


class Lines(logging.Formatter):
    """Writes a record as one JSON object: time (UTC), level, logger, message, and of `FIELDS` what is known."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, object] = {
            "time": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redacted(record.getMessage()),
        }
        facts = {**(_ABOUT.get() or {}), **record.__dict__}
        for name in FIELDS:
            value = facts.get(name)
            if value is not None and value != "":
                said[name] = value if isinstance(value, int | float) else _field(name, str(value))
        for name in ("said_at", "places"):
            if facts.get(name):
                said[name] = facts[name]
        return json.dumps(said, ensure_ascii=False)


def _field(name: str, value: str) -> str:
    """A reference number is chance, not a person's; any other text is cleaned."""
    is_reference = name == "reference" and len(value) <= 12 and value.isalnum() and value.isascii()
    return value if is_reference else redacted(value)


def handler_of(environ: Mapping[str, str]) -> logging.Handler:
    """Where lines go: to the file that `DESK_LOG` names, for its owner's eyes, else to standard output."""
    named = environ.get(FILE)
    if not named or named == STANDARD_OUTPUT:
        made: logging.Handler = logging.StreamHandler(sys.stdout)
    else:
        os.close(os.open(named, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        made = WatchedFileHandler(named, encoding="utf-8")
    made.setFormatter(Lines())
    return made


def install(environ: Mapping[str, str]) -> Callable[[], None]:
    """Begin the log: every record cleaned, every logger to the one handler, uncaught errors with their places only.

    Args:
        environ: `DESK_LOG` names a file, or "-" for every line on standard output.

    Returns:
        What ends it and puts everything back.

    Raises:
        OSError: The file cannot be written to.
    """
    root = logging.getLogger()
    before = (logging.getLogRecordFactory(), root.handlers[:], root.level, logging.raiseExceptions)
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    factory, handler = before[0], handler_of(environ)

    def cleaned(*args: Any, **kwargs: Any) -> logging.LogRecord:
        return clean(factory(*args, **kwargs), literals_here())

    logging.setLogRecordFactory(cleaned)
    logging.raiseExceptions = False  # what a handler fails on is printed with its arguments otherwise
    logging.captureWarnings(True)
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO if environ.get(FILE) else logging.WARNING)  # a person's terminal stays readable
    for name in DOUBLED:
        logging.getLogger(name).handlers[:] = []
    sys.excepthook = _uncaught
    threading.excepthook = lambda given: _uncaught(given.exc_type, given.exc_value, given.exc_traceback)
    sys.unraisablehook = lambda given: _uncaught(given.exc_type, given.exc_value, given.exc_traceback)

    def end() -> None:
        logging.setLogRecordFactory(before[0])
        root.handlers[:], logging.raiseExceptions = before[1], before[3]
        root.setLevel(before[2])
        logging.captureWarnings(False)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        handler.close()

    return end


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    LOGGER.error("uncaught %s", Code(kind.__qualname__), exc_info=(kind, error or kind(), trace))
