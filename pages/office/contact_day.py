"""Contact day: plan, checklist, service cards, what happens at the gate, report."""

from __future__ import annotations

from core.web import office_contact
from core.web.language import _
from core.web.page import head

head(
    "contact_day", _("Contact day"), _("Meeting the residents at the gate: cards, forms, repairs, opinions, questions.")
)
office_contact.show()
