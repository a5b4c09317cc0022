"""`backup`, `restore` and `keys` as a person at the terminal calls them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.access import accounts, sessions
from core.access.roles import Grant
from core.cli.run import main
from core.store.database import open_database
from core.store.home import home_of
from tests import databases
from tests.store import keeping

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call a command on the home `home`, which holds some clients; its status, output and errors."""
    for name in ("DATABASE_URL", "DESK_KEYS_FILE", "DESK_BACKUP_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DESK_HOME", str(tmp_path / "home"))
    filled = databases.opened(tmp_path / "home")
    keeping.fill(filled)
    filled.close()

    def calling(*words: object) -> tuple[int, str, str]:
        status = main([*(str(w) for w in words), "--lang", "en"])
        said = capsys.readouterr()
        return status, said.out, said.err

    return calling


def phones(folder: Path) -> dict[int, str]:
    opened = databases.opened(folder)
    found = keeping.phones(opened)
    opened.close()
    return found


def test_made_verified_and_restored(call: Call, tmp_path: Path) -> None:
    home = tmp_path / "home"
    status, out, err = call("backup", "make")
    file = Path(out.split("  ")[0])
    assert (status, file.parent) == (0, home / "backups")
    assert "A backup key was made: " in err
    assert call("backup", "make", "--keep", 1)[2] == ""
    assert not file.exists()
    (kept,) = home.glob("backups/data-*")
    assert call("backup", "list")[1].startswith(str(kept))
    assert "data: whole, made " in call("backup", "verify")[1]
    status, out, _err = call("audit", "verify", "--backup", kept)
    assert (status, out.split(". ")[0]) == (0, "The audit log is whole: 3 rows")
    new = tmp_path / "new"
    status, out, _err = call("restore", kept, "--home", new)
    assert (status, out.splitlines()[1]) == (0, "The audit log holds up to row 2. Nobody is signed in.")
    assert phones(new) == phones(home)
    status, _out, err = call("restore", kept, "--home", new)
    assert status == 1
    assert "is not empty" in err
    status, _out, err = call("restore", kept, "--home", new, "--force")
    assert (status, "add --yes" in err) == (2, True)
    assert call("restore", kept, "--home", new, "--force", "--yes")[0] == 0


def test_a_wrong_key_is_said_plainly(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = call("backup", "make")[1].split("  ")[0]
    monkeypatch.setenv("DESK_BACKUP_PASSPHRASE", "another")
    status, _out, err = call("restore", file, "--home", tmp_path / "new")
    assert status == 1
    assert err == f"error: The backup key does not fit {Path(file).name}: it was made with another one.\n"
    monkeypatch.delenv("DESK_BACKUP_PASSPHRASE")
    status, _out, err = call("backup", "verify", file, "--key-file", tmp_path / "none")
    assert (status, err) == (1, f"error: The backup key {tmp_path / 'none'} is missing; without it no backup opens.\n")


def test_nothing_to_list_verify_or_prune(call: Call) -> None:
    assert call("backup", "list")[0] == 0
    assert call("backup", "verify")[0] == 2
    assert call("backup", "prune")[0] == 2


def test_keys_rotate_and_a_backup_follows(call: Call, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert call("keys", "where")[1] == f"key file: {home / 'keys.json'}\nseal: 1\nindex: 1\naudit: 1\n"
    status, out, err = call("keys", "rotate", "--purpose", "seal")
    assert (status, out) == (0, "seal: key 2 is in force, 8 rows made anew.\n")
    assert "Backups made before this cannot be restored any more." in err
    call("backup", "make")
    status, out, err = call("keys", "rotate")
    assert (status, err) == (0, "")
    file = Path(out.splitlines()[-1].removeprefix("A new backup was made: "))
    assert call("keys", "where")[1].splitlines()[1:] == ["seal: 3", "index: 2", "audit: 1, 2"]
    assert call("restore", file, "--home", tmp_path / "new")[0] == 0
    assert phones(tmp_path / "new") == phones(home)


def test_revoking_ends_every_session(call: Call, tmp_path: Path) -> None:
    filled = databases.opened(tmp_path / "home")
    account_id = accounts.create(filled, "wang", "王小明", (Grant("admin", ""),))
    filled.close()
    opened = open_database(home_of({"DESK_HOME": str(tmp_path / "home")}))
    tokens = [sessions.begin(opened, account_id, "password") for _way in range(2)]
    assert all(sessions.person(opened, token) for token in tokens)
    assert call("keys", "revoke") == (0, "2 sessions ended. Everybody has to sign in again.\n", "")
    assert [sessions.person(opened, token) for token in tokens] == [None, None]
    opened.close()
