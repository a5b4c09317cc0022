"""The overview: its numbers are those of the results, and its address is a view to send."""

from __future__ import annotations

import pandas as pd
import pytest

from core.registries.read import read
from core.rules.compute import compute
from core.web import glance
from core.web.datasets import DEMO_FOLDER


@pytest.fixture(scope="module")
def results():
    return compute(read(sorted(DEMO_FOLDER.glob("*.csv"))).tables)


def metrics(app) -> dict[str, str]:
    return {m.label: m.value for m in app.metric}


def test_the_numbers_of_a_store_and_period(visit, results):
    app = visit("overview", "en", store="江北店", period="2024-03-11..2024-03-17")
    start, end = pd.Timestamp("2024-03-11"), pd.Timestamp("2024-03-18")
    mine = {
        name: frame[(frame["store_id"] == "江北店") & (frame[time] >= start) & (frame[time] < end)]
        for name, frame, time in (
            ("receptions", results.receptions, "arrived_at"),
            ("findings", results.findings, "at"),
            ("deals", results.attributions, "judged_at"),
        )
    }
    said = metrics(app)
    assert said["Visits"] == str(len(mine["receptions"]))
    assert said["Turns charged"] == str(mine["receptions"]["charged_to"].notna().sum())
    assert said["Open findings"] == str((mine["findings"]["status"] == "open").sum())
    assert said["Deals"] == str((~mine["deals"]["cancelled"]).sum())
    standing = mine["deals"].loc[~mine["deals"]["cancelled"], "amount"].sum()
    assert said["Amount of deals"] == f"¥{standing:,.0f}"
    assert said["Open questions"] == str((results.questions["store_id"] == "江北店").sum())


def test_the_period_before_is_compared_where_the_data_covers_it(visit, results):
    app = visit("overview", "en", store="江北店", period="2024-03-11..2024-03-17")
    days = results.receptions.loc[results.receptions["store_id"] == "江北店", "arrived_at"]
    now = days.between("2024-03-11", "2024-03-17 23:59:59").sum()
    before = days.between("2024-03-04", "2024-03-10 23:59:59").sum()
    assert app.metric[0].delta == f"{now - before:+d}".replace("+0", "0")
    assert "against 4 Mar 2024 to 10 Mar 2024" in app.markdown[0].value
    whole = visit("overview", "en", store="江北店")
    assert whole.metric[0].delta == ""


def test_the_address_names_the_view(visit):
    app = visit("overview")
    assert {k: app.query_params[k] for k in ("data", "lang", "period")} == {
        "data": "demo",
        "lang": "zh-Hant",
        "period": "2024-03-01..2024-03-31",
    }
    app.selectbox(key="choose.store").set_value("南坪店").run()
    assert app.query_params["store"] == "南坪店"


@pytest.mark.parametrize("asked", [{"store": "nowhere"}, {"period": "x..y"}, {"period": "1999-01-01..2030-01-01"}])
def test_an_address_with_nonsense_shows_the_usual_view(visit, asked: dict[str, str]):
    assert metrics(visit("overview", **asked)) == metrics(visit("overview"))


def test_the_choice_of_a_store_survives_a_change_of_page(visit):
    app = visit("overview", store="江北店")
    visits = app.metric[0].value
    app.switch_page("pages/store/rules.py").run()
    app.switch_page("pages/store/overview.py").run()
    assert app.metric[0].value == visits
    assert app.selectbox(key="choose.store").value == "江北店"


def test_the_choice_of_a_store_survives_a_page_that_chooses_a_store_too(visit):
    app = visit("overview", store="江北店")
    app.switch_page("pages/store/deals.py").run()
    assert app.selectbox(key="choose.store").value == "江北店"
    app.selectbox(key="choose.store").set_value("南坪店").run()
    app.switch_page("pages/store/overview.py").run()
    assert app.selectbox(key="choose.store").value == "南坪店"


def test_visits_by_day_count_every_reception_once(results):
    counted = glance.by_day(results.receptions)
    assert counted["visits"].sum() == len(results.receptions)
    assert set(counted["group"]) <= set(glance.GROUPS)


def test_every_kind_has_its_group():
    kinds = [kind for _text, _colour, kinds in glance.GROUPS.values() for kind in kinds]
    assert sorted(kinds) == sorted(glance.labels.KINDS)
