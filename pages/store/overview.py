"""Overview: a period at a glance; every number opens the rows behind it."""

from core.web import choose, glance, page
from core.web.language import _

with page.page("overview", _("Overview")) as desk:
    store_id = choose.store_or_all(desk)
    period = choose.period(desk, store_id)
    glance.numbers(desk, store_id, period)
    glance.visits(desk, store_id, period)
    glance.lapsing(desk, store_id, period)
    glance.findings(desk, store_id, period)
