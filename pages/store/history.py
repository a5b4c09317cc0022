"""History: every upload, correction and undo of one's stores; what each did, and the way back."""

from core.web import datasets, history_list, page, signed_in
from core.web.language import _

spoken = page.head("history", _("History"), _("What was saved, by whom, what it changed; and undoing it."))
history_list.show(signed_in.person(), spoken)
page.foot(datasets.current())
