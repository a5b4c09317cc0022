"""People: whoever is kept here, found by a telephone number, a name, an ID number, a plate or a room."""

from __future__ import annotations

from core.web import people_search
from core.web.language import _
from core.web.page import head

head(
    "people",
    _("People"),
    _("Looking for somebody is written into the audit log, without what you typed. Values stay masked."),
)
people_search.ask()
people_search.show()
