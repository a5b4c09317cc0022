"""Asking why: a choice of usual reasons and a line of one's own, for every act that needs a reason."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.texts import N_
from core.web.language import _

OTHER = N_("Another reason")
TO_SHOW = (
    N_("Calling the person back"),
    N_("Checking an entry against paper"),
    N_("Settling a dispute"),
    N_("The person asks about their own data"),
    N_("An emergency"),
    OTHER,
)
TO_EXPORT = (
    N_("Handing the clients over to a colleague"),
    N_("A list to work with on paper"),
    N_("An authority asks for it"),
    OTHER,
)
LONGEST = 200


def ask(choices: Sequence[str], key: str) -> str:
    """Two fields of a form: the usual reasons and a line of one's own.

    Args:
        choices: Message ids, `OTHER` among them, which counts as no reason by itself.
        key: Before the keys of the fields.

    Returns:
        The reason as one text; blank where nothing or `OTHER` is chosen and nothing is written.
    """
    said = {choice: _(choice) for choice in choices}
    chosen = st.selectbox(
        _("Reason"),
        list(said),
        index=None,
        format_func=said.__getitem__,
        placeholder=_("Choose a reason"),
        key=f"{key}.why",
    )
    own = st.text_input(
        _("In your own words (needed for another reason; no names and numbers)"), max_chars=LONGEST, key=f"{key}.own"
    ).strip()
    return own if chosen in (None, OTHER) else " ".join([said[chosen], own]).strip()
