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
}
REQUIRED = {
    *("store_id", "staff_id", "name", "signed_in_at", "registered_at", "assigned_at", "arrived_at", "called_at"),
    *("followed_at", "ruled_at", "closed_by", "amount", "client_id", "visit_id"),
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


def smaller(tables, differs):
    """A store as small as dropping rows and blanking cells can make it, on which `differs(tables)` still holds."""
    shrunk = True
    while shrunk:
        shrunk = False
        for name in reversed(REGISTRIES):
            for row in list(tables[name]):
                if name in KEYS and (name, row[KEYS[name]]) in referred(tables):
                    continue
                fewer = {**tables, name: [r for r in tables[name] if r is not row]}
                if differs(fewer):
                    tables, shrunk = fewer, True
        for name in REGISTRIES:
            for place, row in enumerate(tables[name]):
                for column in CELLS[name].split():
                    blank = False if column in FALSE_WHEN_BLANK else None
                    needed = REQUIRED - {"client_id"} if name == "calls" else REQUIRED
                    needed = needed - {"client_id", "visit_id"} if name == "rulings" else needed
                    needed = needed | {"left_at"} if name == "absences" else needed
                    if column in needed or row[column] == blank:
                        continue
                    changed = {**row, column: blank}
                    if name == "rulings" and not (changed["visit_id"] or changed["client_id"] or changed["deal_id"]):
                        continue
                    if name == "rulings" and changed["new_owner"] and not (changed["client_id"] or changed["deal_id"]):
                        continue
                    if name == "deals" and not (changed["reserved_at"] or changed["closed_at"]):
                        continue
                    if name == "attendance" and column == "signed_out_at":
                        continue
                    fewer = {**tables, name: [*tables[name][:place], changed, *tables[name][place + 1 :]]}
                    if differs(fewer):
                        tables, row, shrunk = fewer, changed, True
    return tables


def as_lines(tables, settings):
    """A small store written out, blanks left away."""
    lines = [f"settings {settings}"]
    for name, rows in tables.items():
        for row in rows:
            filled = {c: v for c, v in row.items() if v not in (None, False) and c != "store_id"}
            lines.append(f"{name} " + " ".join(f"{c}={v}".replace(" 00:00:00", "") for c, v in filled.items()))
    return lines
