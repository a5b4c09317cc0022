"""The reason of every row of a result table: one plain sentence that names the rows it rests on.

Reasons are made when they are shown or written, never kept in the frames.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from core.rules.reasons_claims import of_attributions, of_ownership
from core.rules.reasons_findings import of_findings
from core.rules.reasons_questions import of_questions
from core.rules.reasons_receptions import of_receptions
from core.rules.results import Results
from core.rules.sentences import series

TABLES = ("receptions", "ownership", "attributions", "findings", "questions")


def reasons(
    results: Results, table: str, language: str, names: Mapping[str, str] | None = None, rows: pd.Index | None = None
) -> pd.Series[str]:
    """The reason of each row.

    Args:
        results: What `compute` gave.
        table: One of `TABLES`.
        language: One of `core.texts.LANGUAGES`.
        names: Names to write beside ids of staff, by id; none for ids alone. Files get ids alone.
        rows: Labels of the rows wanted, in the order wanted; all of them when not given.

    Returns:
        One sentence a row, on the index of the rows; no rows give an empty column. No phone number and no client's name
        is ever in it.

    Raises:
        ValueError: There is no such table.
    """
    if table not in TABLES:
        raise ValueError(f"no reasons for {table!r}; known: {', '.join(TABLES)}")
    frame: pd.DataFrame = getattr(results, table)
    if rows is not None:
        frame = frame.loc[rows]
    if table == "receptions":
        said = of_receptions(frame, results.ownership, language, names)
    elif table == "ownership":
        said = of_ownership(frame, language, names)
    elif table == "attributions":
        said = of_attributions(frame, results.ownership, language, names)
    elif table == "findings":
        said = of_findings(frame, results.ownership, language, names)
    else:
        said = of_questions(frame, language, names)
    return series(said, frame.index)
