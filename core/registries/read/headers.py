"""Headers matched to the columns of a registry: exactly in a folded form, nearly with a word said, or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from core.registries.columns import Column, Registry, header_key
from core.registries.definitions import ALL, registry

_BRACKETS = re.compile(r"[(（\[【〔<《].*?[)）\]】〕>》]")
_TEN_THOUSAND = re.compile(r"[(（\[【/](?:[^)）\]】]*)[萬万]元?[)）\]】]?|[萬万]元$")
# Labels of four characters that differ in one often mean opposite things (簽到時間, 簽退時間): only a likeness that
# leaves no room for that is taken without asking.
_ASSUME, _SUGGEST, _SUGGEST_REQUIRED, _MARGIN = 88, 60, 50, 6
OURS = "⚠"
"""Begins the header of the column, and the name of the sheet, that an error workbook adds."""


@dataclass(slots=True)
class HeaderMapping:
    """Which header means which column.

    Attributes:
        columns: Position of the header -> English column name.
        assumed: Position -> column, of those taken for their likeness.
        unmatched: Position -> suggested column name or "", of headers that are kept out.
        repeated: Column name -> positions of all headers that say it, where more than one says it equally well.
        ten_thousands: Positions of money headers that say their unit is 萬.
    """

    columns: dict[int, str] = field(default_factory=dict)
    assumed: dict[int, str] = field(default_factory=dict)
    unmatched: dict[int, str] = field(default_factory=dict)
    repeated: dict[str, list[int]] = field(default_factory=dict)
    ten_thousands: set[int] = field(default_factory=set)


@lru_cache(maxsize=4096)
def folds(header: str) -> tuple[str, ...]:
    """Forms in which a header is compared: as written, without what stands in brackets, its first and last line."""
    lines = [line for line in header.splitlines() if line.strip()]
    forms = [header, _BRACKETS.sub("", header), *lines[:1], *lines[-1:]]
    return tuple(dict.fromkeys(f for f in map(header_key, forms) if f))


@lru_cache(maxsize=1)
def _known() -> dict[str, frozenset[tuple[str, str]]]:
    known: dict[str, set[tuple[str, str]]] = {}
    for each in ALL:
        for key, column in each.header_keys.items():
            known.setdefault(key, set()).add((each.name, column.name))
    return {k: frozenset(v) for k, v in known.items()}


def known_columns(headers: Sequence[str]) -> dict[str, set[str]]:
    """For each registry that any header fits, the English names of its columns that the headers fit exactly."""
    found: dict[str, set[str]] = {}
    for header in headers:
        for key in folds(header):
            hits = _known().get(key)
            if hits:
                for name, column in hits:
                    found.setdefault(name, set()).add(column)
                break
    return found


def known_count(cells: Sequence[str]) -> int:
    """How many different columns of one registry a row of cells names, for the registry it fits best."""
    return max((len(v) for v in known_columns(cells).values()), default=0)


def match(headers: Sequence[str], name: str, overrides: Mapping[str, str] | None = None) -> HeaderMapping:
    """Match headers to the columns of a registry.

    Args:
        headers: Header cells as written; a blank one is no column.
        name: English name of the registry.
        overrides: Header as written -> English column name, or "" to keep it out: what the person chose.

    Returns:
        The mapping. A label stands before an alias of the same column; the alias is then unmatched.
    """
    overrides = overrides or {}
    wanted = registry(name)
    mapping = HeaderMapping()
    claims: dict[str, list[tuple[int, int]]] = {}
    for position, header in enumerate(headers):
        if not header.strip() or header.startswith(OURS):
            continue
        if header in overrides or header.strip() in overrides:
            column = overrides.get(header, overrides.get(header.strip(), ""))
            if column in {c.name for c in wanted.columns}:
                claims.setdefault(column, []).append((-1, position))
            continue
        rank, column = _exact(header, wanted)
        if column:
            claims.setdefault(column, []).append((rank, position))
        else:
            mapping.unmatched[position] = ""
    for column, positions in claims.items():
        best = min(rank for rank, _ in positions)
        first = [p for rank, p in positions if rank == best]
        mapping.columns[first[0]] = column
        if len(first) > 1:
            mapping.repeated[column] = first
        mapping.unmatched.update({p: "" for rank, p in positions if rank > best})
    _match_nearly(headers, wanted, mapping)
    for position, column in mapping.columns.items():
        if wanted.column(column).kind == "money" and _TEN_THOUSAND.search(headers[position].strip()):
            mapping.ten_thousands.add(position)
    return mapping


def _exact(header: str, wanted: Registry) -> tuple[int, str]:
    for form, key in enumerate(folds(header)):
        column = wanted.header_keys.get(key)
        if column:
            plain = key in (header_key(column.name), header_key(column.hant))
            return (0 if plain else 2) + min(form, 1), column.name
    return 0, ""


def _match_nearly(headers: Sequence[str], wanted: Registry, mapping: HeaderMapping) -> None:
    taken = set(mapping.columns.values())
    free = {key: c.name for key, c in wanted.header_keys.items() if c.name not in taken}
    for position in list(mapping.unmatched):
        column, score = _nearest(folds(headers[position]), free)
        if column and column in mapping.columns.values():
            score = min(score, _ASSUME - 1)
        if score >= _ASSUME:
            del mapping.unmatched[position]
            mapping.columns[position] = mapping.assumed[position] = column
        elif column and score >= (_SUGGEST_REQUIRED if wanted.column(column).required else _SUGGEST):
            mapping.unmatched[position] = column


def _nearest(forms: Sequence[str], free: Mapping[str, str]) -> tuple[str, float]:
    """The column whose header is most like one of the forms, and how like; a close second makes it a suggestion."""
    best: dict[str, float] = {}
    for form in forms:
        for key, score, _ in process.extract(form, list(free), scorer=fuzz.ratio, limit=6):
            best[free[key]] = max(best.get(free[key], 0.0), score)
    ranked = sorted(best.items(), key=lambda item: -item[1])
    if not ranked:
        return "", 0.0
    column, score = ranked[0]
    if len(ranked) > 1 and score - ranked[1][1] < _MARGIN:
        score = min(score, _ASSUME - 1)
    return column, score


def missing(wanted: Registry, mapping: HeaderMapping) -> list[Column]:
    """Required columns that no header names."""
    named = set(mapping.columns.values())
    return [c for c in wanted.columns if c.required and c.name not in named]
