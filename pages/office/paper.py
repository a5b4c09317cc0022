"""Paper forms: blank ones to print, in three languages."""

from __future__ import annotations

from core.web import office_paper
from core.web.language import _
from core.web.page import head

head("paper", _("Paper forms"), _("Blank forms to print. What is written on them is typed in on the same forms here."))
office_paper.show()
