"""Marked people at the property desk: every way in of its own, by the calls that its pages make.

Each text somebody can write there is a word of its own (`Marked.said`), so that a word found tells which way leaks.
"""

from __future__ import annotations

import io
import itertools
import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import sqlalchemy as sa
from PIL import Image

from core.access.roles import Grant, Person
from core.clock import local_day
from core.office import (
    archive,
    archive_correct,
    bounds,
    contact_days,
    contact_days_notes,
    drafts,
    filing,
    handling,
    requests,
    work,
)
from core.office.bounds import Sender
from core.office.consents import KINDS, PRIVACY, Consents
from core.office.handling import Act
from core.office.information import Emergency, Home, InformationForm, Member, Occupant, Vehicle
from core.office.information_check import check
from core.office.paper import information as information_paper
from core.office.paper import repair as repair_paper
from core.office.paper.given import Letterhead
from core.office.paper.given import Request as PaperRequest
from core.office.requests import Receipt, Submission
from core.office.requests_cases import office_now
from core.soak.canary_people import SAMPLE, Marked
from core.soak.lines import Progress
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import OFFICE_SCOPE, registry_tables
from core.web import exports

DESK = 1
"""Number of the account that works at the desk."""
OFFICE = Person(DESK, "office", frozenset({Grant("office", OFFICE_SCOPE)}))
AT_ONCE = 16
"""People who go their ways at the same time."""
DAY_OF = 40
"""People who are on at one contact day."""
_XP_COMMENT, _DESCRIPTION = 0x9C9C, 0x010E
_ALL, _AGREED = Consents(1, frozenset(KINDS)), Consents(1, frozenset({PRIVACY}))
Show = Callable[[str, bytes], None]


def token() -> str:
    """A token for one act."""
    return secrets.token_urlsafe(16)


def walk(database: Database, people: Sequence[Marked], show: Show, progress: Progress = lambda _: None) -> None:
    """Lead marked people through the property desk.

    Args:
        database: Where; homes of building 5 are not there yet.
        people: Whom.
        show: Told what a person at the screen or an exported file gets, by a name of it.
        progress: Told the share done.
    """
    days = [_contact_day(database, people[at : at + DAY_OF]) for at in range(0, len(people), DAY_OF)]
    done = itertools.count(1)

    def lead(place: int) -> None:
        person = people[place]
        receipt_no = _file(database, person, show)
        request_no = _ask(database, person, show)
        _work_on(database, person, request_no)
        _question(database, person, days[place // DAY_OF])
        if place < SAMPLE:
            _on_paper(database, person, receipt_no, request_no, show)
            archive.search(database, OFFICE, "phone", person.phone)
            archive.emergency(database, OFFICE, _room(person), "water")
        progress(next(done) / len(people))

    with ThreadPoolExecutor(AT_ONCE) as threads:  # acts that come together are committed together
        for one in [threads.submit(lead, place) for place in range(len(people))]:
            one.result()
    _lists(database, show)


def photo_of(person: Marked) -> bytes:
    """A small JPEG whose notes tell of the person, as those of a phone tell where it was taken."""
    exif = Image.Exif()
    exif[_DESCRIPTION] = person.phone
    exif[_XP_COMMENT] = person.said("photo").encode("utf-16-le")
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "gray").save(out, "JPEG", exif=exif, comment=person.said("photo").encode())
    return out.getvalue()


def form_of(person: Marked, note: str) -> InformationForm:
    """The information form of a person's home, with a note."""
    return InformationForm(
        Home(_room(person), "", person.name),
        (Member(person.name, "", "", person.birth_date, f"{person.phone}/{person.email}", person.employer),),
        (Occupant(person.name, "", "", person.id_number, person.phone, note),),
        (Emergency(person.name, "", "", person.phone),),
        (Vehicle(person.plate, "", "", person.name),),
    )


def _room(person: Marked) -> str:
    return f"5-1-{person.number + 101}"


def _file(database: Database, person: Marked, show: Show) -> str:
    """A draft, a form that is refused for its faults, the first form, two later ones of which one stays waiting."""
    draft = drafts.new_token()
    said = {"name": person.name, "contact": person.phone, "note": person.said("draft")}
    drafts.save(database, draft, "information", said)
    form = form_of(person, person.note)
    if person.number % 2:  # the other half never send theirs
        drafts.save(database, drafts.new_token(), "repair", {"repair": said})
    else:
        drafts.load(database, draft, "information")
    today = local_day(database.clock())
    bad = InformationForm(form.home, (*form.members, Member(person.name, "", "", person.id_number, person.note)))
    show("faults of the information form", "\n".join(f.text.say("en") for f in check(bad, today, _ALL)).encode())
    try:
        filing.file(database, bad, _ALL, token())
    except Refused as error:
        show("refusal of the information form", error.text.say("en").encode())
    first = filing.file(database, form, _ALL, token(), draft=draft if person.number % 2 else "")
    refused = filing.file(database, form_of(person, person.said("refused form")), _ALL, token())
    filing.decide(database, refused.filing_id, token(), accept=False, account_id=DESK, reason=f"of {person.phone}")
    accepted = filing.file(database, form_of(person, person.said("later form")), _ALL, token())
    with database.read() as connection:
        changes = filing.compare(connection, database.sealer, accepted.filing_id)
    for name, change in (changes.changes if changes else {}).items():
        for shown in (change.changed_cells, change.new_rows, change.removed_rows):
            show(f"what a waiting form changes in {name}", exports.csv(shown))
    filing.decide(database, accepted.filing_id, token(), accept=True, account_id=DESK, reason="they showed a paper")
    filing.file(database, form_of(person, person.said("waiting form")), _ALL, token())
    _correct(database, person)
    return first.receipt_no


def _correct(database: Database, person: Marked) -> None:
    table = registry_tables["occupants"]
    mine = sa.and_(table.c.room_no == _room(person), table.c.ended_by.is_(None))
    with database.read() as connection:
        row_id = connection.execute(sa.select(table.c.row_id).where(mine)).scalars().one()
    values = {"note": person.said("correction")}
    archive_correct.correct(database, "occupants", row_id, values, token(), account_id=DESK, reason="they said so")


def _ask(database: Database, person: Marked, show: Show) -> str:
    """A form with faults, then a repair with an opinion and a photo."""
    bad = Submission(person.name, person.note, _room(person), photos=(person.note.encode(),))
    show("faults of the repair form", "\n".join(f.text.say("en") for f in requests.check(bad)).encode())
    form = Submission(
        person.name,
        f"{person.phone} / {person.email}",
        _room(person),
        person.said("repair"),
        person.said("opinion"),
        person.said("preferred time"),
        (photo_of(person),),
        consents=_AGREED,
    )
    sender = Sender((form.contact,), f"10.0.{person.number // 250}.{person.number % 250}")
    taken = requests.submit(database, form, token(), bound=bounds.bound(database, "repair", sender))
    if not isinstance(taken, Receipt):
        raise TypeError(f"a form without a fault has {len(taken)}")
    show("number of a request", taken.request_no.encode())
    return taken.request_no


def _work_on(database: Database, person: Marked, request_no: str) -> None:
    """Everything the office does with a request, and what the resident says at the end."""

    def act() -> Act:
        return Act(request_no, token(), DESK)

    handling.note(database, act(), person.said("note"))
    handling.assign(database, act(), person.said("handler"))
    handling.done(database, act(), person.said("handling"))
    handling.call_back(database, act(), "not_reached", person.said("not reached"))
    handling.call_back(database, act(), "reached", person.said("call-back"))
    requests.rate(database, request_no, person.phone, 4, person.said("rating"), token())
    if person.number % 2:
        handling.reopen(database, act(), person.said("reopened"))
        handling.close(database, act(), person.said("closed"))
    else:
        requests.confirm(database, request_no, person.phone, mended=True, token=token())
    bounds.look_up(database, request_no, person.email)
    bounds.look_up(database, request_no, f"{person.number}@example.org")


def _contact_day(database: Database, people: Sequence[Marked]) -> int:
    on_day = local_day(database.clock())
    plan = contact_days.Plan(on_day, "gate", people[0].said("hours"), people=tuple(p.name for p in people))
    return contact_days.keep(database, plan, token(), DESK)


def _question(database: Database, person: Marked, day_id: int) -> None:
    asked = person.said("question")
    note_id = contact_days_notes.ask(database, day_id, asked, person.said("passed to"), "", token(), DESK)
    if person.number % 2:
        contact_days_notes.answer(database, note_id, person.said("answer"), token(), DESK)


def _on_paper(database: Database, person: Marked, receipt_no: str, request_no: str, show: Show) -> None:
    """Papers, made within the folder of temporary files; they are opened by numbers, which is what their names say."""
    head = Letterhead(office_now(database))
    handling_words = person.said("handling")
    of = PaperRequest(request_no, None, _room(person), person.name, person.phone, person.words, handling=handling_words)
    repair_paper.receipt(of, "zh-Hant", head)
    repair_paper.work_order(of, "zh-Hant", head)
    information_paper.information_form(form_of(person, person.note), "zh-Hant", head)
    show("names of papers", json.dumps([receipt_no, request_no]).encode())


def _lists(database: Database, show: Show) -> None:
    """The work list as it is exported, and the forms that wait."""
    with database.read() as connection:
        for frame in _pages(database, connection):
            show("export of the work list", exports.csv(frame))
        show("forms that wait", str(filing.waiting(connection)).encode())


def _pages(database: Database, connection: sa.Connection) -> Iterator[pd.DataFrame]:
    for offset in range(0, 200, 50):
        yield work.work_list(connection, database.sealer, work.Wanted(), office_now(database), offset=offset).frame
