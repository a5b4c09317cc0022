"""A contact day on paper: the poster, the plan with its checklist, the report.

Source: the estate's 物業客戶服務聯系接待日活動方案.
"""

from __future__ import annotations

from core.office.paper.given import CheckItem, ContactDay, DayReport, Figure, Letterhead
from core.office.paper.grid import Column, boxes, table
from core.office.paper.marks import qr, signatures, tick
from core.office.paper.sheet import BODY, SMALL, Sheet, leading
from core.office.paper.tally import tiles
from core.office.paper.words import day as said_day
from core.office.paper.words import instant
from core.texts import N_

POSTER_TITLE = N_("Service contact day")
PLAN_TITLE = N_("Contact day: plan and checklist")
REPORT_TITLE = N_("Contact day: report")
OFFERED = (
    N_("Service cards are given out: the short way to reach us."),
    N_("Owners who have not filled in the information form yet are asked to do so, for the archive of the homes."),
    N_("Opinions and suggestions on our services are welcome: there is a form for them."),
    N_("Repairs are taken in: please fill in the repair form."),
    N_("Other questions are answered, or passed on to those who can answer them."),
)
"""What the office always offers."""
_CODE = 46.0
_GREY = 90


def day_poster(day: ContactDay, language: str, head: Letterhead, *, address: str = "") -> bytes:
    """One page for the boards: when, where, what, and a code that opens the forms.

    Args:
        day: The plan; who is on is not told.
        language: Of the poster.
        head: Whose poster it is.
        address: What the code opens; by default the notices under the office's address.
    """
    sheet = Sheet(Sheet.said(language, POSTER_TITLE), language, head)
    sheet.y += 8
    whose = "　".join(n for n in (head.estate, head.office) if n)
    sheet.paragraph(whose, 15, align="centre", after=3)
    sheet.paragraph(sheet.name, 34, align="centre", bold=True, after=7)
    sheet.paragraph("　".join(s for s in (said_day(day.on_day, language), day.hours) if s), 20, align="centre", after=1)
    sheet.paragraph(day.place, 20, align="centre", after=8)
    sheet.bullets(_offered(sheet, day), 15)
    if day.tips:
        sheet.y += 4
        sheet.section(sheet.say(N_("Good to know")), keep=12)
        sheet.bullets(day.tips, 12)
    address = address or (f"{head.base_url.rstrip('/')}/notices" if head.base_url else "")
    if address:
        sheet.need(_CODE + 12)
        sheet.y = max(sheet.y + 4, sheet.bottom - _CODE - 16)
        qr(sheet, address, sheet.left + (sheet.wide - _CODE) / 2, sheet.y, _CODE)
        sheet.y += _CODE
        sheet.paragraph(sheet.say(N_("All forms are on your phone as well: scan this.")), 11, align="centre")
    if head.telephone:
        said = sheet.say(N_("Telephone of the office: {telephone}"), telephone=head.telephone)
        sheet.paragraph(said, 11, align="centre", after=0)
    return sheet.finish()


def day_plan(day: ContactDay, language: str, head: Letterhead) -> bytes:
    """The plan and its checklist: what was ticked is ticked, the rest has a box for a pen."""
    sheet = Sheet(Sheet.said(language, PLAN_TITLE), language, head)
    sheet.title(sheet.name)
    _when(sheet, day)
    _list(sheet, sheet.say(N_("What is offered")), _offered(sheet, day))
    sheet.section(sheet.say(N_("Checklist")), keep=14)
    for item in day.checklist:
        tick(sheet, _item(sheet, item), ticked=bool(item.done_by or item.done_at))
    if not day.checklist:
        sheet.paragraph(sheet.say(N_("Nothing on the list.")), grey=_GREY)
    signatures(sheet, [sheet.say(N_("Signature")), sheet.say(N_("Date"))])
    return sheet.finish()


def day_report(report: DayReport, language: str, head: Letterhead) -> bytes:
    """What the day brought, with the coverage of homes and what was passed on."""
    sheet = Sheet(Sheet.said(language, REPORT_TITLE), language, head)
    sheet.title(sheet.name)
    _when(sheet, report.day)
    sheet.section(sheet.say(N_("What the day brought")), keep=24)
    covered: list[Figure] = [report.coverage] if report.coverage else []
    tiles(sheet, [*report.counts, *covered])
    sheet.section(sheet.say(N_("Questions passed on")), keep=16)
    if report.questions:
        columns = [
            Column(sheet.say(N_("Question")), 2.4),
            Column(sheet.say(N_("Passed on to")), 1.1),
            Column(sheet.say(N_("Answer")), 2.4),
            Column(sheet.say(N_("Answered")), 1.0),
        ]
        rows = [[q.text, q.passed_to, q.answer, said_day(q.answered_on, language)] for q in report.questions]
        table(sheet, columns, rows, size=SMALL)
    else:
        sheet.paragraph(sheet.say(N_("None.")), grey=_GREY)
    left = [item for item in report.day.checklist if not (item.done_by or item.done_at)]
    if left:
        sheet.section(sheet.say(N_("Left open on the checklist")), keep=8)
        sheet.bullets([i.text for i in left], SMALL)
    if report.remarks:
        sheet.section(sheet.say(N_("Remarks")), keep=8)
        sheet.bullets(report.remarks)
    signatures(sheet, [sheet.say(N_("Signature")), sheet.say(N_("Date"))])
    return sheet.finish()


def _when(sheet: Sheet, day: ContactDay) -> None:
    on = "　".join(s for s in (said_day(day.on_day, sheet.language), day.hours) if s)
    boxes(sheet, [(sheet.say(N_("Date")), on), (sheet.say(N_("Meeting place")), day.place)], label=0.35)
    apart = ", " if sheet.language == "en" else "、"
    boxes(sheet, [(sheet.say(N_("Who is on")), apart.join(day.people))], label=0.148)


def _offered(sheet: Sheet, day: ContactDay) -> list[str]:
    return list(day.offered) or [sheet.say(m) for m in OFFERED]


def _list(sheet: Sheet, title: str, texts: list[str]) -> None:
    sheet.section(title, keep=leading(BODY) * 2)
    sheet.bullets(texts)


def _item(sheet: Sheet, item: CheckItem) -> str:
    who = "　".join(s for s in (item.done_by, instant(item.done_at, sheet.language)) if s)
    return f"{item.text}　{who}" if who else item.text
