"""The app started as people start it, from another folder, with options that would loosen it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from core.access import accounts
from core.access.roles import Grant
from core.web.shell import options
from tests import serving
from tests.serving import ROOT, command, free_port

LOOSE = {
    "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "full",
    "STREAMLIT_CLIENT_DISABLE_DATA_EXPORT": "false",
    "STREAMLIT_SERVER_ENABLE_AGENT_API": "true",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Served]:
    """A server on an empty machine, started from another folder, with an environment that asks for less safety."""
    home, elsewhere = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("elsewhere")
    with serving.serving(home, environ=LOOSE, cwd=elsewhere) as running:
        yield running


@pytest.fixture
def stranger(served: serving.Served) -> Iterator[httpx.Client]:
    """A browser without scripts, not signed in."""
    with served.client() as client:
        yield client


@pytest.fixture
def client(served: serving.Served, stranger: httpx.Client) -> httpx.Client:
    """The same, signed in."""
    with serving.database_at(served.home) as database, database.read() as connection:
        known = accounts.by_login(connection, "lee")
    if known is None:
        serving.with_account(served.home, "lee", (Grant("manager", "*"),))
    assert serving.sign_in(stranger, "lee").status_code == 303
    return stranger


def test_the_first_request_of_a_fresh_server_is_a_deep_link(served: serving.Served, stranger: httpx.Client):
    """Fails when the gate lets documents through; stands first, so that nothing has been asked of this server."""
    answer = stranger.get("/deals?data=demo")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fdeals%3Fdata%3Ddemo")
    assert answer.text == ""


def test_the_terminal_says_how_the_first_admin_comes_in(served: serving.Served, stranger: httpx.Client):
    assert served.line("還沒有可以登入的管理員帳號").endswith("一天內有效）：")
    address = served.line("/link/")
    assert address.startswith(f"{served.address}/link/")
    page = stranger.get(address)
    assert (page.status_code, 'name="again"' in page.text) == (200, True)


def test_a_page_comes_with_its_policy_and_language(client: httpx.Client):
    answer = client.get("/overview", headers={"accept-language": "zh-CN"})
    assert answer.status_code == 200
    assert '<html lang="zh-Hans"' in answer.text
    assert "<title>接待台</title>" in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/auth/logout"]
)
def test_what_nobody_needs_is_closed(client: httpx.Client, path: str):
    assert client.get(path).status_code == 404


def test_it_tells_that_it_lives_and_is_ready(stranger: httpx.Client):
    assert (stranger.get("/livez").status_code, stranger.get("/livez").text) == (200, '{"status":"live"}')
    assert (stranger.get("/readyz").status_code, stranger.get("/readyz").text) == (200, '{"status":"ready"}')


def test_another_host_name_is_refused(client: httpx.Client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_options_that_would_loosen_it_are_set_back(client: httpx.Client):
    answer = client.get("/_stcore/host-config")
    body = answer.text.replace(" ", "")
    assert answer.status_code == 200
    assert client.get("/_stcore/agent/interact").status_code == 404
    assert '"disableDataExport":true' in body or "disableDataExport" not in body


def test_the_script_for_widgets_is_served(stranger: httpx.Client):
    answer = stranger.get("/shell.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "上傳" in answer.text


def test_uploads_and_media_ask_for_a_session_first(stranger: httpx.Client, served: serving.Served):
    """Fails when the gate takes these folders for anybody's: Streamlit itself then answers 400 or 404."""
    assert stranger.put("/_stcore/upload_file/a/b", content=b"x").text == "Sign in first"
    assert stranger.get("/media/a.xlsx").text == "Sign in first"


def test_a_disabled_account_is_out_at_its_next_request(served: serving.Served, stranger: httpx.Client):
    number = serving.with_account(served.home, "chen", (Grant("clerk", "S1"),))
    serving.sign_in(stranger, "chen")
    assert stranger.get("/rotation").status_code == 200
    with serving.database_at(served.home) as database:
        accounts.disable(database, number)
    assert stranger.get("/rotation").headers["location"] == "/login?next=%2Frotation"


def test_a_proxy_on_this_machine_says_that_there_is_tls(served: serving.Served, stranger: httpx.Client):
    cookie = stranger.get("/login", headers={"x-forwarded-proto": "https"}).headers["set-cookie"]
    assert cookie.startswith("__Host-desk-form=")
    assert cookie.endswith("; Secure")


def test_a_proxy_that_is_not_trusted_is_not_believed(tmp_path: Path):
    with serving.serving(tmp_path, environ={"FORWARDED_ALLOW_IPS": "192.0.2.1"}) as running, running.client() as client:
        cookie = client.get("/login", headers={"x-forwarded-proto": "https"}).headers["set-cookie"]
    assert cookie.startswith("desk-form=")


def test_a_database_that_cannot_be_opened_is_said_plainly(tmp_path: Path):
    """Fails with a traceback, or no server at all, when the start does not catch what the store says."""
    serving.with_account(tmp_path, "lee", ())
    (tmp_path / "keys.json").unlink()
    with serving.serving(tmp_path) as running, running.client() as client:
        assert running.line("keys.json")
        for path in ("/", "/login"):
            assert (client.get(path).status_code, "keys.json" in client.get(path).text) == (503, True)
        assert client.get("/readyz").status_code == 503
        assert client.get("/livez").status_code == 200
    assert "Traceback" not in "".join(running.said)


def test_a_start_through_a_link_is_refused_in_one_line(tmp_path: Path):
    link = tmp_path / "app.py"
    link.symlink_to(ROOT / "app.py")
    done = subprocess.run(
        command(link, free_port()),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    assert f"Start the app by its own path: streamlit run {ROOT / 'app.py'}" in done.stdout + done.stderr


def test_options_are_held_and_named(monkeypatch):
    monkeypatch.setattr(config, "_main_script_path", str(ROOT / "app.py"))
    config.get_config_options(force_reparse=True, options_from_flags={"client.showErrorDetails": "full"})
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    assert options.hold(ROOT) == ["client.showErrorDetails"]
    assert config.get_option("client.showErrorDetails") == "none"
    assert options.hold(ROOT) == []
    assert PagesManager.uses_pages_directory is False


def test_every_held_option_stands_in_the_file_as_well(monkeypatch):
    monkeypatch.setattr(config, "_main_script_path", str(ROOT / "app.py"))
    config.get_config_options(force_reparse=True)
    assert options.hold(ROOT) == []
    assert options.allowed_hosts() == ["localhost", "127.0.0.1"]


def test_no_run_of_a_page_ends_with_a_look_through_all_memory(monkeypatch):
    """It takes several times as long as a page, with everything that is loaded beside it."""
    monkeypatch.setattr(config, "_main_script_path", str(ROOT / "app.py"))
    config.get_config_options(force_reparse=True)
    assert config.get_option("runner.postScriptGC") is False
