"""Every text is there in three languages."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from core import texts

ROOT = Path(__file__).resolve().parents[2]


def load_tool():
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "tools" / "catalogues.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_catalogues_are_complete() -> None:
    done = subprocess.run(
        [sys.executable, "tools/catalogues.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "catalogues: complete\n"


def test_the_check_sees_each_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = load_tool()
    source = tmp_path / "web"
    source.mkdir()
    (source / "page.py").write_text('_("One")\n_("Two {n}")\n_("Three")\n_("Four")\n', encoding="utf-8")
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    monkeypatch.setattr(tool, "LOCALE_FOLDER", tmp_path / "locale")
    monkeypatch.setattr(tool, "DOMAINS", {"web": ["web"], "cli": ["cli"]})
    monkeypatch.setattr(tool, "TRANSLATED", ("zh-Hant",))
    (tmp_path / "cli").mkdir()
    (tmp_path / "cli" / "speak.py").write_text('_("Three")\n', encoding="utf-8")
    tool.update(["web", "cli"])
    other = tool.path_of("cli", "zh-Hant")
    other.write_text(other.read_text(encoding="utf-8").replace('msgstr ""\n', 'msgstr "参"\n'), encoding="utf-8")
    path = tool.path_of("web", "zh-Hant")
    po = path.read_text(encoding="utf-8")
    po = po.replace('msgid "Two {n}"\nmsgstr ""', 'msgid "Two {n}"\nmsgstr "二 {m}"')
    po = po.replace('msgid "Three"\nmsgstr ""', '#, fuzzy\nmsgid "Three"\nmsgstr "三"')
    po = po.replace('msgid "Four"\nmsgstr ""', 'msgid "Five"\nmsgstr "五"')
    path.write_text(po, encoding="utf-8")
    assert tool.faults() == [
        "web zh-Hant: not in the catalogue: 'Four'",
        "web zh-Hant: no longer in the sources: 'Five'",
        "web zh-Hant: not translated: 'One'",
        "web zh-Hant: fuzzy: 'Three'",
        "web zh-Hant: places differ: 'Two {n}' / '二 {m}'",
        "zh-Hant: two translations: 'Three': 三 / 参",
    ]


def test_say_fills_places_and_falls_back_to_english() -> None:
    assert texts.say("en", "Row {row} of {file}", row=3, file="a.csv") == "Row 3 of a.csv"
    assert texts.say("zh-Hant", "no such message {n}", n=1) == "no such message 1"
    assert texts.say("en", "") == ""


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown language 'fr'"):
        texts.say("fr", "One")
