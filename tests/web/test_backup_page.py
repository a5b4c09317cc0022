"""The backup page: nothing yet, one made, both files taken away, nobody but the admin."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant
from core.store import backup, restore, tables
from core.store.home import home_of
from core.web import backup_page, kept

ADMIN = (Grant("admin", ""),)
Visit = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def no_backup_yet() -> Iterator[None]:
    """This worker's home without backups, before and after."""
    clear()
    yield
    clear()


def clear() -> None:
    database = kept.database()
    shutil.rmtree(backup.folder_of(database.home), ignore_errors=True)
    backup.key_file_of(database.home).unlink(missing_ok=True)
    database.write(lambda c: c.execute(tables.facts.delete().where(tables.facts.c.name == backup.FACT)))


def audited(action: str) -> list[str]:
    with kept.database().read() as connection:
        chosen = sa.select(tables.audit.c.subject).where(tables.audit.c.action == action)
        return list(connection.execute(chosen.order_by(tables.audit.c.seq)).scalars())


def test_the_page_in_three_languages(visit: Visit, foreign: Callable[[AppTest], set[str]]) -> None:
    app = visit("backup", "en", None, who=ADMIN)
    assert [w.value for w in app.warning] == [
        "No backup was made yet. Whatever is lost on this machine now is lost for good."
    ]
    assert not app.exception
    for spoken in ("zh-Hant", "zh-Hans"):
        app = visit("backup", spoken, None, who=ADMIN)
        assert foreign(app) - {"python", "core", "restore", "FOLDER", "data", "deskbackup", "home", "local", "key",
                               "file", "backup"} == set()  # fmt: skip


def test_a_backup_made_on_the_page_restores(visit: Visit, tmp_path) -> None:
    before = len(audited("backup.make"))
    app = visit("backup", "en", None, who=ADMIN)
    app.button(key="backup.make").click().run()
    assert not app.exception
    home = kept.database().home
    (made,) = backup.kept(backup.folder_of(home))
    assert [s.value for s in app.success] == [
        f"The backup {made.file.name} is made. Take both files away and keep them on another machine."
    ]
    assert any("A backup key was made" in w.value for w in app.warning)
    assert audited("backup.make")[before:] == [f"backup:{made.file.name}"]
    assert any(m.value.startswith("Last backup: ") for m in app.markdown)
    key = backup.key_to_read_with(backup.key_file_of(home), None)
    restore.restore(home_of({"DESK_HOME": str(tmp_path / "new")}), made.file, None, key)


def test_taking_it_away_is_in_the_audit_log(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit("backup", "en", None, who=ADMIN)
    app.button(key="backup.make").click().run()
    (made,) = backup.kept(backup.folder_of(kept.database().home))
    before = len(audited("backup.download"))
    person = type("Someone", (), {"account_id": 1})()
    for file in (made.file, made.file.parent / backup.SECRETS_FILE):
        assert backup_page._body(file.name, person) == file.read_bytes()
    assert audited("backup.download")[before:] == [f"backup:{made.file.name}", "backup:secrets.deskbackup"]


def test_nobody_else_opens_it(visit: Visit) -> None:
    for who in ((Grant("manager", "*"),), (Grant("office", ""),)):
        app = visit("backup", "en", None, who=who)
        assert [b for b in app.button if b.key == "backup.make"] == []
