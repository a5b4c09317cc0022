"""What would have changed the answer about a visit, a call, a deal or a client."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
import pandas as pd

from core.rules import counterfactual_claims as about_claims
from core.rules import counterfactual_presence as about_presence
from core.rules import counterfactual_visits as about_visits
from core.rules.cards import cards_of
from core.rules.counterfactual import AS_WRITTEN, Asked, Change, Counterfactual, Slice, nearest, outcomes
from core.rules.counterfactual_outcomes import (
    claim_outcomes,
    deal_outcomes,
    differ,
    finding_outcomes,
    visit_outcomes,
)
from core.rules.counterfactual_presence import Moment
from core.rules.counterfactual_settings import limits, readings
from core.rules.counterfactual_slices import Store, client_part, day_part, taken
from core.rules.results import Results
from core.texts import Text

LATER = pd.Timedelta(minutes=30)
"""How far after a visit others are kept in sight, for the case that it had come later."""
DAY = pd.Timedelta(days=1)
WINDOW_DAYS = 200
"""How many days back a contact more is tried."""


def of_visit(
    store: Store, results: Results, visit_id: str, finding: tuple[str, str | None] | None = None
) -> tuple[Counterfactual, ...]:
    """The nearest changes that give another kind, due or charge; or, for a finding, those without it.

    Args:
        store: The visit's store.
        results: Computed on all rows.
        visit_id: The visit.
        finding: Kind and person of the finding asked about, if it is one.
    """
    receptions = results.receptions
    row = receptions[(receptions["visit_id"] == visit_id) & (receptions["store_id"] == store.store_id)].iloc[0]
    settings, at = results.settings, row["arrived_at"]
    part = day_part(store, at, at + LATER)
    visits = part.tables["visits"]
    place = int((visits["visit_id"] == visit_id).to_numpy().nonzero()[0][0])
    people = tuple(name for name in (row["wanted"], row["received_by"]) if isinstance(name, str))
    moment = Moment(part.tables, store.store_id, at, settings, place, people)
    day = receptions[(receptions["store_id"] == store.store_id) & receptions["due"].notna()]
    day = day[(day["arrived_at"] >= moment.morning) & (day["arrived_at"] <= at)]
    due = dict(zip(day["visit_id"], day["due"].astype("str"), strict=True))
    claims = _claims_of(results, store, str(row["client_id"]))
    candidates = chain(
        about_presence.changes(moment),
        about_visits.earlier(moment, due),
        about_visits.the_visit(moment, _known(row["wanted"]), _known(row["due"])),
        _about_its_client(store, part, str(row["client_id"]), claims, at),
        readings(cards_of(row["rules"]), settings),
        limits(moment),
    )
    return nearest(Asked(part, settings, visit_outcomes(visit_id), differ(finding)), candidates)


def of_call(
    store: Store, results: Results, call_id: str, finding: tuple[str, str | None] | None = None
) -> tuple[Counterfactual, ...]:
    """The nearest changes after which the call had been laid to somebody else, or to nobody."""
    calls = store.tables["calls"]
    row = calls[calls["call_id"] == call_id].iloc[0]
    part = day_part(store, row["called_at"], row["called_at"])
    place = int((part.tables["calls"]["call_id"] == call_id).to_numpy().nonzero()[0][0])
    moment = Moment(part.tables, store.store_id, row["called_at"], results.settings)
    candidates = chain(
        about_presence.changes(moment),
        about_visits.earlier(moment, {}),
        about_visits.the_call(moment, place),
        readings(cards_of("17"), results.settings),
    )
    asked = Asked(part, results.settings, finding_outcomes(call_id, "call"), differ(finding))
    return nearest(asked, candidates)


def of_deal(
    store: Store, results: Results, deal_id: str, finding: tuple[str, str | None] | None = None
) -> tuple[Counterfactual, ...]:
    """The nearest changes that give the credit to another."""
    attributions = results.attributions
    row = attributions[(attributions["deal_id"] == deal_id) & (attributions["store_id"] == store.store_id)].iloc[0]
    client_id, at = str(row["client_id"]), row["judged_at"]
    claims = _claims_of(results, store, client_id)
    claims = claims[claims["since"] <= at]
    part = client_part(store, store.client(client_id))
    asked = Asked(part, results.settings, deal_outcomes(deal_id), differ(finding))
    candidates = chain(
        about_claims.changes(part.tables, claims, at, deal_id, results.settings.lapse_months),
        readings(cards_of("14;15"), results.settings),
    )
    return _smallest([*nearest(asked, candidates), *_contact_windows(asked, store.store_id, client_id, claims, at)])


def of_client(
    store: Store, results: Results, client_id: str, finding: tuple[str, str | None] | None = None
) -> tuple[Counterfactual, ...]:
    """The nearest changes after which the client were somebody else's, or nobody's, at the store's last instant.

    Args:
        store: The client's store.
        results: Computed on all rows.
        client_id: Any id of the client; for a finding the id of the register row it is about.
        finding: Kind and person of the finding asked about, if it is one.
    """
    client = store.client(client_id)
    canonical = str(store.tables["clients"]["client_id"].iloc[client])
    claims = _claims_of(results, store, canonical)
    part, at = client_part(store, client), last_instant(store)
    candidates = chain(
        about_claims.changes(part.tables, claims, at),
        readings(cards_of("14"), results.settings),
    )
    if finding is not None:
        read = finding_outcomes(client_id, "client")
        return nearest(Asked(part, results.settings, read, differ(finding)), candidates)
    asked = Asked(part, results.settings, claim_outcomes(results.settings, at, part), differ(None))
    soon = at + pd.Timedelta(seconds=1)
    return _smallest([*nearest(asked, candidates), *_contact_windows(asked, store.store_id, canonical, claims, soon)])


def last_instant(store: Store) -> pd.Timestamp:
    """The last instant in any registry of the store."""
    found = [
        frame[name].max()
        for registry, frame in store.tables.items()
        for name in frame
        if frame[name].dtype.kind == "M" and registry != "staff" and not frame[name].isna().all()
    ]
    last: pd.Timestamp = max(found)
    return last


def _about_its_client(
    store: Store, part: Slice, client_id: str, claims: pd.DataFrame, at: pd.Timestamp
) -> Iterator[Change]:
    """What could have been otherwise about whose client it was: within the rows of the day."""
    before = claims[claims["since"] < at]
    for owner, good_through in zip(before["owner"].astype("str"), before["lapses_on"], strict=True):
        yield from about_claims.contacts(store.store_id, client_id, owner, [good_through], at)
    whose = store.clients_of("clients") == store.client(client_id)
    ids = set(store.tables["clients"]["client_id"][whose])
    masks = {name: f["client_id"].isin(ids).to_numpy() for name, f in part.tables.items() if "client_id" in f}
    masks["staff"] = np.ones(len(part.tables["staff"]), bool)
    own = taken(Slice(part.tables, {name: np.arange(len(f)) for name, f in part.tables.items()}), masks)
    for change in about_claims.changes(own.tables, before, at):
        if not any(edit.registry == "deals" and not edit.values for edit in change.edits):
            yield own.original(change)


def _claims_of(results: Results, store: Store, client_id: str) -> pd.DataFrame:
    ownership = results.ownership
    return ownership[(ownership["client_id"] == client_id) & (ownership["store_id"] == store.store_id)]


def _contact_windows(
    asked: Asked, store_id: str, client_id: str, claims: pd.DataFrame, at: pd.Timestamp
) -> list[Counterfactual]:
    """For each earlier owner, the days on one of which a single follow-up would have given another answer."""
    found = []
    for owner in list(dict.fromkeys(claims["owner"].astype("str")))[-2:]:
        since = claims["since"][claims["owner"] == owner].min().normalize()
        last_day = (at - pd.Timedelta(seconds=1)).normalize()
        days = list(pd.date_range(max(since, last_day - WINDOW_DAYS * DAY), last_day, freq="D", unit="s"))
        changes = about_claims.contacts(store_id, client_id, owner, days, at)
        base, *decided = outcomes(asked, [AS_WRITTEN, *changes])
        hits = [i for i, outcome in enumerate(decided) if asked.differs(base, outcome)]
        outcome = decided[hits[-1]] if hits else None
        if base is None or outcome is None:
            continue
        first = last = hits[-1]
        while first - 1 in hits and decided[first - 1] == outcome:
            first -= 1
        said = {
            "staff": owner,
            "client": client_id,
            "first": f"{days[first]:%Y-%m-%d}",
            "last": f"{days[last]:%Y-%m-%d}",
        }
        text = Text("Had {staff} followed up {client} once from {first} to {last}", said)
        found.append(Counterfactual(replace(changes[last], condition=text), base, outcome, (days[first], days[last])))
    return found


def _smallest(found: Sequence[Counterfactual], wanted: int = 3) -> tuple[Counterfactual, ...]:
    return tuple(sorted(found, key=lambda one: one.change.cost)[:wanted])


def _known(value: object) -> str | None:
    return value if isinstance(value, str) else None
