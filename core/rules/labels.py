"""What the codes of the result tables are called, for people."""

from __future__ import annotations

from collections.abc import Mapping

from core.texts import Text

KINDS: Mapping[str, Text] = {
    "same_party": Text("same party"),
    "unreceived": Text("not received"),
    "own_client": Text("own client"),
    "named": Text("asked for by name"),
    "handed_over": Text("handed over"),
    "unrostered": Text("no roster that day"),
    "intercepted": Text("intercepted"),
    "obligatory": Text("served as a duty"),
    "off_duty": Text("received off duty"),
    "noon": Text("midday"),
    "make_up": Text("make-up turn"),
    "turn": Text("turn"),
    "overflow": Text("turn, nobody idle"),
    "out_of_turn": Text("out of turn"),
}

OWNERSHIP_BASES: Mapping[str, Text] = {
    "ruling": Text("ruling"),
    "assigned": Text("handed out"),
    "registered": Text("registered"),
    "outside": Text("registered on an outing"),
    "named_outside": Text("asked for a member of the outing"),
    "named_call": Text("asked for by name after a call"),
    "named": Text("asked for by name"),
    "reception": Text("received"),
    "revived": Text("revived by a follow-up"),
    "closed": Text("closed the deal"),
}

CREDIT_BASES: Mapping[str, Text] = {
    "ruling": Text("ruling"),
    "outside_group": Text("the group's outside client"),
    "own": Text("own client"),
    "owner_claim": Text("the owner's client, closed by another"),
    "lapsed": Text("the claim had lapsed"),
    "closer": Text("nobody's client: the closer"),
}

CREDIT_KINDS: Mapping[str, Text] = {"staff": Text("salesperson"), "group": Text("group")}

FINDINGS: Mapping[str, Text] = {
    "concealed_client": Text("client concealed"),
    "client_grab": Text("client grabbed"),
    "missed_handover": Text("not handed over"),
    "off_duty_reception": Text("received off duty"),
    "double_reception": Text("two parties at once"),
    "out_of_turn": Text("out of turn"),
    "turn_forfeited": Text("turn forfeited"),
    "unreceived_visitor": Text("visitor not received"),
    "slow_greeting": Text("greeted late"),
    "unsupported_naming": Text("naming without support"),
    "unrequested_assist": Text("help nobody asked for"),
    "missed_call": Text("call missed"),
    "slow_answer": Text("call answered late"),
    "register_conflict": Text("register conflict"),
    "lapsed_claim": Text("claim lapsed before the deal"),
}

STATUSES: Mapping[str, Text] = {
    "open": Text("open"),
    "upheld": Text("upheld"),
    "dismissed": Text("dismissed"),
}

ENDINGS: Mapping[str, Text] = {
    "lapse": Text("lapsed"),
    "ruling": Text("by a ruling"),
    "assigned": Text("handed out to another"),
    "left": Text("the owner left"),
}

ASSUMED: Mapping[str, Text] = {
    "stays_open_visit_minutes": Text("the visit is taken to last as long as the setting says"),
    "asked": Text("it is taken that the receiver asked"),
    "no_rotation": Text("the day is taken to have no rotation"),
    "end_of_that_day": Text("it is taken as the end of that day"),
    "away_all_day": Text("the person is taken to be away for the rest of the day"),
    "two_people": Text("they are taken to be two people"),
    "away": Text("the person is taken to be away"),
}

WOULD_CHANGE: Mapping[str, Text] = {
    "who_is_busy": Text("known, it could change who was busy"),
    "client_grab": Text("known, it could make this a client grab"),
    "nothing": Text("known, it would change nothing here"),
    "rotation": Text("known, it would change whose turn each visit was"),
    "order_of_events": Text("known, it could change the order of events and with it the credit"),
    "who_is_present": Text("known, it could change who was present"),
    "whose_client": Text("known, it could change whose client this is"),
    "who_is_due": Text("known, it could change who was due"),
}

STAGES: Mapping[str, Text] = {
    "open": Text("no deposit yet"),
    "reserved": Text("deposit down"),
    "closed": Text("deal closed"),
}

EVENTS: Mapping[str, Text] = {
    "ruling": Text("ruling"),
    "assignment": Text("assignment"),
    "call": Text("call"),
    "visit": Text("visit"),
    "register": Text("registration"),
    "followup": Text("follow-up"),
    "deal": Text("deal"),
    "lapse": Text("lapse"),
    "left": Text("leaving"),
}

REGISTRIES: Mapping[str, Text] = {
    "staff": Text("staff"),
    "attendance": Text("sign-in sheet"),
    "absences": Text("absences"),
    "clients": Text("client register"),
    "assignments": Text("assignments"),
    "visits": Text("visits"),
    "assists": Text("assists"),
    "calls": Text("calls"),
    "followups": Text("follow-ups"),
    "deals": Text("deals"),
    "rulings": Text("rulings"),
    "rulebook": Text("rule settings"),
}


def label(codes: Mapping[str, Text], code: object, language: str) -> str:
    """What a code is called in a language; empty for a missing code, the code itself where it is not known."""
    if not isinstance(code, str):
        return ""
    return codes[code].say(language) if code in codes else code


SETTINGS: Mapping[str, Text] = {
    "noon_start": Text("start of the midday break"),
    "noon_end": Text("end of the midday break"),
    "lapse_months": Text("months a claim lives"),
    "lapse_scope": Text("what a lapse ends"),
    "duty_size": Text("people on duty"),
    "duty_pool": Text("who can have the duty"),
    "absent_owner_served_by": Text("who serves an absent owner's client"),
    "rule_10_charged_to": Text("who pays a busy owner's turn"),
    "short_leave_minutes": Text("minutes of a short leave"),
    "open_visit_minutes": Text("minutes of a visit without an end"),
    "own_client_takes_turn": Text("one's own client costs the turn"),
    "named_takes_turn": Text("being asked for costs the turn"),
    "fine_concealed": Text("fine for a concealed client"),
    "greet_within_seconds": Text("seconds to greet a visitor"),
    "answer_within_seconds": Text("seconds to answer a call"),
}

SETTING_CHOICES: Mapping[str, Text] = {
    "lapse_scope=claim": Text("the whole claim"),
    "lapse_scope=deal": Text("only the right to another's deal"),
    "duty_pool=idle": Text("everyone idle now"),
    "duty_pool=unserved": Text("those idle who received nobody yet that day"),
    "absent_owner_served_by=due": Text("whoever's turn it is"),
    "absent_owner_served_by=duty": Text("the last of the duty"),
    "rule_10_charged_to=owner": Text("the owner"),
    "rule_10_charged_to=receiver": Text("the one who received"),
}
"""The readings that settings choose between, as `setting=value`."""
