"""The Pandera schema of each registry, made from its definition, and what it finds in typed rows.

Cells are parsed before (one bad cell must not hide the rest), so the schema holds typed frames only: dtypes, order of
columns, required cells, bounds, choices, and what must hold within a row. What must hold between rows and tables is
`check`'s. A whole column of a million good cells passes in a few milliseconds; of bad ones only positions are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError, SchemaErrors

from core.registries.cells import Issue, Positions, Shown
from core.registries.columns import Column, Registry
from core.registries.definitions import dtype_of
from core.registries.faults import severity_of
from core.registries.mask import mask

_SEPARATOR = ":"


@lru_cache(maxsize=32)
def schema(registry: Registry) -> pa.DataFrameSchema:
    """The schema of a registry's typed frame. The name of each check is `code:column:...`, see `row_issues`."""
    return pa.DataFrameSchema(
        {c.name: _column(c) for c in registry.columns},
        checks=[*_orders(registry), *_groups(registry)],
        strict=True,
        ordered=True,
        name=registry.name,
    )


def row_issues(
    frame: pd.DataFrame, registry: Registry, found: Mapping[str, Sequence[Issue]], given: frozenset[str]
) -> Iterator[tuple[str, Issue]]:
    """What the schema finds in rows whose cells were parsed, one fault a cell.

    Args:
        frame: Typed frame of the registry.
        registry: Its definition.
        found: Faults of cells by column; a cell or row that has an error there is not reported again.
        given: Columns the file has; a required column that it lacks is reported once, with the header.

    Yields:
        Column name ("" for a row as a whole) and the fault.

    Raises:
        pandera.errors.SchemaErrors: The frame is not a typed frame of the registry (a bug, not a fault of the data).
    """
    said = {name: list(issues) for name, issues in found.items()}
    needy = np.zeros(len(frame), dtype=bool)
    for error in _errors(frame, registry):
        parts = error.check.name.split(_SEPARATOR)
        code, column, *others = parts
        if code == "required" and column not in given:
            continue
        watched = [column] if code in _OF_CELLS else [column, *others]
        wrong = ~np.asarray(error.check_output, dtype=bool)
        for issue in (i for c in watched for i in said.get(c, ()) if severity_of(i.code) == "error"):
            wrong[issue.positions] = False
        if code == "one_of":
            wrong &= ~needy
        if code == "needs":
            needy |= wrong
        bad = np.flatnonzero(wrong)
        if len(bad):
            name, issue = _issue(frame, registry, parts, bad)
            said.setdefault(name, []).append(issue)
            yield name, issue


def _errors(frame: pd.DataFrame, registry: Registry) -> list[SchemaError]:
    """The failed checks of the rows; another failure is raised as it is."""
    try:
        schema(registry).validate(frame, lazy=True, inplace=True)
    except SchemaErrors as e:
        if any(_SEPARATOR not in str(getattr(error.check, "name", "")) for error in e.schema_errors):
            raise
        return list(e.schema_errors)
    return []


_OF_CELLS = ("required", "too_small", "too_large", "not_choice")


def _issue(frame: pd.DataFrame, registry: Registry, parts: list[str], bad: Positions) -> tuple[str, Issue]:
    code, name, *others = parts
    if code == "one_of":
        return "", Issue(code, bad, values={"needed_columns": (name, *others)})
    column = registry.column(name)
    if code == "needs":
        return name, Issue(code, bad, values={"needed_columns": tuple(others)})
    if code == "required":
        return name, Issue(code, bad)
    each = {"value": _written(column, frame[name], bad)}
    if code == "before_start":
        start = registry.column(others[0])
        each["start"] = _written(start, frame[start.name], bad)
        return name, Issue(code, bad, each, {"start_column": start.name})
    return name, Issue(code, bad, each, {"least": column.minimum, "most": column.maximum})


def _written(column: Column, values: pd.Series, bad: Positions) -> Sequence[object]:
    if column.kind in ("instant", "date"):
        return Shown(values.to_numpy()[bad], day_only=column.kind == "date")
    return [mask(column.personal, str(v)) for v in values.iloc[bad]]


def _column(column: Column) -> pa.Column:
    checks = []
    if column.required:
        checks.append(_check("required", column.name, check=_present))
    if column.minimum is not None:
        checks.append(_check("too_small", column.name, check=_at_least(column.minimum)))
    if column.maximum is not None:
        checks.append(_check("too_large", column.name, check=_at_most(column.maximum)))
    if column.choices and not column.open_choice:
        checks.append(_check("not_choice", column.name, check=_among([c.code for c in column.choices])))
    if column.is_category:  # Pandera compares category dtypes by hashing every category: too slow for 600,000 clients
        checks.append(pa.Check(_is_category, name="category"))
    dtype = None if column.is_category else dtype_of(column)
    # Blank cells are a named check instead of nullable=False: Pandera would copy out every one of them.
    return pa.Column(dtype, checks=checks, nullable=True)


def _check(*name: str, check: Callable[..., pd.Series]) -> pa.Check:
    return pa.Check(check, name=_SEPARATOR.join(name), ignore_na=False, n_failure_cases=1)


def _is_category(values: pd.Series) -> bool:
    return isinstance(values.dtype, pd.CategoricalDtype)


def _present(values: pd.Series) -> pd.Series:
    return values.notna()


def _at_least(least: int) -> Callable[[pd.Series], pd.Series]:
    return lambda values: (values >= least).fillna(True).astype(bool) | values.isna()


def _at_most(most: int) -> Callable[[pd.Series], pd.Series]:
    return lambda values: (values <= most).fillna(True).astype(bool) | values.isna()


def _among(codes: Sequence[str]) -> Callable[[pd.Series], pd.Series]:
    def among(values: pd.Series) -> pd.Series:
        known = np.append(values.cat.categories.isin(codes), True)
        return pd.Series(known[values.cat.codes.to_numpy()], index=values.index)

    return among


def _orders(registry: Registry) -> list[pa.Check]:
    return [_check("before_start", end, start, check=_not_before(start, end)) for start, end in registry.orders]


def _not_before(start: str, end: str) -> Callable[[pd.DataFrame], pd.Series]:
    def not_before(frame: pd.DataFrame) -> pd.Series:
        before = frame[end].to_numpy() < frame[start].to_numpy()  # false where either is missing
        return pd.Series(~before, index=frame.index)

    return not_before


def _groups(registry: Registry) -> list[pa.Check]:
    one_of = [_check("one_of", *group, check=_any_of(group)) for group in registry.one_of]
    needs = [_check("needs", name, *others, check=_any_of(others, name)) for name, others in registry.needs]
    return needs + one_of  # in this order: a row that lacks what a cell needs is not reported as a whole as well


def _any_of(group: Sequence[str], unless_blank: str = "") -> Callable[[pd.DataFrame], pd.Series]:
    def any_of(frame: pd.DataFrame) -> pd.Series:
        held: npt.NDArray[np.bool_] = (
            frame[unless_blank].isna().to_numpy() if unless_blank else np.zeros(len(frame), bool)
        )
        for name in group:
            held = held | frame[name].notna().to_numpy()
        return pd.Series(held, index=frame.index)

    return any_of
