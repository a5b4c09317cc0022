"""The rows about many requests: each step is measured on two sizes, with as many open in both."""

from __future__ import annotations

import re

from core.bench import requests
from core.office import work
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
