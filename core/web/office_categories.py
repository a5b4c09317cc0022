"""The page of categories and hours: three parts, one at a time."""

from __future__ import annotations

from core.office.requests_cases import office_now
from core.office.work_settings import special_days, work_settings
from core.web import choose, kept, office_categories_acts, office_categories_list, office_categories_time
from core.web.language import _


def show() -> None:
    """The part that the address asks for."""
    database = kept.database()
    with database.read() as connection:
        settings = work_settings(connection)
        days = special_days(connection)
    office_categories_acts.said()
    names = {"categories": _("Categories"), "hours": _("Office hours"), "days": _("Holidays and special days")}
    part = choose.one_of("settings_of", _("Show"), list(names), say=names.__getitem__, style="buttons")
    if part == "categories":
        office_categories_list.show(settings)
    elif part == "hours":
        office_categories_time.hours(settings.work)
    else:
        office_categories_time.days(settings.work, days, office_now(database).date())
