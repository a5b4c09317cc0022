"""The register of personal data: what is kept, what for, on what ground, how long, and who may see it.

Made from the registry definitions, the roles, the retention periods, and for tables beside the registries from
`store.held`; a personal column without a purpose fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.access.roles import ACTIONS, PAGES, ROLES, Role
from core.registries.columns import Column, Registry
from core.registries.definitions import ALL
from core.store.held import HELD, Ground, Held
from core.store.retention import KINDS, Kind
from core.store.tables import is_sealed
from core.texts import N_

GROUNDS: Mapping[Ground, str] = {
    "contract": N_("needed for the service that was asked for"),
    "consent": N_("consent, given separately, may be taken back"),
    "interest": N_("legitimate interest of the business"),
    "emergency": N_("protection of life and home"),
    "proof": N_("showing that the law is kept"),
}


@dataclass(frozen=True)
class Purpose:
    """What a registry's personal values are kept for.

    Attributes:
        text: Message id of what for.
        ground: On what ground.
        retention: Code of the kind of record in `retention.KINDS` that bounds it.
        consents: Columns that need a consent of their own.
    """

    text: str
    ground: Ground
    retention: str
    consents: frozenset[str] = frozenset()


PURPOSES: Mapping[str, Purpose] = {
    "staff": Purpose(N_("Knowing who received, called and closed, and reaching colleagues"), "contract", "staff"),
    "clients": Purpose(N_("Deciding whose client somebody is, and reaching them about a home"), "interest", "clients"),
    "calls": Purpose(N_("Telling which client rang, and whether the call was answered well"), "interest", "calls"),
    "followups": Purpose(N_("Following up what a client looks for"), "interest", "clients"),
    "households": Purpose(N_("Knowing who collected the file of a home"), "contract", "households"),
    "members": Purpose(N_("Knowing who lives in a home, and serving them"), "contract", "households"),
    "occupants": Purpose(
        N_("Knowing who else lives in a home, for safety"), "contract", "households", frozenset({"id_number"})
    ),
    "emergency_contacts": Purpose(
        N_("Reaching somebody when a home is in danger and its owner cannot be reached"), "emergency", "households"
    ),
    "vehicles": Purpose(
        N_("Telling whose car it is"), "contract", "households", frozenset({"plate_no", "main_driver"})
    ),
    "cards": Purpose(N_("Knowing who gave a service card out"), "contract", "cards"),
    "requests": Purpose(N_("Mending what was reported, answering opinions and calling back"), "contract", "requests"),
}
"""Registry -> what its personal values are kept for."""


@dataclass(frozen=True)
class Item:
    """One personal column in the register.

    Attributes:
        registry: Whose column.
        column: Which.
        purpose: What for.
        kind: The kind of record that says how long.
        masked_for: Roles that see it masked on pages.
        reveal: Roles that may see it in full, one value at a time with a reason.
    """

    registry: Registry
    column: Column
    purpose: Purpose
    kind: Kind
    masked_for: tuple[Role, ...]
    reveal: tuple[Role, ...]

    @property
    def ground(self) -> Ground:
        """On what ground the column is kept: consent where it needs one of its own."""
        return "consent" if self.column.name in self.purpose.consents else self.purpose.ground


def register() -> list[Item]:
    """Every column whose values are kept sealed, in the order of the definitions.

    Raises:
        KeyError: A registry has such a column and no purpose.
    """
    kinds = {kind.code: kind for kind in KINDS}
    items = []
    for registry in ALL:
        for column in (c for c in registry.columns if is_sealed(c)):
            purpose = PURPOSES[registry.name]
            items.append(
                Item(
                    registry,
                    column,
                    purpose,
                    kinds[purpose.retention],
                    _of_desk(registry, PAGES["clients"] if registry.desk == "store" else PAGES["people"]),
                    _of_desk(registry, ACTIONS["reveal"]) if column.personal else (),
                )
            )
    return items


@dataclass(frozen=True)
class Beside:
    """What a table beside the registries holds of people; `kind` bounds it, None where `held.kept` says how long."""

    table: str
    held: Held
    kind: Kind | None


def beside() -> list[Beside]:
    """What is kept beside the registries, in the order of `held.HELD`."""
    kinds = {kind.code: kind for kind in KINDS}
    return [Beside(table, held, kinds.get(held.kept)) for table, held in HELD.items()]


def _of_desk(registry: Registry, roles: frozenset[Role]) -> tuple[Role, ...]:
    """The roles, without those of the other desk."""
    other: frozenset[Role] = (
        frozenset({"office"}) if registry.desk == "store" else frozenset(ROLES) - {"office", "admin"}
    )
    return tuple(role for role in ROLES if role in roles and role not in other)
