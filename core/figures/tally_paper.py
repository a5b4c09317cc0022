"""The paper table 物業報修登記及意見統計表: its six columns, with what became of a request in the last one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from core.texts import N_, say

COLUMNS: Mapping[str, str] = {
    "number": N_("Serial no."),
    "name": N_("Name"),
    "contact": N_("Contact"),
    "repair": N_("Repair"),
    "opinion": N_("Opinion or suggestion"),
    "handled": N_("Handling and call-back"),
}
"""Columns of the paper: 序號, 姓名, 聯繫方式, 報修內容, 意見及建議, 處理回訪."""
_STATES: Mapping[str, str] = {
    "new": N_("Not given to anybody yet"),
    "assigned": N_("Being done"),
    "merged": N_("Joined to another request"),
}


def paper_table(rows: pd.DataFrame, texts: pd.DataFrame, language: str) -> pd.DataFrame:
    """The paper table of some requests, in the order in which they were handed in.

    Args:
        rows: Columns of `core.office.tally_rows.COLUMNS`, any order.
        texts: What was opened of them, columns of `core.office.tally_rows.TEXTS`, by row_id in any order; names and
            contacts as they are to be shown.
        language: Of the last column.

    Returns:
        Columns of `COLUMNS`, all text, blank for what is missing; same number of rows as `rows`.
    """
    ordered = rows.sort_values(["submitted_at", "request_no"], kind="stable")
    joined = ordered.merge(texts, on="row_id", how="left", validate="one_to_one")
    said = {column: _text(joined[column]) for column in ("name", "contact", "repair", "opinion")}
    handled = [handled_words(row, language) for row in joined.to_dict("records")]
    return pd.DataFrame({"number": _text(joined["request_no"]), **said, "handled": pd.array(handled, dtype="str")})


def handled_words(row: Mapping[Any, Any], language: str) -> str:
    """What was done and what the call-back said, a line each; for one that is open, what it waits for."""
    lines = [_done(row, language), _called(row, language), _stars(row, language)]
    said = [line for line in lines if line]
    waits = "" if said else _STATES.get(row["state"], "")
    return say(language, waits) or "\n".join(said)


def _done(row: Mapping[Any, Any], language: str) -> str:
    when = _day(row["done_at"])
    return _joined([when, _value(row["assigned_to"]), _value(row["handling"])], language)


def _called(row: Mapping[Any, Any], language: str) -> str:
    when, said = _day(row["called_back_at"]), _value(row["callback"])
    if not when and not said:
        return ""
    return say(language, N_("Call-back: {said}"), said=_joined([when, said], language))


def _stars(row: Mapping[Any, Any], language: str) -> str:
    if pd.isna(row["satisfaction"]):
        return ""
    return say(language, N_("Satisfaction: {stars} of 5"), stars=int(row["satisfaction"]))


def _joined(parts: Sequence[str], language: str) -> str:
    return (", " if language == "en" else "，").join(part for part in parts if part)


def _day(at: object) -> str:
    return "" if pd.isna(at) else f"{at:%Y-%m-%d}"  # type: ignore[call-overload]


def _value(text: object) -> str:
    return text if isinstance(text, str) else ""


def _text(values: pd.Series[Any]) -> pd.Series[Any]:
    return values.astype("str").fillna("")
