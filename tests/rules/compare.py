"""Holding one set of results against another, and making the store on which they differ small."""

from collections import Counter

from tests.plain.judge import REGISTRIES
from tests.rules.log import COLUMNS as CELLS
from tests.rules.log import FALSE_WHEN_BLANK

COLUMNS = {
    "receptions": "store_id arrived_at visit_id client_id received_by wanted due kind charged_to counts",
    "ownership": "store_id client_id since owner group_id basis last_contact until ended_by",
    "attributions": "store_id deal_id client_id judged_at closed_by credit_kind credited_to basis amount commission "
    "cancelled",
    "findings": "store_id subject_id kind staff_id at rule fine status",
    "questions": "store_id registry subject_id field",
    "ledger": "store_id day staff_id came taken missed forfeited kept made_up overflow kept_by_notice kept_by_duty "
    "kept_though_due charged",
}
REQUIRED = {
    "staff": {"staff_id", "name"},
    "attendance": {"staff_id", "signed_in_at", "signed_out_at"},
    "absences": {"staff_id", "left_at"},
    "clients": {"client_id", "name", "registered_at"},
    "assignments": {"assignment_id", "client_id", "staff_id", "assigned_at"},
    "visits": {"visit_id", "client_id", "arrived_at"},
    "assists": {"visit_id", "staff_id"},
    "calls": {"call_id", "called_at"},
    "followups": {"followup_id", "client_id", "staff_id", "followed_at"},
    "deals": {"deal_id", "client_id", "closed_by", "amount"},
    "rulings": {"ruling_id", "ruled_at"},
}
KEYS = {
    **{"staff": "staff_id", "clients": "client_id", "visits": "visit_id", "deals": "deal_id"},
    **{"assignments": "assignment_id", "calls": "call_id", "followups": "followup_id", "rulings": "ruling_id"},
}
PEOPLE = ["staff_id", "received_by", "asked_for", "handed_to", "answered_by", "registered_by", "closed_by", "new_owner"]


def wanted_rows(results, name):
    columns = COLUMNS[name].split()
    return Counter(tuple(str(row[c]) if c in ("rule", "fine") else row[c] for c in columns) for row in results[name])


def differences(one, other):
    """What the first says that the other does not (-) and the other way round (+); [] where they agree."""
    said = []
    for name in COLUMNS:
        first, second = wanted_rows(one, name), wanted_rows(other, name)
        for sign, diff in (("-", first - second), ("+", second - first)):
            said += [f"{sign} {name} " + ", ".join(str(v) for v in row) for row in diff.elements()]
    return said


def stores_of(rows_said):
    """The store ids that lines of `differences` name."""
    return {line.split()[2].rstrip(",") for line in rows_said}


def of_store(tables, store_id):
    """The registries of one store alone."""
    visits = {v["visit_id"] for v in tables["visits"] if v["store_id"] == store_id}
    return {
        name: [r for r in rows if (r["visit_id"] in visits if name == "assists" else r["store_id"] == store_id)]
        for name, rows in tables.items()
    }


def referred(tables):
    """(registry, id) of everything that some row points to."""
    used = set()
    for name, rows in tables.items():
        for row in rows:
            for column, value in row.items():
                if value is not None and column != KEYS.get(name):
                    if column in PEOPLE:
                        used.add(("staff", value))
                    registry = {"client_id": "clients", "visit_id": "visits", "deal_id": "deals"}.get(column)
                    used.add((registry, value))
    return used


def allowed(name, row):
    """Whether a row may stand in a registry, as far as its own cells say."""
    if name == "deals":
        return row["reserved_at"] is not None or row["closed_at"] is not None
    if name == "rulings":
        on_claim = row["client_id"] is not None or row["deal_id"] is not None
        return on_claim or (row["visit_id"] is not None and row["new_owner"] is None)
    return True


def without_a_row(tables):
    """Every way to leave one row away that nothing points to."""
    used = referred(tables)
    for name in reversed(REGISTRIES):
        for row in tables[name]:
            if name not in KEYS or (name, row[KEYS[name]]) not in used:
                yield {**tables, name: [r for r in tables[name] if r is not row]}


def without_a_cell(tables):
    """Every way to leave one cell blank that need not be filled."""
    for name in REGISTRIES:
        for place, row in enumerate(tables[name]):
            for column in CELLS[name].split():
                blank = False if column in FALSE_WHEN_BLANK else None
                changed = {**row, column: blank}
                if column in REQUIRED[name] or column == "store_id" or row[column] == blank:
                    continue
                if allowed(name, changed):
                    yield {**tables, name: [*tables[name][:place], changed, *tables[name][place + 1 :]]}


def smaller(tables, differs):
    """A store as small as dropping rows and blanking cells can make it, on which `differs(tables)` still holds."""
    shrunk = True
    while shrunk:
        shrunk = False
        for ways in (without_a_row, without_a_cell):
            fewer = next((fewer for fewer in ways(tables) if differs(fewer)), None)
            if fewer is not None:
                tables, shrunk = fewer, True
                break
    return tables


def as_lines(tables, settings):
    """A small store written out, blanks left away."""
    lines = [f"settings {settings}"]
    for name, rows in tables.items():
        for row in rows:
            filled = {c: v for c, v in row.items() if v not in (None, False) and c != "store_id"}
            lines.append(f"{name} " + " ".join(f"{c}={v}".replace(" 00:00:00", "") for c, v in filled.items()))
    return lines
