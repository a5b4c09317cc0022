"""The audit log: who did what, when and why; whether it is whole."""

import streamlit as st

from core.web import audit_filters, audit_rows, page, signed_in
from core.web.language import _

page.head(
    "audit",
    _("Audit log"),
    _("Who did what, when and why: sign-ins, changes, every value shown in full. Rows are only ever added."),
)
signed_in.guard("audit")
choice = audit_filters.chosen()
audit_rows.show(choice)
audit_rows.export(choice)
with st.expander(_("Is the log whole?"), icon=":material/verified:"):
    audit_rows.verify()
