"""Accounts: who can sign in, as what, for which stores."""

import streamlit as st

from core.web import account_forms, account_list, page, signed_in
from core.web.language import _

page.head(
    "accounts", _("Accounts"), _("Who can sign in, as what, and for which stores. Every change is in the audit log.")
)
someone = signed_in.guard("accounts")
account_list.just_done()
listed = account_list.everybody()
account_list.table(listed)
with st.expander(_("Invite somebody"), icon=":material/person_add:"):
    account_forms.invite()
chosen = account_list.chosen(listed)
if chosen is not None:
    account_forms.change(chosen, someone.account_id)
