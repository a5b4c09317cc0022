"""Pages run without a browser, and what a person would read on them."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.access import accounts, sessions
from core.access.roles import ALL_STORES, ROLES, STORE_ROLES, Grant, Role
from core.store.database import Database
from core.web import kept, signed_in
from core.web.shell.navigation import path_of
from tests import databases
from tests.planted import plant
from tests.web.kept_home import OFFICE, STORE

ROOT = Path(__file__).resolve().parents[2]
ICON = re.compile(r":material/\w+:")
LINK = re.compile(r"\]\([^)]*\)")
CODE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
WORD = re.compile(r"[A-Za-z][A-Za-z]+")
KNOWN_WORDS = {
    "Excel",
    "CSV",
    "UTF",
    "GB",
    "GBK",
    "Big",
    "JavaScript",
    "xlsx",
    "xls",
    "ods",
    "csv",
    "rulebook",
    "toml",
    "English",
    "YYYY",
    "MM",
    "DD",
}


def all_stores(*roles: Role) -> tuple[Grant, ...]:
    """Roles for every store."""
    return tuple(Grant(role, ALL_STORES if role in STORE_ROLES else "") for role in roles)


EVERYTHING = all_stores(*ROLES)


def account_of(who: tuple[Grant, ...], staff_id: str = "") -> int:
    """The account of this worker's database that has these roles and no others."""
    said = ",".join([*accounts.said_grants(who), staff_id])
    login = str(int.from_bytes(hashlib.sha256(said.encode()).digest()[:6], "big"))  # no word of any language
    with kept.database().read() as connection:
        known = accounts.by_login(connection, login)
    return known or accounts.create(kept.database(), login, "王小明", who, staff_id=staff_id)


@contextmanager
def _lived_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The pages work on the database of a folder, which is closed at the end."""
    monkeypatch.setenv("DESK_HOME", str(folder))
    yield kept.database()
    kept.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """An empty database of the test's own, which the pages work on."""
    with _lived_in(databases.furnish(tmp_path / "home"), monkeypatch) as database:
        yield database


@functools.cache
def _people() -> Path:
    folder = databases.temporary_folder()
    database = databases.opened(databases.furnish(folder))
    plant(database, **STORE)
    plant(database, **OFFICE)
    database.close()
    return folder


@pytest.fixture
def home_of_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database of the test's own with people of both desks."""
    with _lived_in(databases.furnish(tmp_path / "home", _people()), monkeypatch) as database:
        yield database


@pytest.fixture
def signed_in_as(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Begin a session of an account with some roles and have the pages read its token, not a browser's cookie.

    `signed_in_as((Grant("clerk", "S1"),), staff_id="1001")`; None signs nobody in. Gives the token, blank for nobody.
    """

    def begun(who: tuple[Grant, ...] | None, staff_id: str = "") -> str:
        token = sessions.begin(kept.database(), account_of(who, staff_id), "password") if who is not None else ""
        monkeypatch.setattr(signed_in, "token", lambda: token)
        return token

    return begun


@pytest.fixture
def visit(signed_in_as: Callable[..., str]) -> Callable[..., AppTest]:
    """Open a page as a new visitor: `visit("overview", "en")`; `data=None` opens no data set.

    The visitor has every role for all stores; `who=(Grant("clerk", "S1"),)` for another, `who=None` for nobody.
    """

    def opened(
        page: str = "home",
        language: str = "zh-Hant",
        data: str | None = "demo",
        *,
        who: tuple[Grant, ...] | None = EVERYTHING,
        staff_id: str = "",
        **asked: str,
    ) -> AppTest:
        signed_in_as(who, staff_id)
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
        for name, value in {"lang": language, **({"data": data} if data else {}), **asked}.items():
            app.query_params[name] = value
        if page != "home":
            app.switch_page(str(path_of(page).relative_to(ROOT)))
        return app.run()

    return opened


def _nodes(block: Any) -> Iterator[Any]:
    for node in block.children.values():
        yield node
        if hasattr(node, "children"):
            yield from _nodes(node)


def _said(node: Any) -> Iterator[str]:
    chosen_codes = hasattr(node, "options")
    for name in ("label", "placeholder", "delta", "help", *(() if chosen_codes else ("value",))):
        said = getattr(node, name, None)
        if isinstance(said, str):
            yield said
    yield from (o for o in getattr(node, "options", None) or [] if isinstance(o, str))
    proto = getattr(node, "proto", None)
    for name in ("body", "label", "page", "placeholder", "title"):
        said = getattr(proto, name, None)
        if isinstance(said, str) and name != "page":
            yield said
    if isinstance(getattr(node, "value", None), pd.DataFrame):
        columns = json.loads(proto.columns or "{}") if hasattr(proto, "columns") else {}
        frame = node.value
        yield from (str(columns.get(c, {}).get("label") or c) for c in frame.columns)
        for column in frame.columns:
            values = frame[column]
            if pd.api.types.is_string_dtype(values.dtype) or isinstance(values.dtype, pd.CategoricalDtype):
                yield from (str(v) for v in values.dropna().unique()[:500])


@pytest.fixture
def texts() -> Callable[[AppTest], list[str]]:
    """Every text on a page: headings, labels, options, tables and their column headings."""

    def read(app: AppTest) -> list[str]:
        found = [said for block in (app.main, app.sidebar) for node in _nodes(block) for said in _said(node)]
        return [LINK.sub("]", ICON.sub("", said)) for said in found]

    return read


@pytest.fixture
def foreign(texts: Callable[[AppTest], list[str]]) -> Callable[[AppTest], set[str]]:
    """English words on a page, but for names of formats and files."""

    def read(app: AppTest) -> set[str]:
        return {word for said in texts(app) for word in WORD.findall(CODE.sub("", said))} - KNOWN_WORDS

    return read
