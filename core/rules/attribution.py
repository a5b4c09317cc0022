"""Whose deal it is: the frame of credits, as the walk judged them.

Source: section 5 of the rulebook.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from core.rules.clients import People
from core.rules.coded import Coded
from core.rules.columns import column
from core.rules.compiled import NEVER
from core.rules.frames import category, instants, words
from core.rules.ids import arrow_text
from core.rules.kinds import CREDIT_BASES, CREDIT_KINDS, CREDIT_RULES, OUTSIDE_GROUP
from core.rules.ordering import ordered
from core.rules.ownership import deal_rulings
from core.rules.walk_shapes import C_OWNER, Walked


def attributions_frame(coded: Coded, people: People, walked: Walked) -> pd.DataFrame:
    """One row a deal, columns of `results.ATTRIBUTIONS`, by (store, judged_at, deal_id)."""
    deals = coded.deals
    ids = coded.ids("deals", "deal_id")
    order = ordered(deals.store, deals.judged, ids)
    canonical = np.append(people.canonical, np.int32(-1))
    claim = walked.deal_claim[order]
    owners = np.append(walked.claims[:, C_OWNER], -1)
    latest = owners[claim]
    valid = walked.deal_valid[order] == 1
    basis = walked.deal_basis[order]
    rulings = deal_rulings(coded)[order]
    to_group = basis == OUTSIDE_GROUP
    amounts = pd.DataFrame({name: column(coded.tables, "deals", name) for name in ("amount", "commission")})
    return pd.DataFrame(
        {
            "store_id": category(deals.store[order], coded.store_dtype),
            "deal_id": ids.take(order),
            "client_id": category(canonical[deals.client[order]], coded.client_ids.dtype),
            "judged_at": instants(deals.judged[order]),
            "closed_by": category(deals.closer[order], coded.staff_ids.dtype),
            "credit_kind": words(to_group.astype(np.int8), CREDIT_KINDS),
            "credited_to": _credited(coded, walked.deal_credited[order], to_group),
            "basis": words(basis, CREDIT_BASES),
            "amount": amounts["amount"].to_numpy(float)[order],
            "commission": amounts["commission"].to_numpy(float)[order],
            "cancelled": deals.cancelled[order] != NEVER,
            "rules": words(basis, tuple(CREDIT_RULES.values())),
            "row": order.astype(np.int64),
            "owner": category(np.where(valid, latest, -1), coded.staff_ids.dtype),
            "latest_owner": category(latest, coded.staff_ids.dtype),
            "claim": claim.astype(np.int64),
            "ruling_id": coded.ids("rulings", "ruling_id").take(rulings),
        },
        copy=False,
    )


def _credited(coded: Coded, person: Any, to_group: Any) -> Any:
    """Who is credited, as a category: the person's id, or that of the person's group."""
    names = arrow_text(column(coded.tables, "staff", "group_id"))
    both = pa.concat_arrays([coded.staff_ids.texts, names])
    at = np.where(to_group, person + len(names), person)
    missing = person < 0
    texts = pd.Series(pd.array(both.take(pa.array(at, mask=missing)), dtype="str"))
    return pd.Categorical(texts)
