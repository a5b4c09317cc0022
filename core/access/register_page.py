"""The register of personal data as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from core.access.register import GROUNDS, Beside, Item, beside, register
from core.access.roles import Role
from core.store.held import HOLDS_NONE, KEEPINGS, OUTSIDE
from core.store.retention import Kind
from core.texts import N_, say

ROLE_WORDS: Mapping[Role, str] = {
    "salesperson": N_("Salesperson"),
    "clerk": N_("Clerk"),
    "manager": N_("Manager"),
    "office": N_("Property office"),
    "admin": N_("Admin"),
}
_INTRO = N_(
    "What the app keeps of people, made from the definitions it works by. Every column of a registry named here is "
    "encrypted in the database and in backups; how the rest is kept stands beside it. What is masked on screen can be "
    "seen in full one value at a time, with a reason, by the roles named, and each time is written into the audit log. "
    "Nothing is sent anywhere else."
)
_HEADS = (
    N_("What"),
    N_("On what ground"),
    N_("Kept for"),
    N_("On screen for"),
    N_("In full, with a reason, for"),
)


_BESIDE = (N_("Where"), N_("What"), N_("What for"), N_("On what ground"), N_("Kept for"), N_("How it is kept"))


def page(language: str) -> str:
    """The register in a language.

    Args:
        language: One of `core.texts.LANGUAGES`.
    """
    lines = ["# " + say(language, N_("Register of personal data")), "", say(language, _INTRO), ""]
    known = ""
    for item in register():
        if item.registry.name != known:
            known = item.registry.name
            lines += ["", *_head(item, language)]
        lines.append(_row(item, language))
    lines += ["", *_beside(language), "", *_elsewhere(language)]
    return "\n".join(lines).replace("\n\n\n", "\n\n").rstrip() + "\n"


def _beside(language: str) -> Iterator[str]:
    """What is kept beside the registries, and which tables hold nothing of people."""
    yield "## " + say(language, N_("Kept beside the registries"))
    yield ""
    yield _line(say(language, head) for head in _BESIDE)
    yield "|" + "---|" * len(_BESIDE)
    for one in beside():
        texts = (one.held.label, one.held.what, one.held.purpose, GROUNDS[one.held.ground])
        keeping = say(language, KEEPINGS[one.held.keeping])
        yield _line((*(say(language, text) for text in texts), _time(one, language), keeping))
    yield ""
    yield say(language, N_("The other tables hold nothing of people:"))
    yield ""
    for instead in dict.fromkeys(HOLDS_NONE.values()):
        yield f"- {say(language, instead)}"


def _elsewhere(language: str) -> Iterator[str]:
    yield "## " + say(language, N_("Outside the database"))
    yield ""
    for where, what in OUTSIDE:
        said = say(language, N_("{where}: {what}"), where=say(language, where), what=say(language, what))
        yield f"- {said}"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _time(one: Beside, language: str) -> str:
    return say(language, one.held.kept) if one.kind is None else _days(one.kind, language)


def _head(item: Item, language: str) -> Iterator[str]:
    yield f"## {item.registry.label(language)}"
    yield ""
    yield say(language, item.purpose.text)
    yield ""
    yield _line(say(language, head) for head in _HEADS)
    yield "|" + "---|" * len(_HEADS)


def _row(item: Item, language: str) -> str:
    cells = (
        item.column.label(language),
        say(language, GROUNDS[item.ground]),
        kept_for(item, language),
        shown_to(item, language),
        said_of(item.reveal, language),
    )
    return _line(cells)


def kept_for(item: Item, language: str) -> str:
    """How long, by the default of its kind of record."""
    return _days(item.kind, language)


def _days(kind: Kind, language: str) -> str:
    if kind.days is None:
        return say(language, N_("as long as the file is kept"))
    return say(language, N_("{days} days"), days=kind.days)


def shown_to(item: Item, language: str) -> str:
    """Who sees the column on pages, and whether masked."""
    roles = said_of(item.masked_for, language)
    return say(language, N_("{roles}, masked"), roles=roles) if item.column.personal else roles


def said_of(roles: tuple[Role, ...], language: str) -> str:
    """Roles in words; a dash for none."""
    between = ", " if language == "en" else "、"
    return between.join(say(language, ROLE_WORDS[role]) for role in roles) or "-"
