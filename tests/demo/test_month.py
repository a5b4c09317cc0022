"""The demo month: what ships is what the generator makes, and it shows everything there is to see."""

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from core.demo.shipped import CSV_FOLDER, WORKBOOK, write_data
from core.demo.stores import month
from core.registries.read import read
from core.rules import kinds
from core.rules.compute import compute
from core.rules.questions import QUESTIONS

RESULTS = compute(month())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_data(folder)
    return folder


def members(path: Path) -> dict[str, bytes]:
    """What a workbook holds; how it is packed may differ from machine to machine."""
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_the_csv_files_that_ship_are_those_the_generator_makes(written: Path) -> None:
    assert {p.name: p.read_bytes() for p in CSV_FOLDER.iterdir()} == {
        p.name: p.read_bytes() for p in (written / "csv").iterdir()
    }


def test_the_workbook_that_ships_is_the_one_the_generator_makes(written: Path) -> None:
    assert members(WORKBOOK) == members(written / WORKBOOK.name)


@pytest.mark.parametrize("source", [CSV_FOLDER, WORKBOOK], ids=["csv", "workbook"])
def test_what_ships_is_read_as_the_frames_the_generator_makes(source: Path) -> None:
    tables = read([source], desk="store").tables
    assert list(tables) == list(month())
    for name, frame in month().items():
        pd.testing.assert_frame_equal(tables[name], frame, check_categorical=False, obj=name)


def test_the_csv_files_have_no_fault() -> None:
    assert [fault.line("en") for fault in read([CSV_FOLDER], desk="store").faults] == []


def test_the_workbook_is_good_to_go_with_the_warnings_a_clerk_gets() -> None:
    reading = read([WORKBOOK], desk="store")
    date_only = int((month()["deals"]["closed_at"].dt.strftime("%T") == "23:59:59").sum())
    assert reading.ok
    assert dict(reading.faults.counts()) == {
        (WORKBOOK.name, "來訪接待", "天氣", "header_unknown"): 1,
        (WORKBOOK.name, "跟蹤", "核對", "header_unknown"): 1,
        (WORKBOOK.name, "成交", "closed_at", "day_only"): date_only,
    }


@pytest.mark.parametrize(
    ("table", "column", "all_of_them"),
    [
        ("receptions", "kind", kinds.RECEPTION_KINDS),
        ("ownership", "basis", kinds.OWNERSHIP_BASES),
        ("ownership", "ended_by", kinds.ENDINGS),
        ("attributions", "basis", kinds.CREDIT_BASES),
        ("findings", "kind", kinds.FINDING_KINDS),
        ("findings", "status", kinds.STATUSES),
        ("questions", "code", QUESTIONS),
    ],
)
def test_the_month_shows_every(table: str, column: str, all_of_them: tuple[str, ...]) -> None:
    assert set(getattr(RESULTS, table)[column].dropna()) == set(all_of_them)


def test_most_new_clients_are_received_in_turn_and_findings_are_a_minority() -> None:
    counts = RESULTS.receptions["kind"].value_counts()
    assert counts["turn"] > 5 * counts["out_of_turn"]
    assert RESULTS.findings["subject_id"].nunique() < len(RESULTS.receptions) / 3


def test_the_three_stores_differ_in_character() -> None:
    """One keeps the rules, one is short of hands, one lets things slip."""
    kind = pd.crosstab(RESULTS.receptions["store_id"], RESULTS.receptions["kind"], normalize="index")
    grabs = RESULTS.findings[RESULTS.findings["kind"].isin(["client_grab", "concealed_client", "missed_handover"])]
    by_store = grabs["store_id"].value_counts() / RESULTS.receptions["store_id"].value_counts()
    assert by_store.idxmax() == "南坪店"
    assert kind["overflow"].idxmax() == "江北店"
    assert kind["out_of_turn"].idxmax() == "南坪店"
    assert RESULTS.receptions["store_id"].value_counts().idxmax() == "江北店"
