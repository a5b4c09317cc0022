"""The database of this process, opened once."""

from __future__ import annotations

import os

import streamlit as st

from core.store.database import Database, open_database
from core.store.home import home_of


@st.cache_resource(show_spinner=False)
def database() -> Database:
    """The database that the environment names; made at first start.

    Raises:
        StoreError: It cannot be opened; the text says what to do.
    """
    return open_database(home_of(os.environ))
