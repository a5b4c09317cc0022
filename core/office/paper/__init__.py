"""What the property office prints: forms, receipts, work orders, the tally, service cards, contact days; as PDF.

Each paper is a function of plain values (`given`) and the instant of printing, and gives the same bytes for the same.
"""

from core.office.paper.cards import card_address, card_list, cards
from core.office.paper.contact_day import day_plan, day_poster, day_report
from core.office.paper.given import (
    Card,
    CardLine,
    CheckItem,
    ContactDay,
    DayReport,
    Figure,
    Figures,
    FigureTable,
    Letterhead,
    Question,
    Request,
    TallyRow,
)
from core.office.paper.information import information_form
from core.office.paper.repair import opinion_form, receipt, repair_form, work_order
from core.office.paper.tally import month_page, tally

__all__ = [
    "Card",
    "CardLine",
    "CheckItem",
    "ContactDay",
    "DayReport",
    "Figure",
    "FigureTable",
    "Figures",
    "Letterhead",
    "Question",
    "Request",
    "TallyRow",
    "card_address",
    "card_list",
    "cards",
    "day_plan",
    "day_poster",
    "day_report",
    "information_form",
    "month_page",
    "opinion_form",
    "receipt",
    "repair_form",
    "tally",
    "work_order",
]
