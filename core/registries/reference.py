"""The reference page of the registries: everything a clerk may want to know, made from the definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.registries.columns import Column, Kind, Registry
from core.registries.definitions import OFFICE, STORE, registry, simplified
from core.texts import N_, say

KINDS: dict[Kind, tuple[str, str]] = {
    "id": (N_("number or code"), N_("Kept as written, without spaces around it. Format the column as text.")),
    "text": (N_("text"), N_("Kept as written, without spaces around it.")),
    "phone": (N_("phone"), N_("Kept as written. Format the column as text, so that no digit is lost.")),
    "id_number": (N_("ID number"), N_("18 characters as text; the check digit and the birth date inside are checked.")),
    "plate": (N_("plate number"), N_("Such as 京A12345; others are kept and pointed out.")),
    "contact": (N_("contact"), N_("Landline, mobile number, e-mail or QQ; several are separated by / 、 or ;")),
    "instant": (
        N_("date and time"),
        N_(
            "2009-11-18 09:05 or 2009-11-18 09:05:30, also 2009/11/18 9:05, 2009年11月18日 9:05, "
            "民國98年11月18日 上午9:05 and date cells of a spreadsheet; no time zone. A date alone means 00:00."
        ),
    ),
    "date": (
        N_("date"),
        N_("2009-11-18, also 2009/11/18, 2009年11月18日, 民國98年11月18日 and date cells of a spreadsheet."),
    ),
    "bool": (N_("yes or no"), N_("是/否, yes/no, y/n, true/false, 1/0, √/×. Blank means no.")),
    "bool?": (N_("yes, no or not known"), N_("是/否, yes/no, y/n, true/false, 1/0, √/×. Blank means not known.")),
    "choice": (N_("one of a list"), N_("The code or the Chinese word.")),
    "money": (
        N_("money, CNY"),
        N_("1234.50, 1,234.50, ¥1,234.50 or 1234.50元; 3.5萬 is 35,000. Up to 2 decimals."),
    ),
    "whole": (N_("whole number"), N_("Digits only.")),
}
"""Kind -> its name and how a cell is written."""

_TITLE = N_("Registries")
_INTRO = N_(
    "A registry is a CSV file or a sheet of a workbook (.xlsx, .xls, .ods), named in English or Chinese. "
    "Headers may be English or Chinese, Traditional or Simplified, in any order and letter case. "
    "CSV files may be UTF-8, GB18030, Big5 or UTF-16, separated by comma, semicolon or tab."
)
_DESKS = ((N_("Registries of the store"), STORE), (N_("Registries of the property office"), OFFICE))
_HOW = N_("How cells are written")
_END_OF_DAY = N_("A date alone means 23:59:59 of that day.")


def reference(language: str) -> str:
    """The page in Markdown.

    Args:
        language: One of `texts.LANGUAGES`.
    """
    lines = [f"# {say(language, _TITLE)}", "", say(language, _INTRO), ""]
    for title, registries in _DESKS:
        lines += [f"## {say(language, title)}", ""]
        for r in registries:
            lines += _registry(r, language)
    return "\n".join([*lines, *_kinds(language), ""])


def _registry(r: Registry, language: str) -> list[str]:
    title = f"`{r.name}` {r.label(language)}" if language != "en" else f"`{r.name}` {r.hant}"
    heads = [N_("column"), N_("label"), N_("kind"), N_("required"), N_("remarks")]
    must = say(language, N_("Must be handed in.")) if r.required else say(language, N_("May be missing."))
    known = [r.hant, r.hans, *r.aliases]
    names = _list(known if language != "zh-Hans" else map(simplified, known), language)
    return [
        f"### {title}",
        "",
        _gap(language).join([say(language, r.note), must]),
        "",
        say(language, N_("Files and sheets are recognised by: {names}."), names=names),
        "",
        _row([say(language, h) for h in heads]),
        _row(["---"] * len(heads)),
        *(_row(_cells(c, language)) for c in r.columns),
        "",
        *_listed(r, language),
    ]


def _listed(r: Registry, language: str) -> list[str]:
    said = [f"- {rule}" for rule in rules(r, language)]
    return [*said, ""] if said else []


def _gap(language: str) -> str:
    """What stands between two sentences."""
    return " " if language == "en" else ""


def _cells(column: Column, language: str) -> list[str]:
    label = column.hant if language == "en" else column.label(language)
    required = say(language, N_("yes")) if column.required else ""
    return [f"`{column.name}`", label, say(language, KINDS[column.kind][0]), required, remarks(column, language)]


def remarks(column: Column, language: str) -> str:
    """What there is to say about a column besides its kind: key, reference, choices, bounds, its note."""
    said: list[str] = []
    if column.key:
        said.append(say(language, N_("Each value stands once.")))
    if column.references:
        target = registry(column.references).label(language)
        said.append(say(language, N_("Must be in {registry}, in the same store."), registry=target))
        if registry(column.references).desk == "office":
            said[-1] = say(language, N_("Must be in {registry}."), registry=target)
    if column.choices:
        words = [c.code if language == "en" else f"{c.label(language)} ({c.code})" for c in column.choices]
        said.append(say(language, N_("One of: {choices}."), choices=_list(words, language)))
    if column.minimum is not None and column.maximum is not None:
        said.append(say(language, N_("{least} to {most}."), least=column.minimum, most=column.maximum))
    elif column.minimum is not None:
        said.append(say(language, N_("At least {least}."), least=column.minimum))
    if column.end_of_day:
        said.append(say(language, _END_OF_DAY))
    if column.personal:
        said.append(say(language, N_("Personal: masked on screen, kept encrypted.")))
    if column.kept_sealed:
        said.append(say(language, N_("Kept encrypted.")))
    if column.note:
        said.append(say(language, column.note))
    if column.aliases:
        others = column.aliases
        headers = _list(others if language != "zh-Hans" else map(simplified, others), language)
        said.append(say(language, N_("Other headers: {headers}."), headers=headers))
    return _gap(language).join(said)


def rules(r: Registry, language: str) -> Iterator[str]:
    """What must hold among the columns of a registry, a sentence each."""

    def label(name: str) -> str:
        return f"`{name}`" if language == "en" else r.column(name).label(language)

    for start, end in r.orders:
        yield say(language, N_("{end} is not before {start}."), end=label(end), start=label(start))
    for group in r.one_of:
        yield say(language, N_("At least one is filled in: {columns}."), columns=_list(map(label, group), language))
    for name, others in r.needs:
        columns = _list(map(label, others), language)
        yield say(language, N_("{column} needs at least one of: {columns}."), column=label(name), columns=columns)
    if r.apart:
        who, start, end = map(label, r.apart)
        text = N_("Times of one {who} ({start} to {end}) may not overlap; blank means to the end of the day.")
        yield say(language, text, who=who, start=start, end=end)


def _kinds(language: str) -> list[str]:
    return [
        f"## {say(language, _HOW)}",
        "",
        _row([say(language, N_("kind")), say(language, N_("how to write it"))]),
        _row(["---", "---"]),
        *(_row([say(language, name), say(language, how)]) for name, how in KINDS.values()),
    ]


def _list(words: Iterable[str], language: str) -> str:
    distinct = dict.fromkeys(words)
    return (", " if language == "en" else "、").join(distinct)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"
