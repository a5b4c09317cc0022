"""The registries of the store desk, in the order of the contract."""

from __future__ import annotations

from core.registries.columns import Registry
from core.registries.store_clients import ASSIGNMENTS, CLIENTS, DEALS, FOLLOWUPS, RULINGS
from core.registries.store_people import ABSENCES, ATTENDANCE, STAFF
from core.registries.store_visits import ASSISTS, CALLS, VISITS

STORE: tuple[Registry, ...] = (
    STAFF,
    ATTENDANCE,
    ABSENCES,
    CLIENTS,
    ASSIGNMENTS,
    VISITS,
    ASSISTS,
    CALLS,
    FOLLOWUPS,
    DEALS,
    RULINGS,
)
