"""Faults as values: batches, order, messages, places."""

from __future__ import annotations

import pickle
import string

import numpy as np
import pytest

from core.registries.faults import MESSAGES, WARNINGS, Batch, Fault, Faults
from core.texts import LANGUAGES, say
from tests.registries import rows

BATCH = Batch(
    "not_whole", "k.csv", "", "ring_seconds", "calls", np.array([5, 3], np.int32), each={"value": ["八", "九"]}
)
SINGLE = Fault("required", "k.csv", "", 4, "call_id", "calls")


def test_a_batch_is_faults() -> None:
    faults = Faults([BATCH, SINGLE])
    assert len(faults) == 3
    assert list(faults) == [
        Fault("not_whole", "k.csv", "", 5, "ring_seconds", "calls", {"value": "八"}),
        Fault("not_whole", "k.csv", "", 3, "ring_seconds", "calls", {"value": "九"}),
        SINGLE,
    ]
    assert faults[-1] == SINGLE
    assert faults[:2] == list(faults)[:2]
    with pytest.raises(IndexError):
        faults[3]


def test_in_order_is_by_row_and_column() -> None:
    assert [f.row for f in Faults([BATCH, SINGLE]).in_order()] == [3, 4, 5]
    assert list(Faults().in_order()) == []
    same_row = Faults([Fault("required", "k.csv", "", 4, "phone", "calls"), SINGLE, Fault("one_of", "k.csv", "", 4)])
    assert [f.column for f in same_row.in_order()] == ["", "call_id", "phone"]


def test_empty_batches_are_nothing() -> None:
    assert Faults([Batch("required", "f", "", "c", "calls", np.zeros(0, np.int32))]).parts == ()


def test_errors_and_warnings() -> None:
    faults = Faults([BATCH, Fault("serial", "k.csv", "", 2, "called_at", "calls", {"value": "1", "read": "2"})])
    assert len(faults.errors) == 2
    assert [f.code for f in faults.warnings] == ["serial"]
    assert faults.counts() == {("k.csv", "", "ring_seconds", "not_whole"): 2, ("k.csv", "", "called_at", "serial"): 1}


def test_place() -> None:
    assert Fault("required", "a.xlsx", "來電", 4, "call_id", "calls").place == "a.xlsx[來電]:4:call_id"
    assert Fault("one_of", "a.csv", "", 4).place == "a.csv:4"
    assert Fault("registry_missing", "staff").place == "staff"


def test_messages_name_columns_and_registries_in_the_language() -> None:
    fault = Fault("before_start", "d.csv", "", 2, "closed_at", "deals",
                  {"value": "1", "start": "2", "start_column": "reserved_at"})  # fmt: skip
    assert fault.message("en") == "closed_at 1 is before reserved_at 2. Correct one of them."
    assert fault.message("zh-Hant") == "「成交時間」1 早於「下定時間」2。請改正其中一個。"
    assert fault.message("zh-Hans") == "“成交时间”1 早于“下定时间”2。请改正其中一个。"


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_is_translated_with_the_same_places(code: str) -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for language in LANGUAGES:
        said = say(language, MESSAGES[code])
        assert places(said) == places(MESSAGES[code])
        assert (said == MESSAGES[code]) == (language == "en")


def test_warnings_are_codes() -> None:
    assert set(MESSAGES) >= WARNINGS


def test_faults_travel_between_processes() -> None:
    spoiled = rows.store()
    spoiled["visits"][0].update(client_id="C7", left_at="2024-03-04 08:00", arrived_at="3/4/2024")
    spoiled["visits"][1]["visit_id"] = "V1"
    faults = rows.typed(spoiled)[1]
    assert len(faults) >= 3
    again = pickle.loads(pickle.dumps(faults))  # noqa: S301 -- our own bytes
    assert [f.line("en") for f in again] == [f.line("en") for f in faults]
