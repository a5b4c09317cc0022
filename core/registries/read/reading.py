"""Files in, typed registries and faults out: the one function everybody reads through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core.registries.check import check
from core.registries.columns import Desk
from core.registries.definitions import Tables, empty_tables, registry
from core.registries.faults import Batch, Fault, Faults
from core.registries.raw import Origin, Origins
from core.registries.read import isolate
from core.registries.read.grid import Grid
from core.registries.read.guards import inspect
from core.registries.read.headers import OURS
from core.registries.read.limits import DEFAULT_LIMITS, Limits
from core.registries.read.parts import TEMPLATE_MARK, TEMPLATE_VERSION, Part, PartChoice, Recognised, recognise
from core.registries.read.sniff import Content, Kind, Refusal
from core.registries.read.sources import Source, gather
from core.registries.read.text_file import read_text
from core.registries.references import Kept, nothing_kept
from core.registries.typed import type_table

__all__ = ["Part", "PartChoice", "Reading", "Source", "read"]

Choices = Mapping[tuple[str, str], PartChoice]
"""What the person said, by (file, sheet); ("visits.csv", "") is a text file."""
Progress = Callable[[float, str], None]
"""Called with the share done (0 to 1) and the file at hand."""

_CROSS = frozenset({"unknown_reference", "unknown_name", "unknown_near", "other_store"})


@dataclass(slots=True)
class Reading:
    """What was read.

    Attributes:
        tables: Typed frames of every registry of the desks seen, empty where nothing was handed in.
        faults: All faults, in the order of the files, then those between registries.
        parts: Every file and sheet, and what it was recognised as.
        origins: Where each row came from.
        rulebook: Text of `rulebook.toml`, if there was one.
    """

    tables: Tables
    faults: Faults
    parts: list[Part]
    origins: Origins
    rulebook: str | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing stops a computation."""
        return not len(self.faults.errors)


@dataclass(slots=True)
class _Gathering:
    """Frames of one registry, part by part."""

    frames: list[pd.DataFrame] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[np.ndarray] = field(default_factory=list)


def read(
    sources: Sequence[Source],
    choices: Choices | None = None,
    isolated: bool = False,
    progress: Progress | None = None,
    *,
    desk: Desk | None = None,
    limits: Limits = DEFAULT_LIMITS,
    kept: Kept = nothing_kept,
) -> Reading:
    """Read registries from files.

    Args:
        sources: Folders, files, or (name, bytes) of uploads, in any mix; parts of one registry are put together.
        choices: What the person said of files and sheets: registry, encoding, delimiter, headers.
        isolated: Parse text in a child process too; workbooks always are. For uploads of strangers.
        progress: Told how far it is.
        desk: Only registries of this desk; None tells it from what is there.
        limits: Bounds of reading.
        kept: Rows known from before, which those read may name.

    Returns:
        Tables and all faults. It raises nothing for what a file may hold.

    Source: CONTRACT, "Reading".
    """
    gathered = gather(sources)
    faults, parts = Faults(gathered.faults), list[Part]()
    found: dict[str, _Gathering] = {}
    broken: set[str] = set()
    for i, (name, content) in enumerate(gathered.files):
        if progress:
            progress(i / (len(gathered.files) + 1), name)
        for recognised in _recognised(name, content, choices or {}, desk, limits, isolated=isolated):
            parts.append(recognised.part)
            faults.extend(recognised.faults)
            if any(f.severity == "error" for f in recognised.faults):
                broken.add(recognised.part.registry)
            _type(recognised, found, faults)
    if not found and not len(faults.errors):
        faults.add(Fault("nothing_to_read"))
    elif parts and not any(p.rows for p in parts) and any("example" in p.skipped for p in parts):
        faults.add(Fault("template_blank", parts[0].file))
    tables = _tables(parts, desk)
    origins: Origins = {}
    for registry_name, gathering in found.items():
        tables[registry_name], origins[registry_name] = _together(gathering)
    if progress:
        progress(len(gathered.files) / (len(gathered.files) + 1), "")
    _check(check(tables, origins, kept), faults, broken)
    faults = _say_once(faults)
    if progress:
        progress(1.0, "")
    return Reading(tables, faults, parts, origins, gathered.rulebook)


def _recognised(
    name: str, content: Content, choices: Choices, desk: Desk | None, limits: Limits, *, isolated: bool
) -> Iterator[Recognised]:
    """The parts of one file, one by one."""
    if choices.get((name, ""), PartChoice()).leave_out:
        return
    kind = inspect(name, content, limits)
    if isinstance(kind, Refusal):
        yield _refused(Part(name), kind)
    elif kind == "csv":
        yield _text_part(name, content, choices.get((name, ""), PartChoice()), desk, limits, isolated=isolated)
    else:
        yield from _workbook_parts(name, content, kind, choices, desk=desk, limits=limits)


def _refused(part: Part, *refusals: Refusal) -> Recognised:
    return Recognised(part, faults=[_as_fault(part, r) for r in refusals])


def _as_fault(part: Part, refusal: Refusal) -> Fault:
    return Fault(refusal.code, part.file, refusal.sheet or part.sheet, refusal.row, "", part.registry, refusal.values)


def _text_part(
    name: str, content: Content, choice: PartChoice, desk: Desk | None, limits: Limits, *, isolated: bool
) -> Recognised:
    part = Part(name)
    text = read_text(content, choice.encoding, choice.delimiter, limits, isolated=isolated)
    if isinstance(text, Refusal):
        return _refused(part, text)
    part = replace(
        part,
        encoding=text.encoding.name,
        encoding_sure=text.encoding.sure,
        delimiter=text.delimiter,
        header_row=text.header_row,
    )
    if text.grid is None or text.header is None:
        return _refused(part, *(text.refusals or [Refusal("header_missing")]))
    found = recognise(text.grid, part, choice, desk, alone=True, header=text.header)
    found.faults[:0] = [_as_fault(found.part, r) for r in text.refusals]
    return found


def _workbook_parts(
    name: str, content: Content, kind: Kind, choices: Choices, *, desk: Desk | None, limits: Limits
) -> Iterator[Recognised]:
    sheets = isolate.workbook(kind, content, limits)
    filled = sum(1 for s in sheets if isinstance(s, Grid) and s.rows and not s.hidden and not s.sheet.startswith(OURS))
    if not any(isinstance(s, Refusal) or s.rows for s in sheets):
        yield _refused(Part(name), Refusal("file_empty"))
    for i, sheet in enumerate(sheets):
        sheets[i] = Refusal("")  # a sheet's cells go as soon as they are typed
        if isinstance(sheet, Refusal):
            yield _refused(Part(name, sheet.sheet), sheet)
            continue
        part, choice = Part(name, sheet.sheet), choices.get((name, sheet.sheet), PartChoice())
        if choice.leave_out or not sheet.rows or sheet.sheet.startswith(OURS):
            continue
        version = _template_version(sheet)
        if version is not None:
            yield _template_part(part, version)
        else:
            yield recognise(sheet, part, choice, desk, alone=filled == 1)


def _template_version(sheet: Grid) -> int | None:
    for row in sheet.head(10):
        for cell in row:
            if match := TEMPLATE_MARK.search(cell):
                return int(match[1][:9])
    return None


def _template_part(part: Part, version: int) -> Recognised:
    found = Recognised(replace(part, by="template"))
    if version < TEMPLATE_VERSION:
        found.faults.append(
            Fault("template_old", part.file, part.sheet, values={"found": version, "now": TEMPLATE_VERSION})
        )
    return found


def _type(recognised: Recognised, found: dict[str, _Gathering], faults: Faults) -> None:
    raw, part = recognised.raw, recognised.part
    if raw is None:
        return
    positions = {column: position for position, column in part.columns.items()}
    frame, wrong = type_table(raw, registry(part.registry), positions)
    faults.extend(wrong)
    gathering = found.setdefault(part.registry, _Gathering())
    gathering.frames.append(frame)
    gathering.places.append((part.file, part.sheet))
    gathering.numbers.append(raw.row_numbers)
    recognised.raw = None


def _tables(parts: Sequence[Part], desk: Desk | None) -> Tables:
    desks = {registry(p.registry).desk for p in parts if p.registry} or {desk or "store"}
    return {name: frame for each in ("store", "office") if each in desks for name, frame in empty_tables(each).items()}


def _together(gathering: _Gathering) -> tuple[pd.DataFrame, Origin]:
    sizes = [len(n) for n in gathering.numbers]
    part_of = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    origin = Origin(tuple(gathering.places), part_of, np.concatenate(gathering.numbers).astype(np.int32))
    if len(gathering.frames) == 1:
        return gathering.frames[0], origin
    columns = {}
    for name in gathering.frames[0].columns:
        pieces = [frame[name] for frame in gathering.frames]
        if isinstance(pieces[0].dtype, pd.CategoricalDtype):
            columns[name] = pd.Series(pd.api.types.union_categoricals(pieces, sort_categories=True))
        else:
            columns[name] = pd.concat(pieces, ignore_index=True)
    return pd.DataFrame(columns), origin


def _check(across: Faults, faults: Faults, broken: set[str]) -> None:
    """Add the faults across registries; what only follows from a part that could not be read is not said again."""
    for item in across.parts:
        target = item.values.get("target_registry", item.values.get("missing_registry"))
        if target in broken or ("" in broken and (item.code in _CROSS or item.code == "registry_missing")):
            continue
        faults.add(item)


def _say_once(faults: Faults) -> Faults:
    """Leave out that zeros may be lost where a cell is in the wrong anyway: it names no row of another registry."""
    unknown: dict[tuple[str, str, str], set[int]] = {}
    for item in faults.parts:
        if isinstance(item, Batch) and item.code in ("unknown_reference", "unknown_near"):
            unknown.setdefault((item.file, item.sheet, item.column), set()).update(item.rows.tolist())
    said = Faults()
    for item in faults.parts:
        wrong = unknown.get((item.file, item.sheet, item.column)) if item.code == "zeros_lost" else None
        if wrong and isinstance(item, Batch):
            said.add(item.taken(np.flatnonzero(~np.isin(item.rows, list(wrong)))))
        else:
            said.add(item)
    return said
