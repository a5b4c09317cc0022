"""Notices: what is shipped, versions of the office, and the plain markup."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from core.access import accounts
from core.access.roles import Grant
from core.office import notices, notices_board
from core.office.notices import Block, Notice
from core.office.paper.given import Letterhead
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import audit
from core.texts import LANGUAGES
from tests.databases import Now

HEAD = Letterhead(datetime(2026, 3, 2, 9), "學府花園", "物業服務中心", "023-6265 0000", "", "https://desk.example")


@pytest.fixture
def li(database: Database) -> int:
    return accounts.create(database, "li", "李管家", (Grant("office", ""),))


def test_every_kind_is_shipped_in_three_languages():
    said = {(kind, spoken): notices.shipped(kind, spoken) for kind in notices.KINDS for spoken in LANGUAGES}
    assert notices.KINDS == ("promise", "scope", "purpose", "tips", "privacy")
    assert {n.version for n in said.values()} == {1}
    for kind in notices.KINDS:
        hant, hans, english = (said[kind, spoken] for spoken in LANGUAGES)
        assert len({hant.body, hans.body, english.body}) == 3
        shapes = {tuple((b.kind, len(b.lines)) for b in notices.blocks(n.body)) for n in (hant, hans, english)}
        assert len(shapes) == 1, kind


def test_the_tips_have_the_subjects_of_the_paper():
    """Source: 溫馨提示 of the estate's contact day."""
    tips = notices.shipped("tips", "zh-Hant").body
    for subject in ("用電", "樓道", "燃氣", "防凍", "環境", "寵物", "高空墜物", "貴重物品", "報警器"):
        assert subject in tips, subject


def test_a_change_is_a_version_with_who_and_when(database: Database, li: int, now: Now):
    with database.read() as connection:
        assert notices.current(connection, "promise", "en") == notices.shipped("promise", "en")
    assert notices.change(database, "promise", "en", " Our  promise ", "We come.\n\n\n\n- soon \n", "t1", li) == 2
    now.pass_by(hours=1)
    assert notices.change(database, "promise", "zh-Hant", "服務承諾", "馬上到", "t2", li) == 3
    assert notices.change(database, "promise", "en", "Our promise", "We come today.", "t3", li, seen=2) == 4
    assert notices.change(database, "promise", "en", "Our promise", "We come today.", "t3", li, seen=2) == 4
    with database.read() as connection:
        assert notices.current(connection, "promise", "en") == Notice(
            "promise", "en", 4, "Our promise", "We come today.", datetime(2026, 3, 2, 10), li, "李管家"
        )
        assert [(n.version, n.body) for n in notices.history(connection, "promise", "en")] == [
            (4, "We come today."),
            (2, "We come.\n\n- soon"),
            (1, notices.shipped("promise", "en").body),
        ]
        assert [n.version for n in notices.history(connection, "promise")] == [4, 3, 2, 1, 1, 1]
        assert notices.current(connection, "promise", "zh-Hans").version == 1
        assert notices.current(connection, "tips", "en").version == 1
        log = connection.execute(sa.select(audit.c.subject, audit.c.account_id, audit.c.detail)).all()[-1]
    assert tuple(log) == ("notice:promise:en", li, '{"version": 4}')


def test_the_same_text_is_no_version(database: Database, li: int):
    now = notices.shipped("tips", "en")
    assert notices.change(database, "tips", "en", now.title, now.body + "\n\n", "t1", li) == 1
    with database.read() as connection:
        assert len(notices.history(connection, "tips", "en")) == 1


def test_who_agrees_agrees_to_the_version_of_their_language(database: Database, li: int):
    notices.change(database, "privacy", "zh-Hant", "告知", "甲", "t1", li)
    notices.change(database, "privacy", "en", "Notice", "A", "t2", li)
    with database.read() as connection:
        assert [notices.privacy_version(connection, spoken) for spoken in LANGUAGES] == [2, 1, 3]


def test_languages_left_behind_are_told(database: Database, li: int, now: Now):
    def behind() -> tuple[str, ...]:
        with database.read() as connection:
            return notices.behind(connection, "scope")

    assert behind() == ()
    notices.change(database, "scope", "zh-Hant", "範圍", "甲", "t1", li)
    assert behind() == ("zh-Hans", "en")
    notices.change(database, "scope", "en", "Scope", "A", "t2", li)
    assert behind() == ("zh-Hans",)
    now.pass_by(days=1)
    notices.change(database, "scope", "zh-Hans", "范围", "甲", "t3", li)
    assert behind() == ("zh-Hant", "en")


@pytest.mark.parametrize(("title", "body"), [("", "x"), ("x", " \n "), ("x" * 61, "x"), ("x", "x" * 8001)])
def test_a_notice_has_a_title_and_a_text_of_bounded_length(database: Database, li: int, title: str, body: str):
    with pytest.raises(Refused):
        notices.change(database, "tips", "en", title, body, "t1", li)


def test_two_people_at_once_do_not_overwrite_each_other(database: Database, li: int):
    notices.change(database, "tips", "en", "Tips", "A", "t1", li, seen=1)
    with pytest.raises(Refused):
        notices.change(database, "tips", "en", "Tips", "B", "t2", li, seen=1)


def test_an_unknown_kind_is_a_mistake(database: Database, li: int):
    with pytest.raises(KeyError):
        notices.change(database, "menu", "en", "x", "x", "t1", li)


def test_paragraphs_and_lists_and_nothing_else():
    body = "First\nstill first\n\n- one\n• two\n1. a\n2) b\n三、c\n\n- again\nLast <b>x</b> *y* 1.5 m -3 °C\n-3 °C"
    assert notices.blocks(body) == [
        Block("paragraph", ("First", "still first")),
        Block("bullets", ("one", "two")),
        Block("numbers", ("a", "b", "c")),
        Block("bullets", ("again",)),
        Block("paragraph", ("Last <b>x</b> *y* 1.5 m -3 °C", "-3 °C")),
    ]
    assert notices.plain("a\nb\n\n- c\n1. d") == ["a\nb", "• c", "1. d"]
    assert notices.blocks(" \n\n") == []
    assert notices.blocks("1.5 hours\n\n* x") == [Block("paragraph", ("1.5 hours",)), Block("bullets", ("x",))]


def test_what_does_not_print_goes():
    assert notices.tidy("a\u202eb\x00c \r\n\r\n\r\n\r\nd\u200b") == "a b c\n\nd"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_of_shipped_notices_is_one_page(language: str):
    """Source: the second of the two boards, purpose and tips."""
    found = [notices.shipped(kind, language) for kind in notices_board.KINDS]
    made = notices_board.board(found, language, HEAD)
    assert made.startswith(b"%PDF")
    assert made == notices_board.board(found, language, HEAD)
    assert made.count(b"/Type /Page\n") == 1
