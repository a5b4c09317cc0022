"""The work list: repairs and opinions, those that lack something first; given out, done, called back."""

from __future__ import annotations

from core.web import office_demo, office_requests
from core.web.language import _
from core.web.page import head

head("requests", _("Work list"), _("Repairs and opinions: those that lack something come first."))
office_demo.offer(begin=office_requests.is_list())
office_requests.show()
