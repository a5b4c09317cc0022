"""Registries and settings for a command, and their faults as lines."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TextIO

from core.cli.progress import Bar
from core.cli.run import CallError
from core.cli.speak import tell
from core.registries.faults import Fault, Faults
from core.registries.read.reading import Reading, read
from core.rules.settings import Settings, SettingsError, read_settings
from core.texts import N_, Text, say

EACH_WARNING = 3
"""Warnings of one code in one column that are told one by one; the rest of them is counted."""


def read_data(data: Path, language: str) -> Reading:
    """Read a folder or a workbook of the store's registries.

    Raises:
        CallError: There is no such file or folder.
    """
    if not data.exists():
        raise CallError(Text(N_("{file}: there is no such file or folder"), {"file": str(data)}))
    with Bar(say(language, N_("reading"))) as bar:
        return read([data], progress=bar.to, desk="store")


def read_rulebook(reading: Reading, data: Path, rulebook: Path | None, language: str) -> Settings | None:
    """The settings to use; None where they are wrong, which has then been printed.

    Args:
        reading: What was read of the data, perhaps with its `rulebook.toml`.
        data: Where that was read from.
        rulebook: Another file named in the call, or None.
        language: Of the lines printed.

    Raises:
        CallError: The file named in the call cannot be read.
    """
    text, place = reading.rulebook or "", data / "rulebook.toml"
    if rulebook is not None:
        try:
            text, place = rulebook.read_text("utf-8-sig"), rulebook
        except (OSError, UnicodeDecodeError) as wrong:
            raise CallError(Text(N_("{file}: this file cannot be read"), {"file": str(rulebook)})) from wrong
    try:
        return read_settings(text)
    except SettingsError as wrong:
        for problem in wrong.problems:
            where = f"{place.name}:{_line_of(text, problem)}:{_setting_of(problem)}"
            tell(f"{where}: {problem.say(language)}")
        return None


def _setting_of(problem: Text) -> str:
    return str(problem.values.get("name", ""))


def _line_of(text: str, problem: Text) -> int:
    """The line that sets what the problem is about; 1 where no line does."""
    name = _setting_of(problem)
    for number, line in enumerate(text.splitlines(), 1):
        if name and line.split("=")[0].strip().strip("\"'") == name:
            return number
    return 1


def print_faults(faults: Faults, language: str, to: TextIO) -> None:
    """Print a line for every error; of equal warnings some, and how many more there are."""
    seen: Counter[tuple[str, str, str, str]] = Counter()
    for fault in faults:
        if fault.severity == "error":
            tell(_line(fault, fault.message(language)), to)
            continue
        kind = (fault.file, fault.sheet, fault.column, fault.code)
        seen[kind] += 1
        if seen[kind] <= EACH_WARNING:
            tell(_line(fault, say(language, N_("warning: {text}"), text=fault.message(language))), to)
    for (file, sheet, column, _code), number in seen.items():
        if number > EACH_WARNING:
            more = say(language, N_("warning: {number} more of these"), number=number - EACH_WARNING)
            tell(_line(Fault("", file, sheet, 0, column), more), to)


def _line(fault: Fault, text: str) -> str:
    """`file:row:column: text`, as the contract has it; row 1 is the header and stands for the whole file."""
    where = f"{fault.file}[{fault.sheet}]" if fault.sheet else fault.file
    return f"{where}:{fault.row or 1}:{fault.column}: {text}"
