"""Which registry a sheet or file is: what the person chose, else its name, else its headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.registries.columns import Desk
from core.registries.definitions import ALL, desk_registries, registry
from core.registries.read.headers import known_columns, match, missing

_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Chosen:
    """The registry of a sheet.

    Attributes:
        registry: English name, "" where it cannot be told.
        by: `choice`, `name` or `headers`; for "" the fault code.
        candidates: Registries to choose among, where several would do.
        found: For `registry_mismatch`: whose columns they are.
    """

    registry: str
    by: str
    candidates: tuple[str, ...] = ()
    found: str = ""


def choose(headers: Sequence[str], named: str, outright: bool, desk: Desk | None = None) -> Chosen:
    """Tell which registry a table is.

    Args:
        headers: Its header cells.
        named: Registry its name speaks of, or "".
        outright: The name says nothing else.
        desk: Only registries of this desk, where it is known.
    """
    allowed = {r.name for r in (desk_registries(desk) if desk else ALL)}
    ranked = _ranked(headers, allowed)
    best = [name for name, fit in ranked if fit == ranked[0][1]] if ranked else []
    complete = bool(ranked) and ranked[0][1][0]
    named = named if named in allowed else ""
    if named:
        fits = _fits_half(headers, named)
        if fits or not complete:
            return Chosen(named, "name")
        if outright:
            return Chosen("", "registry_mismatch", (named, *best), found=best[0])
    if not ranked or (not complete and ranked[0][1][1] < _ENOUGH):
        return Chosen("", "registry_unknown", tuple(name for name, _ in ranked[:4]))
    if len(best) > 1:
        return Chosen("", "registry_ambiguous", tuple(best))
    return Chosen(best[0], "headers")


def _ranked(headers: Sequence[str], allowed: set[str]) -> list[tuple[str, tuple[bool, int]]]:
    """Registries that the headers fit: whether all required columns are there, how many columns are."""
    ranked = []
    for name, columns in known_columns(headers).items():
        if name in allowed:
            wanted = registry(name)
            complete = not missing(wanted, match(headers, name))
            ranked.append((name, (complete, len(columns))))
    order = [r.name for r in ALL]
    return sorted(ranked, key=lambda item: (not item[1][0], -item[1][1], order.index(item[0])))


def _fits_half(headers: Sequence[str], name: str) -> bool:
    wanted = registry(name)
    required = sum(1 for c in wanted.columns if c.required)
    return 2 * len(missing(wanted, match(headers, name))) <= required
