"""Information form: who lives in a home, whom to call in an emergency, which vehicles belong to it."""

from __future__ import annotations

from core.web import resident_information
from core.web.language import _
from core.web.resident_page import head

visit = head(
    "information",
    _("Information form"),
    _("So that we know who lives here and whom to call. What you write is kept encrypted, for this office alone."),
)
resident_information.show(visit)
