"""The pages of accounts: inviting, roles, links, shutting out; one's own password and sessions."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.access import accounts, links, oidc, sessions
from core.access.roles import Grant, Person
from core.web import kept, signed_in
from core.web.shell.navigation import ENTRIES
from tests.serving import PASSWORD

ADMIN = (Grant("admin", ""),)
NUMBERS = itertools.count(1)
Visit = Callable[..., AppTest]


@pytest.fixture
def lee() -> int:
    """A clerk of S1, with `PASSWORD`."""
    number = accounts.create(kept.database(), f"lee{next(NUMBERS)}", "李文員", [Grant("clerk", "S1")])
    accounts.set_password(kept.database(), number, PASSWORD)
    return number


def account(number: int) -> accounts.Account:
    with kept.database().read() as connection:
        found = accounts.account(connection, number)
    assert found is not None
    return found


def opened(visit: Visit, number: int) -> AppTest:
    """The page of accounts with one account chosen."""
    return visit("accounts", data=None, who=ADMIN).selectbox(key="accounts.chosen").select(number).run()


def press(app: AppTest, form: str) -> AppTest:
    return next(b for b in app.main.button if b.form_id == form).click().run()


def link_in(app: AppTest) -> str:
    """The token of the link shown on a page."""
    (code,) = app.main.code
    return code.value.rsplit("/", 1)[1]


def test_an_invitation_is_made_and_shown_once(visit: Visit):
    app = visit("accounts", data=None, who=ADMIN)
    key, login = "accounts.invite.0", f"new{next(NUMBERS)}"
    app.text_input(key=f"{key}.login").input(login)
    app.text_input(key=f"{key}.name").input("林新人")
    app.text_input(key=f"{key}.staff").input("1003")
    app.multiselect(key=f"{key}.salesperson").set_value(["*"])
    app.checkbox(key=f"{key}.office").check()
    press(app, key)
    with kept.database().read() as connection:
        number = accounts.by_login(connection, login)
    made = account(number)
    assert (made.shown_name, made.staff_id) == ("林新人", "1003")
    assert made.grants == {Grant("salesperson", "*"), Grant("office", "")}
    found = links.peek(kept.database(), link_in(app))
    assert (found.purpose, found.account_id) == ("invite", number)
    assert app.text_input(key="accounts.invite.1.login").value == ""
    assert len(app.run().main.code) == 0


def test_a_refused_invitation_says_why_and_keeps_what_was_typed(visit: Visit, lee: int):
    app = visit("accounts", data=None, who=ADMIN)
    key = "accounts.invite.0"
    app.text_input(key=f"{key}.login").input(account(lee).login)
    press(app, key)
    assert len(app.main.error) == 1
    assert len(app.main.code) == 0
    assert app.text_input(key=f"{key}.login").value == account(lee).login


def test_roles_are_changed(visit: Visit, lee: int):
    app = opened(visit, lee)
    assert app.multiselect(key=f"accounts.roles.{lee}.clerk").value == ["S1"]
    app.multiselect(key=f"accounts.roles.{lee}.clerk").set_value([])
    app.checkbox(key=f"accounts.roles.{lee}.admin").check()
    press(app, f"accounts.roles.{lee}")
    assert account(lee).grants == {Grant("admin", "")}


def test_a_link_for_a_new_password(visit: Visit, lee: int):
    app = opened(visit, lee)
    app.button(key=f"accounts.reset.{lee}").click().run()
    found = links.peek(kept.database(), link_in(app))
    assert (found.purpose, found.account_id) == ("reset", lee)


def test_shutting_out_needs_a_reason_and_holds_at_once(visit: Visit, lee: int):
    token = sessions.begin(kept.database(), lee, "password")
    app = opened(visit, lee)
    press(app, f"accounts.disable.{lee}")
    assert account(lee).disabled_at is None
    app.text_input(key=f"accounts.disable.{lee}.reason").input("離職")
    press(app, f"accounts.disable.{lee}")
    assert account(lee).disabled_at is not None
    assert sessions.person(kept.database(), token) is None
    app.button(key=f"accounts.enable.{lee}").click().run()
    assert account(lee).disabled_at is None


def test_sessions_of_somebody_are_ended(visit: Visit, lee: int):
    token = sessions.begin(kept.database(), lee, "password")
    app = opened(visit, lee)
    app.button(key=f"accounts.end.{lee}").click().run()
    assert sessions.person(kept.database(), token) is None


def test_an_account_is_tied_to_a_provider_and_untied(visit: Visit, lee: int):
    app = opened(visit, lee)
    app.text_input(key=f"accounts.tie.{lee}.issuer").input("https://provider.example")
    app.text_input(key=f"accounts.tie.{lee}.subject").input(f"subject {lee}")
    press(app, f"accounts.tie.{lee}")
    assert oidc.by_oidc(kept.database(), "https://provider.example", f"subject {lee}") == lee
    app.button(key=f"accounts.untie.{lee}").click().run()
    assert not account(lee).is_tied


def _an_act() -> None:
    """A script: an act as the forms of the page do it, without the page around it."""
    import streamlit as st  # noqa: PLC0415 (a script of its own)

    from core.web import account_list  # noqa: PLC0415

    st.session_state["done"] = account_list.tried(lambda by: None)


@pytest.mark.parametrize(("who", "done"), [(ADMIN, True), ((Grant("manager", "*"),), None), (None, None)])
def test_an_act_asks_again(signed_in_as, who: tuple[Grant, ...] | None, done: bool | None):
    """Fails when `tried` asks neither for the page nor for the act."""
    signed_in_as(who)
    app = AppTest.from_function(_an_act).run()
    assert ("done" in app.session_state and app.session_state["done"]) == bool(done)


def mine(app_visit: Visit, signed_in_as, number: int, monkeypatch: pytest.MonkeyPatch) -> tuple[AppTest, str]:
    """The page of one's own account, signed in as an account."""
    app = app_visit("account", data=None, who=(Grant("clerk", "S1"),))
    token = sessions.begin(kept.database(), number, "password")
    monkeypatch.setattr(signed_in, "token", lambda: token)
    return app.run(), token


def _type_password(app: AppTest, old: str, new: str, again: str) -> AppTest:
    app.text_input(key="account.old").input(old)
    app.text_input(key="account.new").input(new)
    app.text_input(key="account.again").input(again)
    return press(app, "account.password")


def test_ones_own_password_is_changed_and_the_other_sessions_end(visit, signed_in_as, lee, monkeypatch):
    other = sessions.begin(kept.database(), lee, "password")
    app, token = mine(visit, signed_in_as, lee, monkeypatch)
    assert len(_type_password(app, PASSWORD, "another four words", "not the same").main.error) == 1
    assert len(_type_password(app, "not the old one", "another four words", "another four words").main.error) == 1
    done = _type_password(app, PASSWORD, "another four words", "another four words")
    assert ([e.value for e in done.main.error], len(done.main.success)) == ([], 1)
    assert accounts.check_password(kept.database(), account(lee).login, "another four words") == lee
    assert sessions.person(kept.database(), other) is None
    assert isinstance(sessions.person(kept.database(), token), Person)


def test_signing_out_elsewhere_and_everywhere(visit, signed_in_as, lee, monkeypatch):
    other = sessions.begin(kept.database(), lee, "password")
    app, token = mine(visit, signed_in_as, lee, monkeypatch)
    app.button(key="account.end.others").click().run()
    assert sessions.person(kept.database(), other) is None
    assert isinstance(sessions.person(kept.database(), token), Person)
    app.button(key="account.end.all").click().run()
    assert sessions.person(kept.database(), token) is None
    assert len(app.main.success) == 1
    assert len(app.main.dataframe) == 0


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("page", ["accounts", "account"])
def test_the_pages_are_chinese_throughout(visit, foreign, page: str, language: str):
    assert foreign(visit(page, language, data=None)) <= {"issuer", "subject", "lee", "new"}


def test_every_entry_has_a_title_of_its_own():
    assert len({entry.title for entry in ENTRIES}) == len(ENTRIES)
