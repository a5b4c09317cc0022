"""One sentence for each reception: whose client came, who served and why, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from core.rules.reasons_claims import claims_at
from core.rules.sentences import Clause, column_of, compose
from core.texts import N_

Mask = npt.NDArray[np.bool_]

_CLIENTS = (
    N_("{visit}: {client} is {wanted}'s client ({claim})"),
    N_("{visit}: {client} asked for {wanted}"),
    N_("{visit}: {client} is a new client"),
)

# Each action holds for a kind and a condition on the row; the first that fits is said.
_ACTIONS: tuple[tuple[str, str, str], ...] = (
    ("same_party", "", N_("came with a party that was received before, so it is no reception of its own")),
    ("unreceived", "due", N_("nobody received, {due} was to")),
    ("unreceived", "", N_("nobody received, and nobody was there to be due")),
    ("own_client", "", N_("{receiver} received in person")),
    ("named", "", N_("{receiver} received in person")),
    ("handed_over", "", N_("{receiver} received and handed over to {wanted}")),
    ("unrostered", "", N_("nobody signed in that day, so there is no rotation, and {receiver} received")),
    ("intercepted", "", N_("{wanted} was idle, yet {receiver} received")),
    ("obligatory", "busy, due received", N_("{wanted} was serving, so {receiver}, the last of the duty, served")),
    ("obligatory", "busy, due", N_("{wanted} was serving and {due} was the last of the duty, yet {receiver} served")),
    ("obligatory", "busy", N_("{wanted} was serving and nobody had the duty, {receiver} served")),
    ("obligatory", "due received", N_("{wanted} was not there, so {receiver}, who was due, served as a duty")),
    ("obligatory", "due", N_("{wanted} was not there and {due} was due, yet {receiver} served")),
    ("obligatory", "", N_("{wanted} was not there and nobody was due, {receiver} served")),
    ("off_duty", "due", N_("{receiver} received while not on duty, {due} was due")),
    ("off_duty", "", N_("{receiver} received while not on duty, nobody was there to be due")),
    ("noon", "", N_("{receiver} received in the midday break")),
    ("make_up", "", N_("{receiver} was due, by the make-up for a turn missed through a duty")),
    ("turn", "", N_("{receiver} was due and received")),
    ("overflow", "", N_("nobody was idle, so {receiver}, the first present in the queue, received")),
    ("out_of_turn", "due", N_("{due} was due, yet {receiver} received")),
    ("out_of_turn", "", N_("nobody was there to be due, {receiver} received")),
)

_SILENT_KINDS = ("same_party", "unreceived", "unrostered")
_CHARGES = (
    "",
    N_("it costs nobody a turn"),
    N_("it costs {charged} the turn"),
    N_("no deposit was down, so it costs {charged} the turn"),
    N_("a deposit was down, so it costs nobody a turn"),
    N_("a deal was closed, so it costs nobody a turn"),
)


def of_receptions(
    receptions: pd.DataFrame, ownership: pd.DataFrame, language: str, names: Mapping[str, str] | None = None
) -> pa.Array:
    """One sentence a visit.

    Raises:
        ValueError: A kind without a sentence.
    """
    wanted_by = receptions["wanted_by"].astype("str")
    client = np.select([wanted_by == "claim", wanted_by == "asked"], [0, 1], 2).astype(np.int16)
    columns = {
        "visit": column_of(receptions["visit_id"]),
        "client": column_of(receptions["client_id"]),
        "wanted": column_of(receptions["wanted"], names),
        "due": column_of(receptions["due"], names),
        "receiver": column_of(receptions["received_by"], names),
        "charged": column_of(receptions["charged_to"], names),
        "claim": claims_at(receptions["claim"], ownership, language),
    }
    clauses = [
        Clause(_CLIENTS, client),
        Clause([template for _, _, template in _ACTIONS], _actions(receptions)),
        Clause(_CHARGES, _charges(receptions)),
    ]
    return compose(clauses, columns, language)


def served_for_busy(receptions: pd.DataFrame) -> Mask:
    """Obligatory receptions for somebody who was busy (rule 10), not absent (rule 6)."""
    rules = receptions["rules"].astype("category")
    tenth = np.array(["10" in str(r).split(";") for r in rules.cat.categories] + [False])
    found: Mask = (receptions["kind"] == "obligatory").to_numpy() & tenth[rules.cat.codes.to_numpy()]
    return found


def _actions(receptions: pd.DataFrame) -> npt.NDArray[np.int16]:
    kind = receptions["kind"].astype("str").to_numpy(dtype=object)
    due = receptions["due"].notna().to_numpy()
    received = due & same(receptions["due"], receptions["received_by"])
    busy = served_for_busy(receptions)
    conditions: dict[str, Mask] = {
        "": np.ones(len(receptions), bool),
        "due": due,
        "due received": received,
        "busy": busy,
        "busy, due": busy & due,
        "busy, due received": busy & received,
    }
    action = np.full(len(receptions), -1, np.int16)
    for place in range(len(_ACTIONS) - 1, -1, -1):
        of_kind, condition, _ = _ACTIONS[place]
        action[(kind == of_kind) & conditions[condition]] = place
    if (action < 0).any():
        raise ValueError(f"no sentence for a reception of kind {kind[action < 0][0]!r}")
    return action


def _charges(receptions: pd.DataFrame) -> npt.NDArray[np.int16]:
    charged = receptions["charged_to"].notna().to_numpy()
    tenth = served_for_busy(receptions) & (receptions["wanted_by"].astype("str") == "claim").to_numpy()
    stage = receptions["stage"].astype("str")
    return np.select(
        [
            receptions["kind"].isin(_SILENT_KINDS),
            tenth & charged,
            charged,
            tenth & (stage == "reserved"),
            tenth & (stage == "closed"),
        ],
        [0, 3, 2, 4, 5],
        1,
    ).astype(np.int16)


def same(left: pd.Series[Any], right: pd.Series[Any]) -> Mask:
    """Where two columns of ids hold the same id; a missing one is the same as none."""
    alike = left.dtype == right.dtype and isinstance(left.dtype, pd.CategoricalDtype)
    equal = left == right if alike else left.astype("str") == right.astype("str")
    return equal.to_numpy(bool, na_value=False) & left.notna().to_numpy()
