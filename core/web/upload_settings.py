"""The rulebook that comes along with an upload: offered to managers as the settings from the upload's first day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from core.access import roles
from core.access.roles import Person
from core.rules.settings import Settings, read_settings
from core.store.faults import StoreError
from core.store.settings import change_settings, differing, settings_at
from core.store.tables import OFFICE_SCOPE
from core.web import kept, language, upload_plan
from core.web.language import _
from core.web.upload_plan import Plan
from core.web.uploads import Pending


@dataclass(frozen=True)
class Offer:
    """Settings that came along and differ from those in force.

    Attributes:
        settings: All of them.
        first: The day from which they would hold.
        stores: Stores in which they differ.
    """

    settings: Settings
    first: date
    stores: tuple[str, ...]


def offered(pending: Pending, planned: list[Plan], person: Person) -> Offer | None:
    """Ask whether the settings that came along are to be used; None where not, or there are none that differ."""
    if not pending.reading.rulebook:
        return None
    plan = next((p for p in planned if p.desk == "store"), None)
    first = upload_plan.first_day(plan.preview.tables) if plan else None
    if plan is None or first is None:
        return None
    settings = read_settings(pending.reading.rulebook)
    stores = [s for s in plan.preview.scopes if s != OFFICE_SCOPE]
    with kept.database().read() as connection:
        now = {store: settings_at(connection, store, first).settings for store in stores}
    changes = {store: differing(now[store], settings) for store in stores if differing(now[store], settings)}
    if not changes:
        return None
    names = sorted({name for found in changes.values() for name in found})
    mine = [store for store in changes if roles.may(person, "settings.change", store)]
    said = "、".join(f"`{name}`" for name in names)
    if not mine:
        st.caption(
            _("The rulebook.toml differs from the settings in force ({names}). A manager may use it.", names=said)
        )
        return None
    wanted = st.checkbox(
        _(
            "Use the settings of the rulebook.toml in {stores} from {day} on, the first day of this upload",
            stores="、".join(language.escaped(s) for s in mine),
            day=language.day(first),
        ),
        key=f"upload.settings.{pending.key[:8]}",
        help=_("They differ in: {names}", names=said),
    )
    return Offer(settings, first, tuple(mine)) if wanted else None


def use(offer: Offer, pending: Pending, person: Person, batch_id: int) -> list[str]:
    """Put the settings in force.

    Returns:
        What could not be done, a sentence a store.
    """
    failed = []
    for place, store in enumerate(offer.stores):
        try:
            change_settings(
                kept.database(),
                store,
                offer.settings,
                offer.first,
                person.account_id,
                _("Came along with upload {batch}", batch=batch_id),
                f"{pending.token}.settings.{place}",
                backdated=True,
            )
        except StoreError as error:
            failed.append(f"{store}: {error.text.say(language.current())}")
    return failed
