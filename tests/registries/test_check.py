"""Checks between rows and registries beyond one spoiled cell: parts, stores, many faults at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.registries.check import check
from core.registries.definitions import Tables, empty_tables, registry
from core.registries.raw import Origin, Origins
from core.registries.typed import as_typed
from tests.registries import rows

STAFF = as_typed(registry("staff"), rows.STORE["staff"])[0]


def said(tables: Tables, origins: Origins) -> list[str]:
    return [f.line("en") for f in check(tables, origins).in_order()]


def attendance(*times: tuple[str, str, str]) -> list[str]:
    given = [{"store_id": "S1", "staff_id": who, "signed_in_at": a, "signed_out_at": b} for who, a, b in times]
    tables = {"staff": STAFF, "attendance": as_typed(registry("attendance"), given)[0]}
    faults = check(tables, {name: Origin.of(f"{name}.csv", len(frame)) for name, frame in tables.items()})
    return [f"{f.row} {f.code}" for f in faults.in_order() if f.registry == "attendance"]


def test_nothing_handed_in_asks_for_nothing() -> None:
    assert len(check(empty_tables(), {})) == 0


def test_required_registries_are_asked_for() -> None:
    tables, _ = rows.typed({"staff": rows.STORE["staff"]})
    assert said(tables, {"staff": Origin.of("staff.csv", 3)}) == [
        "attendance: The registry attendance is missing. Add a file or a sheet of that name.",
        "clients: The registry clients is missing. Add a file or a sheet of that name.",
        "visits: The registry visits is missing. Add a file or a sheet of that name.",
    ]


def test_the_office_asks_for_no_registry() -> None:
    assert rows.lines({"cards": rows.OFFICE["cards"]}) == []


def test_empty_required_registries_are_enough() -> None:
    empty = {name: [] for name in ("staff", "attendance", "clients", "visits")}
    assert rows.lines(empty) == []


def test_a_missing_required_registry_is_not_said_in_every_row() -> None:
    changed = rows.store()
    del changed["clients"]
    assert rows.lines(changed) == ["clients: The registry clients is missing. Add a file or a sheet of that name."]


def test_a_missing_optional_registry_is_said_where_it_is_named() -> None:
    changed = rows.store()
    del changed["deals"]
    changed["rulings"][0]["deal_id"] = "D1"
    assert rows.lines(changed) == [
        "rulings.csv:2:deal_id: “D1” is not in the registry deals. Add it there, or correct it here."
    ]


def test_repeated_keys_name_the_first_row_also_in_another_part() -> None:
    staff = [{"staff_id": s, "store_id": "S1", "name": "x"} for s in ("B", "A", "A", "B", "C")]
    tables = {"staff": as_typed(registry("staff"), staff)[0]}
    parts = Origin(
        (("a.xlsx", "甲"), ("b.csv", "")), np.array([0, 0, 0, 1, 1], np.int32), np.array([2, 3, 4, 2, 3], np.int32)
    )
    faults = [f for f in check(tables, {"staff": parts}) if f.code == "duplicate_key"]
    tail = "Give every row its own staff_id, or take the repeated row out."
    assert [f.line("en") for f in faults] == [
        f"a.xlsx[甲]:4:staff_id: “A” stands in row 3 already. {tail}",
        f"b.csv:2:staff_id: “B” stands in row 2 of a.xlsx[甲] already. {tail}",
    ]


def test_keys_are_unique_over_all_stores() -> None:
    changed = rows.store()
    changed["staff"][2]["staff_id"] = "A"
    codes = [(f.file, f.row, f.code) for f in rows.typed(changed)[1]]
    assert ("staff.csv", 4, "duplicate_key") in codes


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([("A", "2024-03-04 08:00", "2024-03-04 12:00"), ("A", "2024-03-04 12:00", "2024-03-04 18:00")], []),
        ([("A", "2024-03-04 12:00", "2024-03-04 18:00"), ("A", "2024-03-04 08:00", "2024-03-04 12:01")], ["2 overlap"]),
        ([("A", "2024-03-04 08:00", "2024-03-04 18:00"), ("B", "2024-03-04 09:00", "2024-03-04 10:00")], []),
        ([("A", "2024-03-04 08:00", ""), ("A", "2024-03-05 00:00", "")], []),
        ([("A", "2024-03-04 08:00", ""), ("A", "2024-03-04 23:59:59", "")], ["3 overlap_open"]),
        ([("A", "2024-03-04 08:00", "2024-03-04 08:00"), ("A", "2024-03-04 08:00", "2024-03-04 09:00")], []),
        ([("A", "2024-03-04 08:00", "2024-03-04 09:00")] * 3, ["3 overlap", "4 overlap"]),
        (
            [
                ("A", "2024-03-04 08:00", "2024-03-04 20:00"),
                ("A", "2024-03-04 09:00", "2024-03-04 10:00"),
                ("A", "2024-03-04 11:00", "2024-03-04 12:00"),
                ("A", "2024-03-04 20:00", "2024-03-04 21:00"),
            ],
            ["3 overlap", "4 overlap"],
        ),
    ],
)
def test_overlapping_times(times: list[tuple[str, str, str]], expected: list[str]) -> None:
    assert attendance(*times) == expected


def test_the_overlapped_row_is_the_one_that_reaches_furthest() -> None:
    changed = rows.store()
    changed["attendance"] = [
        {"store_id": "S1", "staff_id": "A", "signed_in_at": f"2024-03-04 {a}", "signed_out_at": f"2024-03-04 {b}"}
        for a, b in (("08:00", "20:00"), ("09:00", "10:00"), ("11:00", "12:00"))
    ]
    assert rows.lines(changed) == [
        f"attendance.csv:{row}:signed_in_at: A is signed in already from 2024-03-04 08:00:00 to 2024-03-04 20:00:00 "
        "(row 2). One person's times may not overlap."
        for row in (3, 4)
    ]


def test_overlaps_against_a_plain_reading() -> None:
    """Random sheets: a row is at fault when it begins inside an earlier-begun row of the same person."""
    rng = np.random.default_rng(7)
    for _ in range(30):
        count = 12
        begin = pd.Timestamp("2024-03-04") + pd.to_timedelta(rng.integers(0, 48, count) * 30, unit="min")
        end = begin + pd.to_timedelta(rng.integers(1, 12, count) * 30, unit="min")
        who = rng.choice(["A", "B"], count)
        times = [(w, str(b), str(e)) for w, b, e in zip(who, begin, end, strict=True)]
        order = sorted(range(count), key=lambda i: (begin[i], i))
        late = [
            i for k, i in enumerate(order) if any(who[j] == who[i] and end[j] > begin[i] for j in order[:k])
        ]  # fmt: skip
        assert attendance(*times) == [f"{i + 2} overlap" for i in sorted(late)]


def test_unused_categories_do_not_count() -> None:
    tables, _ = rows.typed(rows.STORE)
    visits = tables["visits"].copy()
    visits["client_id"] = visits["client_id"].cat.add_categories(["C404"])
    tables["visits"] = visits
    assert said(tables, {name: Origin.of(f"{name}.csv", len(frame)) for name, frame in tables.items()}) == []


def test_stores_may_be_categories_in_any_order() -> None:
    tables, _ = rows.typed(rows.STORE)
    staff = tables["staff"].copy()
    staff["store_id"] = staff["store_id"].cat.reorder_categories(["S2", "S1"])
    tables["staff"] = staff
    assert said(tables, {name: Origin.of(f"{name}.csv", len(frame)) for name, frame in tables.items()}) == []


def test_two_rows_of_one_name_suggest_nothing() -> None:
    changed = rows.store()
    changed["staff"][1]["name"] = changed["staff"][0]["name"]
    changed["visits"][0]["received_by"] = changed["staff"][0]["name"]
    assert [f.code for f in rows.typed(changed)[1]] == ["unknown_reference"]


def test_very_many_faults_stay_small() -> None:
    """Faults of one kind are one batch: positions and distinct values, not a million objects."""
    count = 50_000
    visits = pd.DataFrame({
        "visit_id": [f"V{i}" for i in range(count)], "store_id": "S1", "client_id": "C404",
        "arrived_at": "2024-03-04 09:00", "left_at": "2024-03-04 08:00",
    })  # fmt: skip
    frame, faults = as_typed(registry("visits"), visits)
    tables, _ = rows.typed(rows.STORE)
    tables["visits"] = frame
    tables["assists"], tables["rulings"] = tables["assists"].iloc[:0], tables["rulings"].iloc[:0]
    faults.extend(check(tables, {name: Origin.of(f"{name}.csv", len(f)) for name, f in tables.items()}))
    assert len(faults) == 2 * count
    assert len(faults.parts) == 2
    assert faults[-1].line("en") == (
        "visits.csv:50001:client_id: “C404” is not in the registry clients. Add it there, or correct it here."
    )


def known(registry_name: str, given: list[dict[str, str]]):
    frame = as_typed(registry(registry_name), given)[0]
    return lambda name: frame if name == registry_name else None


def test_rows_known_from_before_are_in_their_stores() -> None:
    store = rows.store()
    given = {"clients": store["clients"][2:], "staff": [], "attendance": [], "visits": store["visits"][1:]}
    given["visits"][0] |= {"client_id": "C9", "asked_for": ""}
    tables, _ = rows.typed({name: given[name] for name in ("staff", "attendance", "visits")})
    origins = {name: Origin.of(f"{name}.csv", len(frame)) for name, frame in tables.items()}
    faults = check(tables, origins, known("clients", given["clients"])).in_order()
    assert [f.line("en") for f in faults] == [
        "visits.csv:2:client_id: “C9” belongs to store S2 in the registry clients, but this row to S1. Correct one."
    ]


def test_two_stores_known_from_before_may_have_one_number_each() -> None:
    clients = [rows.STORE["clients"][2] | {"store_id": store} for store in ("S2", "S1")]
    given = {"staff": [], "attendance": [], "visits": [rows.STORE["visits"][1] | {"client_id": "C9", "asked_for": ""}]}
    tables, _ = rows.typed(given)
    origins = {name: Origin.of(f"{name}.csv", len(frame)) for name, frame in tables.items()}
    assert [f.line("en") for f in check(tables, origins, known("clients", clients))] == []


@pytest.mark.parametrize(
    ("saved", "expected"),
    [
        (("2024-03-04 08:00", "2024-03-04 09:30"), ["2 overlap"]),
        (("2024-03-04 17:00", "2024-03-04 19:00"), ["2 overlap"]),
        (("2024-03-04 18:00", "2024-03-04 19:00"), []),
        (("2024-03-04 09:00", "2024-03-04 12:00"), []),  # of this start: the row handed in takes its place
    ],
)
def test_nobody_is_signed_in_twice_beside_what_is_known(saved: tuple[str, str], expected: list[str]) -> None:
    def row(begin: str, end: str) -> dict[str, str]:
        return {"store_id": "S1", "staff_id": "A", "signed_in_at": begin, "signed_out_at": end}

    tables = {
        "staff": STAFF,
        "attendance": as_typed(registry("attendance"), [row("2024-03-04 09:00", "2024-03-04 18:00")])[0],
    }
    origins = {name: Origin.of(f"{name}.csv", len(frame)) for name, frame in tables.items()}
    faults = list(check(tables, origins, known("attendance", [row(*saved)])).in_order())
    assert [f"{f.row} {f.code}" for f in faults if f.registry == "attendance"] == expected
    assert all("a row saved before" in f.message("en") for f in faults if f.registry == "attendance")
