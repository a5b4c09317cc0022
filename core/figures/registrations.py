"""Clients written down more than once: by the same phone (one person to the rules), by the same name (perhaps one)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.figures.people import as_text
from core.rules.clients import People

SAME = ["group", "canonical_id"]
"""Columns that come before those of the register."""


def canonical_ids(clients: pd.DataFrame, people: People) -> pd.Series:
    """Give for each row of the client register the `client_id` that stands for the person (R11), index as it."""
    ids = as_text(clients["client_id"]).to_numpy()
    return pd.Series(ids[people.canonical], index=clients.index, dtype="str")


def same_phone(clients: pd.DataFrame, canonical: pd.Series) -> pd.DataFrame:
    """List registrations that share a phone: the rules take them for one person (R11).

    Args:
        clients: The client register.
        canonical: For each row the `client_id` that stands for the person, index as `clients`.

    Returns:
        The rows of persons with two registrations or more, by person and time: `group` (int from 1), `canonical_id`,
        the columns of the register. None gives no row.
    """
    person = as_text(canonical)
    return _groups(clients, person, clients["store_id"].astype("str") + "\n" + person, person)


def same_name(clients: pd.DataFrame, canonical: pd.Series) -> pd.DataFrame:
    """List different persons of one store who share a name: perhaps one client, written down with two phones.

    Args and returns as `same_phone`; a person's several registrations count once, and only the one that stands for the
    person is listed.
    """
    person = as_text(canonical)
    first = clients[(person == as_text(clients["client_id"])).to_numpy()]
    name = first["name"].str.strip()
    named = first[(name.notna() & (name != "")).to_numpy()]
    key = named["store_id"].astype("str") + "\n" + named["name"].str.strip()
    return _groups(named, person.loc[named.index], key, key)


def find(clients: pd.DataFrame, canonical: pd.Series, words: str, most: int = 50) -> pd.DataFrame:
    """Find clients by id, name or the end of a phone.

    Args:
        clients: The client register.
        canonical: As `same_phone`.
        words: A client id in any letter case, a part of a name, or at least four digits of a phone; blank finds all.
        most: Rows at the most.

    Returns:
        The rows found, register order, the columns of the register and `canonical_id`; an exact id comes first.
    """
    wanted = words.strip().casefold()
    ids = as_text(clients["client_id"])
    if not wanted:
        found = np.ones(len(clients), dtype=bool)
    else:
        found = _has(ids, wanted) | _has(clients["name"], wanted)
        digits = "".join(c for c in wanted if c.isdecimal())
        if len(digits) >= 4 and len(digits) == len(wanted.replace(" ", "").replace("-", "")):
            found = found | _has(clients["phone"].str.replace(r"\D", "", regex=True), digits)
    rows = clients[found]
    exact = (ids[found].str.casefold() == wanted).to_numpy(dtype=bool)
    rows = pd.concat([rows[exact], rows[~exact]]).head(most)
    return rows.assign(canonical_id=as_text(canonical).loc[rows.index]).reset_index(drop=True)


def _has(texts: pd.Series, part: str) -> NDArray[np.bool_]:
    return texts.str.lower().str.contains(part, regex=False, na=False).to_numpy(dtype=bool)


def _groups(clients: pd.DataFrame, person: pd.Series, key: pd.Series, by: pd.Series) -> pd.DataFrame:
    twice = key.duplicated(keep=False).to_numpy()
    rows = clients[twice].assign(canonical_id=person[twice], key=key[twice], by=by[twice])
    rows = rows.sort_values(["store_id", "by", "registered_at", "client_id"], kind="stable")
    group = pd.Series(pd.factorize(rows["key"])[0] + 1, index=rows.index, dtype="int64")
    rows.insert(0, "group", group)
    rows.insert(1, "canonical_id", rows.pop("canonical_id"))
    return rows.drop(columns=["key", "by"]).reset_index(drop=True)
