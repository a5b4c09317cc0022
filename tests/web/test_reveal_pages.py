"""Every page, every role: nothing personal of what is kept goes to the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.access.roles import ALL_STORES, PAGES, ROLES, STORE_ROLES, Grant, Role
from core.soak.canary_search import Search
from core.web.shell.navigation import path_of
from tests.web.kept_home import PERSONAL

pytestmark = pytest.mark.usefixtures("home_of_people")
CELLS = [(page, role) for page in PAGES for role in ROLES if role in PAGES[page]]
SEARCH = Search(PERSONAL)
VIEWS = {"clients": [{"who": "C1"}, {"clients": "lapses"}, {"clients": "twice"}, {"clients": "on"}]}


def _nodes(block: Any) -> Iterator[Any]:
    for node in block.children.values():
        yield node
        if hasattr(node, "children"):
            yield from _nodes(node)


def sent(app: AppTest) -> bytes:
    """All that goes to the browser: every element as it is sent, and the address."""
    nodes = [node for block in app._tree.children.values() for node in (block, *_nodes(block))]
    protos = [node.proto.SerializeToString() for node in nodes if getattr(node, "proto", None) is not None]
    return b"\n".join([*protos, repr(app.query_params).encode()])


@pytest.mark.parametrize(("page", "role"), CELLS)
def test_nothing_personal_is_sent(visit: Callable[..., AppTest], page: str, role: Role) -> None:
    if not path_of(page).exists():
        pytest.fail(f"the matrix has a page that is not there: {page}")
    scope = ALL_STORES if role in STORE_ROLES else ""
    app = visit(page, data=None, who=(Grant(role, scope),), staff_id="E1")
    assert [e.message for e in app.exception] == []
    assert SEARCH.found(sent(app)) == set()
    for asked in VIEWS.get(page, []):
        for name, value in asked.items():
            app.query_params[name] = value
        app.run()
        assert [e.message for e in app.exception] == []
        assert SEARCH.found(sent(app)) == set()


def test_the_card_and_its_rows_are_there_to_be_masked(visit: Callable[..., AppTest]) -> None:
    """Guards the test above: masked values do come to the page."""
    app = visit("clients", data=None, who=(Grant("manager", ALL_STORES),), staff_id="")
    masked = Search(["139****5678", "歐○○○"])
    assert masked.found(sent(app)) == {"139****5678", "歐○○○"}


def test_without_masks_it_would_be_found(visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate, seen to fail: masks that leave everything as it is."""
    monkeypatch.setattr("core.web.tables.mask_series", lambda _kind, values: values)
    app = visit("clients", data=None, who=(Grant("manager", ALL_STORES),))
    assert {"歐陽青青", "13912345678"} <= SEARCH.found(sent(app))
