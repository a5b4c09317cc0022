"""The demo estate: the same number gives the same one, it is good to go, it looks like a year; nobody in it is real."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.cli import DONE, WRONG_CALL
from core.cli.run import main
from core.demo.estate import FOLDER, HOMES, SHIPPED_HOMES, UNTIL, rows, write_shipped
from core.demo.estate_requests import contact_days
from core.office.categories import CATEGORIES, code_of, suggest
from core.registries.definitions import OFFICE
from core.registries.read import read

WHOLE = rows()
REQUESTS = WHOLE["requests"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_files_that_ship_are_those_the_generator_makes_and_have_no_fault(tmp_path: Path) -> None:
    write_shipped(tmp_path)
    assert {p.name: p.read_bytes() for p in FOLDER.iterdir()} == {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    reading = read([FOLDER], desk="office")
    assert [fault.line("en") for fault in reading.faults] == []
    assert len(set(reading.tables["requests"]["room_no"])) <= SHIPPED_HOMES


def test_the_same_number_gives_the_same_estate_and_another_one_another() -> None:
    assert rows(count=30) == rows(count=30)
    assert rows(2, 30) != rows(count=30)
    first, more = rows(count=30)["members"], rows(count=60)["members"]
    assert more[: len(first)] == first


def test_an_estate_of_eight_hundred_homes_is_checked_without_a_fault(tmp_path: Path) -> None:
    assert main(["demo", "--estate", "--out", str(tmp_path), "--lang", "en"]) == DONE
    reading = read([tmp_path], desk="office")
    assert [fault.line("en") for fault in reading.faults] == []
    assert {name: len(frame) for name, frame in reading.tables.items()} == {n: len(r) for n, r in WHOLE.items()}
    assert set(reading.tables["requests"]["category"].dropna()) <= {c.names["en"] for c in CATEGORIES}


def test_a_call_that_asks_for_no_home_or_for_damage_is_refused(tmp_path: Path) -> None:
    assert main(["demo", "--estate", "--homes", "0", "--out", str(tmp_path)]) == WRONG_CALL
    assert main(["demo", "--estate", "--damage", "lost_zeros", "--out", str(tmp_path)]) == WRONG_CALL
    assert list(tmp_path.iterdir()) == []


def test_no_number_can_be_anybodys() -> None:
    numbers: list[str] = []
    for found in WHOLE.values():
        numbers += [part for row in found for part in re.split(r" / ", row.get("contact", "")) if part]
    odd = re.compile(r"129\d{8}|023-1\d{7}|QQ:0\d{8}|home\d+@example\.com")
    assert [n for n in numbers if not odd.fullmatch(n)] == []
    assert {row["id_number"][:6] for row in WHOLE["occupants"] if row["id_number"]} == {"990000"}
    assert {row["plate_no"][:2] for row in WHOLE["vehicles"]} == {"渝I"}


def test_homes_look_like_homes() -> None:
    files = {row["room_no"] for row in WHOLE["households"]}
    assert 0.7 * HOMES < len(files) < 0.82 * HOMES
    for name in ("members", "occupants", "emergency_contacts", "vehicles"):
        assert {row["room_no"] for row in WHOLE[name]} <= files
    sizes = Counter(Counter(row["room_no"] for row in WHOLE["members"]).values())
    assert set(sizes) == {1, 2, 3, 4, 5}
    assert {row["kind"] for row in WHOLE["occupants"]} == {"nanny", "visitor", "tenant"}
    assert len({row["plate_no"] for row in WHOLE["vehicles"]}) == len(WHOLE["vehicles"])
    assert len({(row["room_no"], row["name"]) for row in WHOLE["members"]}) == len(WHOLE["members"])


def test_the_year_has_its_seasons() -> None:
    months = {code: Counter(at(r["submitted_at"]).month for r in of(code)) for code in ("heating", "green")}
    assert sum(months["heating"][m] for m in (5, 6, 7, 8, 9)) == 0
    assert sum(months["heating"][m] for m in (11, 12, 1, 2)) > 0.85 * months["heating"].total()
    assert sum(months["green"][m] for m in (5, 6, 7, 8)) > 2 * sum(months["green"][m] for m in (11, 12, 1, 2))
    assert {at(r["submitted_at"]).date() for r in REQUESTS} >= set(contact_days(UNTIL.date()))


def of(code: str) -> Sequence[Mapping[str, str]]:
    return [row for row in REQUESTS if row["category"] and code_of(row["category"]) == code]


def test_every_category_occurs_and_the_text_mostly_tells_it() -> None:
    confirmed = [row for row in REQUESTS if row["category"]]
    assert {code_of(row["category"]) for row in confirmed} == {c.code for c in CATEGORIES}
    told = sum(
        suggest(row["repair"] or row["opinion"]).code == code_of(row["category"])
        for row in confirmed
        if code_of(row["category"]) not in ("service", "other")
    )
    assert told > 0.85 * len(confirmed) * (1 - 0.1)


def test_texts_vary_and_are_in_traditional_chinese() -> None:
    texts = [row["repair"] or row["opinion"] for row in REQUESTS]
    assert len(set(texts)) > len(texts) / 2
    assert not re.search("[电门楼厨卫阳灯车树]", "".join(texts))


def test_work_is_done_late_left_open_called_back_and_rated_as_in_an_office() -> None:
    states = Counter(row["status"] for row in REQUESTS)
    assert set(states) == {"new", "assigned", "done", "closed"}
    assert 0.85 < states["closed"] / len(REQUESTS) < 0.97
    stars = Counter(int(row["satisfaction"]) for row in REQUESTS if row["satisfaction"])
    assert set(stars) == {1, 2, 3, 4, 5}
    assert stars[4] + stars[5] > 3 * (stars[1] + stars[2] + stars[3])
    for row in REQUESTS:
        told = [at(row[c]) for c in ("submitted_at", "done_at", "called_back_at") if row[c]]
        assert told == sorted(told)
        assert told[-1] <= UNTIL
        assert bool(row["done_at"]) == (row["status"] in ("done", "closed"))
        assert bool(row["called_back_at"]) == (row["status"] == "closed")
    forgotten = [r for r in REQUESTS if not r["done_at"] and at(r["submitted_at"]) < UNTIL - timedelta(days=60)]
    assert 3 <= len(forgotten) <= 40


def test_neighbours_write_of_the_same_thing_and_some_faults_come_again() -> None:
    lifts = Counter((row["room_no"].split("-")[0], row["submitted_at"][:10]) for row in of("lift"))
    assert max(lifts.values()) >= 3
    again = [row for row in REQUESTS if (row["repair"] or "").startswith("又壞了")]
    assert len(again) > 30


@pytest.mark.parametrize("lift", [True, False])
def test_only_buildings_with_a_lift_write_of_lifts(lift: bool) -> None:
    high = {int(row["room_no"].split("-")[0]) > 4 for row in of("lift")}
    assert (lift in high) == lift


def test_every_registry_has_rows_and_every_column_of_a_request_is_filled_somewhere() -> None:
    assert [r.name for r in OFFICE if not WHOLE[r.name]] == []
    assert [c for c in REQUESTS[0] if not any(row[c] for row in REQUESTS)] == []
