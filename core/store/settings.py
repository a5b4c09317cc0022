"""Rule settings of each store, with their history: who changed what, from which day on, and why.

A version holds from a store day until the day before the next one; before the first, the usual settings hold. Answers
for a period are those under the version in force on its last day, so that a change leaves past periods as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from core.clock import local_day
from core.registries.redact import without_numbers
from core.rules.settings import NOTES, Settings, read_settings
from core.store.audit import Entry
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import OFFICE_SCOPE, accounts, data_versions, settings_versions
from core.store.writer import Answer, seconds
from core.texts import N_, Text

RULEBOOK = "rulebook"
"""What `store_versions` calls the settings of a store, beside the names of registries."""
ACTION = "settings.change"


@dataclass(frozen=True)
class SettingsVersion:
    """Settings of a store that hold from a day on.

    Attributes:
        settings_id: Number of the version; 0 for the usual settings, which nobody set.
        in_force_from: First store day; None: from the beginning.
        made_at: When it was written down, UTC.
        account_id, shown_name: Who did it; None and blank for nobody signed in.
        reason: As they gave it.
    """

    settings_id: int
    settings: Settings
    in_force_from: date | None = None
    made_at: datetime | None = None
    account_id: int | None = None
    shown_name: str = ""
    reason: str = ""


USUAL = SettingsVersion(0, Settings())
"""What holds before the first version of a store."""


def settings_at(connection: sa.Connection, scope: str, day: date) -> SettingsVersion:
    """The version in force on a day; `USUAL` before the first."""
    return in_force(settings_history(connection, scope), day)


def settings_history(connection: sa.Connection, scope: str) -> list[SettingsVersion]:
    """All versions of a store, the newest written first; none for a store that has the usual settings."""
    return histories(connection, [scope])[scope]


def histories(connection: sa.Connection, scopes: Iterable[str]) -> dict[str, list[SettingsVersion]]:
    """As `settings_history`, of some stores in one query."""
    made: dict[str, list[SettingsVersion]] = {scope: [] for scope in scopes}
    rows = connection.execute(
        sa.select(settings_versions, accounts.c.shown_name)
        .join(accounts, accounts.c.account_id == settings_versions.c.account_id, isouter=True)
        .where(settings_versions.c.scope.in_(made))
        .order_by(settings_versions.c.settings_id.desc())
    )
    for row in rows:
        version = SettingsVersion(
            row.settings_id,
            read_settings(row.toml),
            row.in_force_from,
            row.made_at,
            row.account_id,
            row.shown_name or "",
            row.reason,
        )
        made[row.scope].append(version)
    return made


def store_versions(connection: sa.Connection, scopes: Sequence[str] | None) -> dict[str, dict[str, int]]:
    """What each store's rows and settings are at, in one query: equal answers mean that nothing changed.

    Args:
        connection: To read with.
        scopes: Store ids; None for all.

    Returns:
        Store id -> registry -> the last batch that touched it, and `RULEBOOK` -> the newest version of the settings. A
        store without rows and settings is left out; the property office is no store.
    """
    made = sa.func.max(settings_versions.c.settings_id).label("version")
    asked = sa.union_all(
        sa.select(data_versions.c.scope, data_versions.c.registry, data_versions.c.version).where(
            _of_stores(data_versions, scopes)
        ),
        sa.select(settings_versions.c.scope, sa.literal(RULEBOOK), made)
        .where(_of_stores(settings_versions, scopes))
        .group_by(settings_versions.c.scope),
    )
    found: dict[str, dict[str, int]] = {}
    for scope, registry, version in connection.execute(asked):
        found.setdefault(scope, {})[registry] = version
    return found


def _of_stores(table: sa.Table, scopes: Sequence[str] | None) -> sa.ColumnElement[bool]:
    return table.c.scope != OFFICE_SCOPE if scopes is None else table.c.scope.in_(list(scopes))


def in_force(history: Sequence[SettingsVersion], day: date) -> SettingsVersion:
    """Of a store's versions, in any order, the one in force on a day; of two from one day the one written later."""
    begun = [v for v in history if v.in_force_from is not None and v.in_force_from <= day]
    return max(begun, key=lambda v: (v.in_force_from, v.settings_id), default=USUAL)


def newest(history: Sequence[SettingsVersion]) -> SettingsVersion:
    """Of a store's versions the one in force in the end."""
    return in_force(history, date.max)


def replaced_by(history: Sequence[SettingsVersion], version: SettingsVersion) -> SettingsVersion:
    """What was in force on a version's first day when it was written down."""
    earlier = [v for v in history if v.settings_id < version.settings_id]
    return in_force(earlier, version.in_force_from) if version.in_force_from else USUAL


def differing(old: Settings, new: Settings) -> dict[str, tuple[Any, Any]]:
    """Settings that differ, by name in rulebook order: old and new value."""
    pairs = {note.name: (getattr(old, note.name), getattr(new, note.name)) for note in NOTES}
    return {name: (was, now) for name, (was, now) in pairs.items() if was != now}


def change_settings(  # noqa: PLR0917 (who, what, where, when and why of one change)
    database: Database,
    scope: str,
    settings: Settings,
    in_force_from: date,
    account_id: int | None,
    reason: str,
    token: str,
    *,
    backdated: bool = False,
) -> int:
    """Give a store other settings from a day on, once for a token.

    Args:
        database: Where they are kept.
        scope: The store.
        settings: All of them.
        in_force_from: First store day; the days before keep what they have.
        account_id: Who does it.
        reason: Why; not blank. Kept without phones and other numbers, as in the audit log.
        token: Unguessable, of one form.
        backdated: Whether the person has said that a day before today is meant, which changes answers of the past.

    Returns:
        The number of the version.

    Raises:
        Refused: No reason, a day in the past that was not meant, or nothing would change on that day.
        CannotWrite: Nothing was kept.
    """
    said = without_numbers(" ".join(reason.split()))

    def act(connection: sa.Connection) -> Answer:
        if not said:
            raise Refused(Text(N_("Say why the settings change.")))
        if in_force_from < local_day(database.clock()) and not backdated:
            raise Refused(
                Text(
                    N_("{day} is past. Choose today or a later day, or say that answers of the past are to change."),
                    {"day": in_force_from.isoformat()},
                )
            )
        history = settings_history(connection, scope)
        changes = differing(in_force(history, in_force_from).settings, settings)
        if not changes:
            raise Refused(Text(N_("These settings are in force on {day} already."), {"day": in_force_from.isoformat()}))
        number = 1 + (connection.execute(sa.select(sa.func.max(settings_versions.c.settings_id))).scalar() or 0)
        connection.execute(
            settings_versions.insert().values(
                settings_id=number,
                scope=scope,
                in_force_from=in_force_from,
                toml=settings.to_toml(),
                made_at=seconds(database.clock()),
                account_id=account_id,
                reason=said,
            )
        )
        detail = {"in_force_from": in_force_from.isoformat(), "changed": _written(changes)}
        database.note(connection, Entry(ACTION, f"settings_versions:{number}", account_id, scope, said, detail))
        return {"settings_id": number}

    return int(database.submit(token, ACTION, act)["settings_id"])


def _written(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, list[str]]:
    return {name: [str(was), str(now)] for name, (was, now) in changes.items()}
