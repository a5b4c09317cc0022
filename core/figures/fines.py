"""Fines by person, graded: what is under suspicion, what a manager upheld and is owed, what was dismissed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.figures.people import as_text, positions

GRADES = ("open", "upheld", "dismissed")
FINES = [
    "staff_id",
    "findings_open",
    "findings_upheld",
    "findings_dismissed",
    "fine_open",
    "fine_owed",
    "fine_dismissed",
]


def fines(findings: pd.DataFrame) -> pd.DataFrame:
    """Add findings and fines up by person and grade.

    Args:
        findings: Result rows, any order.

    Returns:
        One row per person a finding is laid to, most owed first, then most open, then by id; columns `FINES`: counts
        (int) and CNY. Only `fine_owed` is owed: an open fine waits for a manager's ruling, a dismissed one keeps its
        amount and is not owed. Findings laid to nobody are left out; none gives no row.

    Source: rule 11; section 6 of the rulebook.
    """
    known = findings[findings["staff_id"].notna()]
    people = pd.Index(sorted(as_text(known["staff_id"].drop_duplicates())), dtype="str")
    who, status = positions(known["staff_id"], people), positions(known["status"], pd.Index(GRADES, dtype="str"))
    place = who * len(GRADES) + status
    size = len(people) * len(GRADES)
    amount = known["fine"].to_numpy(dtype=float, na_value=np.nan)
    count = np.bincount(place, minlength=size).reshape(-1, len(GRADES))
    money = np.bincount(place, weights=np.nan_to_num(amount), minlength=size).reshape(-1, len(GRADES))
    frame = pd.DataFrame(
        {
            "staff_id": pd.Series(people, dtype="str"),
            **{name: count[:, n] for n, name in enumerate(FINES[1:4])},
            **{name: money[:, n] for n, name in enumerate(FINES[4:])},
        }
    )
    order = ["fine_owed", "fine_open", "findings_open"]
    return frame.sort_values([*order, "staff_id"], ascending=[False, False, False, True]).reset_index(drop=True)


def totals(findings: pd.DataFrame) -> dict[str, float]:
    """Count findings and add fines up by grade: `open`, `fine_open` and so on for each of `GRADES`, 0 for none."""
    status = positions(findings["status"], pd.Index(GRADES, dtype="str"))
    amount = np.nan_to_num(findings["fine"].to_numpy(dtype=float, na_value=np.nan))
    counted = {grade: float((status == at).sum()) for at, grade in enumerate(GRADES)}
    return counted | {f"fine_{grade}": float(amount[status == at].sum()) for at, grade in enumerate(GRADES)}
