"""Notices: service promise, scope, tips and the privacy notice, as the office wrote them."""

from __future__ import annotations

from core.web import resident_notices
from core.web.language import _
from core.web.resident_page import head

head("notices", _("Notices"), _("What we promise, what we look after, and what is good to know."))
resident_notices.show()
