"""From arguments to an exit status. A command's own module is imported only when it is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from core.cli import DATA_ERRORS, WRONG_CALL
from core.cli.parser import language_of, parser
from core.cli.speak import tell
from core.store.faults import StoreError
from core.texts import N_, Text, say

INTERRUPTED = 130


class CallError(Exception):
    """The call itself is wrong; carries the text that says how.

    Attributes:
        text: What is wrong and what to do.
    """

    def __init__(self, text: Text) -> None:
        """Keep the text."""
        self.text = text
        super().__init__(text.say("en"))


def main(argv: Sequence[str]) -> int:
    """Run one command.

    Args:
        argv: The arguments after `python -m core`.

    Returns:
        The exit status: 0 done, 1 the data has errors, 2 the call itself is wrong, 130 interrupted.
    """
    language = language_of(argv)
    try:
        args = parser(language).parse_args(argv, argparse.Namespace(lang=language))
        args.lang = language
    except SystemExit as over:
        return int(over.code or 0)
    try:
        return int(import_module(f"core.cli.{args.command}").run(args))
    except (CallError, StoreError) as wrong:
        _complain(language, wrong.text)
        return WRONG_CALL if isinstance(wrong, CallError) else DATA_ERRORS
    except BrokenPipeError:
        # The reader of our output has gone; closing what is left must not complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG_CALL
    except OSError as wrong:
        what = Text(N_("{file}: {why}"), {"file": wrong.filename or "", "why": wrong.strerror or str(wrong)})
        _complain(language, what)
        return WRONG_CALL
    except KeyboardInterrupt:
        _complain(language, Text(N_("interrupted; nothing was written")))
        return INTERRUPTED


def _complain(language: str, text: Text) -> None:
    tell(say(language, N_("error: {text}"), text=text.say(language)))
