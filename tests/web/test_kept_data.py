"""What is kept, opened: shared between sessions, one store at a time when something changes, seen by those who may."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time

import pandas as pd
import pytest

from core.access.roles import ALL_STORES, Grant
from core.rules.compute import compute
from core.rules.settings import Settings
from core.rules.together import together
from core.store.batches import undo
from core.store.settings import change_settings
from core.web import kept
from core.web.kept_stores import FEW, KeptSet
from tests.rules.compare import differences
from tests.rules.engine import rows
from tests.web.keeping import chain, keep, keep_log, one_visit_more, opened

pytestmark = pytest.mark.usefixtures("home")

MANAGER = Grant("manager", ALL_STORES)
FRAMES = ("receptions", "ownership", "attributions", "findings", "questions", "ledger")
LOG = """\
    in A 08:30-
    in B 08:31-
    visit V1 C1 09:00-09:05 by=A
    visit V2 C2 09:10- by=A
    """


def test_nothing_kept_is_nothing_open():
    assert opened(MANAGER) is None


def test_kept_stores_are_decided_as_their_files_are():
    tables = chain(3, 6)
    keep(tables)
    found = opened(MANAGER)
    assert isinstance(found, KeptSet)
    assert found.stores == ["S001", "S002", "S003"]
    results = compute(tables)
    both = [{name: rows(getattr(r, name)) for name in FRAMES} for r in (found.results, results)]
    assert differences(*both) == []


def test_sessions_share_what_is_open():
    keep(chain(2, 3))
    whole, again = opened(MANAGER), opened(Grant("salesperson", ALL_STORES))
    assert again is whole
    alone, beside = opened(Grant("manager", "S002")), opened(Grant("clerk", "S002"))
    assert alone is beside
    assert alone.opened[0] is whole.opened[1]
    assert alone.of("S002") is whole.of("S002")
    assert alone.results is whole.of("S002").results


def test_a_new_row_asks_for_its_store_alone():
    tables = chain(20, 3)
    keep(tables)
    before = opened(MANAGER)
    assert isinstance(before, KeptSet)
    whole, parts = before.results, {store: before.of(store).results for store in before.stores}
    assert opened(MANAGER) is before
    one_visit_more(tables, "S007")
    after = opened(MANAGER)
    assert isinstance(after, KeptSet)
    assert [s.store_id for s, old in zip(after.opened, before.opened, strict=True) if s is not old] == ["S007"]
    moved, stood = after.opened[6], before.opened[6]
    assert [name for name, frame in moved.tables.items() if frame is not stood.tables[name]] == ["visits"]
    assert [name for name, frame in after.tables.items() if frame is not before.tables[name]] == ["visits"]
    assert len(after.results.receptions) == len(whole.receptions) + 1
    assert [store for store, results in parts.items() if after.of(store).results is not results] == ["S007"]


def test_many_stores_that_were_not_decided_yet_are_decided_at_once_as_each_would_be():
    keep(chain(FEW + 4, 3))
    noon = Settings(noon_start=time(8), noon_end=time(20))
    change_settings(kept.database(), "S005", noon, date(2020, 1, 1), 1, "all noon", "a", backdated=True)
    found = opened(MANAGER)
    assert isinstance(found, KeptSet)
    at_once = found.results
    assert not any(part.is_decided for part in found.single)
    one_by_one = together([part.results for part in found.single], found.tables)
    both = [{name: rows(getattr(r, name)) for name in FRAMES} for r in (at_once, one_by_one)]
    assert differences(*both) == []


def test_many_at_once_open_and_decide_once():
    keep(chain(4, 2))
    door = threading.Barrier(8)

    def session(_number: int) -> tuple[object, object]:
        door.wait()
        found = opened(MANAGER)
        return found, found.results

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(session, range(8)))
    assert all(one is found[0][0] and results is found[0][1] for one, results in found)


def test_roles_decide_whose_stores_are_seen_on_a_page():
    keep(chain(3, 2))
    clerk, seller = Grant("clerk", "S001"), Grant("salesperson", "S002")
    seen = {page: opened(clerk, seller, page=page) for page in ("rotation", "overview", "questions", "settings")}
    assert {page: found.stores if found else None for page, found in seen.items()} == {
        "rotation": ["S001", "S002"],
        "overview": ["S002"],
        "questions": ["S001"],
        "settings": None,
    }
    assert opened(Grant("admin", "")) is None
    assert opened(Grant("manager", "S009")) is None


def test_stores_that_share_ids_are_told_apart_together_and_never_alone():
    keep_log(LOG, "S1")
    keep_log(LOG, "S2")
    alone, both = opened(Grant("manager", "S1")), opened(MANAGER)
    assert alone.tables["visits"]["visit_id"].tolist() == ["V1", "V2"]
    assert both.tables["visits"]["visit_id"].tolist() == ["V1 @S1", "V2 @S1", "V1 @S2", "V2 @S2"]
    assert both.tables["visits"]["received_by"].tolist() == ["A @S1", "A @S1", "A @S2", "A @S2"]
    assert both.results.receptions["kind"].tolist() == alone.results.receptions["kind"].tolist() * 2


def change(store_id: str, day: str, token: str, **changed: object) -> None:
    settings = replace(Settings(), **changed)
    change_settings(kept.database(), store_id, settings, date.fromisoformat(day), None, "test", token, backdated=True)


def fines(dataset, day: str | None = None) -> list[tuple[str, float]]:
    found = dataset.under(date.fromisoformat(day) if day else None).results.findings
    concealed = found[(found["kind"] == "concealed_client").to_numpy()]
    return list(zip(concealed["store_id"].astype(str), concealed["fine"], strict=True))


CONCEALED = """\
    client C1 03-01/09:00 by=A
    in A 08:30-
    in B 08:31-
    visit V1 C1 09:00-09:05 by=A
    visit V2 C1 09:10- by=B hidden
    """


def test_each_store_has_its_settings_and_a_past_period_those_of_its_last_day():
    keep_log(CONCEALED, "S1")
    keep_log(CONCEALED, "S2")
    before = opened(MANAGER)
    assert fines(before) == [("S1", 100.0), ("S2", 100.0)]
    change("S1", "2024-03-10", "a", fine_concealed=200)
    change("S1", "2024-03-20", "b", fine_concealed=300)
    after = opened(MANAGER)
    assert fines(after) == [("S1", 300.0), ("S2", 100.0)]
    assert [fines(after, day)[0] for day in ("2024-03-09", "2024-03-10", "2024-03-19", "2024-03-20")] == [
        ("S1", 100.0),
        ("S1", 200.0),
        ("S1", 200.0),
        ("S1", 300.0),
    ]
    assert after.under(date(2024, 3, 20)) is after
    assert after.under(date(2024, 3, 11)) is after.under(date(2024, 3, 12))
    assert after.of("S2") is before.of("S2")
    assert after.under(date(2024, 3, 9)).of("S1") is before.of("S1")
    assert [then.settings.fine_concealed for then, _now in after.older(date(2024, 3, 9), None)] == [100]
    assert after.older(date(2024, 3, 9), "S2") == []


def test_a_store_emptied_again_is_not_open():
    keep_log(LOG)
    assert opened(MANAGER) is not None
    undo(kept.database(), 1, "token", None)
    assert opened(MANAGER) is None


def test_results_do_not_change_with_what_else_is_open():
    tables = chain(2, 4)
    keep(tables)
    both = opened(MANAGER)
    for store in both.stores:
        mine = both.results.receptions
        mine = mine[(mine["store_id"] == store).to_numpy()]["kind"].astype(str).tolist()
        assert mine == opened(Grant("manager", store)).results.receptions["kind"].astype(str).tolist()
    assert isinstance(both.tables["visits"], pd.DataFrame)
