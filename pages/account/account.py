"""My account: who I am here, my password, where I am signed in."""

import streamlit as st

from core.web import account_own, page, signed_in
from core.web.language import _

page.head("account", _("My account"))
someone = signed_in.guard("account")
account_own.about(someone)
st.subheader(_("Password"), anchor=False)
account_own.password(someone)
st.subheader(_("Where you are signed in"), anchor=False)
account_own.own_sessions(someone)
