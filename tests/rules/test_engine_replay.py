"""A replayed day: whole steps, and on every day of the random cases the answers of the whole computation."""

from datetime import date, datetime

import pytest

from core.rules.compute import compute
from core.rules.replay import Member, Step, replay
from tests.plain.folders import CASES, read_case
from tests.rules.engine import frames, rows, settings_of
from tests.rules.log import read_log

TAKING = {"turn", "make_up", "overflow", "out_of_turn"}


def replayed(text):
    tables, settings = read_log(text)
    return replay(compute(frames(tables), settings_of(settings)), "S1", date(2024, 3, 4))


def queues(text):
    """Each step: its id, the queue before, who moved and why."""
    return [
        (step.subject_id, "".join(step.queue_before), [f"{who} {why}" for who, why in step.moved])
        for step in replayed(text).steps
    ]


def test_a_step_says_who_was_looked_at_and_why_not_they():
    day = replayed("""
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-09:00
        in D 08:33-
        in E 08:34-
        out B 09:05-10:00 told
        client C0 03-01/09:00 by=Z
        visit V1 C0 08:50-09:30 by=A
        visit V2 C1 09:10-09:20 by=D
    """)
    assert (day.rostered, day.break_kept, day.sign_in_order) == (True, False, ("A", "B", "C", "D", "E"))
    assert day.steps[1] == Step(
        subject_kind="visit",
        subject_id="V2",
        row=1,
        at=datetime(2024, 3, 4, 9, 10),
        client_id="C1",
        received_by="D",
        handed_to=None,
        wanted=None,
        wanted_by=None,
        due="D",
        kind="turn",
        stage="open",
        charged_to="D",
        takes_turn=True,
        overflow=False,
        in_break=False,
        members=(
            Member("A", "serving_duty", "visits", 0, "V1", "make_up", 0, 0, False, True, False, False),
            Member("B", "notice", "absences", 0, None, "kept", 1, 1, False, False, False, False),
            Member("C", "off_duty", "attendance", 2, None, "passed_over", 2, 3, False, False, False, False),
            Member("D", "idle", None, -1, None, "due", 3, 4, False, False, True, False),
            Member("E", "idle", None, -1, None, "behind", 4, 2, False, False, True, True),
        ),
        moved=(("C", "passed_over"), ("D", "charged")),
    )
    assert day.steps[1].queue_after == ("A", "B", "E", "C", "D")


def test_the_queue_from_step_to_step():
    assert queues("""
        in A 08:30-18:00
        in B 08:31-18:00
        in C 09:15-18:00
        out B 09:10-09:30
        visit V1 C1 09:00-09:05 by=A
        call K1 09:05
        visit V2 C2 09:20-09:25 by=A
        visit V3 C3 09:25-09:26 by=C
        visit V4 C4 09:26-09:50 by=C
    """) == [
        ("V1", "AB", ["A charged"]),
        ("K1", "BA", []),
        ("V2", "BAC", ["B forfeited", "A charged"]),
        ("V3", "CBA", ["C charged"]),
        ("V4", "BAC", ["B passed_over", "C charged"]),
    ]


def test_a_call_shows_the_duty():
    day = replayed("""
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        visit V1 C1 09:00-09:30 by=C
        call K1 09:00
        call K2 09:30 by=A
    """)
    assert [(s.subject_id, s.due, [m.staff_id for m in s.members if m.duty]) for s in day.steps] == [
        ("V1", "A", ["B", "C"]),
        ("K1", "B", ["A", "B"]),
        ("K2", "C", ["B", "C"]),
    ]
    assert [(s.kind, s.received_by, s.moved) for s in day.steps[1:]] == [(None, None, ()), (None, "A", ())]


def test_the_break_moves_nobody():
    day = replayed("""
        in A 08:30-18:00 noon
        in B 08:31-18:00
        visit V1 C1 11:59:59-12:00 by=A
        visit V2 C2 12:00-12:10 by=A
        visit V3 C3 14:00-14:10 by=B
    """)
    assert [(s.in_break, s.kind, "".join(s.queue_before), s.charged_to) for s in day.steps] == [
        (False, "turn", "AB", "A"),
        (True, "noon", "BA", None),
        (False, "turn", "BA", "B"),
    ]


def test_a_day_without_anything_has_no_steps():
    day = replayed("day 2024-03-05\nvisit V1 C1 09:00-09:10 by=A")
    assert (day.rostered, day.sign_in_order, day.steps) == (False, (), ())
    tables, settings = read_log("visit V1 C1 09:00-09:10 by=A")
    assert replay(compute(frames(tables), settings_of(settings)), "S9", date(2024, 3, 4)).steps == ()


@pytest.mark.parametrize("name", ["random-a", "random-b-other-readings", "random-c"])
def test_every_day_is_replayed_as_it_was_decided(name):
    tables, settings = read_case(CASES / name)
    results = compute(frames(tables), settings_of(settings))
    receptions = rows(results.receptions)
    forfeits = {(f["subject_id"], f["staff_id"]) for f in rows(results.findings) if f["kind"] == "turn_forfeited"}
    fields = ["due", "kind", "charged_to", "wanted", "wanted_by", "received_by", "client_id", "overflow", "stage"]
    steps = {}
    for store, day in sorted({(r["store_id"], r["arrived_at"].date()) for r in receptions}):
        queue = ()
        for step in replay(results, store, day).steps:
            assert step.queue_before[: len(queue)] == queue
            queue = step.queue_after
            assert sorted(queue) == sorted(step.queue_before)
            assert step.takes_turn == (step.kind in TAKING)
            if step.subject_kind == "visit":
                steps[step.subject_id] = {field: getattr(step, field) for field in fields}
                lost = {(step.subject_id, who) for who, why in step.moved if why == "forfeited"}
                assert lost == {pair for pair in forfeits if pair[0] == step.subject_id}
    assert steps == {r["visit_id"]: {field: r[field] for field in fields} for r in receptions}
