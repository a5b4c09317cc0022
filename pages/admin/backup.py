"""Backup: when the last one was made, make one now, take it away, how to restore."""

from core.web import backup_page, page, signed_in
from core.web.language import _

page.head("backup", _("Backup"), _("Encrypted copies of everything, made while others go on working."))
someone = signed_in.guard("backup")
backup_page.make(someone)
backup_page.last()
backup_page.taken_away(someone)
backup_page.how_to_restore()
