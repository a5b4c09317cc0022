"""The plain reading of the rulebook against every case folder."""

import csv
import re
from pathlib import Path

import pytest

from tests.plain.basics import DEFAULTS
from tests.plain.folders import CASES, case_names, differences, read_case
from tests.plain.judge import judge


@pytest.mark.parametrize("name", case_names())
def test_plain_reading_agrees_with_case(name):
    tables, settings = read_case(CASES / name)
    assert differences(CASES / name, judge(tables, settings)) == []


# The tables of the rulebook, as it names their rows.
KINDS = {
    *("same_party", "unreceived", "own_client", "named", "handed_over", "unrostered", "intercepted", "obligatory"),
    *("off_duty", "noon", "make_up", "turn", "overflow", "out_of_turn"),
}
BASES = {
    *("ruling", "assigned", "registered", "outside", "named_outside", "named_call", "named", "reception", "revived"),
    "closed",
}
CREDITS = {"ruling", "outside_group", "own", "owner_claim", "lapsed", "closer"}
FINDINGS = {
    *("concealed_client", "client_grab", "missed_handover", "off_duty_reception", "double_reception", "out_of_turn"),
    *("turn_forfeited", "unreceived_visitor", "slow_greeting", "unsupported_naming", "unrequested_assist"),
    *("missed_call", "slow_answer", "register_conflict", "lapsed_claim"),
}
ROWS = [
    ("receptions", "kind", KINDS),
    ("ownership", "basis", BASES),
    ("ownership", "ended_by", {"", "lapse", "ruling", "assigned", "left"}),
    ("attributions", "basis", CREDITS),
    ("attributions", "credit_kind", {"staff", "group"}),
    ("findings", "kind", FINDINGS),
    ("findings", "status", {"open", "upheld", "dismissed"}),
]


@pytest.mark.parametrize(("table", "column", "codes"), ROWS, ids=lambda value: value if isinstance(value, str) else "")
def test_every_row_of_every_table_is_shown_by_a_case(table, column, codes):
    """By one that tells its story, not by the random ones."""
    shown = set()
    for name in case_names():
        if not name.startswith("random-"):
            with (CASES / name / "expected" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                shown |= {row[column] for row in csv.DictReader(file) if column in row}
    assert shown == codes


def test_every_setting_is_changed_by_a_case_or_a_log():
    changed = set()
    for name in case_names():
        changed |= set(read_case(CASES / name)[1])
    for path in sorted(Path(__file__).parent.glob("test_boundaries_*.py")):
        changed |= set(re.findall(r"\b(\w+)=", " ".join(re.findall(r"^ *set (.*)$", path.read_text("utf-8"), re.M))))
    assert changed == set(DEFAULTS)
