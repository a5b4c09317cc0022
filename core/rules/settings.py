# ruff: noqa: RUF009 - `_setting` makes a field that carries its note
"""The settings of the rulebook: where a rule allows two readings, which one a store takes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import time
from decimal import Decimal
from typing import Any, Literal

from core.texts import DEFAULT, N_, Text

SettingKind = Literal["time", "whole", "choice", "flag", "money"]


class SettingsError(Exception):
    """Settings that cannot be used; what is wrong with them, all at once.

    Attributes:
        problems: One text for each fault.
    """

    def __init__(self, problems: Sequence[Text]) -> None:
        """Gather the faults."""
        self.problems = tuple(problems)
        super().__init__(self.message(DEFAULT))

    def message(self, language: str) -> str:
        """The faults in a language, a line each."""
        return "\n".join(problem.say(language) for problem in self.problems)


@dataclass(frozen=True, slots=True)
class SettingNote:
    """What a settings page needs to know of a setting.

    Attributes:
        name: As in `rulebook.toml`.
        kind: What sort of value it takes.
        default: The value where it is not set.
        rules: Numbers of the rules it belongs to; empty where it belongs to none.
        meaning: What it decides.
        choices: Allowed values of a choice.
        minimum, maximum: Bounds of a number, both allowed.
    """

    name: str
    kind: SettingKind
    default: Any
    rules: tuple[int, ...]
    meaning: Text
    choices: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 1_000_000


def _setting(kind: SettingKind, default: Any, rules: tuple[int, ...], meaning: str, **bounds: Any) -> Any:
    note = {"kind": kind, "rules": rules, "meaning": Text(meaning), **bounds}
    return field(default=default, metadata={"note": note})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of section 1, with its default.

    Instances are valid: a value that cannot be used raises `SettingsError` with all that is wrong.
    """

    noon_start: time = _setting("time", time(12), (12,), N_("The midday break begins (the first instant in it)."))
    noon_end: time = _setting("time", time(14), (12,), N_("The midday break ends (the first instant after it)."))
    lapse_months: int = _setting(
        "whole", 1, (14,), N_("Calendar months a claim lives after its last contact."), maximum=1200
    )
    lapse_scope: Literal["claim", "deal"] = _setting(
        "choice",
        "claim",
        (5, 14),
        N_("What a lapse ends: the whole claim, or only the right to the deal of somebody else."),
        choices=("claim", "deal"),
    )
    duty_size: int = _setting(
        "whole",
        2,
        (17,),
        N_("How many people at the end of the sign-in order carry the duty; the last of them serves."),
        minimum=1,
        maximum=1000,
    )
    duty_pool: Literal["idle", "unserved"] = _setting(
        "choice",
        "idle",
        (17,),
        N_("Who can carry the duty: everyone idle now, or those idle who have received nobody yet that day."),
        choices=("idle", "unserved"),
    )
    absent_owner_served_by: Literal["due", "duty"] = _setting(
        "choice",
        "due",
        (6, 17),
        N_("Who serves the client of somebody absent: whoever's turn it is, or the last of the duty."),
        choices=("due", "duty"),
    )
    rule_10_charged_to: Literal["owner", "receiver"] = _setting(
        "choice",
        "owner",
        (10,),
        N_("Who pays the turn when an undecided old client is served for a busy owner."),
        choices=("owner", "receiver"),
    )
    short_leave_minutes: int = _setting(
        "whole", 30, (13,), N_("For how many minutes a leave told to the next one keeps the place.")
    )
    open_visit_minutes: int = _setting(
        "whole", 120, (7,), N_("How many minutes a visit lasts when nobody wrote down its end.")
    )
    own_client_takes_turn: bool = _setting(
        "flag", False, (), N_("Whether serving one's own old client moves one to the end of the queue.")
    )
    named_takes_turn: bool = _setting(
        "flag",
        False,
        (),
        N_("Whether serving a new client who asked for one by name moves one to the end of the queue."),
    )
    fine_concealed: Decimal = _setting("money", Decimal(100), (11,), N_("The fine for a concealed client, in yuan."))
    greet_within_seconds: int = _setting(
        "whole", 60, (3,), N_("From arrival to greeting: more seconds than this are a finding.")
    )
    answer_within_seconds: int = _setting(
        "whole", 15, (2,), N_("A call that rings for more seconds than this is a finding.")
    )

    def __post_init__(self) -> None:
        """Refuse what cannot be used."""
        problems: list[Text] = []
        for note in NOTES:
            value, problem = _accepted(note, getattr(self, note.name))
            object.__setattr__(self, note.name, value)
            if problem:
                problems.append(problem)
        if not problems and self.noon_end < self.noon_start:
            problems.append(
                Text(
                    N_("noon_end ({end}) is before noon_start ({start}): write the end of the midday break after it."),
                    {"start": _written(self.noon_start), "end": _written(self.noon_end)},
                )
            )
        if problems:
            raise SettingsError(problems)

    def to_toml(self) -> str:
        """All settings as a `rulebook.toml`; `read_settings` gives the same settings back."""
        return "".join(f"{note.name} = {_toml(getattr(self, note.name))}\n" for note in NOTES)

    @property
    def fine_text(self) -> str:
        """The fine as the setting is written, for result files."""
        return format(self.fine_concealed, "f")


def read_settings(toml_text: str) -> Settings:
    """Read a `rulebook.toml`; what is left out keeps its default.

    Args:
        toml_text: The text of the file; blank for the defaults.

    Raises:
        SettingsError: The text is no TOML, names an unknown setting, or has a value that cannot be used.
    """
    try:
        written = tomllib.loads(toml_text.removeprefix("\ufeff"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ArithmeticError) as error:
        raise SettingsError(
            [Text(N_("The rulebook cannot be read as TOML: {error}"), {"error": str(error)})]
        ) from error
    return settings_from(written)


def settings_from(values: Mapping[str, Any]) -> Settings:
    """Settings from names and values.

    Raises:
        SettingsError: An unknown setting, or a value that cannot be used.
    """
    known = {note.name for note in NOTES}
    unknown = [_unknown(name) for name in values if name not in known]
    try:
        settings = Settings(**{name: value for name, value in values.items() if name in known})
    except SettingsError as error:
        raise SettingsError([*unknown, *error.problems]) from error
    if unknown:
        raise SettingsError(unknown)
    return settings


def _unknown(name: str) -> Text:
    return Text(
        N_("There is no setting {name}. The settings are: {known}."),
        {"name": name, "known": ", ".join(note.name for note in NOTES)},
    )


def _accepted(note: SettingNote, value: Any) -> tuple[Any, Text | None]:
    """The value as settings keep it, or what is wrong with it."""
    if note.kind == "time":
        return _time(note, value)
    if note.kind == "flag":
        return value, None if isinstance(value, bool) else _wrong(note, value, N_("true or false"))
    if note.kind == "choice":
        fits = isinstance(value, str) and value in note.choices
        return value, None if fits else _wrong(note, value, " / ".join(f'"{choice}"' for choice in note.choices))
    if note.kind == "money":
        return _money(note, value)
    if not isinstance(value, int) or isinstance(value, bool):
        return value, _wrong(note, value, N_("a whole number"))
    return value, _out_of_bounds(note, value)


def _time(note: SettingNote, value: Any) -> tuple[Any, Text | None]:
    if isinstance(value, str) and ":" in value and value.replace(":", "").isdecimal():
        try:
            value = time.fromisoformat(":".join(part.zfill(2) for part in value.split(":")))
        except (ValueError, TypeError):
            return value, _wrong(note, value, N_('a time of day such as "12:00"'))
    if isinstance(value, time) and value.tzinfo is None and not value.microsecond:
        return value, None
    return value, _wrong(note, value, N_('a time of day such as "12:00"'))


def _money(note: SettingNote, value: Any) -> tuple[Any, Text | None]:
    if isinstance(value, float):
        value = Decimal(str(value))
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite():
        return value, _wrong(note, value, N_("an amount with two decimals at most"))
    problem = _out_of_bounds(note, value)
    if problem is None and value * 100 % 1:
        problem = _wrong(note, value, N_("an amount with two decimals at most"))
    return value, problem


def _out_of_bounds(note: SettingNote, value: int | Decimal) -> Text | None:
    if note.minimum <= value <= note.maximum:
        return None
    return Text(
        N_("{name} = {value}: it must be between {minimum} and {maximum}."),
        {"name": note.name, "value": str(value), "minimum": note.minimum, "maximum": note.maximum},
    )


def _wrong(note: SettingNote, value: Any, wanted: str) -> Text:
    return Text(
        N_("{name} = {value}: {wanted} is needed here."),
        {"name": note.name, "value": _toml(value), "wanted": Text(wanted)},
    )


def _written(value: time) -> str:
    return value.isoformat("seconds" if value.second else "minutes")


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, time):
        return f'"{_written(value)}"'
    if isinstance(value, Decimal):
        return format(value, "f")
    return f'"{value}"' if isinstance(value, str) else str(value)


def _noted() -> tuple[SettingNote, ...]:
    # slots=True makes the class anew, so that the notes are read off its fields once it stands
    listed = [f for f in fields(Settings) if f.default is not MISSING]
    return tuple(SettingNote(name=f.name, default=f.default, **f.metadata["note"]) for f in listed)


NOTES: tuple[SettingNote, ...] = _noted()
"""One note for each setting, in the order of the rulebook."""
