"""The lapse clock: whose client somebody was on a date, which claims lapse soon, and when.

The frames are those of `core.rules.results`: `ownership` has a row a claim, in any order. Rows keep their
index, by which their reasons are found.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

ONE_DAY = pd.Timedelta(days=1)


def standing_claims(ownership: pd.DataFrame, at: pd.Timestamp) -> pd.DataFrame:
    """Take the claims that stand at an instant.

    Args:
        ownership: One row per claim.
        at: The instant, store time.

    Returns:
        The rows with `since <= at < until` (a blank `until` is no end), in the order given, same columns.
    """
    since, until = ownership["since"], ownership["until"]
    return ownership[(since <= at) & (until.isna() | (until > at))]


def lapsing_claims(ownership: pd.DataFrame, on: date, within_days: int) -> pd.DataFrame:
    """Take the claims that will lapse unless their owner makes a contact.

    Args:
        ownership: One row per claim.
        on: The day asked about, store time; claims that had ended by the end of it are left out.
        within_days: Days ahead, counting `on` as day 0.

    Returns:
        One row per standing claim, soonest first, then by client: the columns given and `days_left` (int, 0 to
        `within_days`: days from `on` to the last valid day). No claim gives no row, same columns.

    Source: rule 14.
    """
    claims = standing_claims(ownership, pd.Timestamp(on) + ONE_DAY - pd.Timedelta(seconds=1))
    days_left = (claims["lapses_on"].astype("datetime64[s]") - pd.Timestamp(on)).dt.days
    soon = days_left.between(0, within_days)
    claims = claims[soon].assign(days_left=days_left[soon].astype("int64"))
    order = np.lexsort((claims["client_id"].astype("str").to_numpy(dtype=object), claims["days_left"].to_numpy()))
    return claims.iloc[order]


def lapse_calendar(ownership: pd.DataFrame, on: date, within_days: int) -> pd.DataFrame:
    """Count the claims whose last valid day each of the coming days is.

    Args:
        ownership: One row per claim.
        on: The first day, day 0.
        within_days: Days ahead.

    Returns:
        One row per day, `within_days + 1` of them, in order, days without a lapse included: day (datetime64[s]), claims
        (int), owners (int, how many people they belong to).

    Source: rule 14.
    """
    claims = lapsing_claims(ownership, on, within_days)
    days = pd.Index([pd.Timestamp(on + timedelta(days=n)) for n in range(within_days + 1)], dtype="datetime64[s]")
    groups = claims.groupby("days_left")["owner"].agg(["size", "nunique"]).reindex(range(within_days + 1), fill_value=0)
    return pd.DataFrame(
        {
            "day": days,
            "claims": groups["size"].to_numpy(dtype="int64"),
            "owners": groups["nunique"].to_numpy(dtype="int64"),
        }
    )


def owners_on(ownership: pd.DataFrame, on: date, client_id: str | None = None) -> pd.DataFrame:
    """Say who held a client, or every client, on a date.

    Args:
        ownership: One row per claim.
        on: The date.
        client_id: The canonical client asked about; None means all.

    Returns:
        The claims that stood for any moment of that date, by client and `since`, same columns: a client that changed
        hands that day has a row for each holder, one that nobody held has none.

    Source: rules 11 and 14.
    """
    start = pd.Timestamp(on)
    claims = ownership if client_id is None else ownership[(ownership["client_id"] == client_id).to_numpy()]
    until = claims["until"]
    held = claims[(claims["since"] < start + ONE_DAY) & (until.isna() | (until > start))]
    return held.sort_values(["client_id", "since"], kind="stable")


def timeline(ownership: pd.DataFrame, client_id: str, last: pd.Timestamp) -> pd.DataFrame:
    """Lay one client's claims out for reading and drawing.

    Args:
        ownership: One row per claim.
        client_id: The canonical client.
        last: The instant to which a claim that stands is drawn.

    Returns:
        That client's claims by `since`, with `drawn_until` (their end, or the later of `last` and `since`) and
        `standing` (bool). A client nobody ever held has no row.
    """
    claims = ownership[(ownership["client_id"] == client_id).to_numpy()].sort_values("since", kind="stable")
    standing = claims["until"].isna()
    end = claims["until"].fillna(pd.Timestamp(last).as_unit("s"))
    return claims.assign(drawn_until=end.where(end > claims["since"], claims["since"]), standing=standing)
