"""The bar: on a terminal it shows how far it is, elsewhere it is silent."""

import io

import pytest

from core.cli.progress import Bar


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown_on(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    with Bar("讀取中") as bar:
        bar.to(0.25, "visits.csv")
        bar.to(0.1)  # a bar does not go back
        bar.to(1.0)
        at = bar._bar.n
    return f"{at} {stream.getvalue()}"


def test_a_terminal_sees_the_bar_and_then_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = shown_on(Terminal(), monkeypatch)
    assert shown.startswith("1.0 ")
    assert "讀取中" in shown
    assert "  0%" in shown
    assert shown.endswith("\r")


def test_anything_else_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown_on(io.StringIO(), monkeypatch) == "0 "
