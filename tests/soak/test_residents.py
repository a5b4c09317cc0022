"""Residents through the real server: nothing lost, nothing twice, killed or not; its open gate is for this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.soak.lines import Line
from core.soak.residents import Crowd, residents
from core.soak.residents_open import OpenGate, middleware, refuse_others
from core.web.shell import server as shell
from core.web.shell.gate import Gate
from tests import databases


@pytest.fixture(scope="module")
def server() -> Iterator[Callable[[], str]]:
    with databases.postgresql() as fresh:
        yield fresh


@pytest.fixture(params=databases.KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue("server")() if request.param == "postgresql" else ""


def no_progress(_share: float) -> None:
    """Nobody looks."""


def counted(lines: list[Line]) -> list[float]:
    """The figures that are counts."""
    return [line.figure for line in lines if not line.unit]


def test_residents_lose_no_request_and_send_none_twice(tmp_path: Path) -> None:
    lines = residents(tmp_path, "", no_progress, Crowd(3, 1))
    assert counted(lines) == [3, 0, 0, 0, 0, 0, 0, 0]
    assert [line.unit for line in lines[8:]] == ["ms"] * 3


@pytest.mark.soak
def test_without_the_token_every_request_is_there_twice(tmp_path: Path) -> None:
    assert counted(residents(tmp_path, "", no_progress, Crowd(3, 1, unguarded=True))) == [6, 0, 3, 3, 0, 0, 0, 0]


@pytest.mark.soak
def test_a_server_that_is_killed_keeps_what_it_acknowledged(tmp_path: Path, database_url: str) -> None:
    lines = residents(tmp_path, database_url, no_progress, Crowd(8, 3, killed=True))
    assert counted(lines) == [24, 0, 0, 0, 0, 0, 0, 0]


@pytest.mark.soak
def test_a_hundred_residents_send_twenty_forms_each_twice(tmp_path: Path, database_url: str) -> None:
    assert counted(residents(tmp_path, database_url, no_progress, Crowd())) == [2000, 0, 0, 0, 0, 0, 0, 0]


def test_residents_come_at_the_same_moments_for_the_same_seed() -> None:
    crowd = Crowd(3, 4, minutes=2, seed=7)
    moments = crowd.moments()
    assert moments == crowd.moments()
    assert moments != Crowd(3, 4, minutes=2, seed=8).moments()
    assert [len(of) for of in moments] == [4, 4, 4]
    assert all(of == sorted(of) and of[0] >= 0 and of[-1] <= 120 for of in moments)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_the_agent_api_is_opened_on_this_machine(address: str) -> None:
    refuse_others(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.7", "example.org", "None", ""])  # noqa: S104
def test_the_agent_api_is_opened_nowhere_else(address: str) -> None:
    with pytest.raises(RuntimeError, match="this machine's own address"):
        refuse_others(address)


def test_only_the_gate_is_another_one() -> None:
    opened, ordinary = [each.cls for each in middleware()], [each.cls for each in shell.middleware()]
    assert [OpenGate if each is Gate else each for each in ordinary] == opened
    assert OpenGate in opened
