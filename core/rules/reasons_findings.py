"""One sentence for each finding: what was seen in which row, and what a ruling made of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from core.rules.reasons_claims import claims_at
from core.rules.sentences import Clause, codes_of, column_of, compose
from core.texts import N_

# A key ending in " alone" is said where nobody else is concerned, one ending in " nobody" where there is no person.
_SEEN: Mapping[str, str] = {
    "concealed_client": N_("{subject}: {staff} received {against}'s client ({claim}) and concealed it"),
    "client_grab": N_(
        "{subject}: {staff} received {against}'s client ({claim}) without asking, and was not the one due"
    ),
    "missed_handover": N_("{subject}: {against} was idle and the one to receive, and {staff} did not hand over"),
    "off_duty_reception": N_("{subject}: {staff} received a new client while not on duty"),
    "double_reception": N_(
        "{subject}: {staff} received while still serving {evidence}, and {against} was due and idle"
    ),
    "out_of_turn": N_("{subject}: {against} was due, yet {staff} received"),
    "out_of_turn alone": N_("{subject}: {staff} received, though nobody was there to be due"),
    "turn_forfeited": N_("{subject}: {staff} was away without notice when the turn came, and {against} received"),
    "unreceived_visitor": N_("{subject}: nobody received, {staff} was to"),
    "unreceived_visitor nobody": N_("{subject}: nobody received, and nobody was there to be due"),
    "slow_greeting": N_("{subject}: {staff} greeted the visitor after {seconds} seconds"),
    "unsupported_naming": N_(
        "{subject}: the client asked for {staff}, with no call, register row or earlier claim behind it"
    ),
    "unrequested_assist": N_("{subject}: {staff} stepped in without being asked"),
    "missed_call": N_("{subject}: nobody answered the call, {staff} was the last of the duty"),
    "missed_call nobody": N_("{subject}: nobody answered the call, though somebody was there, and nobody had the duty"),
    "slow_answer": N_("{subject}: {staff} answered after {seconds} seconds"),
    "register_conflict": N_("{subject}: {staff} registered {against}'s client ({claim})"),
    "lapsed_claim": N_("{subject}: {staff}'s claim ({claim}) had lapsed before {against} made the deal"),
}

_RULED: Mapping[str, str] = {
    "open": "",
    "upheld": N_("ruling {ruling} upheld it"),
    "dismissed": N_("ruling {ruling} dismissed it"),
}


def of_findings(
    findings: pd.DataFrame, ownership: pd.DataFrame, language: str, names: Mapping[str, str] | None = None
) -> pa.Array:
    """One sentence a finding."""
    kind = findings["kind"].astype("str").to_numpy(dtype=object).copy()
    alone = (findings["kind"] == "out_of_turn") & findings["against"].isna()
    nobody = findings["kind"].isin(["unreceived_visitor", "missed_call"]) & findings["staff_id"].isna()
    kind[alone.to_numpy()] = "out_of_turn alone"
    kind[nobody.to_numpy()] = kind[nobody.to_numpy()] + " nobody"
    fined = (findings["fine"].to_numpy(float) > 0).astype(np.int16)
    columns = {
        "subject": column_of(findings["subject_id"]),
        "staff": column_of(findings["staff_id"], names),
        "against": column_of(findings["against"], names),
        "seconds": column_of(findings["seconds"]),
        "fine": column_of(findings["fine"].map(lambda fine: f"{fine:g}")),
        "evidence": column_of(findings["evidence_id"]),
        "claim": claims_at(findings["claim"], ownership, language),
        "ruling": column_of(findings["ruling_id"]),
    }
    clauses = [
        Clause(*codes_of(pd.Series(kind), _SEEN)),
        Clause(["", N_("the fine is {fine} yuan")], fined),
        Clause(*codes_of(findings["status"], _RULED)),
    ]
    return compose(clauses, columns, language)
