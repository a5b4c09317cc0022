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

STAGES: Mapping[str, Text] = {
    "open": Text("no deposit yet"),
    "reserved": Text("deposit down"),
    "closed": Text("deal closed"),
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
