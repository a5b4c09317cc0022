"""The app started as people start it, from another folder, with options that would loosen it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from core.web.shell import options

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def command(app: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "streamlit", "run", str(app), "--server.headless=true", f"--server.port={port}"]


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """A server started from another folder, with an environment that asks for less safety."""
    loose = {
        "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "full",
        "STREAMLIT_CLIENT_DISABLE_DATA_EXPORT": "false",
        "STREAMLIT_SERVER_ENABLE_AGENT_API": "true",
    }
    port = free_port()
    process = subprocess.Popen(
        command(ROOT / "app.py", port),
        cwd=tmp_path_factory.mktemp("elsewhere"),
        env={**os.environ, **loose},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = []
    for line in process.stdout:
        said.append(line)
        if "URL" in line:
            break
    else:
        pytest.fail("the server did not start:\n" + "".join(said))
    threading.Thread(target=process.stdout.read, daemon=True).start()  # a full pipe would stop the server
    yield f"localhost:{port}"
    process.terminate()
    process.wait()


def get(address: str, path: str = "/", **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection(address, timeout=60)
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    found = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()
    connection.close()
    return found


def test_a_page_comes_with_its_policy_and_language(address: str):
    status, headers, body = get(address, "/overview", Accept_Language="zh-CN")
    assert status == 200
    assert '<html lang="zh-Hans"' in body
    assert "<title>门店接待台</title>" in body
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"])
def test_what_nobody_needs_is_closed(address: str, path: str):
    assert get(address, path)[0] == 404


def test_it_tells_that_it_lives_and_is_ready(address: str):
    assert get(address, "/livez")[::2] == (200, '{"status":"live"}')
    assert get(address, "/readyz")[::2] == (200, '{"status":"ready"}')


def test_another_host_name_is_refused(address: str):
    assert get(address, Host="evil.example")[0] == 400


def test_options_that_would_loosen_it_are_set_back(address: str):
    status, _headers, body = get(address, "/_stcore/host-config")
    assert status == 200
    assert get(address, "/_stcore/agent/interact")[0] == 404
    assert '"disableDataExport":true' in body.replace(" ", "") or "disableDataExport" not in body


def test_the_script_for_widgets_is_served(address: str):
    status, headers, body = get(address, "/shell.js")
    assert status == 200
    assert headers["content-type"].startswith("text/javascript")
    assert "上傳" in body


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
