"""Every case folder, read by the product's own reader, against its expected results."""

import pytest

from core.registries.read import read
from core.rules.compute import compute
from core.rules.settings import read_settings
from tests.plain.folders import CASES, case_names, differences
from tests.rules.engine import RESULTS, rows


@pytest.mark.parametrize("name", case_names())
def test_case(name):
    reading = read([CASES / name], desk="store")
    assert reading.ok, [fault.line("en") for fault in reading.faults.errors]
    rulebook = CASES / name / "rulebook.toml"
    settings = read_settings(rulebook.read_text(encoding="utf-8") if rulebook.exists() else "")
    results = compute(reading.tables, settings)
    said = {table: rows(getattr(results, table)) for table in RESULTS}
    for finding in said["findings"]:
        finding["fine"] = settings.fine_text if finding["fine"] else "0"
    assert differences(CASES / name, said) == []
