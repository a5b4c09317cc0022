"""Signing in at an OpenID provider, a real one in a thread, with the real server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import oidc_provider_mock
import pytest

from core.access import accounts, oidc
from core.access.roles import Grant
from core.texts import say
from core.web.shell import sign_in
from tests import serving

SECRETS = """
[auth]
redirect_uri = "http://localhost:{{port}}/oauth2callback"
cookie_secret = "a secret of a test, long enough to sign with"
client_id = "desk"
client_secret = "of the test"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
client_kwargs = {{ scope = "openid" }}
"""


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Address of a provider."""
    with oidc_provider_mock.run_server_in_thread() as provider:
        yield f"http://localhost:{provider.server_port}"


@pytest.fixture(scope="module")
def served(issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Served]:
    """The app with that provider in its secrets, and an account that is tied to the subject `wang@provider`."""
    home: Path = tmp_path_factory.mktemp("home")
    secrets = home / "secrets.toml"
    secrets.write_text(SECRETS.format(issuer=issuer), encoding="utf-8")
    number = serving.with_account(home, "wang", (Grant("manager", "*"),))
    with serving.database_at(home) as database:
        oidc.tie_oidc(database, number, issuer, "wang@provider")
    with serving.serving(home, f"--secrets.files={secrets}") as running:
        yield running


@pytest.fixture
def client(served: serving.Served) -> Iterator[httpx.Client]:
    with served.client() as opened:
        yield opened


def way_of(client: httpx.Client, to: str = "/deals") -> str:
    """The address behind the provider's button on the login page."""
    page = client.get(str(httpx.URL("/login", params={"next": to})))
    return unescape(re.search(r'class="button" href="([^"]+)"', page.text)[1])


def come_back(client: httpx.Client, subject: str, way: str) -> httpx.Response:
    """Go to the provider, say there who one is, and come back as far as the app's own answer."""
    to_streamlit = client.get(way)
    to_provider = client.get(to_streamlit.headers["location"])
    back = httpx.post(to_provider.headers["location"], data={"sub": subject}, timeout=serving.PATIENCE)
    arrived = client.get(back.headers["location"])
    assert arrived.status_code == 302
    assert any(name.startswith("_streamlit_user") for name in client.cookies)
    return client.get(arrived.headers["location"])


def test_a_tied_account_comes_in_and_goes_where_it_wanted(client: httpx.Client):
    answer = come_back(client, "wang@provider", way_of(client, "/deals?data=demo"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/deals?data=demo")
    assert [name for name in client.cookies if name.startswith("_streamlit_user")] == []
    assert "desk-next" not in client.cookies
    assert client.get("/deals").status_code == 200


def test_somebody_without_an_account_is_told_what_to_pass_on(client: httpx.Client, issuer: str):
    answer = come_back(client, "nobody@provider", way_of(client))
    assert answer.status_code == 403
    assert "nobody@provider" in answer.text
    assert issuer in answer.text
    assert [name for name in client.cookies if name.startswith("_streamlit_user") or name == "desk"] == []
    assert client.get("/deals").status_code == 303


def test_a_disabled_account_does_not_come_in_by_its_provider(served: serving.Served, client: httpx.Client, issuer: str):
    number = serving.with_account(served.home, "chen", (Grant("clerk", "S1"),))
    with serving.database_at(served.home) as database:
        oidc.tie_oidc(database, number, issuer, "chen@provider")
        accounts.disable(database, number)
    assert come_back(client, "chen@provider", way_of(client)).status_code == 403


def said_on(page: str) -> list[str]:
    """Lines of a page that stand out as problems."""
    return [unescape(text) for text in re.findall(r'<p class="problem" role="alert">([^<]*)</p>', page)]


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
def test_whom_the_provider_refuses_is_told_so_on_the_sign_in_page(client: httpx.Client, language: str):
    """Fails when the gate hands `/oauth2callback` on without `provider.spoken_with`."""
    client.cookies.set("lang", language)
    to_provider = client.get(client.get(way_of(client, "/deals?data=demo")).headers["location"])
    back = httpx.post(to_provider.headers["location"], data={"action": "deny"}, timeout=serving.PATIENCE)
    answer = client.get(back.headers["location"])
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fdeals%3Fdata%3Ddemo&failed=1")
    assert "desk-next" not in client.cookies
    page = client.get(answer.headers["location"])
    assert said_on(page.text) == [say(language, sign_in.NOT_VOUCHED)]
    assert 'action="/login?next=%2Fdeals%3Fdata%3Ddemo"' in page.text


@pytest.mark.parametrize("path", ["/oauth2callback", "/oauth2callback?state=none&code=none"])
def test_a_way_back_that_leads_nowhere_ends_at_the_sign_in_page_with_a_word(client: httpx.Client, path: str):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2F&failed=1")
    assert [name for name in client.cookies if name.startswith("_streamlit_user") or name == "desk"] == []


def test_a_provider_that_does_not_answer_is_said_on_the_sign_in_page(tmp_path: Path):
    secrets = tmp_path / "secrets.toml"
    nowhere = f"http://localhost:{serving.free_port()}"
    secrets.write_text(SECRETS.format(issuer=nowhere), encoding="utf-8")
    with serving.serving(tmp_path, f"--secrets.files={secrets}") as running, running.client() as client:
        answer = client.get(client.get(way_of(client)).headers["location"])
        assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fdeals&failed=1")
        assert "client" not in answer.text.lower()


def test_a_cookie_that_was_planted_signs_nobody_in(client: httpx.Client):
    """A browser that did not set out from the login page; fails when `arrive` does not ask for the note of the way."""
    come_back(client, "wang@provider", way_of(client))
    client.cookies.delete("desk")
    other = httpx.Client(base_url=client.base_url, timeout=serving.PATIENCE)
    to_streamlit = client.get(way_of(client))
    to_provider = client.get(to_streamlit.headers["location"])
    back = httpx.post(to_provider.headers["location"], data={"sub": "wang@provider"}, timeout=serving.PATIENCE)
    client.get(back.headers["location"])
    for name in client.cookies:
        if name.startswith("_streamlit_user"):
            other.cookies.set(name, client.cookies[name])
    again = other.get("/deals")
    assert (again.status_code, again.headers["location"], "desk" in other.cookies) == (303, "/deals", False)
    other.close()


def test_a_cookie_that_we_did_not_sign_signs_nobody_in(client: httpx.Client):
    way = way_of(client)
    client.get(way)
    client.cookies.set("_streamlit_user", "2|1:0|10:1790000000|15:_streamlit_user|4:e30=|0000")
    assert client.get("/deals").status_code == 403
    assert client.get("/deals").status_code == 303


def test_the_button_leads_to_known_providers_only(client: httpx.Client):
    assert client.get("/login/provider?way=other").headers["location"] == "/login"


def test_without_a_provider_there_is_no_button(tmp_path: Path):
    with serving.serving(tmp_path) as running, running.client() as client:
        assert 'class="button"' not in client.get("/login").text
        assert client.get("/login/provider").headers["location"] == "/login"
