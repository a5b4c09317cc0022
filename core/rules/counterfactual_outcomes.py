"""The answers to a question in every world of some results."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from core.rules.counterfactual import Matters, Outcome, Read, Slice
from core.rules.counterfactual_worlds import plain_id
from core.rules.results import Results
from core.rules.settings import Settings


def differ(finding: tuple[str, str | None] | None) -> Matters:
    """What counts as another answer: other facts, or, where a finding is asked about, that it is gone."""
    if finding is None:
        return lambda before, after: before.facts != after.facts
    return lambda before, after: finding in before.findings and finding not in after.findings


def visit_outcomes(visit_id: str) -> Read:
    """Reads the kind, the due and the charged one of a visit, and its findings."""

    def read(results: Results) -> Mapping[int, Outcome]:
        rows = _rows_of(results.receptions, "visit_id", visit_id)
        return _outcomes(rows, ("kind", "due", "charged_to"), _findings(results, visit_id, "visit"))

    return read


def deal_outcomes(deal_id: str) -> Read:
    """Reads whose the credit of a deal is, and its findings."""

    def read(results: Results) -> Mapping[int, Outcome]:
        rows = _rows_of(results.attributions, "deal_id", deal_id)
        return _outcomes(rows, ("credit_kind", "credited_to"), _findings(results, deal_id, "deal"))

    return read


def finding_outcomes(subject_id: str, subject_kind: str) -> Read:
    """Reads the findings about a subject, in every world."""

    def read(results: Results) -> Mapping[int, Outcome]:
        found = _findings(results, subject_id, subject_kind)
        count = len(results.coded.stores)
        made = {}
        for world in range(count):
            here = frozenset(found.get(world, set()))
            made[world] = Outcome(dict(sorted(here, key=str)), here)
        return made

    return read


def claim_outcomes(settings: Settings, at: pd.Timestamp, part: Slice) -> Read:
    """Reads whose the one client of a slice is at an instant: the latest claim, if it is good then."""
    leavers = part.tables["staff"].dropna(subset=["left_on"])
    left_on: dict[str, pd.Timestamp] = dict(zip(leavers["staff_id"], leavers["left_on"], strict=True))

    def read(results: Results) -> Mapping[int, Outcome]:
        ownership = results.ownership
        made: dict[int, Outcome] = {w: Outcome({"owner": None}) for w in range(len(results.coded.stores))}
        worlds = ownership["store_id"].astype("str").str.split(":", n=1).str[0].str.slice(1).astype("int64")
        last = ~worlds.duplicated(keep="last")
        rows = zip(worlds[last], ownership["owner"][last], ownership["lapses_on"][last], strict=True)
        for world, prefixed, good_through in rows:
            owner = plain_id(prefixed)
            gone = owner is not None and owner in left_on and at.normalize() > left_on[owner]
            lapsed = settings.lapse_scope == "claim" and at.normalize() > good_through
            made[world] = Outcome({"owner": None if gone or lapsed else owner})
        return made

    return read


def _rows_of(frame: pd.DataFrame, key: str, wanted: str) -> pd.DataFrame:
    return frame[frame[key].astype("str").str.endswith(f":{wanted}")]


def _outcomes(
    rows: pd.DataFrame, facts: tuple[str, ...], findings: Mapping[int, set[tuple[str, str | None]]]
) -> dict[int, Outcome]:
    made = {}
    for _, row in rows.iterrows():
        world = int(row["store_id"].split(":", 1)[0][1:])
        to_group = row.get("credit_kind") == "group"
        told = {name: _fact(name, row[name], a_person=not to_group) for name in facts}
        made[world] = Outcome(told, frozenset(findings.get(world, set())))
    return made


def _fact(name: str, value: object, *, a_person: bool) -> str | None:
    # groups and codes are the same in every world: they carry no number of one
    if name in ("kind", "credit_kind") or (name == "credited_to" and not a_person):
        return str(value)
    return plain_id(value)


def _findings(results: Results, subject_id: str, subject_kind: str) -> dict[int, set[tuple[str, str | None]]]:
    frame = results.findings
    rows = _rows_of(frame[frame["subject_kind"] == subject_kind], "subject_id", subject_id)
    found: dict[int, set[tuple[str, str | None]]] = {}
    for store, kind, staff in zip(rows["store_id"], rows["kind"], rows["staff_id"], strict=True):
        found.setdefault(int(store.split(":", 1)[0][1:]), set()).add((kind, plain_id(staff)))
    return found
