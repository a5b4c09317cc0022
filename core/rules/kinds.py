"""The codes of the result tables, in the order of their integers, and the rules that decide each.

Kernels work with the positions in these tuples; frames show the words. Nothing else knows the integers.
"""

from __future__ import annotations

from collections.abc import Mapping

RECEPTION_KINDS = (
    "same_party",
    "unreceived",
    "own_client",
    "named",
    "handed_over",
    "unrostered",
    "intercepted",
    "obligatory",
    "off_duty",
    "noon",
    "make_up",
    "turn",
    "overflow",
    "out_of_turn",
)
(
    SAME_PARTY,
    UNRECEIVED,
    OWN_CLIENT,
    NAMED,
    HANDED_OVER,
    UNROSTERED,
    INTERCEPTED,
    OBLIGATORY,
    OFF_DUTY,
    NOON,
    MAKE_UP,
    TURN,
    OVERFLOW,
    OUT_OF_TURN,
) = range(len(RECEPTION_KINDS))

WANTED_BY = ("claim", "asked")
STAGES = ("open", "reserved", "closed")
OPEN, RESERVED, CLOSED = range(3)

EVENTS = ("ruling", "assignment", "call", "visit", "register", "followup", "deal")
"""Kinds of event, in the order in which equal instants are taken (section 3)."""
BY_RULING, BY_ASSIGNMENT, BY_CALL, BY_VISIT, BY_REGISTER, BY_FOLLOWUP, BY_DEAL = range(7)
EVENT_REGISTRIES = ("rulings", "assignments", "calls", "visits", "clients", "followups", "deals")
EVENT_KEYS = ("ruling_id", "assignment_id", "call_id", "visit_id", "client_id", "followup_id", "deal_id")

OWNERSHIP_BASES = (
    "ruling",
    "assigned",
    "registered",
    "outside",
    "named_outside",
    "named_call",
    "named",
    "reception",
    "revived",
    "closed",
)
(
    OWNS_BY_RULING,
    ASSIGNED,
    REGISTERED,
    OUTSIDE,
    NAMED_OUTSIDE,
    NAMED_CALL,
    NAMED_ONLY,
    RECEPTION,
    REVIVED,
    OWNS_BY_CLOSING,
) = range(len(OWNERSHIP_BASES))

ENDINGS = ("lapse", "ruling", "assigned", "left")
ENDED_BY_LAPSE, ENDED_BY_RULING, ENDED_BY_ASSIGNMENT, ENDED_BY_LEAVING = range(4)

EFFECTS = ("nothing", "contact", "owner", "conflict", "left")
"""What an event did to its client: a contact of the claim, a new claim, a register conflict, or it was passed over
because the one it would have made owner had left."""
NO_EFFECT, CONTACT, NEW_OWNER, CONFLICT, PASSED_OVER = range(5)

CREDIT_KINDS = ("staff", "group")
CREDIT_BASES = ("ruling", "outside_group", "own", "owner_claim", "lapsed", "closer")
CREDIT_RULING, OUTSIDE_GROUP, OWN, OWNER_CLAIM, LAPSED, CLOSER = range(6)

STATUSES = ("open", "upheld", "dismissed")

FINDING_RULES: Mapping[str, int] = {
    "concealed_client": 11,
    "client_grab": 6,
    "missed_handover": 5,
    "off_duty_reception": 8,
    "double_reception": 7,
    "out_of_turn": 13,
    "turn_forfeited": 13,
    "unreceived_visitor": 3,
    "slow_greeting": 3,
    "unsupported_naming": 16,
    "unrequested_assist": 9,
    "missed_call": 2,
    "slow_answer": 2,
    "register_conflict": 11,
    "lapsed_claim": 14,
}
"""Rule of each kind of finding, in the order of section 6."""
FINDING_KINDS = tuple(FINDING_RULES)

RECEPTION_RULES: Mapping[str, str] = {
    "same_party": "7",
    "unreceived": "3",
    "own_client": "11;14",
    "named": "16",
    "named of an outing": "15",
    "handed_over": "5",
    "unrostered": "17",
    "intercepted": "5",
    "obligatory for a busy owner": "10;17",
    "obligatory by whose turn it is": "6;13",
    "obligatory by the duty": "6;17",
    "off_duty": "8",
    "noon": "12",
    "make_up": "6;13",
    "turn": "13",
    "overflow": "7;13",
    "out_of_turn": "13",
    "double": "7;13",
}
"""Rules that decide a reception, by kind; where a kind has several ways, by the way."""

OWNERSHIP_RULES: Mapping[str, str] = {
    "ruling": "11",
    "assigned": "14",
    "registered": "11",
    "outside": "11;15",
    "named_outside": "15",
    "named_call": "16",
    "named": "16",
    "reception": "14",
    "revived": "14",
    "closed": "14",
}
CREDIT_RULES: Mapping[str, str] = {
    "ruling": "11",
    "outside_group": "15",
    "own": "11;14",
    "owner_claim": "5;6;11",
    "lapsed": "14",
    "closer": "14",
}

STANDINGS = ("idle", "notice", "serving_duty", "busy", "away", "off_duty")
"""How a member of the queue stands at an instant: idle; on duty, away with notice; present, busy with a visit that
earns a make-up; present, busy otherwise; on duty, away without notice; not on duty."""
IDLE, NOTICE, SERVING_DUTY, BUSY, AWAY, NOT_ON_DUTY = range(6)

OUTCOMES = ("due", "kept", "make_up", "passed_over", "forfeited", "behind", "not_looked")
"""What looking made of a member: due; keeps the place (notice); keeps it and earns a make-up; passed over; passed over
and forfeits; stands behind the one who is due; the queue was not looked at."""
IS_DUE, KEPT, EARNED, PASSED, FORFEITED, BEHIND, NOT_LOOKED = range(7)
