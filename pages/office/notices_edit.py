"""Notices and office: the texts beside the forms, what the office says of itself, the homes of the estate."""

from __future__ import annotations

from core.web import office_notices
from core.web.language import _
from core.web.page import head

head("notices_edit", _("Notices and office"), _("What residents read beside the forms, on cards and on posters."))
office_notices.show()
