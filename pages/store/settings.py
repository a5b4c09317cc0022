"""Settings: how the rules stand for the open data, and trying another rulebook.toml on it."""

import streamlit as st

from core.web import page, setting_forms
from core.web.language import _

with page.page(
    "settings", _("Settings"), _("Where a rule can be read two ways, a setting says which one counts.")
) as desk:
    setting_forms.shown(desk)
    st.subheader(_("Use another rulebook"), anchor=False)
    setting_forms.another_rulebook(desk)
