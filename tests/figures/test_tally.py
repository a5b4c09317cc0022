"""The tally of a few requests, said line by line: whole values, and laws that hold whatever the rows are."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.figures.tally import PART_LABELS, PARTS, RATES, STATES, of_part, statistics, within
from core.figures.tally_groups import COUNTED, GROUPS, SHARED, busiest, compare, keys, of_group
from core.figures.tally_paper import COLUMNS as PAPER
from core.figures.tally_paper import paper_table
from core.figures.tally_repeats import marked
from core.figures.tally_times import LABELS, quantile, times
from core.office.tally_rows import COLUMNS, TEXTS

NOW = datetime(2026, 3, 20, 12)
MARCH = (datetime(2026, 3, 1), datetime(2026, 4, 1))
_INSTANTS = ("submitted_at", "done_at", "called_back_at", "due_at")
_NUMBERS = ("row_id", "handler_id", "satisfaction", "reopened")


def rows_of(*given_rows: dict[str, object]) -> pd.DataFrame:
    """Rows as `tally_rows.read_rows` gives them; what is left out has a usual value."""
    made = []
    for number, given_row in enumerate(given_rows, 1):
        usual = {
            "row_id": number,
            "request_no": f"R{number}",
            "submitted_at": "2026-03-02 09:00",
            "state": "new",
            "source": "form",
            "room_no": None,
            "building": None,
            "category": None,
            "reopened": 0,
        }
        row = dict.fromkeys(COLUMNS) | usual | given_row
        row["due_at"] = row["due_at"] or pd.Timestamp(row["submitted_at"]) + pd.Timedelta(days=2)
        made.append(row)
    frame = pd.DataFrame(made, columns=list(COLUMNS), dtype="object")
    for name in COLUMNS:
        dtype = "datetime64[s]" if name in _INSTANTS else "Int64" if name in _NUMBERS else "str"
        values = pd.to_datetime(frame[name], format="ISO8601") if name in _INSTANTS else frame[name]
        frame[name] = values.astype(dtype) if dtype != "str" else pd.array(list(values), dtype="str")
    return frame


def tap(at: str, state: str = "new", **more: object) -> dict[str, object]:
    """A leaking tap in 3-1-101."""
    usual = {"room_no": "3-1-101", "building": "3", "category": "water_power"}
    return {"submitted_at": f"2026-{at}", "state": state, **usual, **more}


TEN = rows_of(
    tap("03-02 09:00", "closed", done_at="2026-03-02 11:00", called_back_at="2026-03-03 09:00", satisfaction=5),
    tap("03-04 09:00", "closed", done_at="2026-03-08 09:00", called_back_at="2026-03-09 09:00", satisfaction=2),
    tap("03-05 09:00", "merged"),
    tap("03-06 09:00", "done", done_at="2026-03-06 19:00", room_no="3-1-102", handler_id=1, reopened=1),
    tap("03-10 09:00", "assigned", handler_id=1, room_no="5-1-101", building="5"),
    tap("03-19 09:00", "new", category="lift", room_no=None),
    tap("03-20 12:00", "new", category="lift"),
    tap("03-11 09:00", "closed", category=None, room_no=None, building=None),
    tap("02-20 09:00", "new"),
    tap("04-01 00:00", "new"),
)
TALLY = marked(TEN, 10)


def test_every_count_and_rate_of_a_month():
    found = statistics(TALLY, MARCH, NOW, 3)
    assert found.counts == {
        "all": 8,
        "merged": 1,
        "own": 7,
        "open": 3,
        "no_handler": 2,
        "overdue": 1,
        "done": 4,
        "in_time": 2,
        "late": 1,
        "due_known": 4,
        "done_unknown": 1,
        "called_back": 2,
        "no_call_back": 2,
        "timed_done": 3,
        "untimed_done": 1,
        "timed_call": 2,
        "untimed_call": 0,
        "waits_call": 5,
        "rated": 2,
        "content": 1,
        "stars_1": 0,
        "stars_2": 1,
        "stars_3": 0,
        "stars_4": 0,
        "stars_5": 1,
        "reopened": 1,
        "again_home": 2,
        "again_building": 4,
    }
    said = {code: (r.numerator, r.denominator, r.enough) for code, r in found.rates.items()}
    assert said == {
        "settled": (4, 7, True),
        "in_time": (2, 4, True),
        "called_back": (2, 4, True),
        "answered": (2, 4, True),
        "content": (1, 2, False),
        "reopened": (1, 7, True),
        "again_home": (2, 7, True),
        "again_building": (4, 7, True),
    }
    assert found.rates["settled"].share == 4 / 7
    assert (found.stars.rated, found.stars.mean, found.stars.enough) == (2, 3.5, False)
    assert (found.first, found.until, found.now, found.minimum_sample) == (*MARCH, NOW, 3)


def test_today_is_counted_up_to_now_and_nothing_outside_the_period():
    assert list(within(TALLY, *MARCH)["request_no"]) == ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8"]
    later = datetime(2026, 3, 22, 12, 0, 1)
    assert statistics(TALLY, MARCH, later, 3).counts["overdue"] == 3  # those of yesterday and today as well


def test_an_empty_period_has_zeros_and_no_share():
    found = statistics(TALLY.iloc[:0], MARCH, NOW, 3)
    assert set(found.counts.values()) == {0}
    assert {r.share for r in found.rates.values()} == {None}
    assert {r.enough for r in found.rates.values()} == {False}
    assert found.stars.mean is None
    assert times(TALLY.iloc[:0], "done", NOW, 1) == times(rows_of(), "done", NOW, 1)
    assert compare(TALLY.iloc[:0], "category", NOW, 1).empty
    assert busiest(TALLY.iloc[:0], NOW, 1).empty
    assert list(paper_table(TALLY.iloc[:0], texts_of(), "en")) == list(PAPER)


def test_the_same_trouble_again_is_within_days_of_the_same_place_and_category():
    assert list(TALLY.loc[TALLY["again_home"], "request_no"]) == ["R1", "R2"]
    assert list(TALLY.loc[TALLY["again_building"], "request_no"]) == ["R1", "R2", "R4", "R7"]
    exactly = rows_of(tap("03-01 09:00"), tap("03-11 09:00"), tap("03-21 09:00:01"))
    assert list(marked(exactly, 10)["again_home"]) == [False, True, False]
    assert list(marked(exactly.iloc[::-1], 10)["again_home"]) == [False, True, False]


def test_times_count_what_is_open_as_open():
    done = times(within(TALLY, *MARCH), "done", NOW, 3)
    assert (done.ended, done.open, done.unknown, done.enough) == (3, 3, 1, True)
    assert (done.median_hours, done.ninth_hours, done.longest_hours) == (96.0, None, 243.0)
    call = times(within(TALLY, *MARCH), "called_back", NOW, 8)
    assert (call.ended, call.open, call.unknown, call.enough) == (2, 5, 0, False)
    assert (call.median_hours, call.ninth_hours) == (None, None)


def test_leaving_the_open_ones_out_would_look_quicker():
    seen, ended = np.array([2.0, 10.0, 96.0, 27.0, 243.0, 0.0]), np.array([True, True, True, False, False, False])
    assert quantile(seen[ended], ended[ended], 0.5) == 10.0
    assert quantile(seen, ended, 0.5) == 96.0
    assert quantile(seen, ended, 0.9) is None


@pytest.mark.parametrize(("share", "hours"), [(0.5, 2.0), (0.9, 4.0), (0.25, 1.0), (1.0, 4.0)])
def test_with_nothing_open_a_quantile_is_that_of_sorting(share: float, hours: float):
    assert quantile(np.array([4.0, 1.0, 3.0, 2.0]), np.ones(4, dtype=bool), share) == hours


def test_ended_at_the_instant_at_which_another_is_still_open_comes_first():
    """Of four, one ends at 1 and one is open since 1; half of the other two end at 2."""
    seen, ended = np.array([1.0, 1.0, 2.0, 3.0]), np.array([True, False, True, True])
    assert quantile(seen, ended, 0.25) == 1.0
    assert quantile(seen, ended, 0.5) == 2.0


def test_groups_under_the_sample_get_no_place_and_no_share():
    found = compare(within(TALLY, *MARCH), "building", NOW, 2)
    assert list(found["key"]) == ["3", "5", ""]
    assert found["place"].astype("object").where(found["place"].notna(), None).tolist() == [1, None, None]
    assert found["enough"].tolist() == [True, False, False]
    assert found["all"].tolist() == [6, 1, 1]
    assert found["called_back"].tolist() == [2, 0, 0]
    assert found["done"].tolist() == [3, 0, 1]
    assert found["called_back_share"].fillna(-1).tolist() == [2 / 3, -1, -1]
    assert found["stars"].fillna(-1).tolist() == [3.5, -1, -1]


def test_equal_groups_share_a_place_and_months_stand_in_their_order():
    found = compare(marked(rows_of(tap("03-01 09:00"), tap("02-01 09:00"), tap("01-01 09:00"))), "month", NOW, 1)
    assert found["key"].tolist() == ["2026-01", "2026-02", "2026-03"]
    equal = rows_of(*(tap("03-01 09:00", category=c) for c in ("lift", "noise", "noise", "lift", "fees")))
    assert compare(marked(equal), "category", NOW, 1)[["key", "place"]].to_numpy().tolist() == [
        ["lift", 1],
        ["noise", 1],
        ["fees", 3],
    ]


def test_busiest_homes_need_two_requests_and_a_sample():
    march = within(TALLY, *MARCH)
    assert busiest(march, NOW, 3).to_dict("records") == [
        {"place": 1, "room_no": "3-1-101", "own": 3, "open": 1, "again_home": 2}
    ]
    assert busiest(march, NOW, 6).empty  # five requests of known homes, each trouble once
    assert len(busiest(march, NOW, 5)) == 1


def texts_of(*lines: tuple[int, str, str]) -> pd.DataFrame:
    made = [dict.fromkeys(TEXTS, None) | {"row_id": n, "name": name, "handling": said} for n, name, said in lines]
    frame = pd.DataFrame(made, columns=list(TEXTS))
    return frame.astype({name: "Int64" if name == "row_id" else "str" for name in TEXTS})


def test_the_paper_table_has_its_six_columns_in_the_order_of_handing_in():
    texts = texts_of((2, "李○○", "換了墊圈"), (1, "王○○", "已修好"), (3, "王○○", ""))
    found = paper_table(TALLY.iloc[[2, 1, 0]], texts, "zh-Hant")
    assert list(found) == ["number", "name", "contact", "repair", "opinion", "handled"]
    assert found["number"].tolist() == ["R1", "R2", "R3"]
    assert found["name"].tolist() == ["王○○", "李○○", "王○○"]
    assert found["handled"].tolist()[:2] == [
        "2026-03-02，已修好\n回訪：2026-03-03\n滿意度：5 分（滿分 5 分）",
        "2026-03-08，換了墊圈\n回訪：2026-03-09\n滿意度：2 分（滿分 5 分）",
    ]
    assert paper_table(TALLY.iloc[[4, 5]], texts, "en")["handled"].tolist() == [
        "Being done",
        "Not given to anybody yet",
    ]


def test_every_part_and_rate_has_its_words():
    assert set(PART_LABELS) == set(PARTS)
    assert {part for _label, *parts in RATES.values() for part in parts} <= set(PARTS)


_AT = st.integers(0, 60 * 24 * 40).map(lambda minutes: MARCH[0] - timedelta(days=3) + timedelta(minutes=minutes))
_LATER = st.one_of(st.none(), _AT)
_ROW = st.fixed_dictionaries(
    {
        "submitted_at": _AT,
        "done_at": _LATER,
        "called_back_at": _LATER,
        "due_at": _AT,
        "state": st.sampled_from(STATES),
        "source": st.sampled_from(("form", "desk", "phone", "upload")),
        "room_no": st.sampled_from((None, "1-1", "1-2", "2-1")),
        "building": st.sampled_from((None, "1", "2")),
        "category": st.sampled_from((None, "lift", "noise")),
        "handler_id": st.sampled_from((None, 1, 2)),
        "satisfaction": st.sampled_from((None, 1, 2, 3, 4, 5)),
        "reopened": st.integers(0, 2),
    }
)
_ROWS = st.lists(_ROW, max_size=25)


@settings(max_examples=40, deadline=None)
@given(_ROWS, st.integers(1, 5))
def test_parts_sum_to_the_whole(given_rows: list[dict[str, object]], sample: int):
    march = within(marked(rows_of(*given_rows), 10), *MARCH)
    found = statistics(march, MARCH, NOW, sample)
    n = found.counts
    assert n["all"] == n["own"] + n["merged"] == len(march)
    assert n["own"] == n["open"] + n["done"]
    assert n["done"] == n["in_time"] + n["late"] + n["done_unknown"] == n["called_back"] + n["no_call_back"]
    assert n["due_known"] == n["in_time"] + n["late"] + n["overdue"]
    assert n["rated"] == sum(n[f"stars_{i}"] for i in range(1, 6)) == found.stars.rated
    assert n["content"] == n["stars_4"] + n["stars_5"]
    for kind in LABELS:
        took = times(march, kind, NOW, sample)
        assert took.ended + took.open + took.unknown == n["own"]
    for rate in found.rates.values():
        assert 0 <= rate.numerator <= rate.denominator
    assert all(len(of_part(march, part, NOW)) == count for part, count in n.items())


@settings(max_examples=40, deadline=None)
@given(_ROWS, st.sampled_from(sorted(GROUPS)), st.integers(1, 5))
def test_groups_sum_to_the_whole_and_open_as_many_rows_as_they_say(
    given_rows: list[dict[str, object]], by: str, sample: int
):
    march = within(marked(rows_of(*given_rows), 10), *MARCH)
    counts, groups = statistics(march, MARCH, NOW, sample).counts, compare(march, by, NOW, sample)
    assert {part: int(groups[part].sum()) for part in COUNTED} == {part: counts[part] for part in COUNTED}
    for code in SHARED:
        _label, _of, among = RATES[code]
        assert groups.loc[groups[among] < sample, f"{code}_share"].isna().all()
        assert groups.loc[groups[among] >= sample, f"{code}_share"].notna().all()
    for group in groups.to_dict("records"):
        behind = of_group(march, by, group["key"])
        assert {part: len(of_part(behind, part, NOW)) for part in COUNTED} == {part: group[part] for part in COUNTED}
        assert pd.isna(group["place"]) or group["all"] >= sample


@settings(max_examples=30, deadline=None)
@given(_ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(given_rows: list[dict[str, object]], chance):
    rows = rows_of(*given_rows)
    order = list(range(len(rows)))
    chance.shuffle(order)
    one, other = marked(rows, 10), marked(rows.iloc[order], 10)
    assert statistics(one, MARCH, NOW, 2) == statistics(other, MARCH, NOW, 2)
    pd.testing.assert_frame_equal(busiest(one, NOW, 1), busiest(other, NOW, 1))
    for by in GROUPS:
        pd.testing.assert_frame_equal(compare(one, by, NOW, 2), compare(other, by, NOW, 2))


@settings(max_examples=30, deadline=None)
@given(_ROWS)
def test_homes_open_as_many_rows_as_they_say(given_rows: list[dict[str, object]]):
    rows = marked(rows_of(*given_rows), 10)
    own = of_part(rows, "own", NOW)
    for home in busiest(rows, NOW, 1).to_dict("records"):
        assert len(of_group(own, "home", home["room_no"])) == home["own"] >= 2
    assert set(keys(own, "home")) <= {"", "1-1", "1-2", "2-1"}
