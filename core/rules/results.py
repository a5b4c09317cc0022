"""The result tables: their columns, and all results of a computation together.

Each table has the columns of the contract first, then columns for reasons and screens, which result files leave out.
The `reason` of a result file is made when it is written (`core.rules.reasons`). Ids of people, stores and clients,
kinds, bases and other codes are categories; ids of visits, calls, deals and rulings are text; instants are
datetime64[s]; missing is NaN or NaT. Positions (`row`, `claim`) are whole numbers, -1 for none.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.rules.clients import People
from core.rules.coded import Coded
from core.rules.settings import Settings
from core.rules.turn_shapes import Doors, Orders, Turned
from core.rules.walk_shapes import Walked

RECEPTIONS = (
    *("store_id", "arrived_at", "visit_id", "client_id", "received_by", "wanted", "due", "kind", "charged_to"),
    *("counts", "rules"),
    # row: position in visits. wanted_by: claim or asked. claim: position in ownership of the valid claim before the
    # visit. overflow: nobody was idle when the queue was looked at. stage: the client's at arrival.
    *("row", "handed_to", "wanted_by", "claim", "overflow", "stage"),
)
"""One row a visit, by store, arrived_at, visit_id."""

OWNERSHIP = (
    *("store_id", "client_id", "since", "owner", "group_id", "basis", "last_contact", "until", "ended_by", "rules"),
    # event: `kinds.EVENTS`, with the id of its row. lapses_on: last valid day by months. outside: R15. ended_event and
    # ended_id: the ruling, assignment or deal that ended it.
    *("event", "event_id", "contact_event", "contact_id", "lapses_on", "outside", "ended_event", "ended_id"),
)
"""One row a claim, by store, registration of the client, since. Frames elsewhere point at it by position (`claim`)."""

ATTRIBUTIONS = (
    *("store_id", "deal_id", "client_id", "judged_at", "closed_by", "credit_kind", "credited_to", "basis", "amount"),
    *("commission", "cancelled", "rules"),
    # row: position in deals. owner: the valid owner. latest_owner, claim: the latest claim, valid or not.
    *("row", "owner", "latest_owner", "claim", "ruling_id"),
)
"""One row a deal, by store, judged_at, deal_id."""

FINDINGS = (
    *("store_id", "subject_id", "kind", "staff_id", "at", "rule", "fine", "status"),
    # subject_kind: visit, call, client, deal; row: position in that registry. against: the owner, the due one, the
    # receiver or the closer concerned. claim: the claim it is about. evidence and evidence_row: visits (the visit that
    # occupied the receiver), absences (the one forfeited for), assists; evidence_id where that registry has ids.
    *("subject_kind", "row", "against", "seconds", "claim", "evidence", "evidence_row", "evidence_id", "ruling_id"),
)
"""One row a finding, by store, at, subject_id. `fine` is float; files write `Settings.fine_text`."""

QUESTIONS = (
    *("store_id", "subject_id", "field", "assumed", "would_change"),
    # code: `questions.QUESTIONS`. at: when. staff_id: who is concerned. other_row: the absence (away_receiving) or the
    # client of the same name (same_name), other_id its id.
    *("registry", "row", "code", "at", "staff_id", "other_row", "other_id"),
)
"""One row an open question, by store, at, subject_id."""

LEDGER = (
    *("store_id", "day", "staff_id", "came", "taken", "missed", "forfeited", "kept"),
    # of those taken: by make-up, in overflow; of those kept: by notice, through a duty, though due (another received).
    # charged: times moved to the tail as the one charged, whatever the kind.
    *("made_up", "overflow", "kept_by_notice", "kept_by_duty", "kept_though_due", "charged"),
)
"""One row per store, day with a visit, and person who signed in; came = taken + missed + forfeited + kept."""

_OF_CONTRACT = {
    "receptions": RECEPTIONS[:11],
    "ownership": OWNERSHIP[:10],
    "attributions": ATTRIBUTIONS[:12],
    "findings": FINDINGS[:8],
    "questions": QUESTIONS[:5],
}


def output_columns(table: str) -> tuple[str, ...]:
    """Columns of a result file, the reason last.

    Raises:
        KeyError: No result file of that name.
    """
    return (*_OF_CONTRACT[table], "reason")


@dataclass(frozen=True, eq=False)
class Results:
    """All result tables, and what they were decided from, for replays and explanations.

    Attributes:
        receptions, ownership, attributions, findings, questions, ledger: The tables above. Never written to.
        settings: Under which they hold.
        coded, people, walked, doors, orders, turned: The arrays of the passes.
    """

    receptions: pd.DataFrame
    ownership: pd.DataFrame
    attributions: pd.DataFrame
    findings: pd.DataFrame
    questions: pd.DataFrame
    ledger: pd.DataFrame
    settings: Settings
    coded: Coded
    people: People
    walked: Walked
    doors: Doors
    orders: Orders
    turned: Turned
