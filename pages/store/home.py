"""Home: what this is, and three ways to begin."""

import streamlit as st

from core.web import begin, datasets, page
from core.web.language import _

page.head("home", _("Whose turn, whose client, whose deal, and why"))
st.markdown(
    _(
        "Give it the spreadsheets your store already keeps: the sign-in sheet, the client register, visits, calls and "
        "deals. It applies the seventeen reception rules to every row, and shows each answer with its reason, the rows "
        "it rests on and the rule card."
    )
)
begin.now_open()
demo, upload, templates = st.columns(3, border=True)
with demo:
    begin.demo_card()
with upload:
    begin.upload_card()
with templates:
    begin.templates_card()
begin.promises()
page.foot(datasets.current())
