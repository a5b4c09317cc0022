"""What a request is said to be: its state, what it lacks, when it is due, what happened to it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from babel import dates

from core.clock import local
from core.office import categories, events
from core.office.events import Event
from core.office.paper import words as paper_words
from core.office.work import BLANKS
from core.office.work_settings import WorkSettings
from core.office.worktime import WorkTime, working_hours_between
from core.registries.definitions import registry
from core.texts import N_, say
from core.web import language
from core.web.language import _, escaped

STATES: Mapping[str, str] = {
    "new": N_("No handler yet"),
    "assigned": N_("Being done"),
    "done": N_("Done, not called back"),
    "closed": N_("Settled"),
}
"""Status of a request -> how the office's pages say it."""
SHOWN = 40
"""Characters of a request where it stands in a line with others."""


def state(case: Mapping[str, Any]) -> str:
    """The state of a case in a few words."""
    if case["merged_into"]:
        return _("Put together with {other}", other=case["merged_into"])
    if case["status"] == "done" and case["confirmed_at"]:
        return _("Mended, says the resident")
    if case["status"] == "done" and case["retry_on"]:
        return _("To be called again on {day}", day=language.day(case["retry_on"]))
    return status(case["status"])


def status(code: str) -> str:
    """A status in a few words."""
    return _(STATES[code])


def blank(code: str) -> str:
    """What a request lacks; blank for nothing."""
    return say(language.current(), BLANKS[code]) if code in BLANKS else ""


def source(code: str) -> str:
    """Where a request came from."""
    return paper_words.choice("requests", "source", code, language.current())


def headings() -> dict[str, str]:
    """What the columns of a request are called, as on paper."""
    spoken = language.current()
    return {c.name: paper_words.label("requests", c.name, spoken) for c in registry("requests").columns}


def category(code: str | None, settings: WorkSettings) -> str:
    """What a category is called."""
    return categories.label(code, language.current(), settings.categories)


def suggested(case: Mapping[str, Any], settings: WorkSettings) -> str:
    """What the category of a case is called, and whether no person has confirmed it yet."""
    said = category(case["category"], settings)
    return said if case["category_confirmed"] else _("{category} (suggested)", category=said)


def short(text: str) -> str:
    """A text in one line, its beginning where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def wanted(row: Mapping[str, Any]) -> str:
    """What somebody asked for, in one line: the repair, else the opinion."""
    return short(row["repair"] if isinstance(row["repair"], str) else row["opinion"] or "")


def near_day(day: date, today: date) -> str:
    """A day as one says it: today, tomorrow, else its date with the day of the week, the year where it is another."""
    names = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if (day - today).days in names:
        return names[(day - today).days]
    if day.year != today.year:
        return language.day(day)
    pattern = "M月d日 EEE" if language.locale().language == "zh" else "EEE d MMM"
    return str(dates.format_date(day, pattern, locale=language.locale()))


def near(at: datetime, now: datetime) -> str:
    """An instant as one says it."""
    return f"{near_day(at.date(), now.date())} {at:%H:%M}"


def due(case: Mapping[str, Any], now: datetime, work: WorkTime) -> str:
    """When a request is due, or how late it is or was; blank for one that was put together with another.

    Args:
        case: Columns of the case.
        now: Office time.
        work: When the office works; lateness is counted in its hours.
    """
    due_at = case["due_at"]
    if case["merged_into"]:
        return ""
    if case["status"] in ("new", "assigned"):
        if due_at >= now:
            return _("due {when}", when=near(due_at, now))
        return _("{late} late", late=length(work, due_at, now)) if _long(work, due_at, now) else _now_late(due_at, now)
    done_at = case["done_at"]
    if done_at is None:
        return ""
    if not _long(work, due_at, done_at):
        return _("done in time")
    return _("done {late} late", late=length(work, due_at, done_at))


def length(work: WorkTime, begin: datetime, end: datetime) -> str:
    """Working time between two instants: hours, from three working days on days."""
    hours = working_hours_between(work, begin, end)
    days = round(hours / work.hours_a_day)
    if days >= 3:
        return _("{number} working days", number=language.number(days))
    if round(hours) <= 1:
        return _("1 working hour")
    return _("{number} working hours", number=language.number(round(hours)))


def _long(work: WorkTime, begin: datetime, end: datetime) -> bool:
    """Whether so much working time has passed that it can be told in hours."""
    return end > begin and working_hours_between(work, begin, end) >= 1


def _now_late(due_at: datetime, now: datetime) -> str:
    return _("was due {when}", when=near(due_at, now))


def happened(event: Event, settings: WorkSettings, now: datetime) -> tuple[str, str, str]:
    """An event as people read it: when, who, and what with what was written (escaped for markdown)."""
    who = event.shown_name or (_("The resident") if event.kind in OF_RESIDENTS else "")
    what = events.label(event.kind, language.current())
    detail = event.detail
    more = []
    if detail.get("category"):
        more.append(category(str(detail["category"]), settings))
    if detail.get("stars"):
        more.append(stars(int(str(detail["stars"]))))
    if detail.get("on"):
        more.append(near_day(date.fromisoformat(str(detail["on"])), now.date()))
    if detail.get("due"):
        more.append(near(datetime.fromisoformat(str(detail["due"])), now))
    if detail.get("other"):
        more.append(str(detail["other"]))
    said = [escaped(part) for part in (*more, event.text) if part]
    whole = _("{what}: {said}", what=what, said=" · ".join(said)) if said else what
    return near(local(event.at), now), escaped(who), whole


OF_RESIDENTS = frozenset({"submitted", "not_yet", "confirmed", "rated"})
"""Events of whoever handed the request in, where no account stands with them."""


def stars(number: int) -> str:
    """A rating of 1 to 5."""
    return "★" * number + "☆" * (5 - number)
