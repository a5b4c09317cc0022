"""History: batches of one's own stores, what they did, filters, the way back and why there is none."""

from __future__ import annotations

import pytest

from core.access.roles import Grant
from core.store import batches
from core.web import kept
from tests.registries import rows
from tests.registries.rows import typed
from tests.web.conftest import all_stores
from tests.web.pages import walked
from tests.web.saving import press, shown

pytestmark = pytest.mark.usefixtures("home")

CLERK = (Grant("clerk", "S1"),)
OTHER = (Grant("clerk", "S2"),)
OFFICE = (Grant("office", ""),)


def keep(given: rows.Rows, name: str, desk: str = "store") -> int:
    """Save registries as a file of a name; the number of the batch."""
    database = kept.database()
    preview = batches.preview(database, typed(given)[0], desk, None, [(name, name.encode())])
    return batches.commit(database, preview, name, None).batch_id


def two_weeks() -> None:
    """Both stores, then one of them with a client mended and a follow-up more."""
    keep(rows.store(), "三月.xlsx")
    client = rows.STORE["clients"][0] | {"phone": "13912340000"}
    more = rows.STORE["followups"][0] | {"followup_id": "F2"}
    keep({"clients": [client], "followups": [more]}, "四月.xlsx")


def test_without_a_batch_it_says_what_to_do(visit):
    app = visit("history", data=None, who=CLERK)
    assert app.info[0].value.startswith("還沒有存過資料")
    assert [b.label for b in app.main.button] == ["上傳表格"]


def test_batches_stand_there_with_what_they_did(visit):
    two_weeks()
    app = visit("history", data=None, who=CLERK)
    listed = [[row[0], *row[2:]] for row in shown(app, "批次")]
    assert listed[0] == [2, "上傳", "", "未登入者", "S1", 1, 1, 0, "四月.xlsx"]
    assert [*listed[1][:5], listed[1][-1]] == [1, "上傳", "", "未登入者", "S1 等，另 1 家", "三月.xlsx"]
    assert shown(app, "之前") == [["C1", "客戶電話", "139****5678", "139****0000", "S1"]]


def test_of_a_batch_of_several_stores_only_ones_own_is_told(visit, texts):
    two_weeks()
    app = visit("history", data=None, who=CLERK, batch="1")
    assert "C9" not in " ".join(texts(app)) and "S2" not in " ".join(texts(app))
    app = visit("history", data=None, who=OTHER, **{"change-registry": "clients"})
    assert [row[0] for row in shown(app, "批次")] == [1]
    seen = " ".join(texts(app))
    assert "C9" in seen and "C1" not in seen and "S1" not in seen
    assert "復原" not in [b.label for b in app.button]
    assert app.main.caption[-2].value == "要能存入它所有門店的人才能復原。"


def test_the_office_sees_its_own_alone(visit):
    two_weeks()
    keep(rows.office(), "住戶.xlsx", "office")
    app = visit("history", data=None, who=OFFICE)
    assert [row[0] for row in shown(app, "批次")] == [3]
    app = visit("history", data=None, who=all_stores("clerk"))
    assert [row[0] for row in shown(app, "批次")] == [2, 1]


def test_undoing_is_refused_with_the_reason_and_done_in_order(visit):
    two_weeks()
    everywhere = all_stores("clerk")
    app = press(visit("history", data=None, who=everywhere, batch="1"), "batch.1.undo")
    assert (
        app.error[0].value == "之後第 2 批又變更或結束了 客戶登記 的 1 列，請先復原那一批。"
        or "2" in app.error[0].value
    )
    app = press(visit("history", data=None, who=everywhere, batch="2"), "batch.2.undo")
    assert [[row[0], row[3]] for row in shown(app, "批次")] == [
        [3, "復原了第 2 批"],
        [2, "已由第 3 批復原"],
        [1, ""],
    ]
    assert [b.key for b in app.button if b.key == "batch.2.undo"] == []
    press(walked(app, batch="1"), "batch.1.undo")
    with kept.database().read() as connection:
        newest = batches.history(connection, kept.database().sealer, None)[0]
    assert (newest.kind, newest.undoes) == ("undo", 1)


def test_filters_stand_in_the_address(visit):
    two_weeks()
    press(visit("history", data=None, who=all_stores("clerk"), batch="2"), "batch.2.undo")
    for asked, expected in (
        ({"batch-kind": "undo"}, [3]),
        ({"batch-state": "undone"}, [2]),
        ({"batch-store": "=S2"}, [1]),
        ({"batch-by": "0"}, [2, 1]),
    ):
        app = visit("history", data=None, who=all_stores("clerk"), **asked)
        assert [row[0] for row in shown(app, "批次")] == expected
    app = visit("history", data=None, who=all_stores("clerk"), **{"batch-store": "=S2", "batch-kind": "undo"})
    assert app.info[0].value.startswith("沒有符合這些條件的批次")
