"""The team page: staff figures in groups, one of them drawn."""

from __future__ import annotations

import pytest

from core.figures.team import STAFF_FIGURES
from core.web import staff_words
from tests.web.pages import table, walked, with_log


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
@pytest.mark.parametrize("view", list(staff_words.VIEWS))
def test_every_group_of_figures_shows_itself(visit, language: str, view: str):
    app = visit("team", language, figures=view)
    assert [e.message for e in app.exception] == []
    assert [c for c in table(app, "staff_id").columns if c not in {"staff_id", "store_id"}] == list(
        staff_words.VIEWS[view][1]
    )


@pytest.mark.parametrize("view", list(staff_words.VIEWS))
def test_no_english_is_left(visit, foreign, view: str):
    assert foreign(walked(visit("team"), figures=view)) == set()


def test_every_figure_has_its_heading():
    assert set(staff_words.headings("en")) == set(STAFF_FIGURES) - {"store_id", "staff_id"}


def test_a_store_in_the_address_shows_its_people(visit):
    app = walked(visit("team"))
    store = app.selectbox(key="choose.store").options[1]
    one = walked(app, store=store)
    assert 0 < len(table(one, "staff_id")) < len(table(visit("team"), "staff_id"))


def test_a_figure_of_the_log_is_on_the_page(visit):
    log = "in A 08:30-18:00\nvisit V1 C1 09:00-09:10 by=A greeted=09:00:30\nfollow F1 C1 10:00 by=A\n"
    app = walked(with_log(visit("home", data=None), log), page="team")
    row = table(app, "staff_id").iloc[0]
    assert (row["receptions"], row["greeting_median_seconds"], row["followups"]) == (1, 30.0, 1)
