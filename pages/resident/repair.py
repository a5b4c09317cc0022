"""Repair or opinion: told from a phone, or typed in by the office from paper and telephone."""

from __future__ import annotations

from core.web import resident_repair
from core.web.language import _
from core.web.resident_page import head

visit = head(
    "repair",
    _("Repair or opinion"),
    _("Tell us what is broken or what you think. You get a number, and see with it what becomes of it."),
)
resident_repair.show(visit)
