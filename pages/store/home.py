"""Home: what a person's roles are about, what is open, and the ways to begin that the person has."""

import streamlit as st

from core.web import begin, datasets, home, page, signed_in
from core.web.language import _

person = signed_in.person()
page.head("home", home.title(person), home.lead(person))
dataset = datasets.current(person, "home")
if home.has_stores(person):
    st.markdown(
        _(
            "Give it the spreadsheets your store already keeps: the sign-in sheet, the client register, visits, calls "
            "and deals. It applies the seventeen reception rules to every row, and shows each answer with its reason, "
            "the rows it rests on and the rule card."
        )
    )
if home.has_stores(person) or dataset is not None or datasets.was_put_away():
    begin.now_open(dataset, person)
home.desks(person)
begin.cards(person)
begin.promises()
page.foot(dataset)
