"""Team: what the logs tell of each person's work."""

from __future__ import annotations

from core.web import charts, choose, staff_words, tables, views
from core.web.language import _
from core.web.page import page

with page(
    "team",
    _("Team"),
    _("What the logs tell of each person's work. Conduct that no log decides is not judged here."),
) as desk:
    store = choose.store_or_all(desk)
    period = choose.period(desk, store)
    words = staff_words.headings(desk.language)
    figures = views.staff_figures(desk, store, period)
    names = {view: text.say(desk.language) for view, (text, _columns) in staff_words.VIEWS.items()}
    view = choose.one_of("figures", _("Figures"), list(names), say=lambda v: names[v], style="buttons")
    shown = staff_words.VIEWS[view][1]
    nothing = _("Nobody works here. Upload the staff registry.")
    columns = ("staff_id", *shown, *(() if store else ("store_id",)))
    tables.show(
        desk, figures, columns=columns, labels=words, forms=staff_words.FORMS, key=f"team.{view}", empty=nothing
    )
    figure = choose.one_of("figure", _("Draw"), list(shown), say=lambda c: words[c])
    chart = charts.figure_chart(figures, figure, words[figure], desk.staff_name, money=figure in staff_words.FORMS)
    charts.show(chart, _("All blank or zero in this period."), key="team.chart")
