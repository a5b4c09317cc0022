"""Case folders: registries and expected results as CSV, read without the product's own reader."""

import csv
import tomllib
from collections import Counter
from datetime import date, datetime
from pathlib import Path

INSTANTS = [
    *("signed_in_at", "signed_out_at", "left_at", "returned_at", "registered_at", "assigned_at", "arrived_at"),
    *("greeted_at", "handed_at", "assisted_at", "called_at", "followed_at", "reserved_at", "closed_at"),
    *("cancelled_at", "ruled_at"),
]
DATES = ["hired_on", "left_on"]
BOOLS = ["noon_duty", "notified_next", "concealed", "name_given"]
KNOWN_OR_NOT = ["asked_prior", "requested", "greeting_used"]
WORDS = {"true": True, "是": True, "1": True, "false": False, "否": False, "0": False}
CASES = Path(__file__).resolve().parents[1] / "cases"


def case_names():
    return sorted(p.name for p in CASES.iterdir() if (p / "expected").is_dir())


def typed(column, text):
    text = (text or "").strip()
    if column in BOOLS:
        return WORDS[text] if text else False
    if not text:
        return None
    if column in KNOWN_OR_NOT:
        return WORDS[text]
    if column in INSTANTS:
        return datetime.fromisoformat(text)
    if column in DATES:
        return date.fromisoformat(text)
    if column in ("amount", "commission"):
        return float(text)
    if column == "ring_seconds":
        return int(text)
    return text


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{column: typed(column, text) for column, text in row.items()} for row in csv.DictReader(file)]


def read_case(folder):
    """(tables, settings) of a case folder."""
    rulebook = folder / "rulebook.toml"
    settings = tomllib.loads(rulebook.read_text(encoding="utf-8")) if rulebook.exists() else {}
    return {path.stem: rows_of(path) for path in sorted(folder.glob("*.csv"))}, settings


def as_text(value):
    """A result value as the contract writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


def differences(folder, results):
    """What the expected files of a case say otherwise; the expected columns must hold exactly the expected rows."""
    said = []
    for path in sorted((folder / "expected").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = list(reader.fieldnames or [])
            want = Counter(tuple(row[c] for c in columns) for row in reader)
        have = Counter(tuple(as_text(row.get(c)) for c in columns) for row in results[path.stem])
        for sign, diff in (("missing", want - have), ("unexpected", have - want)):
            said += [f"{path.stem}: {sign} {dict(zip(columns, row, strict=True))}" for row in diff.elements()]
    return said
