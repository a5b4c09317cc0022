"""Upload: read, checked, mended by choices, used or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.web import datasets, language, uploads
from core.web.datasets import DEMO_FOLDER
from tests.web.pages import table

ROOT = Path(__file__).resolve().parents[2]
WORKBOOK = next((ROOT / "data" / "demo").glob("*.xlsx"))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def demo_files(**changed: bytes) -> list[tuple[str, bytes, str]]:
    files = {path.name: path.read_bytes() for path in sorted(DEMO_FOLDER.glob("*.csv"))}
    return [(name, body, "text/csv") for name, body in (files | {f"{k}.csv": v for k, v in changed.items()}).items()]


def drop(app, *files: tuple[str, bytes, str]):
    return app.file_uploader(key="upload.files").set_value(list(files)).run()


def again(app, name: str) -> None:
    """Read again with the choices made for a file."""
    next(b for b in app.button if b.form_id == f"upload.{name}.").click().run()


def test_before_anything_is_dropped_it_says_what_is_needed(visit):
    app = visit("upload", data=None)
    assert app.markdown[0].value.startswith("必備：**業務員**、**簽到**、**客戶登記**、**來訪接待**。")
    assert [d.label for d in app.download_button] == ["門店範本", "物業範本"]


def test_the_demo_workbook_is_good_to_go_and_used(visit):
    app = drop(visit("upload", data=None), (WORKBOOK.name, WORKBOOK.read_bytes(), XLSX))
    assert app.success[0].value.startswith("可以使用")
    app.button(key="upload.use").click().run()
    assert app.title[0].value == "總覽"
    visits = len((DEMO_FOLDER / "visits.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert app.metric[0].value == f"{visits:,}"
    assert app.main.caption[-1].value.startswith(f"您上傳的資料：{language.escaped(WORKBOOK.name)}")
    assert "data" not in app.query_params


def test_a_fault_stops_the_upload_and_is_shown_with_its_place(visit):
    staff = (DEMO_FOLDER / "staff.csv").read_text(encoding="utf-8").splitlines()
    staff[1] = staff[2]
    app = drop(visit("upload", data=None), *demo_files(staff="\n".join(staff).encode()))
    assert app.error[0].value.startswith("還不能使用")
    assert [b.key for b in app.button if b.key == "upload.use"] == []
    faults = app.dataframe[0].value
    assert faults.loc[faults["檔案"] == "staff.csv", ["程度", "列"]].head(1).to_numpy().tolist() == [["必須改正", 3]]


def test_two_files_of_one_name_each_have_their_faults_and_their_marked_copy(visit):
    staff = (DEMO_FOLDER / "staff.csv").read_text(encoding="utf-8").splitlines()
    first, second = ("\n".join([staff[0], row, row]).encode() for row in staff[1:3])
    others = [f for f in demo_files() if f[0] != "staff.csv"]
    app = drop(visit("upload", data=None), ("staff.csv", first, "text/csv"), ("staff.csv", second, "text/csv"), *others)
    assert [e.message for e in app.exception] == []
    labels = [d.label for d in app.download_button if (d.key or "").startswith("upload.marked.staff")]
    assert labels == ["staff.csv（標出錯誤）", "staff (2).csv（標出錯誤）"]


def test_a_file_dropped_twice_is_used_once(visit):
    file = (WORKBOOK.name, WORKBOOK.read_bytes(), XLSX)
    app = drop(visit("upload", data=None), file, file)
    assert app.success[0].value.startswith("可以使用")
    same = WORKBOOK.name.replace(".xlsx", " (2).xlsx")
    assert table(app, "問題與處理方法").loc[lambda f: f["檔案"] == same, "問題與處理方法"].tolist() == [
        f"與 {WORKBOOK.name} 的內容完全相同，只讀了一次。"
    ]


def test_a_file_that_cannot_be_opened_has_its_fault_and_nothing_to_choose(visit):
    cut = WORKBOOK.read_bytes()[:5_000]
    app = drop(visit("upload", data=None), ("3月.xlsx", cut, XLSX), *demo_files())
    faults = app.dataframe[0].value
    assert faults.loc[faults["程度"] == "必須改正", ["檔案", "問題與處理方法"]].to_numpy().tolist() == [
        ["3月.xlsx", "檔案已損壞或不完整。請從原處開啟，重新存檔或下載。"]
    ]
    assert [e.label for e in app.expander if "3月" in e.label] == []
    assert [d.label for d in app.download_button if "3月" in d.label] == []


def test_a_missing_registry_goes_by_its_label(visit):
    app = drop(visit("upload", data=None), *[f for f in demo_files() if f[0] != "staff.csv"])
    faults = app.dataframe[0].value
    assert faults.loc[faults["程度"] == "必須改正", "檔案"].tolist() == ["業務員"]
    assert "業務員" in app.selectbox(key="choose.fault-file").options


def test_faults_filter_by_severity(visit):
    staff = (DEMO_FOLDER / "staff.csv").read_text(encoding="utf-8").splitlines()
    staff = [staff[0] + ",天氣", *(line + ",晴" for line in staff[1:])]
    staff[1] = staff[2]
    app = drop(visit("upload", data=None), *demo_files(staff="\n".join(staff).encode()))
    assert set(app.dataframe[0].value["程度"]) == {"必須改正", "提醒"}
    app.selectbox(key="choose.fault-severity").set_value("warning").run()
    assert set(app.dataframe[0].value["程度"]) == {"提醒"}
    assert app.query_params["fault-severity"] == "warning"


def test_a_file_that_is_not_recognised_can_be_told_column_by_column(visit):
    others = [f for f in demo_files() if f[0] != "staff.csv"]
    rows = [line.split(",")[:3] for line in (DEMO_FOLDER / "staff.csv").read_text(encoding="utf-8").splitlines()]
    body = "\n".join(",".join(row) for row in [["a1", "b2", "c3"], *rows[1:]]).encode()
    app = drop(visit("upload", data=None), *others, ("甲.csv", body, "text/csv"))
    assert [e.label for e in app.expander if "甲" in e.label] == [r"甲\.csv：無法辨認"]
    app.selectbox(key="upload.甲.csv..registry").set_value("staff")
    again(app, "甲.csv")
    assert [e.label for e in app.expander if "甲" in e.label] == [rf"甲\.csv → 業務員，{len(rows) - 1} 列"]
    assert app.error[0].value.startswith("還不能使用")
    for place, column in enumerate(("staff_id", "store_id", "name")):
        app.selectbox(key=f"upload.甲.csv..header.{place}").set_value(column)
    again(app, "甲.csv")
    assert [e.value for e in app.error] == []
    assert app.success[0].value.startswith("可以使用")


def test_a_rulebook_that_cannot_be_used_stops_the_upload(visit):
    app = drop(visit("upload", data=None), *demo_files(), ("rulebook.toml", b"lapse_months = -1\n", "text/plain"))
    assert "lapse_months = -1" in app.error[0].value
    assert [s.value for s in app.success] == []
    assert [b.key for b in app.button if b.key == "upload.use"] == []


def test_a_rulebook_that_comes_along_counts(visit):
    app = drop(visit("upload", data=None), *demo_files(), ("rulebook.toml", b"lapse_months = 2\n", "text/plain"))
    assert [e.value for e in app.error] == []
    app.button(key="upload.use").click().run()
    app.switch_page("pages/store/settings.py").run()
    said = app.table[0].value
    assert said.loc[said.index.str.endswith("`lapse_months`"), ["目前", "預設"]].to_numpy().tolist() == [
        ["**2 個月**", "1 個月"]
    ]


def test_registries_of_the_property_office_are_saved_and_not_looked_at_in_the_store(visit):
    body = "房號,收集時間,收集人\n1-101,2024-03-01 09:00,王\n".encode()
    app = drop(visit("upload", data=None), ("households.csv", body, "text/csv"))
    assert app.success[0].value.startswith("可以使用")
    assert [b.key for b in app.button if b.key in ("upload.use", "upload.save")] == ["upload.save"]


def test_a_reading_with_errors_cannot_be_used():
    reading = uploads.read([("staff.csv", b"nonsense")])
    with pytest.raises(ValueError, match="a reading with errors is not used"):
        datasets.use(reading, "staff.csv")


def test_a_title_names_the_first_three_files():
    files = tuple((f"{n}.csv", b"") for n in range(5))
    pending = uploads.Pending("k", "t", "m", files, uploads.read(list(files)), (), uploads.Known([]))
    assert pending.title == "0.csv、1.csv、2.csv +2"
