"""Tally: repairs and opinions of a period as the estate's paper table, and what the figures say of them."""

from __future__ import annotations

from core.web import office_tally
from core.web.language import _
from core.web.page import head

head("tally", _("Tally"), _("Repairs and opinions of a period. Every number opens its rows."))
office_tally.show()
