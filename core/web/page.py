"""The frame of every page: title, data guard, names of stores and people, footer.

with page("rotation", _("Rotation")) as desk:
    store_id = choose.store(desk)
    tables.show(results.receptions(desk, store_id, choose.period(desk, store_id)), ...)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.registries.mask import mask_series
from core.rules.settings import Settings
from core.web import choose, datasets, language, signed_in
from core.web.datasets import DataSet
from core.web.language import _

if TYPE_CHECKING:
    from core.rules.results import Results


@dataclass(frozen=True)
class Desk:
    """What a page works with: a data set under its settings, said in a language.

    Attributes:
        dataset: Registries, never written to.
        language: One of `texts.LANGUAGES`.
    """

    dataset: DataSet
    language: str

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
        """All results, computed once per data set and settings."""
        from core.rules.compute import compute  # noqa: PLC0415 (the first results pay for the engine, not the start)

        with st.spinner(_("Applying the rules ...")):
            return self.dataset.once("results", lambda: compute(self.dataset.tables, self.dataset.settings))

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
    with st.spinner(_("Opening the data ...")):
        dataset = datasets.current()
    if dataset is None:
        _nothing_open()
        st.stop()
    choose.keep("data", dataset.key if dataset.key == datasets.DEMO_KEY else None)
    yield Desk(dataset, spoken)
    foot(dataset)


def head(name: str, title: str, lead: str = "") -> str:
    """Begin a page that works without data: note its name, say its title.

    Returns:
        The language spoken.
    """
    spoken = language.current()
    st.session_state["page"] = name
    signed_in.guard(name)
    st.title(title, anchor=False)
    if lead:
        st.caption(lead)
    return spoken


def _nothing_open() -> None:
    if datasets.was_put_away():
        st.warning(_("Your upload is no longer in memory. Please upload the files again."))
    else:
        st.info(_("No data is open yet. Look at the demo, or upload your own spreadsheets."))
    with st.container(horizontal=True):
        if st.button(_("Open the demo"), type="primary"):
            datasets.open_demo()
            st.rerun()
        if st.button(_("Upload spreadsheets")):
            st.switch_page("pages/store/upload.py")


def foot(dataset: DataSet | None) -> None:
    """The line under every page: which data this is and how long it stays."""
    if dataset is None:
        return
    st.divider()
    if dataset.origin == "demo":
        st.caption(_("Demo data: three invented stores. No real people."))
    else:
        st.caption(
            _(
                "Your upload: {title}. It lives in this session only: close the page and it is gone.",
                title=dataset.title,
            )
        )
