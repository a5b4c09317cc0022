"""The seventeen rule cards: what each reception rule says, what decides it, and what it governs.

A card says its rule in this product's own words. `quoted` is a short phrase of the store's own wording, to find the
rule in 二手房中介店面客戶接待制度; the full text stays with the store.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.texts import Text

SOURCE = "二手房中介店面客戶接待制度"


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One rule of the store.

    Attributes:
        number: 1 to 17, as the store numbers it.
        title: A few words.
        quoted: A short phrase of the store's own wording, Traditional Chinese.
        says: What the rule asks for, in our words.
        how: What decides it, and how.
        decided_by: Columns that decide it, `registry.column`; empty for conduct that no log decides.
        settings: Names of the settings that touch it.
        kinds: Kinds of reception it governs.
        bases: Bases of ownership and of credit it governs.
        findings: Kinds of finding it governs.
        sections: Sections of the rulebook where it is made exact.
    """

    number: int
    title: Text
    quoted: str
    says: Text
    how: Text
    decided_by: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    sections: tuple[int, ...] = ()

    @property
    def decidable(self) -> bool:
        """Whether a log can decide it; rules 1 and 4 are conduct."""
        return bool(self.decided_by)


CARDS: tuple[RuleCard, ...] = (
    RuleCard(
        number=1,
        title=Text("One team"),
        quoted="團結互助",
        says=Text("Salespeople help one another, share what they know and work as one team."),
        how=Text(
            "Conduct: no log decides it, and it never makes a finding. The team page shows what the logs tell of it: "
            "help given on request and clients served as a duty."
        ),
        sections=(6,),
    ),
    RuleCard(
        number=2,
        title=Text("Calls answered at once"),
        quoted="來電要求接聽迅速",
        says=Text("A ringing telephone is answered quickly, with the standard greeting, briefly and correctly."),
        how=Text(
            "A call nobody answered while somebody was present is laid to the last of the duty; an answered call that "
            "rang longer than the setting is laid to the one who answered."
        ),
        decided_by=("calls.called_at", "calls.answered_by", "calls.ring_seconds"),
        settings=("answer_within_seconds", "duty_size", "duty_pool"),
        findings=("missed_call", "slow_answer"),
        sections=(4, 6),
    ),
    RuleCard(
        number=3,
        title=Text("Meet the visitor at the door"),
        quoted="主動上前迎接",
        says=Text("Whoever comes in is met at once; nobody waits and watches."),
        how=Text(
            "A visit that nobody received is laid to whoever was due; a greeting later than the setting is laid to the "
            "one who received."
        ),
        decided_by=("visits.arrived_at", "visits.greeted_at", "visits.received_by"),
        settings=("greet_within_seconds",),
        kinds=("unreceived",),
        findings=("unreceived_visitor", "slow_greeting"),
        sections=(4, 6),
    ),
    RuleCard(
        number=4,
        title=Text("Courtesy, and an answer found soon"),
        quoted="禮貌微笑",
        says=Text("Be polite and warm; what one does not know is looked up at once, and the client is asked to wait."),
        how=Text(
            "Conduct: no log decides it, and it never makes a finding. The team page shows what the logs tell of it, "
            "such as how soon people were greeted and calls answered."
        ),
        sections=(6,),
    ),
    RuleCard(
        number=5,
        title=Text("Ask first, and hand over in time"),
        quoted="轉交該同事接待",
        says=Text(
            "Ask every visitor whether a colleague has served them before; a colleague's valid client is handed over "
            "to that colleague, at any time before the deal."
        ),
        how=Text(
            "The claims on the register say whose client it is. Received by another while the owner stood idle and not "
            "handed over: the receiver pays the turn, and it is a missed handover. The deal stays the owner's."
        ),
        decided_by=("clients.registered_by", "visits.received_by", "visits.handed_to", "visits.asked_prior"),
        settings=("lapse_scope", "lapse_months", "own_client_takes_turn", "named_takes_turn"),
        kinds=("handed_over", "intercepted"),
        bases=("owner_claim",),
        findings=("missed_handover",),
        sections=(3, 4, 5, 6),
    ),
    RuleCard(
        number=6,
        title=Text("Serving for an absent colleague; the make-up; grabbing"),
        quoted="補足一次接待機會",
        says=Text(
            "When the owner is away, whoever is due serves the old client as a duty and gets back a turn missed by it. "
            "Serving a colleague's client on purpose, or without asking, is grabbing."
        ),
        how=Text(
            "The owner not present: the reception is obligatory and costs no turn; a turn that came by meanwhile is "
            "kept as one make-up at the most. Prior reception not asked about and the receiver not the due one: a grab."
        ),
        decided_by=("visits.received_by", "visits.asked_prior", "visits.handed_to", "attendance.signed_in_at"),
        settings=("absent_owner_served_by",),
        kinds=("obligatory", "make_up"),
        bases=("owner_claim",),
        findings=("client_grab",),
        sections=(4, 5, 6),
    ),
    RuleCard(
        number=7,
        title=Text("One party at a time"),
        quoted="正在接待的客戶未離開",
        says=Text(
            "Nobody takes a new client while still serving another party, unless nobody else is free. People who came "
            "together are one party; a client whose deal is closed does not hold one up."
        ),
        how=Text(
            "A visit keeps its receiver busy from arrival until the client leaves or is handed over. With nobody idle "
            "the first present in the queue is due as an exception; out of turn while busy is a double reception."
        ),
        decided_by=("visits.arrived_at", "visits.left_at", "visits.party_id", "visits.handed_at", "deals.closed_at"),
        settings=("open_visit_minutes",),
        kinds=("same_party", "overflow", "out_of_turn"),
        findings=("double_reception",),
        sections=(2, 4, 6),
    ),
    RuleCard(
        number=8,
        title=Text("Off duty, not at the desk"),
        quoted="已下班的業務員",
        says=Text("Whoever has gone off duty does not sit at the reception desk."),
        how=Text(
            "A new client received by somebody not signed in at that moment, or at midday by somebody without the noon "
            "duty, is an off-duty reception; it still costs the receiver's turn."
        ),
        decided_by=("attendance.signed_in_at", "attendance.signed_out_at", "attendance.noon_duty", "visits.arrived_at"),
        settings=("noon_start", "noon_end"),
        kinds=("off_duty",),
        findings=("off_duty_reception",),
        sections=(4, 6),
    ),
    RuleCard(
        number=9,
        title=Text("No help that nobody asked for"),
        quoted="不允許上前為客戶講解",
        says=Text("Nobody explains or hands out cards to a colleague's visitor unless that colleague asked for help."),
        how=Text("An assist written down as not requested is a finding; one left blank is not."),
        decided_by=("assists.requested", "assists.staff_id"),
        findings=("unrequested_assist",),
        sections=(6,),
    ),
    RuleCard(
        number=10,
        title=Text("Serving for a busy colleague"),
        quoted="應由最后一名業務員義務接待",
        says=Text(
            "An old client who comes while the owner serves another is served as a duty by the last salesperson. "
            "Where no deposit is down yet, it counts as one turn."
        ),
        how=Text(
            "The owner present but busy: the last of the duty is due. The client's stage open: a setting says whether "
            "the owner or the receiver pays the turn; reserved or closed: nobody pays."
        ),
        decided_by=("visits.arrived_at", "visits.left_at", "deals.reserved_at", "deals.closed_at"),
        settings=("rule_10_charged_to", "duty_size", "duty_pool"),
        kinds=("obligatory",),
        sections=(2, 4),
    ),
    RuleCard(
        number=11,
        title=Text("The register decides; hiding costs a fine"),
        quoted="以客戶登記為準",
        says=Text(
            "Disputes are settled afterwards by the client register. Whoever hides that a client is a colleague's is "
            "fined and gives the client up."
        ),
        how=Text(
            "The first registration of a phone number decides; a manager's ruling stands above it. Received, "
            "concealed and not handed over: the fine. Registering a colleague's client: a register conflict."
        ),
        decided_by=("clients.registered_at", "clients.registered_by", "visits.concealed", "rulings.new_owner"),
        settings=("fine_concealed",),
        kinds=("own_client",),
        bases=("ruling", "registered", "outside", "own", "owner_claim"),
        findings=("concealed_client", "register_conflict"),
        sections=(2, 3, 5, 6),
    ),
    RuleCard(
        number=12,
        title=Text("Midday"),
        quoted="值班業務員不計指標",
        says=Text(
            "During the midday break those on noon duty serve without it counting, and the afternoon goes on in the "
            "order in which the morning left off."
        ),
        how=Text(
            "Kept only on days when somebody is down for noon duty. Within the break a reception charges nobody and "
            "the queue does not move."
        ),
        decided_by=("attendance.noon_duty", "visits.arrived_at"),
        settings=("noon_start", "noon_end"),
        kinds=("noon",),
        sections=(4,),
    ),
    RuleCard(
        number=13,
        title=Text("Turns go round; absence forfeits"),
        quoted="自然輪空",
        says=Text(
            "New clients go round in the order of signing in. Whoever is away when the turn comes loses it, unless "
            "away for a short time only and the next one was told."
        ),
        how=Text(
            "The first idle one in the queue is due; who receives goes to the end. Passed over while away without "
            "notice: the turn is forfeited. With notice the place is kept as long as the setting says."
        ),
        decided_by=(
            "attendance.signed_in_at",
            "absences.left_at",
            "absences.returned_at",
            "absences.notified_next",
            "visits.received_by",
        ),
        settings=("short_leave_minutes", "own_client_takes_turn", "named_takes_turn"),
        kinds=("obligatory", "make_up", "turn", "overflow", "out_of_turn"),
        findings=("out_of_turn", "turn_forfeited"),
        sections=(4, 6),
    ),
    RuleCard(
        number=14,
        title=Text("A month without contact, and the claim lapses"),
        quoted="一個月內未進行跟蹤",
        says=Text(
            "An old client, handed out ones included, who is not followed up for a month may be closed by a colleague, "
            "and the deal is then that colleague's."
        ),
        how=Text(
            "A claim lives as many calendar months after its last contact as the setting says, the last day included. "
            "Contacts are the owner's own: visits, calls, follow-ups, registrations and deals of the client."
        ),
        decided_by=(
            "followups.followed_at",
            "assignments.assigned_at",
            "visits.arrived_at",
            "calls.called_at",
            "deals.closed_by",
            "staff.left_on",
        ),
        settings=("lapse_months", "lapse_scope"),
        kinds=("own_client",),
        bases=("assigned", "reception", "revived", "closed", "own", "lapsed", "closer"),
        findings=("lapsed_claim",),
        sections=(3, 5, 6),
    ),
    RuleCard(
        number=15,
        title=Text("Clients of the outside groups"),
        quoted="分組外銷的客戶",
        says=Text(
            "Clients won on an outing are those on the register; one not registered who asks for a member by name at "
            "the door is that group's too."
        ),
        how=Text(
            "A claim whose source is outside gives the credit of the deal to the owner's group, where the owner has "
            "one."
        ),
        decided_by=("clients.source", "visits.source", "visits.asked_for", "staff.group_id"),
        kinds=("named",),
        bases=("outside", "named_outside", "outside_group"),
        sections=(3, 5),
    ),
    RuleCard(
        number=16,
        title=Text("The caller who comes and asks by name"),
        quoted="直接點名找該業務員",
        says=Text(
            "A salesperson who gave a caller name and number may count the caller as own client, when the caller then "
            "comes in and asks for that salesperson by name."
        ),
        how=Text(
            "Without a valid owner the one asked for becomes the owner. An answered call with the name given bears it "
            "out; with neither such a call nor a register row nor an earlier claim it is unsupported naming."
        ),
        decided_by=("visits.asked_for", "calls.answered_by", "calls.name_given", "calls.called_at"),
        settings=("lapse_months", "named_takes_turn"),
        kinds=("named",),
        bases=("named_call", "named"),
        findings=("unsupported_naming",),
        sections=(3, 4, 6),
    ),
    RuleCard(
        number=17,
        title=Text("The duty: the last to sign in"),
        quoted="依簽到次序最后兩位",
        says=Text(
            "The last two in the order of signing in who are not serving anybody carry the duty: clients of colleagues "
            "and the telephone."
        ),
        how=Text(
            "The board shows as many as the setting says; the rules ask the last of them. A setting says whether those "
            "who have served already that day still belong to it."
        ),
        decided_by=("attendance.signed_in_at", "visits.received_by", "visits.left_at"),
        settings=("duty_size", "duty_pool", "absent_owner_served_by"),
        kinds=("unrostered", "obligatory"),
        sections=(4, 6),
    ),
)

_BY_NUMBER = {card.number: card for card in CARDS}


def card(number: int) -> RuleCard:
    """The card of a rule.

    Raises:
        KeyError: There is no rule of that number.
    """
    return _BY_NUMBER[number]


def cards_of(rules: object) -> tuple[RuleCard, ...]:
    """The cards named in a `rules` cell such as `6;10`; none for a missing or empty cell.

    Raises:
        KeyError: A number that is no rule.
    """
    numbers = rules.split(";") if isinstance(rules, str) else []
    return tuple(card(int(number)) for number in numbers if number)
