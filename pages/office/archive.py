"""Archive: the files of the homes, how complete they are, what waits to be confirmed, whom to call in an emergency."""

from __future__ import annotations

from core.web import office_archive
from core.web.language import _
from core.web.page import head

head(
    "archive",
    _("Archive"),
    _("The files of the homes. Values stay masked, and searches are written into the audit log without what you type."),
)
office_archive.show()
