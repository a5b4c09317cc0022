"""What was recognised as what, with the switches: registry, encoding, delimiter, columns."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.registries.definitions import ALL, registry
from core.registries.read.reading import Part, PartChoice
from core.texts import N_
from core.web import language, uploads
from core.web.language import _
from core.web.uploads import Pending

AUTO = ""
LEAVE_OUT = "-"
ENCODINGS: Mapping[str, str] = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030 / GBK",
    "big5hkscs": "Big5",
    "utf-16": "UTF-16",
}
DELIMITERS: Mapping[str, str] = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab")}


def show(pending: Pending, spoken: str) -> None:
    """Every file and sheet that could be opened, folded but for those to look at; a choice is read again at once."""
    for place, part in enumerate(pending.reading.parts):
        closed = not (part.sheet or part.header_row or part.encoding)
        if closed or (part.by == "template" and not part.registry):
            continue
        wants = uploads.needs_a_look(part)
        icon = ":material/help:" if wants else ":material/check_circle:"
        with st.expander(_title(part, spoken), expanded=wants and place < 6, icon=icon):
            _facts(part, spoken)
            _form(part, spoken)
    _left_out(spoken)


def _title(part: Part, spoken: str) -> str:
    where = language.escaped(part.file) + (f" · {language.escaped(part.sheet)}" if part.sheet else "")
    if not part.registry:
        return _("{where}: not recognised", where=where)
    label = registry(part.registry).label(spoken)
    return _("{where} → {registry}, {rows} rows", where=where, registry=label, rows=language.number(part.rows))


def _facts(part: Part, spoken: str) -> None:
    facts = []
    if part.encoding:
        sure = "" if part.encoding_sure else _(" (a guess: please look at the names below)")
        facts.append(_("Encoding: {name}", name=ENCODINGS.get(part.encoding, part.encoding)) + sure)
    if part.header_row:
        facts.append(_("Header in row {row}", row=part.header_row))
    skipped = {
        "example": N_("example rows left out: {count}"),
        "header": N_("repeated headers left out: {count}"),
        "total": N_("total lines left out: {count}"),
        "note": N_("note lines left out: {count}"),
    }
    facts += [_(skipped[kind], count=len(rows)) for kind, rows in part.skipped.items() if kind in skipped and rows]
    renamed: list[str] = []
    if part.registry:
        wanted = registry(part.registry)
        pairs = [(part.headers[position], wanted.column(name).label(spoken)) for position, name in part.columns.items()]
        renamed = [f"{language.escaped(header)} → {label}" for header, label in pairs if header.strip() != label]
        facts.append(_("{count} columns read", count=len(pairs)))
    if facts:
        st.caption("　".join(facts))
    if renamed:
        st.markdown("　".join(renamed))


def _form(part: Part, spoken: str) -> None:
    key = f"upload.{part.file}.{part.sheet}"
    said = uploads.choices().get((part.file, part.sheet), PartChoice())
    with st.form(key, border=False):
        columns = st.columns(3 if part.encoding else 1)
        with columns[0]:
            chosen = _registry(part, said, key, spoken)
        encoding = delimiter = AUTO
        if part.encoding:
            with columns[1]:
                encoding = _one(_("Encoding"), ENCODINGS, said.encoding, f"{key}.encoding")
            with columns[2]:
                words = {code: _(word) for code, word in DELIMITERS.items()}
                delimiter = _one(_("Delimiter"), words, said.delimiter, f"{key}.delimiter")
        headers = _headers(part, said, key, spoken)
        if st.form_submit_button(_("Read again with these choices"), icon=":material/refresh:"):
            uploads.choose(
                (part.file, part.sheet),
                PartChoice(
                    registry=chosen if chosen not in (AUTO, LEAVE_OUT) else None,
                    encoding=encoding or None,
                    delimiter=delimiter or None,
                    headers=headers,
                    leave_out=chosen == LEAVE_OUT,
                ),
            )
            st.rerun()


def _registry(part: Part, said: PartChoice, key: str, spoken: str) -> str:
    names = {r.name: r.label(spoken) for r in ALL}
    first = [name for name in part.candidates if name in names]
    options = [AUTO, *first, *(n for n in names if n not in first), LEAVE_OUT]
    words = {**names, AUTO: _("as recognised"), LEAVE_OUT: _("leave this out")}
    place = options.index(said.registry) if said.registry in options else 0
    return str(st.selectbox(_("This is"), options, place, format_func=lambda code: words[code], key=f"{key}.registry"))


def _one(label: str, words: Mapping[str, str], said: str | None, key: str) -> str:
    options = [AUTO, *words]
    place = options.index(said) if said in options else 0
    return str(
        st.selectbox(label, options, place, format_func=lambda code: words.get(code, _("as recognised")), key=key)
    )


def _headers(part: Part, said: PartChoice, key: str, spoken: str) -> dict[str, str]:
    """Choices for headers that were not matched outright; those said before stay."""
    if not part.registry:
        return {}
    wanted = registry(part.registry)
    names = {c.name: c.label(spoken) for c in wanted.columns}
    asked = dict.fromkeys([*part.assumed, *part.unmatched])
    chosen = dict(said.headers)
    questions = [position for position in asked if part.headers[position].strip()]
    if questions:
        st.caption(_("Which column is meant? What is left out is not read."))
    columns = st.columns(3)
    for place, position in enumerate(questions):
        header = part.headers[position]
        assumed = part.assumed.get(position) or ""
        options = [*names, AUTO]
        now = said.headers.get(header, assumed)
        suggested = part.unmatched.get(position) or ""
        hint = _("perhaps {column}", column=names[suggested]) if suggested in names else None
        with columns[place % 3]:
            chosen[header] = str(
                st.selectbox(
                    language.escaped(header),
                    options,
                    options.index(now if now in options else AUTO),
                    format_func=lambda code: names.get(code, _("leave this out")),
                    key=f"{key}.header.{position}",
                    help=hint,
                )
            )
    return {header: column for header, column in chosen.items() if column or header in said.headers}


def _left_out(spoken: str) -> None:
    """Parts that were left out by choice, with the way back."""
    del spoken
    for place, choice in list(uploads.choices().items()):
        if choice.leave_out:
            name = " · ".join(p for p in place if p)
            if st.button(_("Read {name} after all", name=name), key=f"upload.back.{name}"):
                del uploads.choices()[place]
                st.rerun()
