"""Breaking text into lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.office.paper.lines import broken, clean


def wide(c: str) -> float:
    return 0.5 if c.isascii() else 1.0


def test_latin_breaks_between_words() -> None:
    assert broken("the lift is out of order", 5, wide) == ["the lift", "is out of", "order"]


def test_chinese_breaks_between_characters() -> None:
    assert broken("廚房水龍頭漏水", 3, wide) == ["廚房水", "龍頭漏", "水"]


def test_a_closing_mark_does_not_begin_a_line() -> None:
    assert broken("廚房水，龍頭", 3, wide) == ["廚房", "水，龍", "頭"]


def test_an_opening_mark_does_not_end_a_line() -> None:
    assert broken("請看「廚房」", 3, wide) == ["請看", "「廚", "房」"]


def test_a_long_word_breaks_at_its_joints_then_anywhere() -> None:
    assert broken("wang.jianguo@mail.example", 5, wide) == ["wang.", "jianguo@", "mail.", "example"]
    assert broken("x" * 25, 5, wide) == ["x" * 10, "x" * 10, "x" * 5]


def test_ends_of_lines_stay() -> None:
    assert broken("一\n\n二", 5, wide) == ["一", "", "二"]


def test_nothing_is_one_empty_line() -> None:
    assert broken("", 5, wide) == [""]


def test_what_does_not_print_goes() -> None:
    assert clean("a\tb\u200bc\r\nd\x00 ", lambda _: True) == "a bc\nd"


def test_what_the_type_lacks_is_marked() -> None:
    assert clean("a\U0001f600b", str.isascii) == "a〓b"


@given(st.text("ab 廚房，。「」-@.\n", max_size=80), st.integers(1, 9))
def test_no_character_is_lost_and_no_line_is_too_long(text: str, room: int) -> None:
    lines = broken(clean(text, lambda _: True), room, wide)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert [line for line in lines if sum(map(wide, line.rstrip())) > room] == []
