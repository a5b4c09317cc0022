"""My request: with its number and a contact, what becomes of it, whether it is mended, and a rating."""

from __future__ import annotations

from core.web import resident_own
from core.web.language import _
from core.web.resident_page import head

head("my_request", _("My request"), _("With the number of the receipt and the contact you gave."))
resident_own.show()
