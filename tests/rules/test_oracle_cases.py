"""The plain reading of the rulebook against every case folder."""

import pytest

from tests.plain.folders import CASES, case_names, differences, read_case
from tests.plain.judge import judge


@pytest.mark.parametrize("name", case_names())
def test_plain_reading_agrees_with_case(name):
    tables, settings = read_case(CASES / name)
    assert differences(CASES / name, judge(tables, settings)) == []
