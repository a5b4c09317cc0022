"""`db`: where the data is, whether its tables are up to date, bringing them up to date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.cli.run import main
from core.store import migrate
from core.store.connections import engine_of
from core.store.home import home_of


def said(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main([*words, "--lang", "en"])
    out, err = capfd.readouterr()
    return status, out, err


def test_where_check_and_upgrade_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    home, newest = tmp_path / "home", migrate.revisions()[-1]
    monkeypatch.setenv("DESK_HOME", str(home))
    places = (
        f"folder: {home}\nkind of database: SQLite, a file\ndatabase: {home / 'desk.sqlite3'}\n"
        f"key file: {home / 'keys.json'}\nversion of the tables: "
    )
    assert said(capfd, "db", "where") == (0, f"{places}none yet\n", "")
    not_yet = f"The tables are not up to date: version none yet; this program makes {newest}. Run: db upgrade\n"
    assert said(capfd, "db", "check") == (1, "", not_yet)
    assert not home.exists()
    up_to_date = f"The tables are up to date: version {newest}.\n"
    for command in ("upgrade", "upgrade", "check"):
        assert said(capfd, "db", command) == (0, up_to_date, "")
    assert said(capfd, "db", "where") == (0, f"{places}{newest}\n", "")


def test_the_password_of_a_server_is_not_said(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://someone:hush@localhost:1/desk")
    status, out, err = said(capfd, "db", "where")
    assert (status, err) == (1, "error: The database cannot be reached. Try again in a minute.\n")
    assert "database: postgresql+psycopg://someone:***@localhost:1/desk\n" in out
    assert "hush" not in out


def test_a_server_is_shown_without_its_password(
    fresh_postgresql: Callable[[], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DESK_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", fresh_postgresql().replace("postgres:@", "postgres:hush@"))
    assert said(capfd, "db", "upgrade")[0] == 0
    status, out, _ = said(capfd, "db", "where")
    assert (status, out.splitlines()[1]) == (0, "kind of database: PostgreSQL, a server")
    assert "postgres:***@" in out
    assert "hush" not in out


def test_data_of_a_newer_version_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESK_HOME", str(tmp_path))
    assert said(capfd, "db", "upgrade")[0] == 0
    with engine_of(home_of({"DESK_HOME": str(tmp_path)})).execution_options(writes=True).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for command in ("upgrade", "check"):
        status, out, err = said(capfd, "db", command)
        assert (status, out) == (1, "")
        assert err.startswith(
            "error: The database was last used by a newer version of this program (its tables are 9999"
        )
    assert said(capfd, "db", "where")[1].splitlines()[-1] == "version of the tables: 9999"
