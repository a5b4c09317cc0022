"""Many sentences at once: one translated template per case, filled from Arrow columns.

A sentence is a row of clauses. Each clause has a few templates with `{named}` places and a code per row that picks one;
rows with the same codes are filled together, so that a million sentences take about a second.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.texts import say

Codes = npt.NDArray[np.int16]
_BETWEEN = {"zh-Hant": "，", "zh-Hans": "，", "en": "; "}
_STOP = {"zh-Hant": "。", "zh-Hans": "。", "en": "."}
NOT_KNOWN = "-"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of each sentence.

    Attributes:
        templates: Message ids with `{named}` places; the empty one stands for no clause.
        codes: Position in `templates` for each row.
    """

    templates: Sequence[str]
    codes: Codes


def compose(
    clauses: Sequence[Clause], columns: Mapping[str, pa.Array], language: str, *, closed: bool = True
) -> pa.Array:
    """Fill the clauses of every row and join them into one sentence each.

    Args:
        clauses: In the order in which they are said, codes of equal length.
        columns: What goes into the places, by name: text arrays, dictionary-coded or not, as long as the codes. A
            missing value is said as `-`.
        language: One of `core.texts.LANGUAGES`.
        closed: Whether the sentence gets its full stop.

    Returns:
        large_string array, one sentence a row, never missing; no rows give an empty array.
    """
    rows = len(clauses[0].codes)
    if rows == 0:
        return pa.array([], pa.large_string())
    key = np.zeros(rows, np.int64)
    for clause in clauses:
        key = key * len(clause.templates) + clause.codes
    shapes, key = np.unique(key, return_inverse=True)
    order = np.argsort(key.astype(np.int32), kind="stable")
    bounds = np.searchsorted(key[order], np.arange(len(shapes) + 1))
    chunks = []
    for shape in range(len(shapes)):
        at = order[bounds[shape] : bounds[shape + 1]]
        parts = [clause.templates[clause.codes[at[0]]] for clause in clauses]
        said = [say(language, part) for part in parts if part]
        template = _BETWEEN[language].join(said) + (_STOP[language] if closed else "")
        chunks.append(_fill(template, columns, at, whole=len(shapes) == 1))
    back = np.empty(rows, np.int64)
    back[order] = np.arange(rows)
    joined = pa.concat_arrays(chunks)
    return joined if len(chunks) == 1 else joined.take(pa.array(back))


def _fill(template: str, columns: Mapping[str, pa.Array], at: npt.NDArray[np.int64], *, whole: bool) -> pa.Array:
    parts: list[Any] = []
    for literal, name, _, _ in string.Formatter().parse(template):
        if literal:
            parts.append(pa.scalar(literal, pa.large_string()))
        if name:
            column = columns[name]
            parts.append(text(column if whole else column.take(pa.array(at))))
    if not any(isinstance(part, pa.Array) for part in parts):
        return pa.repeat(pa.scalar(template, pa.large_string()), len(at))
    empty = pa.scalar("", pa.large_string())
    return pc.binary_join_element_wise(*parts, empty, null_handling="replace", null_replacement=NOT_KNOWN)


def text(column: pa.Array) -> pa.Array:
    """A column as plain large_string, whatever its coding."""
    return column if column.type == pa.large_string() else column.cast(pa.large_string())


def column_of(values: pd.Series[Any], names: Mapping[str, str] | None = None) -> pa.Array:
    """A column of ids as Arrow text, dictionary-coded where it is a category.

    Args:
        values: Ids; missing where there is none.
        names: What to write beside an id, by id: `A` becomes `A 王芳`.
    """
    if isinstance(values.dtype, pd.CategoricalDtype):
        words = pa.array(values.cat.categories, pa.large_string())
        if names:
            said = [f"{word} {names[word]}" if word in names else word for word in words.to_pylist()]
            words = pa.array(said, pa.large_string())
        codes = values.cat.codes.to_numpy()
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=codes < 0), words)
    plain = cast("pd.Series[Any]", values.astype("str"))
    if names:
        plain = plain.map(lambda word: f"{word} {names[word]}" if word in names else word, na_action="ignore")
    return pa.array(plain, pa.large_string(), from_pandas=True)


def instants(values: pd.Series[Any]) -> pa.Array:
    """Instants as `2024-03-04 09:05`, with seconds only where there are some; missing stays missing."""
    stamps = pa.array(values, pa.timestamp("s"), from_pandas=True)
    written = stamps.cast(pa.large_string())
    return pc.if_else(pc.equal(pc.second(stamps), 0), pc.utf8_slice_codeunits(written, 0, 16), written)


def days(values: pd.Series[Any]) -> pa.Array:
    """Dates of instants as `2024-03-04`; missing stays missing."""
    return pa.array(values, pa.timestamp("s"), from_pandas=True).cast(pa.date32()).cast(pa.large_string())


def series(sentences: pa.Array, index: pd.Index[Any] | None = None) -> pd.Series[str]:
    """An Arrow text array as a pandas `str` column."""
    dtype = pd.StringDtype(storage="pyarrow", na_value=np.nan)
    return pd.Series(pd.array(sentences, dtype=dtype), index=index, dtype=dtype)


def codes_of(values: pd.Series[Any], templates: Mapping[str, str]) -> tuple[list[str], Codes]:
    """The templates as a list and, for each row, the position of its code in them.

    A missing code takes the template of `""`.

    Raises:
        KeyError: A code without a template.
    """
    coded = values.astype("category")
    place = {code: i for i, code in enumerate(templates)}
    used = np.unique(coded.cat.codes)
    lookup = np.zeros(len(coded.cat.categories) + 1, np.int16)
    for code in used:
        lookup[code] = place[str(coded.cat.categories[code]) if code >= 0 else ""]
    return list(templates.values()), lookup[coded.cat.codes.to_numpy()]


def picked(phrases: pa.Array, at: npt.NDArray[np.int64]) -> pa.Array:
    """The phrase at each position; missing where the position is negative."""
    if len(phrases) == 0:
        return pa.nulls(len(at), pa.large_string())
    return pa.DictionaryArray.from_arrays(pa.array(at.astype(np.int32), mask=at < 0), phrases)
