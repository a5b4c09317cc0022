"""What could have been otherwise about whose client somebody is: contacts, registrations, rulings, dates, sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import pandas as pd

from core.registries.definitions import Tables
from core.rules.counterfactual import Change
from core.rules.counterfactual_moves import SECOND, moment
from core.rules.counterfactual_presence import FLIP, Row
from core.rules.counterfactual_worlds import Edit
from core.texts import N_, Text

CONTACT = 3600.0
"""Cost of one contact more."""
OTHER_ROW = 7200.0
"""Cost of something not having happened."""

_HAPPENED = {
    "followups": ("followup_id", "followed_at", N_("Had there been no follow-up {row} of {day}")),
    "calls": ("call_id", "called_at", N_("Had there been no call {row} of {day}")),
    "visits": ("visit_id", "arrived_at", N_("Had there been no visit {row} of {day}")),
    "assignments": ("assignment_id", "assigned_at", N_("Had there been no assignment {row} of {day}")),
    "rulings": ("ruling_id", "ruled_at", N_("Had there been no ruling {row} of {day}")),
    "deals": ("deal_id", "closed_at", N_("Had there been no deal {row} of {day}")),
}


def changes(
    tables: Tables, claims: pd.DataFrame, at: pd.Timestamp, deal_id: str | None = None, lapse_months: int = 1
) -> Iterator[Change]:
    """Every change of one fact about a client that could matter, in no order; contacts are `contacts`.

    Args:
        tables: All about the client.
        claims: The client's rows of ownership.
        at: The instant asked about.
        deal_id: The deal asked about, if it is one.
        lapse_months: Months a claim lives after its last contact.
    """
    yield from _without(tables, at, deal_id)
    yield from _registrations(tables, claims)
    yield from _sources(tables)
    yield from _first_hand(tables, claims, deal_id)
    yield from _rulings(tables)
    for place, row in rows_of(tables["staff"]):
        if not pd.isna(row["left_on"]) and row["staff_id"] in set(claims["owner"]):
            said = {"staff": row["staff_id"], "day": f"{row['left_on']:%Y-%m-%d}"}
            edit = Edit("staff", place, {"left_on": pd.NaT})
            yield Change(Text("Had {staff} not left on {day}", said), (edit,), 4 * OTHER_ROW, ("staff", place))
    if deal_id is not None:
        yield from _deal_dates(tables, deal_id, lapse_months)


def rows_of(frame: pd.DataFrame) -> list[tuple[int, Row]]:
    """Rows with their positions."""
    return list(enumerate(cast(list[Row], frame.to_dict("records"))))


def contacts(store_id: str, client_id: str, staff: str, days: Sequence[pd.Timestamp], at: pd.Timestamp) -> list[Change]:
    """One follow-up by somebody on each of some days: at its end, or just before the instant asked about."""
    found = []
    for day in days:
        instant = min(day + pd.Timedelta(days=1) - SECOND, at - SECOND)
        row = {
            "followup_id": f"+{staff}",
            "store_id": store_id,
            "client_id": client_id,
            "staff_id": staff,
            "followed_at": instant,
        }
        said = Text(
            "Had {staff} followed up {client} on {day}", {"staff": staff, "client": client_id, "day": f"{day:%Y-%m-%d}"}
        )
        found.append(Change(said, (Edit("followups", None, row),), CONTACT, ("contact", staff)))
    return found


def _without(tables: Tables, at: pd.Timestamp, deal_id: str | None) -> Iterator[Change]:
    for registry, (key, when, msgid) in _HAPPENED.items():
        for place, row in rows_of(tables[registry]):
            instant = row["reserved_at"] if registry == "deals" and not pd.isna(row["reserved_at"]) else row[when]
            about_deal = registry == "rulings" and row["deal_id"] == deal_id
            if row[key] == deal_id or pd.isna(instant) or (instant > at and not about_deal):
                continue
            yield Change(
                Text(msgid, {"row": row[key], "day": f"{instant:%Y-%m-%d}"}),
                (Edit(registry, place),),
                OTHER_ROW + abs((at - instant).total_seconds()) / 3600,
                (registry, place),
            )


def _registrations(tables: Tables, claims: pd.DataFrame) -> Iterator[Change]:
    for place, row in rows_of(tables["clients"]):
        registrar, written = row["registered_by"], row["registered_at"]
        said = {"row": row["client_id"], "was": moment(written)}
        if not isinstance(registrar, str):
            continue
        edit = Edit("clients", place, {"registered_by": None})
        named = {**said, "staff": registrar}
        yield Change(
            Text("Had {staff} not registered {row}", named), (edit,), 2 * OTHER_ROW, ("clients", place, "registered_by")
        )
        for since in claims["since"]:
            value = since - SECOND
            if value < written:
                yield Change(
                    Text(
                        "Had {staff} registered {row} before {time} (written: {was})", {**named, "time": moment(since)}
                    ),
                    (Edit("clients", place, {"registered_at": value}),),
                    (written - value).total_seconds(),
                    ("clients", place, "registered_at"),
                )


def _sources(tables: Tables) -> Iterator[Change]:
    for registry, key in (("clients", "client_id"), ("visits", "visit_id")):
        for place, row in rows_of(tables[registry]):
            outside = row["source"] == "outside"
            if registry == "visits" and not isinstance(row["asked_for"], str):
                continue
            said = {"row": row[key]}
            yield Change(
                Text("Had {row} not been written down as from an outing", said)
                if outside
                else Text("Had {row} been written down as from an outing", said),
                (Edit(registry, place, {"source": None if outside else "outside"}),),
                4 * FLIP,
                (registry, place, "source"),
            )


def _first_hand(tables: Tables, claims: pd.DataFrame, deal_id: str | None) -> Iterator[Change]:
    """Another name at the visits that made somebody the owner, and a name given on the telephone."""
    deals = tables["deals"]
    closers = list(deals["closed_by"][deals["deal_id"] == deal_id]) if deal_id else []
    made = set(claims["event_id"][claims["event"] == "visit"])
    for place, row in rows_of(tables["visits"]):
        if row["visit_id"] not in made:
            continue
        for staff in closers:
            said = {"staff": staff, "visit": row["visit_id"]}
            if row["asked_for"] != staff:
                edit = Edit("visits", place, {"asked_for": staff})
                asked = Text("Had the client asked for {staff} at {visit}", said)
                yield Change(asked, (edit,), 4 * FLIP, ("visits", place, "asked_for"))
            if row["received_by"] != staff:
                edit = Edit("visits", place, {"received_by": staff})
                received = Text("Had {staff} received {visit}", said)
                yield Change(received, (edit,), OTHER_ROW, ("visits", place, "received_by"))
    for place, row in rows_of(tables["calls"]):
        if isinstance(row["answered_by"], str) and not row["name_given"]:
            given = Text("Had {staff} given a name at call {row}", {"staff": row["answered_by"], "row": row["call_id"]})
            edit = Edit("calls", place, {"name_given": True})
            yield Change(given, (edit,), FLIP, ("calls", place, "name_given"))


def _rulings(tables: Tables) -> Iterator[Change]:
    for place, row in rows_of(tables["rulings"]):
        if not isinstance(row["outcome"], str):
            continue
        dismissed = row["outcome"] == "dismissed"
        said = {"row": row["ruling_id"]}
        yield Change(
            Text("Had ruling {row} not been dismissed", said)
            if dismissed
            else Text("Had ruling {row} been dismissed", said),
            (Edit("rulings", place, {"outcome": "upheld" if dismissed else "dismissed"}),),
            2 * OTHER_ROW,
            ("rulings", place),
        )


def _last_valid_days(tables: Tables, deal_id: str, lapse_months: int) -> list[pd.Timestamp]:
    """The last valid days that a claim can have had, whichever row but the deal asked about was its last contact."""
    days: set[pd.Timestamp] = set()
    for registry, (key, column, _said) in {**_HAPPENED, "clients": ("client_id", "registered_at", "")}.items():
        frame = tables[registry]
        instants = frame.loc[(frame[key] != deal_id).to_numpy(), column].dropna()
        days |= {at.normalize() + pd.DateOffset(months=lapse_months) for at in instants}
    return sorted(days)


def _deal_dates(tables: Tables, deal_id: str, lapse_months: int) -> Iterator[Change]:
    """The deal just within, or just after, each last valid day that the claim can have had."""
    for place, row in rows_of(tables["deals"]):
        if row["deal_id"] != deal_id:
            continue
        column: str = "closed_at" if pd.isna(row["reserved_at"]) else "reserved_at"
        written = row[column]
        ends = [row[c] for c in ("closed_at", "cancelled_at") if c != column and not pd.isna(row[c])]
        for day in _last_valid_days(tables, deal_id, lapse_months):
            midnight = day + pd.Timedelta(days=1)
            value = midnight if written < midnight else midnight - SECOND
            if any(value > end for end in ends):
                continue
            said = {"deal": deal_id, "day": f"{day:%Y-%m-%d}", "was": moment(written)}
            yield Change(
                Text("Had {deal} been made later than {day} (written: {was})", said)
                if written < midnight
                else Text("Had {deal} been made by {day} (written: {was})", said),
                (Edit("deals", place, {column: value}),),
                OTHER_ROW + abs((value - written).total_seconds()),
                ("deals", place, column),
            )
