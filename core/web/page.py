"""The frame of every page: title, data guard, names of stores and people, footer.

with page("rotation", _("Rotation")) as desk:
    store_id = choose.store(desk)
    tables.show(results.receptions(desk, store_id, choose.period(desk, store_id)), ...)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.access import roles
from core.access.roles import Person
from core.registries.mask import mask_series
from core.rules.settings import Settings
from core.web import choose, datasets, language, signed_in
from core.web.datasets import DEMO_KEY, DataSet
from core.web.kept_stores import KeptSet
from core.web.language import _

if TYPE_CHECKING:
    from core.rules.results import Results

SUBJECTS = (("visits", "visit_id"), ("deals", "deal_id"), ("clients", "client_id"), ("calls", "call_id"))
"""Registries whose rows are explained, with their keys."""
_VISITOR: ContextVar[Person] = ContextVar("visitor")


@dataclass
class Desk:
    """What a page works with: data under its settings, said in a language to a person.

    A picker of stores or days narrows it, so that what comes after on the page is decided for that store alone, under
    the settings in force on that day.

    Attributes:
        whole: All that the person may see on the page; registries are never written to.
        language: One of `texts.LANGUAGES`.
        person: Who is signed in.
        dataset: The part of `whole` that was chosen.
        store_id: The store chosen; None for all.
        slot: Where to say that older settings are shown; None for nowhere.
    """

    whole: DataSet
    language: str
    person: Person
    dataset: DataSet
    store_id: str | None = None
    slot: DeltaGenerator | None = None
    _day: date | None = None

    def look_at(self, store_id: str | None) -> None:
        """Go on with one store (all where None)."""
        self._narrow(store_id, self._day)

    def as_of(self, day: date) -> None:
        """Go on under the settings in force on a day, the last one of a period, and say so where newer ones hold."""
        self._narrow(self.store_id, day)

    def _narrow(self, store_id: str | None, day: date | None) -> None:
        self.store_id, self._day = store_id, day
        self.dataset = self.whole.under(day).of(store_id)
        if self.slot is not None and day is not None:
            said = _older_settings(self.whole, store_id, day)
            self.slot.caption(said) if said else self.slot.empty()

    def deciding(self, subject: str) -> Desk:
        """This desk, narrowed to the store of a visit, call, client or deal, which was decided under its settings."""
        if self.store_id is not None or self.whole.origin != "kept":
            return self
        for registry, key in SUBJECTS:
            rows = self.tables[registry]
            found = rows.loc[(rows[key] == subject).to_numpy(), "store_id"]
            if len(found):
                store = str(found.iloc[0])
                return replace(self, store_id=store, dataset=self.whole.under(self._day).of(store), slot=None)
        return self

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.dataset.settings

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The registries."""
        return self.dataset.tables

    @property
    def results(self) -> Results:
        """All results, computed once per data set and settings for all sessions."""
        with st.spinner(_("Applying the rules ...")):
            found = self.dataset.results
        self.dataset.once("weighed", lambda: datasets.shelf().weigh(self.whole))
        return found

    @property
    def _staff(self) -> dict[str, str]:
        staff = self.dataset.tables["staff"]
        return self.dataset.once(
            "staff names", lambda: dict(zip(staff["staff_id"].astype(str), staff["name"].astype(str), strict=True))
        )

    def staff_name(self, staff_id: object) -> str:
        """A salesperson's name; the id itself for an unknown one, blank for none."""
        if not isinstance(staff_id, str):
            return ""
        return self._staff.get(staff_id, staff_id)

    def client_names(self, ids: pd.Series) -> dict[str, str]:
        """Client id -> id and masked name, for the ids of a column; meant for few rows."""
        clients = self.dataset.tables["clients"]
        index = self.dataset.once("client index", lambda: pd.Index(clients["client_id"].astype("str")))
        wanted = pd.Index(ids.dropna().astype("str").unique())
        places = index.get_indexer(wanted)
        names = mask_series("name", clients["name"].iloc[places])
        return {
            client: f"{client} {name}" if place >= 0 else client
            for client, place, name in zip(wanted, places, names, strict=True)
        }

    def staff_of(self, store_id: str | None) -> list[str]:
        """Ids of a store's salespeople (of all stores where None), registry order."""
        staff = self.dataset.tables["staff"]
        ids = (
            staff["staff_id"] if store_id is None else staff.loc[staff["store_id"].astype(str) == store_id, "staff_id"]
        )
        return [str(s) for s in ids]

    def store_name(self, store_id: str) -> str:
        """A store as people read it."""
        return store_id

    def covered(self, store_id: str | None = None) -> choose.Period:
        """Days from the first to the last visit, call or sign-in of a store (of all stores where None)."""
        return self.dataset.once(("covered", store_id), lambda: _covered(self.dataset.tables, store_id))


def _covered(tables: dict[str, pd.DataFrame], store_id: str | None) -> choose.Period:
    days = []
    for table, column in (("visits", "arrived_at"), ("attendance", "signed_in_at"), ("calls", "called_at")):
        frame = tables[table]
        times = frame[column] if store_id is None else frame.loc[frame["store_id"] == store_id, column]
        days += [times.min(), times.max()]
    known = [d for d in days if not pd.isna(d)]
    if not known:
        return choose.Period(pd.Timestamp(2000, 1, 1).date(), pd.Timestamp(2000, 1, 1).date())
    return choose.Period(min(known).date(), max(known).date())


@contextmanager
def page(name: str, title: str, lead: str = "") -> Iterator[Desk]:
    """Frame a page that works on a data set; without one, say what to do next and stop.

    Args:
        name: The page's name in addresses and keys.
        title: Translated heading.
        lead: One translated sentence under it; blank for none.
    """
    spoken = head(name, title, lead)
    slot = st.empty()
    with st.spinner(_("Opening the data ...")):
        dataset = datasets.current(visitor(), name)
    if dataset is None:
        _nothing_open(visitor())
        st.stop()
    choose.keep("data", DEMO_KEY if dataset.origin == "demo" else None)
    yield Desk(dataset, spoken, visitor(), dataset, slot=slot)
    foot(dataset)


def head(name: str, title: str, lead: str = "") -> str:
    """Begin a page that works without data: let the person in, note the page's name, say its title.

    Returns:
        The language spoken.
    """
    spoken = language.current()
    st.session_state["page"] = name
    _VISITOR.set(signed_in.guard(name))
    st.title(title, anchor=False)
    if lead:
        st.caption(lead)
    return spoken


def visitor() -> Person:
    """Who was let into the page that runs.

    Raises:
        LookupError: No page has begun.
    """
    return _VISITOR.get()


def _older_settings(whole: DataSet, store_id: str | None, day: date) -> str:
    """That answers stand under settings which are not the newest; blank where they are."""
    older = whole.older(day, store_id) if isinstance(whole, KeptSet) else []
    if not older:
        return ""
    if len(older) > 1:
        return _(
            "{number} stores have changed their settings since: these answers are under those in force on {day}.",
            number=language.number(len(older)),
            day=language.day(day),
        )
    then, now = older[0]
    newer = language.day(now.in_force_from)
    if then.in_force_from is None:
        return _("These answers are under the usual settings. Others hold from {newer}.", newer=newer)
    since = language.day(then.in_force_from)
    return _(
        "These answers are under the settings in force from {since}. Newer ones hold from {newer}.",
        since=since,
        newer=newer,
    )


def _nothing_open(person: Person) -> None:
    """Say what to do where no data is open, as far as the person may do it."""
    uploads = roles.may_open(person, "upload")
    if datasets.was_put_away():
        st.warning(_("Your upload is no longer in memory. Please upload the files again."))
    elif uploads:
        st.info(_("No data of your stores is kept yet. Upload their spreadsheets, or look at the demo."))
    else:
        st.info(_("No data of your stores is kept yet. A clerk or manager uploads it; until then, look at the demo."))
    with st.container(horizontal=True):
        go_on_without()
        if st.button(_("Open the demo"), type="primary"):
            datasets.open_demo()
            st.rerun()
        if uploads and st.button(_("Upload spreadsheets")):
            st.switch_page("pages/store/upload.py")


def go_on_without() -> None:
    """A way on for a session whose upload is no longer in memory: back to what is kept."""
    if datasets.was_put_away() and st.button(_("Go on without it"), key="page.without"):
        datasets.close()
        st.rerun()


def foot(dataset: DataSet | None) -> None:
    """The line under every page: which data this is and how long it stays."""
    if dataset is None:
        return
    st.divider()
    if dataset.origin == "demo":
        st.caption(_("Demo data: three invented stores. No real people."))
    elif dataset.origin == "kept":
        stores = dataset.stores
        st.caption(
            _(
                "Kept data of {stores}. What tells who people are is kept encrypted.",
                stores=_("{number} stores", number=language.number(len(stores)))
                if len(stores) > 1
                else language.escaped(stores[0]),
            )
        )
    else:
        st.caption(
            _(
                "Your upload: {title}. It is only looked at, not saved: close the page and it is gone.",
                title=language.escaped(dataset.title),
            )
        )
