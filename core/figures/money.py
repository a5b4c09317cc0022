"""Money by person and by group, with and without the deals that were cancelled."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.figures.people import as_text, counts, positions, sums

PEOPLE = ["staff_id", "group_id", "deals", "amount", "commission", "cancelled_deals", "closed"]
GROUPS = ["group_id", "own_deals", "own_amount", "member_deals", "member_amount", "deals", "amount", "commission"]


def credited(attributions: pd.DataFrame, with_cancelled: bool) -> pd.DataFrame:
    """Take the attributions that count: all, or those of deals that stand."""
    return attributions if with_cancelled else attributions[~attributions["cancelled"].to_numpy(dtype=bool)]


def by_person(attributions: pd.DataFrame, staff: pd.DataFrame, with_cancelled: bool = False) -> pd.DataFrame:
    """Add up what each person is credited with.

    Args:
        attributions: One row per deal.
        staff: One row per person.
        with_cancelled: Count cancelled deals too.

    Returns:
        One row per person who is credited with a deal or closed one, most money first, then by id: staff_id, group_id,
        deals (int), amount and commission (CNY, blank amounts as 0), cancelled_deals (int, of all deals credited,
        counted or not), closed (int, deals counted that they closed, whoever is credited). Deals of a group are
        nobody's own.
    """
    people = pd.Index(as_text(staff["staff_id"]))
    mine = attributions[(attributions["credit_kind"] == "staff").to_numpy()]
    counted = credited(mine, with_cancelled)
    places = positions(counted["credited_to"], people)
    gone = positions(mine["credited_to"], people)[mine["cancelled"].to_numpy(dtype=bool)]
    frame = pd.DataFrame(
        {
            "staff_id": people,
            "group_id": as_text(staff["group_id"]).to_numpy(),
            "deals": counts(places, len(people)),
            "amount": sums(places, counted["amount"].to_numpy(dtype=float, na_value=np.nan), len(people)),
            "commission": sums(places, counted["commission"].to_numpy(dtype=float, na_value=np.nan), len(people)),
            "cancelled_deals": counts(gone, len(people)),
            "closed": counts(positions(credited(attributions, with_cancelled)["closed_by"], people), len(people)),
        }
    )
    frame = frame[(frame["deals"] > 0) | (frame["closed"] > 0) | (frame["cancelled_deals"] > 0)]
    return _most_first(frame, "staff_id")


def by_group(attributions: pd.DataFrame, staff: pd.DataFrame, with_cancelled: bool = False) -> pd.DataFrame:
    """Add up what each outside group is credited with, and what its members are.

    Args:
        attributions: One row per deal.
        staff: One row per person; `group_id` is their group.
        with_cancelled: Count cancelled deals too.

    Returns:
        One row per group of the staff or of a credit, most money first, then by id: group_id, own_deals and own_amount
        (credited to the group itself, R15), member_deals and member_amount (credited to its people), deals, amount and
        commission (both together, CNY). No group gives no row.

    Source: rule 15.
    """
    counted = credited(attributions, with_cancelled)
    to_group = (counted["credit_kind"] == "group").to_numpy()
    names = as_text(counted["credited_to"])
    groups = pd.Index(pd.concat([as_text(staff["group_id"]), names[to_group]]).dropna().unique()).sort_values()
    people = pd.Index(as_text(staff["staff_id"]))
    group_of_person = np.append(positions(staff["group_id"], groups), -1)
    own = np.where(to_group, positions(counted["credited_to"], groups), -1)
    members = np.where(to_group, -1, group_of_person[positions(counted["credited_to"], people)])
    amount = counted["amount"].to_numpy(dtype=float, na_value=np.nan)
    commission = counted["commission"].to_numpy(dtype=float, na_value=np.nan)
    size = len(groups)
    frame = pd.DataFrame(
        {
            "group_id": groups,
            "own_deals": counts(own, size),
            "own_amount": sums(own, amount, size),
            "member_deals": counts(members, size),
            "member_amount": sums(members, amount, size),
        }
    )
    frame["deals"] = frame["own_deals"] + frame["member_deals"]
    frame["amount"] = frame["own_amount"] + frame["member_amount"]
    frame["commission"] = sums(own, commission, size) + sums(members, commission, size)
    return _most_first(frame[GROUPS], "group_id")


def totals(attributions: pd.DataFrame) -> dict[str, float]:
    """Sum up a period's deals.

    Returns:
        deals, amount, commission of the deals that stand, and cancelled_deals, cancelled_amount; 0 where there is none.
    """
    cancelled = attributions["cancelled"].to_numpy(dtype=bool)
    amount = attributions["amount"].to_numpy(dtype=float, na_value=np.nan)
    commission = attributions["commission"].to_numpy(dtype=float, na_value=np.nan)
    return {
        "deals": float((~cancelled).sum()),
        "amount": float(np.nansum(amount[~cancelled])),
        "commission": float(np.nansum(commission[~cancelled])),
        "cancelled_deals": float(cancelled.sum()),
        "cancelled_amount": float(np.nansum(amount[cancelled])),
    }


def _most_first(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    return frame.sort_values(["amount", key], ascending=[False, True], kind="stable").reset_index(drop=True)
