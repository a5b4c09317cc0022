"""What happened to a client, event by event: who became the owner, what kept the claim alive, how it ended."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd

from core.rules import labels
from core.rules.explain_parts import Moment
from core.rules.kinds import EFFECTS, EVENTS
from core.rules.results import Results
from core.texts import Text


def timeline(results: Results, client: int) -> tuple[Moment, ...]:
    """All events of a client in the order taken, and the ends that nobody wrote down.

    Args:
        results: What `compute` gave.
        client: Row of the canonical client in clients.
    """
    walked, coded = results.walked, results.coded
    events = walked.events
    moments = []
    for number in events.numbers[events.starts[client] : events.starts[client + 1]]:
        at = _instant(int(events.key[number] >> 3))
        staff = coded.staff_ids.text(int(events.staff[number]))
        effect = EFFECTS[int(walked.effects[number])]
        claim = int(walked.touched[number])
        owner, text = _effect(results, at, staff, effect, claim)
        event, event_id = EVENTS[int(events.key[number] & 7)], str(coded.event_ids.text(int(number)))
        moments.append(Moment(at, event, event_id, staff, effect, owner, claim, text))
    moments += _ends(results, str(coded.client_ids.text(client)))
    return tuple(sorted(moments, key=lambda moment: (moment.at, moment.effect != "end")))


def _instant(seconds: int) -> datetime:
    found: datetime = np.datetime64(seconds, "s").astype(datetime)
    return found


def _effect(results: Results, at: datetime, staff: str | None, effect: str, claim: int) -> tuple[str | None, Text]:
    """Whose client it was from an event on, and what the event did, in words."""
    row = results.ownership.iloc[claim] if claim >= 0 else None
    owner = str(row["owner"]) if row is not None else None
    said = {"staff": staff, "owner": owner}
    if effect == "owner" and row is not None:
        basis = labels.OWNERSHIP_BASES[str(row["basis"])]
        text = Text("{owner}'s client from here: {basis}", {"owner": owner, "basis": basis})
    elif effect == "contact":
        good = pd.Timestamp(at).normalize() + pd.DateOffset(months=results.settings.lapse_months)
        text = Text("a contact of {owner}'s claim, good through {day}", {**said, "day": f"{good:%Y-%m-%d}"})
    elif effect == "conflict":
        text = Text("registered by {staff}, though it was {owner}'s client", said)
    elif effect == "left":
        text = Text("no owner from it: the person had left", said)
    else:
        text = Text("changes nothing")
    return owner, text


def _ends(results: Results, client_id: str) -> list[Moment]:
    ownership = results.ownership
    moments = []
    for place in (ownership["client_id"] == client_id).to_numpy().nonzero()[0]:
        claim = ownership.iloc[place]
        if claim["ended_by"] not in ("lapse", "left") or isinstance(claim["ended_event"], str):
            continue
        said = {"owner": claim["owner"]}
        lapsed = claim["ended_by"] == "lapse"
        text = (
            Text("{owner}'s claim lapses", said) if lapsed else Text("{owner}'s claim ends: the owner has left", said)
        )
        at = claim["until"].to_pydatetime()
        moments.append(Moment(at, "lapse" if lapsed else "left", None, claim["owner"], "end", None, int(place), text))
    return moments
