"""One sentence for each open question: what is not known, what was assumed, what would change."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from core.rules import labels
from core.rules.sentences import Clause, codes_of, column_of, compose, days, instants
from core.texts import N_

_UNKNOWN: Mapping[str, str] = {
    "left_unknown": N_("{subject}: when the visitor left is not written down"),
    "asked_unknown": N_(
        "{subject}: whether it was asked who served this client of {staff}'s before is not written down"
    ),
    "no_attendance": N_("{subject}: visitors came, and nobody is on the sign-in sheet"),
    "date_only": N_("{subject}: only the date {day} is written down, no time of day"),
    "not_returned": N_("{subject}: the return from the absence of {at} is not written down"),
    "same_name": N_("{subject}: no usable phone number, and client {other} has the same name"),
    "away_receiving": N_("{subject}: {staff} is written down as away while receiving"),
}
_ASSUMED = {code: text.msgid for code, text in labels.ASSUMED.items()}
_WOULD_CHANGE = {code: text.msgid for code, text in labels.WOULD_CHANGE.items()}


def of_questions(questions: pd.DataFrame, language: str, names: Mapping[str, str] | None = None) -> pa.Array:
    """One sentence a question."""
    columns = {
        "subject": column_of(questions["subject_id"]),
        "staff": column_of(questions["staff_id"], names),
        "other": column_of(questions["other_id"]),
        "at": instants(questions["at"]),
        "day": days(questions["at"]),
    }
    clauses = [
        Clause(*codes_of(questions["code"], _UNKNOWN)),
        Clause(*codes_of(questions["assumed"], _ASSUMED)),
        Clause(*codes_of(questions["would_change"], _WOULD_CHANGE)),
    ]
    return compose(clauses, columns, language)
