"""Who may open which page and do which act: every cell, on the running app.

The table below is written by hand from PRODUCT, not taken from `roles`: a change of one without the other fails. Seen
to fail: with `signed_in.guard` letting everybody in (cells and pages by themselves), with the guard of `page.head` left
out (pages by themselves), and with a role added to a row of `roles.PAGES` (the tables).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.access import roles, sessions
from core.access.roles import ALL_STORES, ROLES, STORE_ROLES, Grant, Role
from core.texts import say
from core.web import kept, signed_in
from core.web.shell.navigation import ENTRIES, ROOT, path_of

PAGES = """
                 salesperson  clerk  manager  office  admin
home             x            x      x        x       x
account          x            x      x        x       x
upload           .            x      x        x       .
history          .            x      x        x       .
overview         x            .      x        .       .
rotation         x            x      x        .       .
clients          x            x      x        .       .
deals            x            .      x        .       .
team             x            .      x        .       .
findings         .            .      x        .       .
questions        .            x      x        .       .
rules            x            x      x        x       x
settings         .            .      x        .       .
contact_day      .            .      .        x       .
notices_edit     .            .      .        x       .
requests         .            .      .        x       .
tally            .            .      .        x       .
categories       .            .      .        x       .
archive          .            .      .        x       .
paper            .            .      .        x       .
people           .            .      .        x       x
accounts         .            .      .        .       x
audit            .            .      .        .       x
retention        .            .      .        .       x
backup           .            .      .        .       x
"""
ACTIONS = """
                  salesperson  clerk  manager  office  admin
upload.check      .            x      x        x       .
upload.commit     .            x      x        x       .
batch.undo        .            x      x        x       .
settings.change   .            .      x        .       .
reveal            x            x      x        x       x
export.masked     x            x      x        x       x
export.full       .            .      x        x       .
person.find       .            .      .        x       x
person.copy       .            .      .        .       x
person.erase      .            .      .        .       x
household.confirm .            .      .        x       .
household.correct .            .      .        x       .
archive.emergency .            .      .        x       .
contact_day.change  .          .      .        x       .
cards.give        .            .      .        x       .
notices.change    .            .      .        x       .
request.handle    .            .      .        x       .
categories.change .            .      .        x       .
accounts.change   .            .      .        .       x
audit.read        .            .      .        .       x
retention.change  .            .      .        .       x
retention.run     .            .      .        .       x
backup.make       .            .      .        .       x
sessions.end      x            x      x        x       x
"""
PUBLIC = ["information", "my_request", "notices", "repair"]
"""Pages of the residents, who have no account: anybody opens them."""
REFUSED = say("en", "This page is not for your role. Whoever looks after the accounts can change that.")
SIGNED_OUT = say("en", "You are signed out. Nothing is shown until you sign in again.")
FILES = {path.stem: path for path in sorted((ROOT / "pages").rglob("*.py"))}


def cells(table: str) -> dict[str, frozenset[str]]:
    """Rows of a table -> the roles that have a cross."""
    head, *rows = (line.split() for line in table.strip().splitlines())
    assert tuple(head) == ROLES
    return {name: frozenset(r for r, mark in zip(head, marks, strict=True) if mark == "x") for name, *marks in rows}


def granted(role: Role, store: str = ALL_STORES) -> tuple[Grant, ...]:
    return (Grant(role, store if role in STORE_ROLES else ""),)


def nothing_shown(app: AppTest) -> bool:
    """Whether a page shows no heading, number, table, button or picker of its own."""
    main = app.main
    kinds = (
        main.title,
        main.metric,
        main.dataframe,
        main.button,
        main.selectbox,
        main.text_input,
        main.download_button,
    )
    return not any(len(kind) for kind in kinds)


def test_the_tables_of_the_code_are_these():
    assert cells(PAGES) == dict(roles.PAGES)
    assert cells(ACTIONS) == dict(roles.ACTIONS)
    assert sorted(roles.PUBLIC) == PUBLIC


def test_every_page_is_in_the_table_and_in_the_navigation_and_has_its_file():
    """A page file, an entry or a row that stands alone fails the build."""
    assert sorted(e.name for e in ENTRIES) == sorted([*roles.PAGES, *roles.PUBLIC]) == sorted(FILES)
    assert {name: path_of(name) for name in FILES} == FILES
    assert not roles.PUBLIC & set(roles.PAGES)


@pytest.mark.parametrize("page", sorted(roles.PAGES))
@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_its_roles_and_says_no_to_the_others(visit, role: Role, page: str):
    app = visit(page, "en", data=None, who=granted(role))
    refused = [w.value for w in app.main.warning] == [REFUSED] and nothing_shown(app)
    opened = len(app.main.title) == 1 and REFUSED not in [w.value for w in app.main.warning]
    assert (opened, refused) == ((True, False) if role in cells(PAGES)[page] else (False, True))
    assert [e.message for e in app.exception] == []


@pytest.mark.parametrize("page", sorted(roles.PAGES))
def test_a_page_asks_by_itself_as_well(signed_in_as, page: str):
    """Run without the navigation, as a page that Streamlit found by itself would be: fails without the page's guard."""
    for who, said in ((None, SIGNED_OUT), ((), REFUSED)):
        signed_in_as(who)
        app = AppTest.from_file(str(FILES[page]), default_timeout=60)
        app.query_params["lang"] = "en"
        app.run()
        assert ([w.value for w in app.main.warning], nothing_shown(app)) == ([said], True)


@pytest.mark.parametrize("page", sorted(roles.PAGES))
def test_nobody_sees_a_page(visit, page: str):
    app = visit(page, "en", who=None)
    assert [w.value for w in app.main.warning] == [SIGNED_OUT]
    assert nothing_shown(app)
    assert len(app.sidebar.button) == 0


@pytest.mark.parametrize("who", [None, *((role,) for role in ROLES), ()], ids=str)
@pytest.mark.parametrize("page", PUBLIC)
def test_a_page_of_the_residents_opens_for_anybody(visit, page: str, who: tuple[Role, ...] | None):
    app = visit(page, "en", data=None, who=who if who is None else tuple(g for role in who for g in granted(role)))
    assert (len(app.main.title), [w.value for w in app.main.warning], [e.message for e in app.exception]) == (1, [], [])
    assert len(app.sidebar.button) == (0 if who is None else 1)


def test_no_other_page_is_public():
    """Fails when a page is put among those of the residents by name alone."""
    assert {path.parent.name for name, path in FILES.items() if name in roles.PUBLIC} == {"resident"}
    assert [name for name, path in FILES.items() if path.parent.name == "resident" and name not in roles.PUBLIC] == []


@pytest.mark.parametrize("page", sorted(roles.PAGES))
def test_an_account_without_roles_opens_no_page(visit, page: str):
    app = visit(page, "en", data=None, who=())
    assert [w.value for w in app.main.warning] == [REFUSED]
    assert (nothing_shown(app), [e.message for e in app.exception]) == (True, [])


@pytest.mark.parametrize("action", sorted(roles.ACTIONS))
@pytest.mark.parametrize("role", ROLES)
def test_an_act_is_for_its_roles_within_their_stores(signed_in_as, role: Role, action: str):
    allowed = role in cells(ACTIONS)[action]
    signed_in_as(granted(role, "S1"))
    of_store, everywhere = role in STORE_ROLES, role == "admin"
    found = [signed_in.may(action, scope) for scope in (None, "S1", "S2", "")]
    reach = [True, of_store or everywhere, everywhere, not of_store]
    assert found == [allowed and reached for reached in reach]


def test_nobody_may_do_anything(signed_in_as):
    signed_in_as(None)
    assert {signed_in.may(action) for action in roles.ACTIONS} == {False}


def test_a_page_that_is_not_in_the_table_opens_for_nobody(signed_in_as):
    signed_in_as(granted("admin"))
    with pytest.raises(KeyError):
        signed_in.guard("nowhere")


def test_a_session_that_ended_shows_nothing_at_the_next_click(visit, signed_in_as):
    """Fails when the person is remembered in the Streamlit session."""
    app = visit("home", "en", who=granted("manager"))
    assert len(app.main.title) == 1
    app.session_state["left behind"] = "theirs"
    sessions.end(kept.database(), signed_in.token())
    app.run()
    assert [w.value for w in app.main.warning] == [SIGNED_OUT]
    assert nothing_shown(app)
    assert "left behind" not in app.session_state


def test_another_person_in_the_same_session_finds_nothing_of_the_former(visit, signed_in_as):
    """Fails when `signed_in.person` does not compare whose the Streamlit session is."""
    app = visit("home", "en", who=granted("manager"))
    app.session_state["left behind"] = "theirs"
    signed_in_as(granted("clerk"))
    app.run()
    assert "left behind" not in app.session_state


def test_signing_out_ends_the_session(visit):
    app = visit("home", "en", who=granted("manager"))
    token = signed_in.token()
    app.sidebar.button(key="shell.sign_out").click().run()
    assert [s.value for s in app.main.success] == ["You have signed out."]
    assert nothing_shown(app)
    assert sessions.person(kept.database(), token) is None


def test_page_files_lie_in_folders(tmp_path: Path):
    """A file straight in `pages/` would be served by Streamlit before `app.py` has run."""
    assert [path for path in FILES.values() if path.parent.name == "pages"] == []
