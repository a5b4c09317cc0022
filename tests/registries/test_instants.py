"""Dates and instants as people write them."""

from __future__ import annotations

from datetime import date, time

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.registries.cells import Cells
from core.registries.definitions import registry
from core.registries.instants import Parsed, parse_instant, parse_serial
from core.registries.raw import DATE, ERROR, NUMBER, TEXT
from core.registries.typed_instants import read_instants

NINE = (date(2009, 11, 18), time(9, 5))
UNDERSTOOD = {
    "2009-11-18 09:05": NINE,
    "2009-11-18 09:05:00": NINE,
    "2009-11-18T09:05": NINE,
    "2009-11-18 9:05": NINE,
    "2009/11/18 9:05": NINE,
    "2009/11/18  09:05:00": NINE,
    "2009.11.18 09:05": NINE,
    "2009年11月18日 9:05": NINE,
    "2009年11月18日9時05分": NINE,
    "2009年11月18日 9点5分": NINE,
    "2009年11月18日 星期三 9:05": NINE,
    "2009-11-18 (三) 09:05": NINE,
    "2009-11-18 上午9:05": NINE,
    "2009-11-18 9:05 AM": NINE,
    "２００９－１１－１８　０９：０５": NINE,
    "民國98年11月18日 9:05": NINE,
    "民国98年11月18日 上午9:05": NINE,
    "中華民國98年11月18日 09:05:00": NINE,
    "民國98/11/18 09:05": NINE,
    "18-Nov-2009 09:05": NINE,
    "Nov 18, 2009 9:05 am": NINE,
    "2009-11-18 09:05:00.000": NINE,
    "2009-11-18 下午3:05": (date(2009, 11, 18), time(15, 5)),
    "2009-11-18 3:05:07 PM": (date(2009, 11, 18), time(15, 5, 7)),
    "2009-11-18 下午12:30": (date(2009, 11, 18), time(12, 30)),
    "2009-11-18 12:30 AM": (date(2009, 11, 18), time(0, 30)),
    "2009-11-18 中午12:10": (date(2009, 11, 18), time(12, 10)),
    "2009-11-18 中午1:10": (date(2009, 11, 18), time(13, 10)),
    "2009-11-18": (date(2009, 11, 18), None),
    "2009/1/8": (date(2009, 1, 8), None),
    "2009年1月8日": (date(2009, 1, 8), None),
    "20091118": (date(2009, 11, 18), None),
    "民國元年1月1日": (date(1912, 1, 1), None),
    "3/3/2024": (date(2024, 3, 3), None),
    "2024-02-29": (date(2024, 2, 29), None),
}
REFUSED = {
    "2009-02-30": "no_such_day",
    "2023-02-29 10:00": "no_such_day",
    "2009-13-01": "no_such_day",
    "2009-00-10": "no_such_day",
    "32/12/2009": "no_such_day",
    "13/13/2009": "no_such_day",
    "2009-11-18 24:00": "no_such_time",
    "2009-11-18 9:60": "no_such_time",
    "2009-11-18 下午13:00": "no_such_time",
    "2009-11-18 09:05Z": "zone",
    "2009-11-18T09:05:00+08:00": "zone",
    "2009-11-18 09:05 GMT+8": "zone",
    "2009-11-18 09:05 CST": "zone",
    "09/11/18": "short_year",
    "98年11月18日": "short_year",
    "11-18": "not_date",
    "1899-12-31": "year_range",
    "2100-01-01": "year_range",
    "9:05": "no_date",
    "上午9:05": "no_date",
    "昨天": "not_date",
    "-": "not_date",
    "2009-11": "not_date",
    "2009-11-18 九點": "not_time",
    "2009-11-18 9": "not_time",
    "20091118 0905": "not_time",
}


@pytest.mark.parametrize(("text", "said"), UNDERSTOOD.items())
def test_understood(text: str, said: tuple[date, time | None]) -> None:
    assert parse_instant(text) == Parsed(*said)


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_refused(text: str, code: str) -> None:
    assert parse_instant(text) == Parsed(code=code)


def test_order_is_left_open() -> None:
    assert parse_instant("03/04/2024 9:05") == Parsed(clock=time(9, 5), order=(3, 4, 2024))


def test_serials_count_from_1900_or_1904() -> None:
    assert parse_serial("45355") == Parsed(date(2024, 3, 4), None, note="serial")
    assert parse_serial("45355.378472222") == Parsed(date(2024, 3, 4), time(9, 5), note="serial")
    assert parse_serial("43893.378472222", date1904=True) == Parsed(date(2024, 3, 4), time(9, 5), note="serial")
    assert parse_serial("2009") is None
    assert parse_serial("20091118") is None


@given(st.text(max_size=30))
def test_nothing_breaks_it(text: str) -> None:
    parsed = parse_instant(text.strip() or "x")
    assert (parsed.day is not None) + bool(parsed.code) + (parsed.order is not None) == 1


def read(cells: list[str | None], column: str = "left_at", kinds: list[int] | None = None, date1904: bool = False):
    definition = next(c for r in ("visits", "staff", "deals") for c in registry(r).columns if c.name == column)
    array = None if kinds is None else np.array(kinds, np.uint8)
    values, issues = read_instants(Cells(definition, pa.array(cells, pa.large_string()), array, date1904))
    return [None if np.isnat(v) else str(v).replace("T", " ") for v in values], [
        (i.code, int(p)) for i in issues for p in i.positions
    ]


def test_column_of_iso() -> None:
    assert read(["2024-03-04 09:00", None, "2024-03-04T09:00:30"]) == (
        ["2024-03-04 09:00:00", None, "2024-03-04 09:00:30"],
        [],
    )


def test_column_mixed() -> None:
    cells = ["2024-03-04 09:00", "2024/3/4 9:01", "2024-03-04", "2024-02-30 09:00", "中午", None]
    assert read(cells) == (
        ["2024-03-04 09:00:00", "2024-03-04 09:01:00", "2024-03-04 00:00:00", None, None, None],
        [("no_such_day", 3), ("not_date", 4)],
    )


def test_date_alone_is_midnight_or_the_end_of_the_day() -> None:
    cells = ["2024-03-04", "2024-03-04 10:00", "2024/3/5"]
    assert read(cells, "left_at") == (["2024-03-04 00:00:00", "2024-03-04 10:00:00", "2024-03-05 00:00:00"], [])
    assert read(cells, "closed_at") == (
        ["2024-03-04 23:59:59", "2024-03-04 10:00:00", "2024-03-05 23:59:59"],
        [("day_only", 0), ("day_only", 2)],
    )


def test_dates_have_no_time_of_day() -> None:
    cells = ["2024-03-04 00:00:00", "2024-03-04 10:00:00", "2024-03-04", "2024/3/4 8:00"]
    day = "2024-03-04 00:00:00"
    assert read(cells, "left_on") == ([day] * 4, [("time_dropped", 1), ("time_dropped", 3)])
    assert read(cells[:3], "left_on") == ([day] * 3, [("time_dropped", 1)])


def test_order_of_day_and_month_is_the_columns() -> None:
    assert read(["13/04/2024", "03/04/2024 9:05"]) == (
        ["2024-04-13 00:00:00", "2024-04-03 09:05:00"],
        [("order_told", 0), ("order_told", 1)],
    )
    assert read(["04/13/2024", "03/04/2024"])[0] == ["2024-04-13 00:00:00", "2024-03-04 00:00:00"]
    assert read(["04/13/2024", "13/04/2024", "2024-01-01"]) == (
        [None, None, "2024-01-01 00:00:00"],
        [("order_contradicts", 0), ("order_contradicts", 1)],
    )
    assert read(["03/04/2024", "05/06/2024"]) == ([None, None], [("order_unknown", 0), ("order_unknown", 1)])


def test_text_left_beside_dates_that_the_spreadsheet_made() -> None:
    """The usual damage: 04/03 became the 3rd of April, 13/03 stayed text."""
    assert read(["2024-04-03 00:00:00", "13/03/2024"], kinds=[DATE, TEXT]) == (
        ["2024-04-03 00:00:00", None],
        [("order_mixed", 1)],
    )


def test_numbers_and_errors_of_a_spreadsheet() -> None:
    cells = ["45355.5", "43893.5", "#N/A", "20240304", "20240304.0"]
    kinds = [NUMBER, NUMBER, ERROR, NUMBER, NUMBER]
    noon, day = "2024-03-04 12:00:00", "2024-03-04 00:00:00"
    assert read(cells, kinds=kinds) == (
        [noon, "2020-03-03 12:00:00", None, day, day],
        [("serial", 0), ("serial", 1), ("cell_error", 2)],
    )
    assert read(cells[1:2], kinds=kinds[1:2], date1904=True) == ([noon], [("serial", 0)])


def test_many_distinct_cells_in_another_dress() -> None:
    """Above 20,000 distinct cells dates and times of day are read apart: the same values, the same faults."""
    moments = np.datetime64("2024-01-01T00:00:00") + np.arange(25_000) * np.timedelta64(61, "s")
    iso = [str(m).replace("T", " ") for m in moments]
    slashed = [f"{t[:4]}/{int(t[5:7])}/{int(t[8:10])} {int(t[11:13])}{t[13:]}" for t in iso]
    slashed[7], slashed[11], slashed[13], slashed[17] = "2024/2/30 9:00", "2024/1/1 25:00", "午後", "2024/1/2 下午1:00"
    values, faults = read(slashed)
    for bad in (7, 11, 13):
        iso[bad] = None
    iso[17] = "2024-01-02 13:00:00"
    assert values == iso
    assert sorted(faults, key=lambda f: f[1]) == [("no_such_day", 7), ("no_such_time", 11), ("not_date", 13)]


@given(st.lists(st.one_of(st.none(), st.sampled_from([*UNDERSTOOD, *REFUSED, "03/04/2024", "45355"])), max_size=12))
def test_a_cell_is_read_or_has_a_fault(cells: list[str | None]) -> None:
    values, faults = read(cells)
    errors = {p for code, p in faults if code not in ("serial", "order_told")}
    assert [v is not None for v in values] == [c is not None and i not in errors for i, c in enumerate(cells)]
    assert len(faults) == len({p for _, p in faults})
