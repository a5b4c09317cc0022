"""What goes into the walk over the clients' events and what comes out: arrays by name.

Rows and people are positions, instants seconds; `core.rules.ownership` fills the first and reads the last.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from core.rules.compiled import Codes, Flags, Ints


class Events(NamedTuple):
    """All events of the seven kinds in one numbering: kind by kind, in each the rows of its registry.

    Attributes:
        starts, numbers: Events of client c, as taken: `numbers[starts[c]:starts[c + 1]]`.
        key: Instant * 8 + kind of each event.
        staff: The one person it is about (receiver, answerer, registrar, closer, new owner), -1 for none.
        base: Number of the first event of each kind, and how many there are.
    """

    starts: Ints
    numbers: Codes
    key: Ints
    staff: Codes
    base: Ints


class Extras(NamedTuple):
    """Further columns that the walk reads, and two settings.

    Attributes:
        deal_starts, deal_rows: Deals by canonical client.
        written: Registration instants as written.
        deal_ruling: Row of the ruling that decides a deal's credit, -1 for none.
        grouped_staff: Whether each person belongs to a group.
        lapse_months: Months a claim lives.
        scope_deal: Whether `lapse_scope` is `deal`.
    """

    asked: Codes
    handed: Codes
    visit_source: Codes
    client_source: Codes
    written: Ints
    name_given: Flags
    deal_starts: Ints
    deal_rows: Codes
    reserved: Ints
    closed: Ints
    cancelled: Ints
    deal_ruling: Codes
    ruling_owner: Codes
    last_day: Ints
    grouped_staff: Flags
    lapse_months: int
    scope_deal: bool


CLAIM_COLUMNS = (
    *("client", "since", "owner", "basis", "last_contact", "event", "event_row", "contact_event", "contact_row"),
    *("outside", "last_day", "ended_at", "ended_by", "ended_event", "ended_row"),
)
(
    C_CLIENT,
    C_SINCE,
    C_OWNER,
    C_BASIS,
    C_CONTACT,
    C_EVENT,
    C_ROW,
    C_CONTACT_EVENT,
    C_CONTACT_ROW,
    C_OUTSIDE,
    C_LAST_DAY,
    C_ENDED_AT,
    C_ENDED_BY,
    C_ENDED_EVENT,
    C_ENDED_ROW,
) = range(len(CLAIM_COLUMNS))
CLAIM_WIDTH = len(CLAIM_COLUMNS)


class Walked(NamedTuple):
    """What the walk found, one row per row of the registry named.

    Attributes:
        claims: One row a claim, columns `CLAIM_COLUMNS`, each in one piece; by client as walked, then in time.
        visit_claim: Valid claim just before each visit, -1 for none.
        visit_stage: Stage of the client when the visit arrived.
        visit_unsupported: The visit made `asked_for` the owner with nothing to bear it out.
        deal_basis, deal_credited, deal_claim, deal_valid: The credit of each deal; the person credited, or whose group
            is; the latest claim before it, -1 for none; whether that claim was valid, months counted.
        effects, touched: What each event did, and the claim it came upon or made (-1 for none), in the numbering of
            `Events`.
        events: The events walked.
    """

    claims: Any
    visit_claim: Any
    visit_stage: Any
    visit_unsupported: Any
    deal_basis: Any
    deal_credited: Any
    deal_claim: Any
    deal_valid: Any
    effects: Any
    touched: Any
    events: Any
