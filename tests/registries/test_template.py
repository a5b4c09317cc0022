"""The templates: made from the definitions, read back without a fault."""

from __future__ import annotations

import io

import openpyxl
import pytest

from core.registries.columns import Desk
from core.registries.definitions import desk_registries, registry
from core.registries.read import read
from core.registries.template import template
from core.texts import LANGUAGES

from . import dress


def loaded(desk: Desk, language: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(desk, language)))


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("desk", ["store", "office"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_is_read_without_a_row_and_says_so_once(desk: Desk, language: str) -> None:
    reading = read([("template.xlsx", template(desk, language))])
    assert [f.line("en") for f in reading.faults] == [
        "template.xlsx: The template is not filled in: its sheets hold the example rows alone. "
        "Fill in the rows below them."
    ]
    assert {name: len(frame) for name, frame in reading.tables.items()} == {r.name: 0 for r in desk_registries(desk)}
    assert all(p.skipped == {"example": [2]} for p in reading.parts if p.registry)
    assert [p.registry for p in reading.parts if p.registry] == [r.name for r in desk_registries(desk)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_is_read_like_the_files(language: str) -> None:
    book = loaded("store", language)
    for name, (header, *rows) in dress.texts_of("random-a").items():
        sheet = book[registry(name).label(language)]
        order = [header.index(c.name) for c in registry(name).columns]
        for i, row in enumerate(rows, start=3):
            for j, at in enumerate(order, start=1):
                if row[at]:
                    sheet.cell(i, j, row[at])
    reading = read([("三月.xlsx", saved(book))])
    assert [f.line("en") for f in reading.faults] == []
    dress.assert_same(reading, read([dress.CASES / "random-a"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_required_marks_notes_lists_and_text_format(language: str) -> None:
    book = loaded("store", language)
    visits = registry("visits")
    sheet = book[visits.label(language)]
    headers = [sheet.cell(1, i).value for i in range(1, len(visits.columns) + 1)]
    assert headers == [c.label(language) + ("*" if c.required else "") for c in visits.columns]
    assert all(sheet.cell(1, i).comment for i in range(1, len(visits.columns) + 1))
    listed = {str(v.sqref).split(":")[0]: v.formula1 for v in sheet.data_validations.dataValidation}
    source = [c.name for c in visits.columns].index("source")
    letter = sheet.cell(3, source + 1).coordinate
    labels = ",".join(choice.label(language) for choice in visits.column("source").choices)
    assert listed[letter] == f'"{labels}"'
    phone = [c.name for c in registry("clients").columns].index("phone")
    clients = book[registry("clients").label(language)]
    assert clients.column_dimensions[clients.cell(1, phone + 1).column_letter].number_format == "@"


def test_an_old_version_mark_is_a_warning() -> None:
    book = loaded("store", "en")
    sheet = book.worksheets[0]
    mark = next(c for row in sheet.iter_rows() for c in row if str(c.value).startswith("template-version"))
    mark.value = "template-version: 0"
    reading = read([("t.xlsx", saved(book))])
    assert [(f.code, f.severity) for f in reading.faults] == [("template_old", "warning"), ("template_blank", "error")]


def test_nothing_of_a_template_is_a_formula() -> None:
    for desk in ("store", "office"):
        for sheet in loaded(desk, "zh-Hant"):
            assert not [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"]
