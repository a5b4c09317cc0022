"""Settings: how the rules stand, changed for kept stores from a day on, tried out on data that is only looked at."""

import streamlit as st

from core.web import page, setting_change, setting_forms
from core.web.language import _

with page.page(
    "settings", _("Settings"), _("Where a rule can be read two ways, a setting says which one counts.")
) as desk:
    if desk.whole.origin == "kept":
        setting_change.of_store(desk)
    else:
        setting_forms.shown(desk.settings, desk.language)
        st.subheader(_("Use another rulebook"), anchor=False)
        setting_forms.another_rulebook(desk)
