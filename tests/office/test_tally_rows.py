"""What the tally is counted from, on both databases: open columns for the period, texts for the rows shown."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest

from core.office import tally_rows
from core.office.handling import assign, call_back, done, merge
from core.office.handling_acts import Act
from core.office.requests_cases import GONE
from core.office.work_cases import catch_up
from core.store.database import Database
from core.store.office_tables import request_cases
from core.store.seals import Sealer
from tests.planted import plant

SINCE, UNTIL = datetime(2026, 2, 1), datetime(2026, 3, 1)
PLANTED = [
    {"request_no": "Q1", "submitted_at": "2026-02-01 00:00", "repair": "水龍頭漏水", "room_no": "3-2-501"},
    {"request_no": "Q2", "submitted_at": "2026-02-28 23:59:59", "opinion": "服務很好", "satisfaction": "4"},
    {"request_no": "Q3", "submitted_at": "2026-03-01 00:00", "repair": "燈不亮"},
    {"request_no": "Q4", "submitted_at": "2026-02-02 10:00", "repair": "水龍頭還在漏水", "room_no": "3-2-501"},
    {"request_no": "Q0", "submitted_at": "2026-01-31 23:59:59", "repair": "燈不亮"},
]
WHO = {"name": "慕容建國", "contact": "13912345678"}


@pytest.fixture
def planted(database: Database) -> Database:
    plant(database, requests=[{**WHO, **line} for line in PLANTED])
    catch_up(database)
    return database


def rows(database: Database) -> pd.DataFrame:
    with database.read() as connection:
        return tally_rows.read_rows(connection, SINCE, UNTIL)


def test_the_rows_of_a_period_as_handed_in(planted: Database):
    found = rows(planted)
    assert list(found) == list(tally_rows.COLUMNS)
    assert found["request_no"].tolist() == ["Q1", "Q4", "Q2"]
    assert found["state"].tolist() == ["new", "new", "new"]
    assert found["source"].tolist() == ["upload"] * 3
    assert found["building"].fillna("").tolist() == ["3", "3", ""]
    assert found["category"].tolist() == ["water_power", "water_power", "service"]
    assert found["satisfaction"].fillna(0).tolist() == [0, 0, 4]
    assert found["submitted_at"].tolist() == [
        pd.Timestamp(f"2026-02-{at}") for at in ("01 00:00", "02 10:00", "28 23:59:59")
    ]
    assert str(found["submitted_at"].dtype) == str(found["done_at"].dtype) == "datetime64[s]"
    assert found["done_at"].isna().all()


def test_no_row_has_the_same_columns(database: Database):
    found = rows(database)
    assert (list(found), len(found)) == (list(tally_rows.COLUMNS), 0)
    assert found.dtypes.astype(str).to_dict() == {
        name: "Int64"
        if name in ("row_id", "handler_id", "satisfaction", "reopened")
        else "datetime64[s]"
        if name.endswith("_at")
        else "str"
        for name in tally_rows.COLUMNS
    }
    with database.read() as connection:
        assert tally_rows.first_and_last(connection) is None
        assert list(tally_rows.read_texts(connection, database.sealer, [])) == list(tally_rows.TEXTS)


def test_what_was_done_with_a_request_is_in_its_row(planted: Database):
    def act(number: str, token: str) -> Act:
        return Act(number, token * 32, 1)

    merge(planted, act("Q4", "a"), "Q1")
    assign(planted, act("Q1", "b"), "老周")
    done(planted, act("Q1", "c"), "換了墊圈")
    call_back(planted, act("Q1", "d"), "reached", "不漏了")
    found = rows(planted).set_index("request_no")
    assert found["state"].to_dict() == {"Q1": "closed", "Q4": "merged", "Q2": "new"}
    assert found["handler_id"].notna().to_dict() == {"Q1": True, "Q4": False, "Q2": False}
    assert found.loc["Q1", ["done_at", "called_back_at"]].notna().all()


def test_nothing_is_opened_to_count_and_texts_are_opened_for_the_rows_asked_for(
    planted: Database, monkeypatch: pytest.MonkeyPatch
):
    opened: list[int] = []
    real = Sealer.open

    def noted(self: Sealer, table: str, row: int, *sealed: bytes) -> dict[str, str]:
        opened.append(row)
        return real(self, table, row, *sealed)

    monkeypatch.setattr(Sealer, "open", noted)
    found = rows(planted)
    assert opened == []
    chosen = [int(n) for n in found["row_id"][:2]]
    with planted.read() as connection:
        texts = tally_rows.read_texts(connection, planted.sealer, chosen)
    assert opened == chosen
    assert texts["repair"].tolist() == ["水龍頭漏水", "水龍頭還在漏水"]
    assert texts["name"].tolist() == ["慕容建國"] * 2
    assert texts["contact"].tolist() == ["13912345678"] * 2


def test_a_request_that_is_gone_is_not_counted(planted: Database):
    def away(connection) -> None:
        connection.execute(request_cases.update().where(request_cases.c.request_no == "Q1").values(turn=GONE))

    planted.write(away)
    assert rows(planted)["request_no"].tolist() == ["Q4", "Q2"]
    with planted.read() as connection:
        assert tally_rows.first_and_last(connection) == (datetime(2026, 1, 31, 23, 59, 59), datetime(2026, 3, 1))


def test_the_version_changes_with_every_change_and_with_nothing_else(planted: Database):
    def version() -> tuple[object, ...]:
        with planted.read() as connection:
            return tally_rows.version(connection)

    seen = [version()]
    assert version() == seen[0]
    assign(planted, Act("Q1", "b" * 32, 1), "老周")
    seen.append(version())
    plant(planted, requests=[{**WHO, **PLANTED[0], "request_no": "Q9"}])
    seen.append(version())
    catch_up(planted)
    seen.append(version())
    assert len(set(seen)) == 4
