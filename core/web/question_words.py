"""What was assumed where a cell was blank, and what would change: codes of the questions table as words."""

from __future__ import annotations

from collections.abc import Mapping

from core.rules.questions import FIELDS
from core.texts import Text
from core.web.headings import HEADINGS

ASSUMED: Mapping[str, Text] = {
    "stays_open_visit_minutes": Text("the visit lasts as long as the setting says"),
    "asked": Text("the visitor was asked"),
    "no_rotation": Text("no rotation that day"),
    "end_of_that_day": Text("the end of that day"),
    "away_all_day": Text("away until the end of the day"),
    "two_people": Text("two different people"),
    "away": Text("away, as the absence says"),
}
WOULD_CHANGE: Mapping[str, Text] = {
    "who_is_busy": Text("who is busy, and so whose turn it is"),
    "client_grab": Text("whether the client was grabbed"),
    "nothing": Text("nothing here"),
    "rotation": Text("whose turn every visit of the day is"),
    "order_of_events": Text("what came first that day"),
    "who_is_present": Text("who is present, and so whose turn it is"),
    "whose_client": Text("whose client it is"),
    "who_is_due": Text("who is due"),
}
FIELD_NAMES: Mapping[str, Text] = {field: Text(HEADINGS[field]) for field in FIELDS}
WORDS: Mapping[str, Mapping[str, Text]] = {
    "field": FIELD_NAMES,
    "assumed": ASSUMED,
    "would_change": WOULD_CHANGE,
}
