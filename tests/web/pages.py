"""Store pages in tests: going on with other words in the address, finding a table by a column."""

from __future__ import annotations

import secrets
import textwrap

import pandas as pd
from streamlit.testing.v1 import AppTest

from core.rules.settings import read_settings
from core.web.datasets import SESSION_KEY, DataSet, shelf
from core.web.shell.navigation import ROOT, path_of
from tests.rules.engine import frames, toml
from tests.rules.log import read_log

ENGLISH = {"AG", "BG", "CG"}
"""Groups of the demo, which are no words."""


def walked(app: AppTest, page: str | None = None, **asked: str) -> AppTest:
    """The page again, with these words in the address."""
    for name, value in asked.items():
        app.query_params[name] = value
    if page is not None:
        app.switch_page(str(path_of(page).relative_to(ROOT)))
    return app.run()


def table(app: AppTest, column: str) -> pd.DataFrame:
    """The first table of a page that has a column."""
    return next(frame.value for frame in app.dataframe if column in frame.value.columns)


def with_log(app: AppTest, log: str) -> AppTest:
    """The page again, on the registries that some lines of log make."""
    rows, settings = read_log(textwrap.dedent(log))
    tables = frames(rows)
    dataset = DataSet(secrets.token_hex(8), "upload", "log", tables, read_settings(toml(settings)))
    shelf().put(dataset)
    app.session_state[SESSION_KEY] = dataset.key
    return app


QUIET = "staff A\ncall K1 09:10 by=A ring=3\n"
"""A store of one, a day with a call and nothing else."""
