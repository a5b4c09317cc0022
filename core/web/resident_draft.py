"""What somebody typed into a form, kept through a reload of the page and sent once.

The session has it while the page is open; the database has it sealed under a random token, which stands in the address.
The same token makes the form one submission: sent again, after a lost connection say, it gives the same receipt.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
import streamlit as st

from core.office import drafts
from core.store.tables import submissions
from core.web import kept

Kind = Literal["repair", "information"]
PARAMETER = "draft"
OPENED = "opened_at"
LEAST = timedelta(seconds=3)
"""Nobody reads a form, fills it in and sends it faster."""


class Draft:
    """A form that is being filled in.

    Attributes:
        kind: Which form.
        token: Random; whoever has it reads the draft.
        values: What was typed, JSON values; to be changed in place.
        answer: What the form was answered with when it was sent; None for one that was not.
        is_kept: The database has it.
    """

    is_kept: bool = False

    def __init__(self, kind: Kind, token: str, values: dict[str, Any], answer: dict[str, Any] | None = None) -> None:
        """Take what `opened` found."""
        self.kind = kind
        self.token = token
        self.values = values
        self.answer = answer
        self._known = _said(values)

    @property
    def sent_token(self) -> str:
        """The token of the submission."""
        return _sent_token(self.token)

    @property
    def is_hasty(self) -> bool:
        """Whether the form was opened too short a time ago for somebody to have filled it in."""
        return kept.database().clock() - datetime.fromisoformat(self.values[OPENED]) < LEAST

    def keep(self) -> bool:
        """Keep what was typed since the last time, if anything was, and name it in the address.

        Returns:
            Whether it is kept or there was nothing to keep; a form works without as well.
        """
        said = _said(self.values)
        if said != self._known:
            if not drafts.save(kept.database(), self.token, self.kind, self.values):
                return False
            self._known, self.is_kept = said, True
        if self.is_kept:
            st.query_params[PARAMETER] = self.token
        return True

    def sent(self, answer: dict[str, Any]) -> None:
        """The form was taken in: what was typed goes."""
        kept.database().write(lambda connection: drafts.drop(connection, self.token))
        self.answer, self.values = answer, {}
        st.query_params[PARAMETER] = self.token


def opened(kind: Kind, empty: dict[str, Any]) -> Draft:
    """The form as it stands in this session, else as the address names it, else an empty one.

    Args:
        kind: Which form.
        empty: Values of an empty form.
    """
    token = str(st.query_params.get(PARAMETER, ""))[:64]
    here: Draft | None = st.session_state.get(_key(kind))
    if here is not None and token in ("", here.token):
        return here
    made = _found(kind, token) or Draft(
        kind, drafts.new_token(), {**empty, OPENED: kept.database().clock().isoformat()}
    )
    forget(kind)
    st.session_state[_key(kind)] = made
    return made


def forget(kind: Kind) -> None:
    """Begin anew with an empty form at the next run."""
    for key in [k for k in st.session_state if str(k).startswith(f"{kind}.")]:
        del st.session_state[key]
    st.query_params.pop(PARAMETER, None)


def _found(kind: Kind, token: str) -> Draft | None:
    if not token:
        return None
    values = drafts.load(kept.database(), token, kind)
    if values is not None:
        found = Draft(kind, token, values)
        found.is_kept = True
        return found
    asked = sa.select(submissions.c.answer).where(
        submissions.c.token == _sent_token(token), submissions.c.kind == SUBMITTED[kind]
    )
    with kept.database().read() as connection:
        said = connection.execute(asked).scalar()
    return None if said is None else Draft(kind, token, {}, json.loads(said))


SUBMITTED: dict[Kind, str] = {"repair": "request.submit", "information": "household.file"}
"""Form -> kind of its submission."""


def _key(kind: Kind) -> str:
    return f"{kind}.draft"


def _sent_token(token: str) -> str:
    return hashlib.sha256(f"sent:{token}".encode()).hexdigest()


def _said(values: dict[str, Any]) -> str:
    """What was typed, as text to compare; a field that was only drawn is as one that never was."""
    return json.dumps(_filled(values), ensure_ascii=False, sort_keys=True)


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: filled for name, of in value.items() if (filled := _filled(of))}
    return [_filled(of) for of in value] if isinstance(value, list) else value
