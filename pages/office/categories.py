"""Categories and hours: keywords and due times of requests, the week of the office, days that are not as the week."""

from __future__ import annotations

from core.web import office_categories
from core.web.language import _
from core.web.page import head

head(
    "categories",
    _("Categories and hours"),
    _("What requests are about, within which time they are due, and when you work."),
)
office_categories.show()
