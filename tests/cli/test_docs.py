"""The page about the command line tells of every command and option, and of no other."""

import argparse
import re
from pathlib import Path

from core.bench.table import NAMES
from core.cli.parser import parser

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "command-line.md").read_text("utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    actions = parser("en")._actions
    return dict(next(a for a in actions if isinstance(a, argparse._SubParsersAction)).choices)


def test_every_command_has_its_section_in_order() -> None:
    assert re.findall(r"^## (\w+)$", PAGE, re.MULTILINE) == list(commands())


def test_every_option_is_told_in_its_section_and_no_other() -> None:
    general, *sections = re.split(r"^## \w+$", PAGE, flags=re.MULTILINE)
    for (name, command), section in zip(commands().items(), sections, strict=True):
        options = {o for a in command._actions for o in a.option_strings if o.startswith("--")} - {"--help", "--lang"}
        assert set(re.findall(r"--[a-z-]+", section)) == options, name
    assert set(re.findall(r"--[a-z-]+", general)) == {"--help", "--lang"}


def test_the_bench_page_tells_of_every_row() -> None:
    page = (DOCS / "bench.md").read_text("utf-8")
    assert all(f"`{name}`" in page for name in NAMES)
