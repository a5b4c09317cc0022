"""Notices beside the forms: service promise, scope, purpose, tips, privacy notice; each version of each is kept.

The text is plain: paragraphs, and lists whose lines begin with "- " or a number. Whatever else is typed stays text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from core.office.notices_shipped import SHIPPED
from core.store.audit import Entry
from core.store.bulk import numbered
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import notices
from core.store.tables import OFFICE_SCOPE, accounts
from core.store.writer import Answer, seconds
from core.texts import LANGUAGES, N_, Text, say

KINDS = tuple(SHIPPED)
"""promise, scope, purpose, tips, privacy: in the order of pages and lists."""
PRIVACY = "privacy"
FIRST = 1
"""Version of what is shipped; versions of a kind are counted through all languages, so that one names one text."""
TITLE_MOST, BODY_MOST = 60, 8000
_ITEM = re.compile(r"[-•●・*]\s+(?=\S)|[-•●・](?=[^\s\d-])")
_NUMBERED = re.compile(r"(?:\d{1,2}(?:[.)]\s+|[、．]\s*)|[一二三四五六七八九十]{1,3}、\s*)(?=\S)")


@dataclass(frozen=True)
class Notice:
    """One version of a notice in one language.

    Attributes:
        kind: Of `KINDS`.
        language: Of `texts.LANGUAGES`.
        version: Counted through the languages of the kind; `FIRST` is what is shipped.
        title: One line.
        body: As it was typed, see `blocks`.
        made_at: UTC; None for what is shipped.
        account_id: Who wrote it; None for what is shipped.
        shown_name: As others see that account; blank for what is shipped.
    """

    kind: str
    language: str
    version: int
    title: str
    body: str
    made_at: datetime | None = None
    account_id: int | None = None
    shown_name: str = ""


@dataclass(frozen=True)
class Block:
    """A piece of a body: a paragraph (its lines), or a list (an item a line, marks taken off)."""

    kind: Literal["paragraph", "bullets", "numbers"]
    lines: tuple[str, ...]


def shipped(kind: str, language: str) -> Notice:
    """What stands where the office wrote nothing.

    Raises:
        KeyError: There is no such kind.
    """
    found = SHIPPED[kind]
    return Notice(kind, language, FIRST, say(language, found.title), found.body(language))


def current(connection: sa.Connection, kind: str, language: str) -> Notice:
    """The notice as it stands in a language: its newest version, else what is shipped.

    Raises:
        KeyError: There is no such kind.
    """
    asked = _asked().where(notices.c.kind == kind, notices.c.language == language).limit(1)
    row = connection.execute(asked).first()
    return shipped(kind, language) if row is None else Notice(**row._mapping)


def all_current(connection: sa.Connection, language: str) -> list[Notice]:
    """Every notice as it stands in a language, in the order of `KINDS`."""
    return [current(connection, kind, language) for kind in KINDS]


def privacy_version(connection: sa.Connection, language: str) -> int:
    """The version of the privacy notice that somebody who reads a language agrees to."""
    return current(connection, PRIVACY, language).version


def history(connection: sa.Connection, kind: str, language: str | None = None) -> list[Notice]:
    """Versions of a notice in a language (in every one where None), newest first; what is shipped comes last."""
    asked = _asked().where(notices.c.kind == kind)
    if language is not None:
        asked = asked.where(notices.c.language == language)
    kept = [Notice(**row._mapping) for row in connection.execute(asked)]
    return kept + [shipped(kind, spoken) for spoken in LANGUAGES if language in (None, spoken)]


def behind(connection: sa.Connection, kind: str) -> tuple[str, ...]:
    """Languages in which a notice stands as it was before the day on which it was last changed in another one."""
    rows = connection.execute(
        sa.select(notices.c.language, sa.func.max(notices.c.made_at).label("at"))
        .where(notices.c.kind == kind)
        .group_by(notices.c.language)
    )
    changed = {row.language: row.at.date() for row in rows}
    last = max(changed.values(), default=None)
    return tuple(spoken for spoken in LANGUAGES if last is not None and changed.get(spoken) != last)


def change(  # noqa: PLR0917 (a notice, whose hand, which press of the button)
    database: Database, kind: str, language: str, title: str, body: str, token: str, account_id: int, seen: int = 0
) -> int:
    """Write a new version of a notice, once for a token.

    Args:
        database: Where.
        kind: Of `KINDS`.
        language: Of `texts.LANGUAGES`.
        title: One line.
        body: See `blocks`.
        token: Of this change; a second time gives the same version.
        account_id: Who.
        seen: The version that was changed, refused where another one stands by now; 0 for whatever stands.

    Returns:
        Its version; the one that stands where nothing was changed.

    Raises:
        Refused: No title or text, one too long, or somebody wrote another version meanwhile.
        KeyError: There is no such kind.
    """
    shipped(kind, language)
    said, text = " ".join(title.split()), tidy(body)
    _refuse(said, text)

    def act(connection: sa.Connection) -> Answer:
        standing = current(connection, kind, language)
        if seen and standing.version != seen:
            raise Refused(Text(N_("Somebody changed this text meanwhile. Look at it as it is now.")))
        if (standing.title, standing.body) == (said, text):
            return {"version": standing.version}
        last = connection.execute(sa.select(sa.func.max(notices.c.version)).where(notices.c.kind == kind)).scalar()
        version = (last or FIRST) + 1
        row: dict[str, object] = {"kind": kind, "language": language, "version": version, "title": said, "body": text}
        row |= {"notice_id": numbered(connection, 1), "made_at": seconds(database.clock()), "account_id": account_id}
        connection.execute(notices.insert().values(row))
        entry = Entry("notices.change", f"notice:{kind}:{language}", account_id, OFFICE_SCOPE, "", {"version": version})
        database.note(connection, entry)
        return {"version": version}

    return int(database.submit(token, "notices.change", act)["version"])


def _refuse(title: str, body: str) -> None:
    if not title or not body:
        raise Refused(Text(N_("A notice needs a title and a text.")))
    if len(title) > TITLE_MOST:
        raise Refused(Text(N_("The title has at most {most} characters."), {"most": TITLE_MOST}))
    if len(body) > BODY_MOST:
        raise Refused(Text(N_("The text has at most {most} characters."), {"most": BODY_MOST}))


def tidy(body: str) -> str:
    """A body as it is kept: lines without spaces at their ends, at most one blank line, nothing that does not print."""
    lines = ("".join(c if c.isprintable() else " " for c in line).strip() for line in body.splitlines())
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def blocks(body: str) -> list[Block]:
    """The paragraphs and lists of a body, in order; no text gives none.

    A blank line ends a paragraph or list; so does a line of another kind. A line that goes on an item is none of it.
    """
    found: list[tuple[Literal["paragraph", "bullets", "numbers"], list[str]]] = []
    open_block = False
    for line in tidy(body).split("\n"):
        kind, text = _read(line)
        if not text:
            open_block = False
            continue
        if open_block and found[-1][0] == kind:
            found[-1][1].append(text)
        else:
            found.append((kind, [text]))
        open_block = True
    return [Block(kind, tuple(lines)) for kind, lines in found]


def plain(body: str) -> list[str]:
    """The body as paragraphs for print: each paragraph, and each item of a list, by itself."""
    said: list[str] = []
    for block in blocks(body):
        if block.kind == "paragraph":
            said.append("\n".join(block.lines))
        elif block.kind == "bullets":
            said += [f"• {line}" for line in block.lines]
        else:
            said += [f"{place}. {line}" for place, line in enumerate(block.lines, 1)]
    return said


def _read(line: str) -> tuple[Literal["paragraph", "bullets", "numbers"], str]:
    for kind, mark in (("bullets", _ITEM), ("numbers", _NUMBERED)):
        if found := mark.match(line):
            return ("bullets" if kind == "bullets" else "numbers"), line[found.end() :]
    return "paragraph", line


def _asked() -> sa.Select[tuple[object, ...]]:
    names = ("kind", "language", "version", "title", "body", "made_at", "account_id")
    source = notices.outerjoin(accounts, accounts.c.account_id == notices.c.account_id)
    shown = sa.func.coalesce(accounts.c.shown_name, "").label("shown_name")
    return sa.select(*(notices.c[n] for n in names), shown).select_from(source).order_by(notices.c.version.desc())
