"""What the papers are filled with: plain values, so that a paper needs no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Letterhead:
    """Whose paper it is and when it was printed.

    Attributes:
        printed_at: Office time; the only instant that goes into the file.
        estate: Name of the estate.
        office: Name of the office.
        telephone: Its telephone, as people read it.
        hours: When it is open, as people read it.
        base_url: Where the app is reached, for QR codes; blank: no codes are printed.
    """

    printed_at: datetime
    estate: str = ""
    office: str = ""
    telephone: str = ""
    hours: str = ""
    base_url: str = ""


@dataclass(frozen=True)
class Request:
    """One repair or opinion, columns of the registry `requests` by their names.

    Attributes:
        category: As the reader calls it.
        status, source: Codes of the registry.
        preferred: When somebody is at home.
        photos: JPEG or PNG files, as they are kept.
        agreed: Whether the privacy notice was agreed to.
    """

    request_no: str = ""
    submitted_at: datetime | None = None
    room_no: str = ""
    name: str = ""
    contact: str = ""
    repair: str = ""
    opinion: str = ""
    category: str = ""
    status: str = ""
    assigned_to: str = ""
    done_at: datetime | None = None
    handling: str = ""
    called_back_at: datetime | None = None
    callback: str = ""
    satisfaction: int | None = None
    source: str = ""
    preferred: str = ""
    due_at: datetime | None = None
    photos: Sequence[bytes] = ()
    agreed: bool = False


@dataclass(frozen=True)
class TallyRow:
    """One row of the tally: 序號, 姓名, 聯繫方式, 報修內容, 意見及建議, 處理回訪, each as it is to be read."""

    number: str
    name: str = ""
    contact: str = ""
    repair: str = ""
    opinion: str = ""
    handled: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure: what it is, its value as it is to be read, and what it is made of.

    Attributes:
        label: What it tells.
        value: As it is to be read; blank for one that cannot be told.
        numerator, denominator: Of a rate.
        note: A short remark, under the figure.
    """

    label: str
    value: str
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""


@dataclass(frozen=True)
class FigureTable:
    """A small table of figures; columns after the first are aligned right."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True)
class Figures:
    """The page of figures of a period.

    Attributes:
        period: As it is to be read.
        filters: What was filtered by, as it is to be read; blank for nothing.
        figures: The large ones.
        tables: Those that follow.
        notes: How the figures are counted, one sentence each.
    """

    period: str
    filters: str = ""
    figures: Sequence[Figure] = ()
    tables: Sequence[FigureTable] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Card:
    """A service card: its number and the random code that its QR code opens the forms with."""

    card_no: str
    code: str


@dataclass(frozen=True)
class CardLine:
    """A line of the list of cards, columns of the registry `cards` by their names; all blank for a pen."""

    card_no: str = ""
    room_no: str = ""
    issued_on: date | None = None
    issued_by: str = ""


@dataclass(frozen=True)
class CheckItem:
    """A thing to be ready; `done_by` and `done_at` are blank until somebody ticked it."""

    text: str
    done_by: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True)
class ContactDay:
    """A contact day as planned.

    Attributes:
        on_day: When.
        place: Where.
        hours: From when to when, as it is to be read.
        offered: What is offered, as it is to be read; blank: what the office always offers.
        people: Who is on.
        checklist: What has to be ready.
        tips: Paragraphs for the poster.
    """

    on_day: date
    place: str
    hours: str = ""
    offered: Sequence[str] = ()
    people: Sequence[str] = ()
    checklist: Sequence[CheckItem] = ()
    tips: Sequence[str] = ()


@dataclass(frozen=True)
class Question:
    """A question that was passed on; `answer` is blank until there is one."""

    text: str
    passed_to: str = ""
    answer: str = ""
    answered_on: date | None = None


@dataclass(frozen=True)
class DayReport:
    """What a contact day brought: its plan, counts, coverage of homes, and questions passed on."""

    day: ContactDay
    counts: Sequence[Figure] = field(default_factory=tuple)
    coverage: Figure | None = None
    questions: Sequence[Question] = ()
    remarks: Sequence[str] = ()
