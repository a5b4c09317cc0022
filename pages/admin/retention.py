"""Retention: how long what is kept; one person copied or erased; the register of personal data."""

from __future__ import annotations

import streamlit as st

from core.web import choose, page, retention_page, retention_person, signed_in
from core.web.language import _

spoken = page.head(
    "retention", _("Retention"), _("How long each kind of record is kept, and what is kept of a person.")
)
someone = signed_in.guard("retention")
views = {"periods": _("Periods"), "person": _("One person"), "register": _("Register of personal data")}
view = choose.one_of("retention", _("Show"), list(views), say=lambda v: views[v], style="buttons", where="page")
if view == "periods":
    retention_page.periods(someone)
elif view == "person":
    retention_person.ask()
    retention_person.show(someone)
else:
    st.markdown(retention_page.register(spoken))
