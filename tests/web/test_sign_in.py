"""The login page, one-time links and the gate over HTTP, with the real routes and a database in a folder.

Each guard was taken away once; the docstrings say what then fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from core.access import accounts, links, sessions
from core.access.roles import Grant
from core.store.database import Database
from core.web import kept
from core.web.shell import anonymous, bound, gate, server, sign_in
from core.web.shell.bound import Bound
from tests.databases import Now
from tests.serving import PASSWORD, form_of
from tests.serving import sign_in as signed_in_with

OWN_SITE = {"sec-fetch-site": "same-origin"}
LOGIN = "wang"
Client = Callable[..., TestClient]


@pytest.fixture
def database(home: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database of a home of this test's own, with one account."""
    monkeypatch.setattr(sign_in, "FAILURES", Bound())
    number = accounts.create(home, LOGIN, "王小明", [Grant("admin", "")])
    accounts.set_password(home, number, PASSWORD)
    return home


async def _page(_request) -> HTMLResponse:
    return HTMLResponse('<html lang="en"><head><title>Streamlit</title></head><body></body></html>')


def _served(scheme: str = "http") -> TestClient:
    routes = [*server.ROUTES, Route("/{path:path}", _page, methods=["GET", "PUT", "POST"])]
    app = gate.Gate(Starlette(routes=routes))
    return TestClient(app, base_url=f"{scheme}://localhost", follow_redirects=False)


@pytest.fixture
def client(database: Database) -> TestClient:
    """A browser without scripts in front of the gate, the house's routes, and a stand-in for Streamlit's document."""
    return _served()


def _seen(answer) -> str:
    """A page without what differs from one showing to the next."""
    return re.sub(r'name="form" value="[^"]*"', "", answer.text)


@pytest.mark.parametrize(
    "path", ["/", "/deals", "/deals?data=demo&open=D1", "/no-such-page", "/_stcore", "//evil.example"]
)
def test_a_document_without_a_session_leads_to_the_login_page(client: TestClient, path: str):
    """Fails when `_refusal` lets documents through."""
    answer = client.get(f"http://localhost{path}")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=%2F")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/media/0123456789abcdef.xlsx"),
        ("PUT", "/_stcore/upload_file/a/b"),
        ("DELETE", "/_stcore/upload_file/a/b"),
        ("GET", "/component/x/index.html"),
        ("GET", "/_stcore/anything"),
        ("POST", "/deals"),
    ],
)
def test_files_and_writing_need_a_session(client: TestClient, method: str, path: str):
    """Fails when `is_anonymous` takes `/media/` or `/_stcore/` in."""
    assert (client.request(method, path).status_code, client.request(method, path).text) == (403, "Sign in first")


def test_what_anybody_reaches_is_this_and_no_more():
    assert sorted(gate.ANONYMOUS) == [
        "/_stcore/health",
        "/_stcore/host-config",
        "/_stcore/stream",
        "/auth/login",
        "/favicon.png",
        "/livez",
        "/login",
        "/login/provider",
        "/logout",
        "/oauth2callback",
        "/readyz",
        "/shell.css",
        "/shell.js",
        "/sign-in.css",
        "/sign-in.png",
    ]
    assert gate.ANONYMOUS_FOLDERS == ("/link/", "/static/", "/paper/")
    assert sorted(anonymous.PAGES) == ["/information", "/my_request", "/notices", "/repair"]
    assert sorted(gate.BELOW) == ["/_stcore/health", "/_stcore/host-config", "/_stcore/stream"]


def test_a_person_signs_in_and_goes_where_they_wanted(client: TestClient):
    answer = signed_in_with(client, LOGIN, to="/deals?data=demo")
    assert (answer.status_code, answer.headers["location"]) == (303, "/deals?data=demo")
    assert client.get("/deals").status_code == 200
    assert client.get("/login?next=/team").headers["location"] == "/team"


@pytest.mark.parametrize(
    ("language", "title", "titles"),
    [
        ("zh-Hant", "住戶不需要帳號", ["報修與意見", "住戶資料表", "查詢進度", "告示"]),
        ("zh-Hans", "住户不需要账号", ["报修与意见", "住户资料表", "查询进度", "告示"]),
        ("en", "Residents need no account", ["Repair or opinion", "Information form", "My request", "Notices"]),
    ],
)
def test_residents_who_land_on_the_login_page_find_their_pages(client: TestClient, language, title, titles):
    page = client.get("/login", params={"lang": language}).text
    ways = re.search(r'<section class="ways"><h2>([^<]+)</h2>(.*?)</section>', page)
    assert ways[1] == title
    found = re.findall(r'<a href="([^"]+)">([^<]+)</a>', ways[2])
    assert found == list(zip(["/repair", "/information", "/my_request", "/notices"], titles, strict=True))
    assert [client.get(address).status_code for address, _title in found] == [200] * 4


def test_the_cookie_of_a_session_is_not_for_scripts_nor_for_other_sites(client: TestClient):
    cookies = signed_in_with(client, LOGIN).headers.get_list("set-cookie")
    assert re.fullmatch(r"desk=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", cookies[0])
    form = client.get("/logout").headers["set-cookie"]
    assert re.fullmatch(r"desk-form=[\w-]{43}; HttpOnly; Path=/; SameSite=strict", form)


def test_behind_tls_the_cookies_are_for_this_very_host_alone(database: Database):
    client = _served("https")
    cookies = signed_in_with(client, LOGIN).headers.get_list("set-cookie")
    assert re.fullmatch(r"__Host-desk=[\w-]{43}; HttpOnly; Path=/; SameSite=lax; Secure", cookies[0])
    assert client.get("/deals").status_code == 200
    token = client.cookies["__Host-desk"]
    client.cookies.clear()
    client.cookies.set("desk", token, domain="localhost.local")
    assert client.get("/deals").status_code == 303


def test_unknown_wrong_locked_and_disabled_look_the_same(client: TestClient, database: Database):
    """Fails when the page says which it was."""
    gone = accounts.create(database, "gone", "李", [Grant("clerk", "S1")])
    accounts.set_password(database, gone, PASSWORD)
    accounts.disable(database, gone)
    wrong = signed_in_with(client, LOGIN, "not the password")
    answers = [signed_in_with(client, "nobody", "not the password"), signed_in_with(client, "gone")]
    answers += [signed_in_with(client, LOGIN, "not the password") for _ in range(4)]
    locked = signed_in_with(client, LOGIN)  # the right password, within the lock
    seen = {
        (a.status_code, _seen(a).replace("nobody", LOGIN).replace("gone", LOGIN)) for a in [wrong, *answers, locked]
    }
    assert seen == {(403, _seen(wrong))}
    assert "set-cookie" not in wrong.headers or "desk=" not in wrong.headers["set-cookie"]
    assert PASSWORD not in wrong.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (OWN_SITE, 303),
        ({"origin": "http://localhost"}, 303),
        ({"origin": "null"}, 303),
        ({}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://localhost"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://localhost:81"}, 403),
    ],
)
def test_a_form_of_another_site_is_refused(client: TestClient, headers: dict[str, str], status: int):
    """Fails when `posted` does not ask `is_own`."""
    fields = {"form": form_of(client, "/login"), "login": LOGIN, "password": PASSWORD}
    assert client.post("/login", data=fields, headers=headers).status_code == status


@pytest.mark.parametrize("token", ["", "x" * 43, None])
def test_a_form_without_its_token_is_refused(client: TestClient, token: str | None):
    """Fails when `posted` does not compare the cookie with the field."""
    form_of(client, "/login")
    fields = {"login": LOGIN, "password": PASSWORD} | ({} if token is None else {"form": token})
    answer = client.post("/login", data=fields, headers=OWN_SITE)
    assert (answer.status_code, "desk" in client.cookies) == (403, False)


def test_a_token_without_its_cookie_is_refused(client: TestClient):
    token = form_of(client, "/login")
    client.cookies.clear()
    fields = {"form": token, "login": LOGIN, "password": PASSWORD}
    assert client.post("/login", data=fields, headers=OWN_SITE).status_code == 403


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("application/x-www-form-urlencoded", b"form=" + b"x" * 20_000),
        ("application/x-www-form-urlencoded", b"\xff\xfe"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % i for i in range(50))),
    ],
)
def test_odd_bodies_are_no_forms(client: TestClient, kind: str, body: bytes):
    form_of(client, "/login")
    assert client.post("/login", content=body, headers={"content-type": kind, **OWN_SITE}).status_code == 403


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        ("/deals?open=D1&lang=en", "/deals?open=D1&lang=en"),
        ("/客戶", "/%E5%AE%A2%E6%88%B6"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/a\r\nset-cookie: a=b", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.example", "/"),
        ("", "/"),
        ("/login?next=/login", "/"),
        ("/logout", "/"),
        ("/" + "a" * 3000, "/"),
    ],
)
def test_next_is_a_path_of_this_server(client: TestClient, asked: str, to: str):
    """Fails when `local_path` gives back what was asked."""
    assert signed_in_with(client, LOGIN, to=asked).headers["location"] == to


def test_signing_out_ends_the_session_and_not_the_cookie_alone(client: TestClient):
    signed_in_with(client, LOGIN)
    token = client.cookies["desk"]
    form = form_of(client, "/logout")
    assert client.post("/logout", data={"form": "x"}, headers=OWN_SITE).status_code == 403
    assert client.get("/deals").status_code == 200
    answer = client.post("/logout", data={"form": form}, headers=OWN_SITE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?left=1")
    client.cookies.set("desk", token)
    assert client.get("/deals").status_code == 303


def test_signing_in_again_ends_the_session_before(client: TestClient, database: Database):
    signed_in_with(client, LOGIN)
    former = client.cookies["desk"]
    begun = sessions.begin(database, 1, "password")
    assert sessions.person(database, begun) is not None
    client.cookies.delete("desk")
    client.cookies.set("desk", former)
    token = form_of(client, "/logout")  # a page with a form, seen while signed in
    client.post("/login", data={"form": token, "login": LOGIN, "password": PASSWORD}, headers=OWN_SITE)
    assert sessions.person(database, former) is None


def test_a_disabled_account_is_out_at_its_next_request(client: TestClient, database: Database):
    number = accounts.create(database, "lee", "李", [Grant("clerk", "S1")])
    accounts.set_password(database, number, PASSWORD)
    signed_in_with(client, "lee")
    assert client.get("/rotation").status_code == 200
    accounts.disable(database, number)
    assert client.get("/rotation").status_code == 303
    assert client.get("/media/x").status_code == 403


def test_the_first_admin_chooses_a_password_by_the_link_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DESK_HOME", str(tmp_path / "empty"))
    token = links.first_admin_link(kept.database())
    client = _served()
    path = f"/link/{token}"
    fields = {"login": "Chen", "shown_name": "陳", "password": PASSWORD, "again": PASSWORD}
    other = client.post(path, data={**fields, "form": form_of(client, path), "again": "x"}, headers=OWN_SITE)
    assert (other.status_code, 'value="Chen"' in other.text, PASSWORD in other.text) == (422, True, False)
    short = {**fields, "form": form_of(client, path), "password": "short", "again": "short"}
    assert client.post(path, data=short, headers=OWN_SITE).status_code == 422
    assert client.post(path, data={**fields, "form": "x"}, headers=OWN_SITE).status_code == 403
    assert client.get(path).text.count(" checked>") == 2
    done = client.post(path, data={**fields, "also_store": "yes", "form": form_of(client, path)}, headers=OWN_SITE)
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert client.get("/accounts").status_code == 200
    assert client.get(path).status_code == 410
    with kept.database().read() as connection:
        (account,) = accounts.all_accounts(connection)
    assert account.grants == {Grant("admin", ""), Grant("manager", "*")}
    assert _served().get("/link/made-up").status_code == 410
    assert links.first_admin_link(kept.database()) is None
    kept.close()


def test_an_invitation_and_a_reset_let_their_person_choose(client: TestClient, database: Database):
    number = accounts.create(database, "lee", "李", [Grant("clerk", "S1")])
    for purpose, password in (("invite", "first words of lee"), ("reset", "second words of lee")):
        path = f"/link/{links.make(database, purpose, number)}"
        assert "lee" in client.get(path).text
        fields = {"form": form_of(client, path), "password": password, "again": password}
        assert client.post(path, data=fields, headers=OWN_SITE).status_code == 303
        assert accounts.check_password(database, "lee", password) == number


def test_a_network_that_fails_too_often_waits(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    """Fails when `login` does not ask the bound."""
    now = Now()
    full = Bound(now)
    for _ in range(bound.FAILURES):
        full.note("testclient")
    monkeypatch.setattr(sign_in, "FAILURES", full)
    assert signed_in_with(client, LOGIN).status_code == 429
    now.pass_by(minutes=10)
    assert signed_in_with(client, LOGIN).status_code == 303


def test_the_bound_forgets_the_network_it_heard_of_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bound, "NETWORKS", 2)
    monkeypatch.setattr(bound, "FAILURES", 1)
    counted = Bound(Now())
    for network in ("a", "b", "a", "c"):
        counted.note(network)
    assert [counted.is_full(n) for n in "abc"] == [True, False, True]


def test_every_answer_has_the_headers(client: TestClient):
    signed_in_with(client, LOGIN)
    paths = ["/", "/deals", "/login", "/logout", "/link/x", "/sign-in.css", "/sign-in.png", "/livez", "/shell.js"]
    paths += ["/media/x", "/_stcore/metrics", "/_stcore/health", "/login/provider", "/readyz"]
    for client_now in (client, _served()):
        for path in paths:
            headers = client_now.get(path).headers
            assert headers["x-content-type-options"] == "nosniff", path
            assert headers["x-frame-options"] in ("DENY", "SAMEORIGIN"), path
            assert headers["referrer-policy"] in ("no-referrer", "same-origin"), path
            assert headers["cross-origin-opener-policy"] == "same-origin", path
            assert len(headers.get_list("x-frame-options")) == 1, path


@pytest.mark.parametrize("path", ["/login", "/logout", "/link/x", "/login?next=/deals"])
def test_pages_of_ours_are_kept_nowhere_and_run_nothing(client: TestClient, path: str):
    headers = client.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def test_what_was_typed_is_text(client: TestClient):
    answer = signed_in_with(client, '"><script>alert(1)</script>', "x")
    assert "<script" not in answer.text
    assert "&quot;&gt;&lt;script&gt;" in answer.text


@pytest.mark.parametrize(
    ("path", "headers", "language", "title"),
    [
        ("/login", {}, "zh-Hant", "登入"),
        ("/login", {"accept-language": "zh-CN"}, "zh-Hans", "登录"),
        ("/login?lang=en", {"accept-language": "zh-CN"}, "en", "Sign in"),
    ],
)
def test_the_login_page_speaks_the_readers_language(client: TestClient, path, headers, language, title):
    answer = client.get(path, headers=headers)
    assert answer.headers["content-language"] == language
    assert f"<h1>{title}</h1>" in answer.text
    assert ("lang=en" in answer.headers["set-cookie"]) == ("lang=" in path)


def test_a_missing_key_file_is_said_in_three_languages(client: TestClient, database: Database):
    """Fails with a traceback when the gate does not catch what the store says."""
    keys = database.home.keys_file
    kept.close()
    keys.rename(keys.with_suffix(".away"))
    for path in ("/", "/deals", "/login", "/link/x"):
        answer = client.get(path)
        assert (answer.status_code, answer.text.count('class="problem"')) == (503, 3), path
        assert str(keys) in answer.text
    assert (client.get("/readyz").status_code, client.get("/livez").status_code) == (503, 200)
    keys.with_suffix(".away").rename(keys)
    assert client.get("/login").status_code == 200


def test_it_is_not_ready_before_every_migration_has_run(client: TestClient, database: Database):
    """Fails when readiness asks the database for nothing but an answer."""
    from core.store import health  # noqa: PLC0415

    assert health.is_ready(database)
    database.write(lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'"))
    assert not health.is_ready(database)
