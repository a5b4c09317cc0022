"""What the store pages show: cuts and figures asked for by name, so that no page filters or joins a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from core.figures import days, fairness, lapse, registrations, team
from core.rules import labels
from core.rules.reasons import reasons
from core.texts import Text
from core.web import choose, language, results
from core.web.language import _

if TYPE_CHECKING:
    from core.web.choose import Period
    from core.web.page import Desk

MOST_REASONS = 20_000
"""Rows that get their reason shown at once; more are cut by a shorter period."""


def code(name: str, label: str, words: Mapping[str, Text], *, where: choose.Where = "sidebar") -> str | None:
    """Choose one of some codes by its word, or all (None)."""
    spoken = language.current()
    chosen = choose.one_of(
        name,
        label,
        [choose.EVERY, *words],
        say=lambda c: _("All") if c == choose.EVERY else labels.label(words, c, spoken),
        where=where,
    )
    return None if chosen == choose.EVERY else chosen


def questions(desk: Desk, store_id: str | None, field: str | None, would_change: str | None) -> pd.DataFrame:
    """Open questions of a store (of all stores where None), of one field and one consequence or any."""
    asked = matching(results.questions(desk, store_id), field=field, would_change=would_change)
    return with_places(desk, with_reasons(desk, "questions", asked))


def with_places(desk: Desk, asked: pd.DataFrame) -> pd.DataFrame:
    """The questions with `file_row`: which row of the spreadsheet each is about; blank for a day without attendance.

    The file is named only where the registry came in several parts.
    """
    said = dict.fromkeys(asked.index, "")
    for registry, origin in desk.dataset.origins.items():
        rows = asked.loc[(asked["registry"] == registry).to_numpy(), "row"]
        if registry == "attendance" or rows.empty:
            continue
        several = len(origin.parts) > 1
        names = [f"{file if several else ''} {sheet}".strip() for file, sheet in origin.parts]
        where = rows.to_numpy()
        numbers = zip(rows.index, origin.part_of[where], origin.row_numbers[where], strict=True)
        said |= {index: f"{names[part]} {number}".strip() for index, part, number in numbers}
    return asked.assign(file_row=pd.Series(said, dtype="str"))


def matching(frame: pd.DataFrame, **wanted: str | None) -> pd.DataFrame:
    """The rows whose columns have the values asked for; None asks for nothing."""
    for column, value in wanted.items():
        if value is not None:
            frame = frame[(frame[column] == value).to_numpy()]
    return frame


def with_reasons(desk: Desk, table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the one-sentence `reason` of each; without it where they are more than `MOST_REASONS`."""
    if rows.empty or len(rows) > MOST_REASONS:
        return rows
    said = reasons(desk.results, table, desk.language, _names(desk), rows.index)
    return rows.assign(reason=said)


def _names(desk: Desk) -> dict[str, str]:
    return results.once(desk, "names", lambda: {person: desk.staff_name(person) for person in desk.staff_of(None)})


def of_store(desk: Desk, registry: str, store_id: str | None) -> pd.DataFrame:
    """The rows of a registry that belong to a store (to all stores where None)."""
    return matching(desk.tables[registry], store_id=store_id)


def staff_figures(desk: Desk, store_id: str | None, period: Period) -> pd.DataFrame:
    """Staff figures of a period, people of a store (of all stores where None); computed once for all stores."""
    figures = results.once(
        desk,
        ("staff figures", period),
        lambda: team.staff_figures(desk.tables, desk.results, period.start, period.end),
    )
    return matching(figures, store_id=store_id)


def day_of(desk: Desk, store_id: str, day: date) -> pd.DataFrame:
    """Receptions of one day with their reasons, in order of arrival."""
    return with_reasons(desk, "receptions", results.receptions(desk, store_id, choose.Period(day, day)))


def day_lanes(desk: Desk, store_id: str, day: date) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """What a day's chart draws: lanes, arrivals, sign-in order."""
    rows = results.receptions(desk, store_id, choose.Period(day, day))
    return (
        days.day_lanes(desk.tables, rows, desk.settings, store_id, day),
        days.arrivals(rows, store_id, day),
        days.sign_in_order(desk.tables["attendance"], store_id, day),
    )


def turns(desk: Desk, store_id: str, period: Period) -> pd.DataFrame:
    """Turns received against turns expected over a period, by person."""
    return results.once(
        desk,
        ("fairness", store_id, period),
        lambda: fairness.fairness(
            # receptions point at rows of all visits; the others are cut to the store
            {name: of_store(desk, name, store_id) for name in ("staff", "attendance", "absences")}
            | {"visits": desk.tables["visits"]},
            results.receptions(desk, store_id, period),
            desk.settings,
        ),
    )


def ledger_sums(desk: Desk, store_id: str, period: Period) -> pd.DataFrame:
    """The turn ledger of a period, added up by person."""
    return days.ledger_sums(results.ledger(desk, store_id, period))


def owned_on(desk: Desk, store_id: str | None, day: date, owner: str | None) -> pd.DataFrame:
    """Claims that stood on a day, of one owner or all, with their reasons."""
    held = lapse.owners_on(matching(results.ownership(desk, store_id), owner=owner), day)
    return with_reasons(desk, "ownership", held)


def canonical(desk: Desk) -> pd.Series:
    """For each row of the client register the id that stands for the person."""
    return results.once(
        desk, "canonical", lambda: registrations.canonical_ids(desk.tables["clients"], desk.results.people)
    )


@dataclass(frozen=True)
class Client:
    """All that is shown of one client, by the canonical id: claims with `drawn_until`, visits, deals, registrations."""

    client_id: str
    timeline: pd.DataFrame
    visits: pd.DataFrame
    deals: pd.DataFrame
    registrations: pd.DataFrame


def client(desk: Desk, client_id: str) -> Client | None:
    """Gather one client; None where there is no such client."""
    clients = desk.tables["clients"]
    rows = clients[(canonical(desk) == client_id).to_numpy()]
    if rows.empty:
        return None
    store = str(rows["store_id"].iloc[0])
    last = pd.Timestamp(desk.covered(store).last) + pd.Timedelta(days=1)
    claims = lapse.timeline(results.ownership(desk, store), client_id, last)
    visits = matching(results.receptions(desk, store), client_id=client_id)
    deals = matching(results.attributions(desk, store), client_id=client_id)
    return Client(
        client_id,
        with_reasons(desk, "ownership", claims),
        with_reasons(desk, "receptions", visits),
        with_reasons(desk, "attributions", deals),
        rows,
    )


def found_clients(desk: Desk, store_id: str | None, words: str) -> pd.DataFrame:
    """Clients of a store found by id, name or phone."""
    return registrations.find(of_store(desk, "clients", store_id), canonical(desk), words)


def twice_registered(desk: Desk, store_id: str | None, by: str) -> pd.DataFrame:
    """Registrations of a store that share a `phone` or a `name`."""
    same = registrations.same_phone if by == "phone" else registrations.same_name
    return same(of_store(desk, "clients", store_id), canonical(desk))


def last_day(desk: Desk, store_id: str | None) -> date:
    """The last day that the data covers."""
    return desk.covered(store_id).last


def lapsing(desk: Desk, store_id: str | None, on: date, within_days: int, owner: str | None) -> pd.DataFrame:
    """Claims that lapse within some days, soonest first, of one owner or all."""
    claims = lapse.lapsing_claims(matching(results.ownership(desk, store_id), owner=owner), on, within_days)
    return with_reasons(desk, "ownership", claims)


def lapse_calendar(desk: Desk, store_id: str | None, on: date, within_days: int, owner: str | None) -> pd.DataFrame:
    """How many claims lapse on each of the coming days."""
    return lapse.lapse_calendar(matching(results.ownership(desk, store_id), owner=owner), on, within_days)


def client_headings() -> dict[str, str]:
    """Headings of what the client register does not have itself."""
    return {"canonical_id": _("Counts as"), "group": _("Together")}
