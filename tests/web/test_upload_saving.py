"""Uploads saved: preview, save, the next week, undo; what others do not see; nothing twice, nothing lost."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser

from core.access.roles import Grant, Person
from core.registries.definitions import registry
from core.store import batches
from core.store.faults import CannotWrite
from core.store.rows import load
from core.store.settings import settings_at
from core.texts import Text
from core.web import kept, uploads
from core.web.shell import options
from tests.loops import finish
from tests.registries import rows
from tests.web.conftest import all_stores
from tests.web.saving import drop, files, of_store, press, shown

pytestmark = pytest.mark.usefixtures("home")

CLERK = (Grant("clerk", "S1"),)
OTHER = (Grant("clerk", "S2"),)
MANAGER = (Grant("manager", "S1"),)
OFFICE = (Grant("office", ""),)


def standing(name: str) -> list[str]:
    """Keys of the standing rows of a registry; a registry without a key by its first identity column."""
    of = registry(name)
    with kept.database().read() as connection:
        frame = load(connection, kept.database().sealer, name, None)
    return frame[of.key.name if of.key else of.identity[0]].astype("str").tolist()


def made() -> list[tuple[int, str]]:
    """Batches, newest first."""
    with kept.database().read() as connection:
        return [(b.batch_id, b.kind) for b in batches.history(connection, kept.database().sealer, None)]


def saved(visit, given, who=CLERK):
    return press(drop(visit("upload", data=None, who=who), given), "upload.save")


def next_week() -> rows.Rows:
    """A later upload of the store: one visit more, a client's phone and a visit's end mended; nothing else."""
    given = rows.store()
    client = given["clients"][0] | {"phone": "13912340000"}
    visit = given["visits"][1] | {"left_at": "2024-03-04 10:10"}
    later = given["visits"][1] | {"visit_id": "V3", "arrived_at": "2024-03-11 09:00", "received_by": "A"}
    return {"clients": [client], "visits": [visit, later]}


def test_a_first_upload_is_previewed_and_saved(visit):
    app = drop(visit("upload", data=None, who=CLERK), files(of_store("S1")))
    assert app.success[0].value.startswith("可以使用")
    counts = {row[0]: row[1:] for row in shown(app, "相同")}
    assert counts["來訪接待"] == ["S1", 2, 0, 0, 0]
    assert counts["協助"] == ["S1", 1, 0, 0, 0]
    assert made() == []
    app = press(app, "upload.save")
    assert app.success[0].value == "已存成第 1 批，會一直保留，門店的人都用這份資料。"
    assert app.query_params["saved"] == "1"
    assert standing("visits") == ["V1", "V2"]
    assert [b.key for b in app.button if b.key and b.key.startswith("upload.to")] == [
        "upload.to.history",
        "upload.to.questions",
    ]


def test_the_next_week_shows_what_changes_and_leans_on_what_is_kept(visit):
    saved(visit, files(of_store("S1")))
    app = drop(visit("upload", data=None, who=CLERK), files(next_week(), " 2"))
    assert [e.value for e in app.error] == []
    assert {row[0]: row[2:] for row in shown(app, "相同")} == {"客戶登記": [0, 1, 0, 0], "來訪接待": [1, 1, 0, 1]}
    assert shown(app, "之前") == [["C1", "客戶電話", "139****5678", "139****0000", "S1"]]
    assert [b.key for b in app.button if b.key == "upload.use"] == []
    app = press(app, "upload.save")
    assert sorted(standing("visits")) == ["V1", "V2", "V3"]
    app = press(app, "batch.2.undo")
    assert app.warning[0].value == "第 2 批已由第 3 批復原。"
    assert sorted(standing("visits")) == ["V1", "V2"]
    assert made() == [(3, "undo"), (2, "upload"), (1, "upload")]


def test_a_refresh_shows_what_was_saved_and_others_do_not_see_it(visit):
    saved(visit, files(of_store("S1")))
    app = visit("upload", data=None, who=CLERK, saved="1")
    assert app.success[0].value.startswith("已存成第 1 批")
    app = visit("upload", data=None, who=OTHER, saved="1")
    assert [s.value for s in app.success] == []
    assert len(app.file_uploader) == 1


def test_asked_twice_it_is_saved_once(visit, monkeypatch):
    app = drop(visit("upload", data=None, who=CLERK), files(of_store("S1")))
    first = batches.commit
    answers = []

    def twice(*args, **how):
        answers.extend([first(*args, **how), first(*args, **how)])
        return answers[-1]

    monkeypatch.setattr(batches, "commit", twice)
    press(app, "upload.save")
    assert answers[0] == answers[1]
    assert made() == [(1, "upload")]


def test_the_same_files_are_noticed_and_nothing_would_change(visit):
    saved(visit, files(of_store("S1")))
    app = drop(visit("upload", data=None, who=CLERK), files(of_store("S1"), " again"))
    assert "這幾個檔案已在" in app.info[0].value and "（第 1 批）" in app.info[0].value
    assert app.info[1].value == "這些都已經存好了，再存一次不會有任何改變。"
    assert [b.key for b in app.button if b.key == "upload.save"] == []


def test_stores_of_others_are_named_and_refused(visit):
    app = drop(visit("upload", data=None, who=CLERK), files(rows.store()))
    assert app.error[0].value.startswith("不是您的門店：S2。")
    assert [b.key for b in app.button if b.key == "upload.save"] == []
    assert [b.key for b in app.button if b.key == "upload.use"] == ["upload.use"]


def test_rows_of_other_stores_are_not_known(visit):
    theirs = of_store("S2")
    day = {"store_id": "S2", "staff_id": "Z", "signed_in_at": "2024-03-04 08:30"}
    come = {"visit_id": "V9", "store_id": "S2", "client_id": "C9", "arrived_at": "2024-03-04 09:00"}
    saved(visit, files(theirs | {"attendance": [day], "visits": [come]}), OTHER)
    assert standing("clients") == ["C9"]
    mine = of_store("S1")
    mine["visits"][0]["client_id"] = "C9"
    app = drop(visit("upload", data=None, who=CLERK), files(mine))
    faults = app.dataframe[-1].value
    assert "C9" in " ".join(faults["問題與處理方法"]) and "S2" not in " ".join(faults["問題與處理方法"])


def test_missing_rows_stay_unless_they_are_to_go(visit):
    saved(visit, files(of_store("S1")))
    less = of_store("S1")
    less["followups"] = [less["followups"][0] | {"followup_id": "F2"}]
    app = drop(visit("upload", data=None, who=CLERK), files({"followups": less["followups"]}))
    tick = next(c for c in app.checkbox if c.label.startswith("把缺少的"))
    assert (tick.label, tick.value) == ("把缺少的 1 列也刪去：跟蹤 1", False)
    tick.set_value(True).run()
    press(app, "upload.save")
    assert standing("followups") == ["F2"]


def test_somebody_saved_meanwhile_and_nothing_is_lost(visit):
    saved(visit, files(of_store("S1")))
    app = drop(visit("upload", data=None, who=CLERK), files(next_week()))
    other = next_week()
    other["visits"] = other["visits"][1:]
    saved(visit, files(other))
    app = app.run()
    assert app.warning[0].value.startswith("期間有人存了資料")
    assert [b.key for b in app.button if b.key == "upload.save"] == []
    app = press(app, "upload.again")
    assert {row[0]: row[2:] for row in shown(app, "相同")} == {"客戶登記": [0, 0, 1, 0], "來訪接待": [0, 1, 1, 1]}
    press(app, "upload.save")
    assert made() == [(3, "upload"), (2, "upload"), (1, "upload")]


def test_what_cannot_be_written_says_so_and_keeps_everything(visit, monkeypatch):
    app = drop(visit("upload", data=None, who=CLERK), files(of_store("S1")))

    def full(*_args, **_how):
        raise CannotWrite(Text("The disk is full: nothing was saved."))

    with monkeypatch.context() as patched:
        patched.setattr(batches, "commit", full)
        app = press(app, "upload.save")
    assert app.error[0].value == "The disk is full: nothing was saved."
    assert made() == []
    press(app, "upload.save")
    assert made() == [(1, "upload")]


def test_the_good_rows_are_saved_and_the_rest_comes_back_to_mend(visit, monkeypatch):
    given = of_store("S1")
    given["clients"][1]["registered_at"] = "soon"
    app = drop(visit("upload", data=None, who=CLERK), files(given))
    assert app.error[0].value.startswith("還不能使用")
    switch = next(t for t in app.toggle if "先存" in t.label)
    app = switch.set_value(True).run()
    assert app.button(key="upload.save").label == "存入正確的列"
    app = press(app, "upload.save")
    assert (standing("clients"), standing("visits"), standing("assignments")) == (["C1"], ["V1"], [])
    rest = app.session_state["upload.rest_of"]
    del app.query_params["saved"]
    assert "upload.rest_of" not in app.run().session_state
    book = openpyxl.load_workbook(io.BytesIO(rest))
    assert book.sheetnames[1:] == ["客戶登記", "客戶分配", "來訪接待"]
    sheet = book["客戶登記"]
    sheet.cell(2, [c.value for c in sheet[1]].index("登記時間") + 1).value = "2024-03-05 09:00"
    out = io.BytesIO()
    book.save(out)
    saved(visit, [("rest.xlsx", out.getvalue(), "application/octet-stream")])
    assert (standing("clients"), standing("visits"), standing("assignments")) == (["C1", "C2"], ["V1", "V2"], ["N1"])


def test_the_office_saves_its_registries_and_nothing_of_the_store(visit):
    app = saved(visit, files(rows.office()), OFFICE)
    assert app.success[0].value.startswith("已存成第 1 批")
    assert standing("requests") == ["Q1"]
    app = drop(visit("upload", data=None, who=OFFICE), files(of_store("S1")))
    assert app.error[0].value.startswith("不是您的門店：S1。")
    app = drop(visit("upload", data=None, who=CLERK), files(rows.office()))
    assert app.error[0].value == "您不能存物業的資料表。"


def test_a_manager_may_use_the_rulebook_that_comes_along(visit):
    given = [*files(of_store("S1")), ("rulebook.toml", b"lapse_months = 2\n", "text/plain")]
    app = drop(visit("upload", data=None, who=CLERK), given)
    assert [c.label for c in app.checkbox] == []
    app = drop(visit("upload", data=None, who=MANAGER), given)
    tick = next(c for c in app.checkbox if "rulebook.toml" in c.label)
    assert tick.value is False
    app = press(tick.set_value(True).run(), "upload.save")
    assert [w.value for w in app.warning] == []
    with kept.database().read() as connection:
        before, after = (settings_at(connection, "S1", date(2024, 3, day)).settings for day in (3, 4))
    assert (before.lapse_months, after.lapse_months) == (1, 2)


def test_looking_without_saving_keeps_nothing(visit):
    app = drop(visit("upload", data=None), files(of_store("S1")))
    app = press(app, "upload.use")
    assert app.title[0].value == "總覽"
    assert made() == []


def test_a_file_on_its_way_in_is_never_written_to_the_disk(monkeypatch):
    async def body():
        yield b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'
        for _ in range(3):
            yield b"0" * (1 << 20)
        yield b"\r\n--x--\r\n"

    monkeypatch.setattr(MultiPartParser, "spool_max_size", MultiPartParser.spool_max_size)
    options.keep_uploads_in_memory()
    parser = MultiPartParser(Headers({"content-type": "multipart/form-data; boundary=x"}), body())
    file = finish(parser.parse())["f"]
    assert (file.size, file.file._rolled) == (3 << 20, False)


def test_allowed_scopes_follow_the_roles():
    def person(*grants: Grant) -> Person:
        return Person(1, "x", frozenset(grants))

    assert uploads.allowed(person(*CLERK, Grant("manager", "S3")), "store") == ["S1", "S3"]
    assert uploads.allowed(person(Grant("salesperson", "S1")), "store") == []
    assert uploads.allowed(person(*all_stores("clerk")), "store") is None
    assert uploads.allowed(person(*all_stores("clerk")), "office") == []
    assert uploads.allowed(person(*OFFICE), "office") == [""]
    assert uploads.allowed(person(Grant("admin", "")), "store") == []
