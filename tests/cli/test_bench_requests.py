"""The rows about many requests: each step is measured on two sizes, with as many open in both."""

from __future__ import annotations

import re
from datetime import timedelta

from core.bench import requests
from core.office import tally_rows, work
from core.office.work import Wanted


def test_the_rows_of_requests_have_a_table_of_their_own() -> None:
    found = requests.ratios(50, 60, 1, lambda _share, _what: None)
    lines = requests.markdown(found, 50, 60, "en").splitlines()
    assert lines[:4] == ["## 60 requests against 50", "", "| what | ratio | milliseconds |", "| --- | --- | --- |"]
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines[4:]] == [what for _name, what in requests.STEPS]
    assert all(re.search(r"\| [\d.]+ × \| [\d.]+ \|$", line) for line in lines[4:])


def test_what_is_measured_is_there() -> None:
    with requests._filled(60) as database, database.read() as connection:
        page = work.work_list(connection, database.sealer, Wanted(), requests.NOW)
        assert (page.total, work.blank_counts(connection, requests.NOW)["no_handler"]) == (60, requests.OPEN)
        assert requests.requests.state_for(connection, database.sealer, "Q7", requests._contact(7)) is not None


def test_a_period_has_as_many_requests_in_both() -> None:
    until = requests.NOW - timedelta(days=1) + timedelta(seconds=1)
    for count, period in ((40, requests.YEAR), (80, requests.YEAR / 2)):
        with requests._filled(count) as database, database.read() as connection:
            assert len(tally_rows.read_rows(connection, until - period, until)) == 40
