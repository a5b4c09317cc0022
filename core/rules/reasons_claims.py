"""One sentence for each ownership and each attribution, and the phrase that names a claim's origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from core.rules.sentences import Clause, Codes, codes_of, column_of, compose, days, instants, picked
from core.texts import N_

ORIGINS: Mapping[str, str] = {
    "ruling": N_("ruling {event} of {day}"),
    "assignment": N_("assignment {event} of {day}"),
    "visit": N_("visit {event} of {day}"),
    "register": N_("register row {event} of {day}"),
    "followup": N_("follow-up {event} of {day}"),
    "deal": N_("deal {event} of {day}"),
}

_BASES: Mapping[str, str] = {
    "ruling": N_("{client}: {owner}'s since {since}, by ruling {event}"),
    "assigned": N_("{client}: {owner}'s since {since}, handed out by assignment {event}"),
    "registered": N_("{client}: {owner}'s since {since}, by register row {event}"),
    "outside": N_("{client}: {owner}'s since {since}, by register row {event} from an outing"),
    "named_outside": N_("{client}: {owner}'s since {since}, asked for by this client of the outing at visit {event}"),
    "named_call": N_("{client}: {owner}'s since {since}, asked for at visit {event} after a call with the name given"),
    "named": N_("{client}: {owner}'s since {since}, asked for by name at visit {event}"),
    "reception": N_("{client}: {owner}'s since {since}, nobody's before and received at visit {event}"),
    "revived": N_("{client}: {owner}'s again since {since}, the lapsed claim revived by follow-up {event}"),
    "closed": N_("{client}: {owner}'s since {since}, nobody's before and closed by deal {event}"),
}

_CONTACTS: Mapping[str, str] = {
    "": N_("no contact since"),
    "visit": N_("last contact visit {contact} of {contact_day}"),
    "register": N_("last contact register row {contact} of {contact_day}"),
    "followup": N_("last contact follow-up {contact} of {contact_day}"),
    "deal": N_("last contact deal {contact} of {contact_day}"),
    "call": N_("last contact call {contact} of {contact_day}"),
}

_ENDS: Mapping[str, str] = {
    "": N_("good through {lapses_on}"),
    "lapse": N_("lapsed after {lapses_on}"),
    "lapse broken": N_("lapsed, broken by deal {ended}"),
    "ruling": N_("ended by ruling {ended}"),
    "assigned": N_("ended by assignment {ended}"),
    "left": N_("ended because {owner} left"),
}

_CREDITS: Mapping[str, str] = {
    "ruling": N_("{deal} closed by {closer}: ruling {ruling} gives the credit to {credited}"),
    "outside_group": N_("{deal} closed by {closer}: {client} is {owner}'s client from an outing ({claim})"),
    "own": N_("{deal} closed by {closer}: {client} is {owner}'s own client ({claim})"),
    "owner_claim": N_("{deal} closed by {closer}: {client} is {owner}'s client ({claim})"),
    "lapsed": N_(
        "{deal} closed by {closer}: {latest}'s claim on {client} ({claim}) was good through {good_through} only"
    ),
    "lapsed by leaving": N_("{deal} closed by {closer}: {latest}, whose client {client} was ({claim}), had left"),
    "closer": N_("{deal} closed by {closer}: {client} was nobody's client"),
    "closer again": N_("{deal} closed by {closer}: nobody but {closer} had a claim on {client} ({claim})"),
}

_CREDITED: Mapping[str, str] = {
    "": "",
    "group": N_("the credit goes to the group {credited}"),
    "staff": N_("the credit goes to {credited}"),
}


def origins(ownership: pd.DataFrame, language: str) -> pa.Array:
    """How each claim came about, as the words in brackets of other sentences: `visit V1 of 2024-03-04`."""
    columns = {"event": column_of(ownership["event_id"]), "day": days(ownership["since"])}
    return compose([Clause(*codes_of(ownership["event"], ORIGINS))], columns, language, closed=False)


def of_ownership(ownership: pd.DataFrame, language: str, names: Mapping[str, str] | None = None) -> pa.Array:
    """One sentence a claim: whose, since when, by which row, the last contact, and how it ends."""
    ids = (ownership["contact_id"].astype("str") == ownership["event_id"].astype("str")).to_numpy()
    kinds = (ownership["contact_event"].astype("str") == ownership["event"].astype("str")).to_numpy()
    contact = ownership["contact_event"].where(~(ids & kinds))
    columns = {
        "client": column_of(ownership["client_id"]),
        "owner": column_of(ownership["owner"], names),
        "since": instants(ownership["since"]),
        "event": column_of(ownership["event_id"]),
        "contact": column_of(ownership["contact_id"]),
        "contact_day": days(ownership["last_contact"]),
        "lapses_on": days(ownership["lapses_on"]),
        "ended": column_of(ownership["ended_id"]),
    }
    clauses = [
        Clause(*codes_of(ownership["basis"], _BASES)),
        Clause(*codes_of(contact, _CONTACTS)),
        Clause(*_ends(ownership)),
    ]
    return compose(clauses, columns, language)


def _ends(ownership: pd.DataFrame) -> tuple[list[str], Codes]:
    templates, ends = codes_of(ownership["ended_by"], _ENDS)
    broken = (ownership["ended_event"].astype("str") == "deal").to_numpy() & (ends == list(_ENDS).index("lapse"))
    ends[broken] = list(_ENDS).index("lapse broken")
    return templates, ends


def of_attributions(
    attributions: pd.DataFrame, ownership: pd.DataFrame, language: str, names: Mapping[str, str] | None = None
) -> pa.Array:
    """One sentence a deal: who closed it, whose client it was by which row, and who gets the credit."""
    bases, basis = codes_of(attributions["basis"], _CREDITS)
    lapsed = basis == list(_CREDITS).index("lapsed")
    good_through = _taken(ownership["lapses_on"], attributions["claim"])
    in_time = attributions["judged_at"].to_numpy() < good_through.to_numpy() + np.timedelta64(1, "D")
    again = (basis == list(_CREDITS).index("closer")) & (attributions["claim"].to_numpy() >= 0)
    basis[lapsed & in_time] = list(_CREDITS).index("lapsed by leaving")
    basis[again] = list(_CREDITS).index("closer again")
    credited, kind = codes_of(attributions["credit_kind"], _CREDITED)
    kind[basis == list(_CREDITS).index("ruling")] = 0
    cancelled = attributions["cancelled"].to_numpy(bool).astype(np.int16)
    columns = {
        "deal": column_of(attributions["deal_id"]),
        "closer": column_of(attributions["closed_by"], names),
        "client": column_of(attributions["client_id"]),
        "owner": column_of(attributions["owner"], names),
        "latest": column_of(attributions["latest_owner"], names),
        "credited": column_of(attributions["credited_to"], names),
        "ruling": column_of(attributions["ruling_id"]),
        "claim": claims_at(attributions["claim"], ownership, language),
        "good_through": days(good_through),
    }
    clauses = [
        Clause(bases, basis),
        Clause(credited, kind),
        Clause(["", N_("the deal was cancelled since")], cancelled),
    ]
    return compose(clauses, columns, language)


def _taken(values: pd.Series[Any], positions: pd.Series[Any]) -> pd.Series[Any]:
    """The value at each position; NaT where the position is -1."""
    at = positions.to_numpy(np.int64)
    return (
        pd.concat([values, pd.Series([pd.NaT], dtype=values.dtype)], ignore_index=True).take(at).reset_index(drop=True)
    )


def claims_at(positions: pd.Series[Any], ownership: pd.DataFrame, language: str) -> pa.Array:
    """The origin of the claim at each position of the ownership frame; missing where the position is -1."""
    at: npt.NDArray[np.int64] = positions.to_numpy(np.int64)
    used = np.unique(at[at >= 0])
    places = np.where(at >= 0, np.searchsorted(used, at), -1)
    return picked(origins(ownership.iloc[used], language), places)
