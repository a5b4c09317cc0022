# ruff: noqa: PLR0917 - a kernel takes its arrays as arguments
"""The walk over every client's events that decides whose client it is, and whose deal.

One compiled pass: claims, what each event did, how the client stood before each visit, and every deal judged on the
way. `core.rules.ownership` prepares the arrays and reads the answers.

Source: sections 3 and 5 of the rulebook.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.rules.compiled import DAY, NEVER, Number, compiled, part
from core.rules.kinds import (
    ASSIGNED,
    BY_CALL,
    BY_DEAL,
    BY_FOLLOWUP,
    BY_REGISTER,
    BY_RULING,
    BY_VISIT,
    CLOSED,
    CLOSER,
    CONFLICT,
    CONTACT,
    CREDIT_RULING,
    ENDED_BY_ASSIGNMENT,
    ENDED_BY_LAPSE,
    ENDED_BY_RULING,
    LAPSED,
    NAMED_CALL,
    NAMED_ONLY,
    NAMED_OUTSIDE,
    NEW_OWNER,
    NO_EFFECT,
    OPEN,
    OUTSIDE,
    OUTSIDE_GROUP,
    OWN,
    OWNER_CLAIM,
    OWNS_BY_CLOSING,
    OWNS_BY_RULING,
    PASSED_OVER,
    RECEPTION,
    REGISTERED,
    RESERVED,
    REVIVED,
)
from core.rules.lanes import FROM_OUTSIDE, FROM_WALK_IN
from core.rules.walk_shapes import (
    C_BASIS,
    C_CLIENT,
    C_CONTACT,
    C_CONTACT_EVENT,
    C_CONTACT_ROW,
    C_ENDED_AT,
    C_ENDED_BY,
    C_ENDED_EVENT,
    C_ENDED_ROW,
    C_EVENT,
    C_LAST_DAY,
    C_OUTSIDE,
    C_OWNER,
    C_ROW,
    C_SINCE,
    CLAIM_WIDTH,
)

_TABLE = 20_000
"""Days around the first event for which the day a contact lapses is kept in a table."""


@part
def _plus_months(day: Number, months: Number) -> Number:
    """A day some calendar months later, clipped to the month's end; days since 1970-01-01."""
    shifted = day + 719468
    era = shifted // 146097
    of_era = shifted - era * 146097
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    of_march = (5 * of_year + 2) // 153
    date = of_year - (153 * of_march + 2) // 5 + 1
    month = of_march + 3 if of_march < 10 else of_march - 9
    year += era * 400 + (1 if month <= 2 else 0)
    place = year * 12 + month - 1 + months
    year, month = place // 12, place % 12 + 1
    length = 31
    if month in (4, 6, 9, 11):
        length = 30
    elif month == 2:
        length = 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    date = min(date, length)
    if month <= 2:
        year -= 1
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + date - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


@part
def _lapse_day(day: Number, table: Any, first: Number, months: Number) -> Number:
    """`_plus_months`, kept in a table of the days asked about."""
    place = day - first
    if place < 0 or place >= len(table):
        return _plus_months(day, months)
    if table[place] == NEVER:
        table[place] = _plus_months(day, months)
    return table[place]


@part
def _stage(extras: Any, client: Number, at: Number) -> Number:
    """The client's stage at an instant (section 2)."""
    stage = OPEN
    for place in range(extras.deal_starts[client], extras.deal_starts[client + 1]):
        deal = extras.deal_rows[place]
        cancelled = extras.cancelled[deal]
        if cancelled != NEVER and cancelled <= at:
            continue
        if extras.closed[deal] != NEVER and extras.closed[deal] < at:
            return CLOSED
        if extras.reserved[deal] != NEVER and extras.reserved[deal] < at:
            stage = RESERVED
    return stage


@part
def _answered_naming(events: Any, extras: Any, start: Number, stop: Number, person: Number, day: Number) -> Any:
    """Whether one of the client's calls so far was answered by that person with a name given, not too long before."""
    for place in range(start, stop):
        event = events.numbers[place]
        if events.key[event] & 7 != BY_CALL or events.staff[event] != person:
            continue
        called_on = (events.key[event] >> 3) // DAY
        named = extras.name_given[event - events.base[BY_CALL]] == 1
        if named and day <= _plus_months(called_on, extras.lapse_months):
            return True
    return False


@part
def _borne_out(
    events: Any, extras: Any, client: Number, person: Number, at: Number, claims: Any, since: Number, stop: Number
) -> Any:
    """Whether a register row by that person, as written by then, or an earlier claim of theirs bears the naming out."""
    for place in range(events.starts[client], events.starts[client + 1]):
        event = events.numbers[place]
        if events.key[event] & 7 != BY_REGISTER or events.staff[event] != person:
            continue
        if extras.written[event - events.base[BY_REGISTER]] <= at:
            return True
    for claim in range(since, stop):  # noqa: SIM110 - plain loops are what compiles well
        if claims[C_OWNER, claim] == person:
            return True
    return False


@part
def _judge(claims: Any, claim: Number, valid: bool, closer: Number, ruling: Number, extras: Any) -> Any:  # noqa: PLR0911 - the rows of section 5
    """(basis, person) of a deal's credit (section 5); for a group the person whose group it is."""
    if ruling >= 0:
        return CREDIT_RULING, extras.ruling_owner[ruling]
    if claim < 0:
        return CLOSER, closer
    owner = claims[C_OWNER, claim]
    if valid:
        if claims[C_OUTSIDE, claim] == 1 and extras.grouped_staff[owner] == 1:
            return OUTSIDE_GROUP, owner
        if owner == closer:
            return OWN, closer
        return OWNER_CLAIM, owner
    if owner != closer:
        return LAPSED, closer
    return CLOSER, closer


@part
def _contact(claims: Any, claim: Number, at: Number, event: Number, row: Number, last_day: Number) -> None:
    claims[C_CONTACT, claim] = at
    claims[C_CONTACT_EVENT, claim] = event
    claims[C_CONTACT_ROW, claim] = row
    claims[C_LAST_DAY, claim] = last_day


@part
def _end(claims: Any, claim: Number, at: Number, ended_by: Number, event: Number, row: Number) -> None:
    claims[C_ENDED_AT, claim] = at
    claims[C_ENDED_BY, claim] = ended_by
    claims[C_ENDED_EVENT, claim] = event
    claims[C_ENDED_ROW, claim] = row


@compiled
def register_times(clients: Any, canonical: Any, visits: Any, visit_client: Any, before: Any) -> Any:
    """When each register row is taken: a walk-in written down before its own first visit goes by the visit.

    Args:
        clients, visits: `coded.ClientLanes` and `coded.VisitLanes`.
        canonical, visit_client: Canonical client of each row of either, -1 for none.
        before: Place of each visit among those of one instant; smaller is earlier.
    """
    first = np.full(len(canonical), -1, np.int32)
    for visit in range(len(visit_client)):
        client = visit_client[visit]
        if client >= 0:
            known = first[client]
            if (
                known < 0
                or visits.arrived[visit] < visits.arrived[known]
                or (visits.arrived[visit] == visits.arrived[known] and before[visit] < before[known])
            ):
                first[client] = visit
    at = clients.registered.copy()
    for row in range(len(at)):
        if clients.registrar[row] < 0 or (clients.source[row] != FROM_WALK_IN and clients.source[row] != -1):
            continue
        visit = first[canonical[row]]
        if visit < 0 or visits.received[visit] != clients.registrar[row]:
            continue
        arrived = visits.arrived[visit]
        if at[row] <= arrived and at[row] // DAY == arrived // DAY:
            at[row] = arrived
    return at


@part
def _walk_client(  # noqa: PLR0912, PLR0915 - the rows of section 3 over one state
    client: Number,
    events: Any,
    extras: Any,
    claims: Any,
    count: Number,
    first_number: Number,
    found: Any,
    lapse_days: Any,
    first_day: Number,
) -> Number:
    """Walk one client's events; `claims`, by column, has room for one claim an event.

    Returns how many claims there are now.
    """
    visit_claim, visit_stage, visit_unsupported, deal_basis, deal_credited, deal_claim, deal_valid, effects, touched = (
        found
    )
    first_claim = count
    claim = np.int64(-1)
    for place in range(events.starts[client], events.starts[client + 1]):
        event = events.numbers[place]
        kind = events.key[event] & 7
        at = events.key[event] >> 3
        staff = events.staff[event]
        row = event - events.base[kind]
        day = at // DAY
        owner = -1
        in_months = False
        stands = False
        if claim >= 0:
            owner = claims[C_OWNER, claim]
            here = day <= extras.last_day[owner]
            in_months = here and day <= claims[C_LAST_DAY, claim]
            stands = here if extras.scope_deal else in_months
        effect = NO_EFFECT
        new_owner = -1
        basis = -1
        ended_by = -1

        if kind == BY_VISIT:
            if extras.deal_starts[client] < extras.deal_starts[client + 1]:
                visit_stage[row] = _stage(extras, client, at)
            asked = extras.asked[row]
            if stands:
                visit_claim[row] = first_number + claim
                if staff == owner or extras.handed[row] == owner:
                    effect = CONTACT
            elif asked >= 0 and day <= extras.last_day[asked]:
                new_owner = asked
                if extras.visit_source[row] == FROM_OUTSIDE:
                    basis = NAMED_OUTSIDE
                elif _answered_naming(events, extras, events.starts[client], place, asked, day):
                    basis = NAMED_CALL
                else:
                    basis = NAMED_ONLY
                    if not _borne_out(events, extras, client, asked, at, claims, first_claim, count):
                        visit_unsupported[row] = 1
            else:
                new_owner = staff if staff >= 0 else asked
                basis = RECEPTION
        elif kind == BY_REGISTER:
            if stands:
                effect = CONTACT if staff == owner else CONFLICT
            else:
                new_owner = staff
                basis = OUTSIDE if extras.client_source[row] == FROM_OUTSIDE else REGISTERED
        elif kind == BY_CALL:
            if stands and staff == owner:
                effect = CONTACT
        elif kind == BY_FOLLOWUP:
            if stands:
                if staff == owner:
                    effect = CONTACT
            elif staff == owner and staff >= 0:
                new_owner = staff
                basis = REVIVED
        elif kind == BY_DEAL:
            deal_claim[row] = first_number + claim if claim >= 0 else -1
            deal_valid[row] = 1 if in_months else 0
            deal_basis[row], deal_credited[row] = _judge(
                claims, claim, in_months, staff, extras.deal_ruling[row], extras
            )
            if stands and (in_months or staff == owner):
                effect = CONTACT
            else:
                new_owner = staff
                basis = OWNS_BY_CLOSING
                ended_by = ENDED_BY_LAPSE
        else:
            new_owner = staff
            basis = OWNS_BY_RULING if kind == BY_RULING else ASSIGNED
            ended_by = ENDED_BY_RULING if kind == BY_RULING else ENDED_BY_ASSIGNMENT

        if new_owner >= 0 and day > extras.last_day[new_owner]:
            effect = PASSED_OVER
        elif new_owner >= 0:
            effect = NEW_OWNER
            outside = basis in (OUTSIDE, NAMED_OUTSIDE)
            if basis == REVIVED:
                outside = claims[C_OUTSIDE, claim] == 1
            if stands:
                _end(claims, claim, at, ended_by, kind, row)
            claim = count
            count += 1
            claims[C_CLIENT, claim] = client
            claims[C_SINCE, claim] = at
            claims[C_OWNER, claim] = new_owner
            claims[C_BASIS, claim] = basis
            claims[C_EVENT, claim] = kind
            claims[C_ROW, claim] = row
            claims[C_OUTSIDE, claim] = 1 if outside else 0
            claims[C_ENDED_AT, claim] = NEVER
            claims[C_ENDED_BY, claim] = -1
            claims[C_ENDED_EVENT, claim] = -1
            claims[C_ENDED_ROW, claim] = -1
        if effect in (CONTACT, NEW_OWNER):
            lapses = _lapse_day(day, lapse_days, first_day, extras.lapse_months)
            _contact(claims, claim, at, kind, row, lapses)
        effects[event] = effect
        touched[event] = first_number + claim if claim >= 0 else -1
    return count


@compiled
def walk(order: Any, events: Any, extras: Any, found: Any, claims: Any, first_number: Number) -> Any:
    """Walk the clients of `order`, each through its events in the order of section 3.

    Args:
        order: Canonical clients, in the order in which claims are written.
        events: `Events`.
        extras: `Extras`.
        found: The fields of `Walked` from `visit_claim` to `touched`, filled for the rows of these clients.
        claims: Room for some claims, by column; larger room is made if it does not do.
        first_number: Number of the first claim.

    Returns:
        The claims, in the room given or a larger one, and how many they are.
    """
    count = np.int64(0)
    first_day = np.int64(0)
    if len(events.numbers) > 0:
        first_day = (events.key[events.numbers[0]] >> 3) // DAY - _TABLE // 2
    lapse_days = np.full(_TABLE, NEVER, np.int64)

    for client in order:
        room = count + events.starts[client + 1] - events.starts[client]
        if room > claims.shape[1]:
            more = np.empty((CLAIM_WIDTH, max(room, 2 * claims.shape[1])), np.int64)
            more[:, :count] = claims[:, :count]
            claims = more
        count = _walk_client(client, events, extras, claims, count, first_number, found, lapse_days, first_day)
    return claims, count
