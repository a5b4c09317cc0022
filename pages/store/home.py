"""Home: what this is, what is open, and the ways to begin that the person has."""

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
person = page.visitor()
dataset = datasets.current(person, "home")
begin.now_open(dataset, person)
begin.cards(person)
begin.promises()
page.foot(dataset)
