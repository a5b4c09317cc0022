"""The faults of an upload: how many, a table that filters, and the user's own file with the cells marked."""

from __future__ import annotations

from functools import partial
from itertools import islice

import pandas as pd
import streamlit as st

from core.registries.definitions import registry
from core.registries.faults import Fault, Faults, severity_of
from core.texts import N_
from core.web import choose, exports, language
from core.web.language import _
from core.web.uploads import Pending

MOST_ROWS = 5_000
SEVERITIES = {"error": N_("must be mended"), "warning": N_("good to know")}
COLUMNS = ["severity", "file", "sheet", "row", "column", "message", "code"]


def as_frame(faults: Faults, spoken: str) -> pd.DataFrame:
    """Faults as rows with their messages, in the order found, `MOST_ROWS` at the most; columns `COLUMNS`."""
    rows = [_row(fault, spoken) for fault in islice(faults, MOST_ROWS)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(fault: Fault, spoken: str) -> tuple[str, str, str, int | None, str, str, str]:
    return (
        fault.severity,
        _file_name(fault.file, spoken),
        fault.sheet,
        fault.row or None,
        _label(fault, spoken),
        fault.message(spoken),
        fault.code,
    )


def _file_name(name: str, spoken: str) -> str:
    """The name of a file; the label of a registry that was not handed in and has none."""
    try:
        return registry(name).label(spoken)
    except KeyError:
        return name


def _label(fault: Fault, spoken: str) -> str:
    """The column's label; the header as written where it is none of ours."""
    try:
        return registry(fault.registry).column(fault.column).label(spoken)
    except KeyError:
        return fault.column


def show(pending: Pending, spoken: str) -> None:
    """The filters and the table; nothing to say where there is no fault."""
    faults = pending.reading.faults
    if not len(faults):
        if not pending.problems:
            st.success(_("No faults found."), icon=":material/check_circle:")
        else:
            st.caption(_("None in the registries; what is wrong with the rulebook stands above."))
        return
    chosen = _filtered(Faults([*faults.errors.parts, *faults.warnings.parts]), spoken)
    frame = as_frame(chosen, spoken)
    if len(chosen) > len(frame):
        st.caption(
            _(
                "The first {shown} of {all} are shown.",
                shown=language.number(len(frame)),
                all=language.number(len(chosen)),
            )
        )
    frame["severity"] = frame["severity"].map({code: _(word) for code, word in SEVERITIES.items()})
    titles = {
        "severity": _("Severity"),
        "file": _("File"),
        "sheet": _("Sheet"),
        "row": _("Row"),
        "column": _("Column"),
        "message": _("What is wrong and what to do"),
    }
    shown = frame[list(titles)].rename(columns=titles)
    config = {
        titles["row"]: st.column_config.NumberColumn(format="%d", width="small"),
        titles["message"]: st.column_config.TextColumn(width="large"),
        titles["severity"]: st.column_config.TextColumn(pinned=True, width="small"),
    }
    order = [titles[c] for c in ("severity", "row", "message", "column", "file", "sheet")]
    st.dataframe(
        shown,
        hide_index=True,
        column_config=config,
        column_order=order,
        key="upload.faults",
        placeholder="",
        height=35 * (min(len(shown), 14) + 1) + 3,
    )
    st.download_button(
        _("This list as Excel"),
        lambda: exports.excel([exports.Sheet("faults", shown)]),
        "faults.xlsx",
        exports.EXCEL_MIME,
        key="upload.faults.excel",
        icon=":material/download:",
        on_click="ignore",
    )


def _filtered(faults: Faults, spoken: str) -> Faults:
    counted = faults.counts()
    files = list(dict.fromkeys(file for file, _sheet, _column, _code in counted))
    codes: dict[str, int] = {}
    for (_file, _sheet, _column, code), count in counted.items():
        codes[code] = codes.get(code, 0) + count
    examples = {fault.code: fault.message(spoken) for fault in _one_of_each(faults)}
    left, middle, right = st.columns(3)
    everything = choose.EVERY
    severities = [everything, *(s for s in SEVERITIES if any(severity_of(code) == s for code in codes))]
    with left:
        severity = choose.one_of(
            "fault-severity",
            _("Severity"),
            severities,
            say=lambda s: _("All") if s == everything else _(SEVERITIES[s]),
        )
    with middle:
        file = choose.one_of(
            "fault-file",
            _("File"),
            [everything, *files],
            say=lambda f: _("All") if f == everything else _file_name(f, spoken) or "-",
        )
    with right:
        code = choose.one_of(
            "fault-kind",
            _("Kind of fault"),
            [everything, *sorted(codes, key=lambda c: -codes[c])],
            say=lambda c: _("All") if c == everything else f"{codes[c]} × {examples.get(c, c)}",
        )
    return Faults(
        item
        for item in faults.parts
        if (severity == everything or severity_of(item.code) == severity)
        and file in (everything, item.file)
        and code in (everything, item.code)
    )


def _one_of_each(faults: Faults) -> list[Fault]:
    seen: dict[str, Fault] = {}
    for item in faults.parts:
        if item.code not in seen:
            seen[item.code] = item if isinstance(item, Fault) else item.at(0)
    return list(seen.values())


def workbooks(pending: Pending, spoken: str) -> None:
    """A download for each file with faults that could be opened: the file as it was handed in, its cells marked."""
    wrong = {file for file, _sheet, _column, _code in pending.reading.faults.counts() if file}
    wrong &= {part.file for part in pending.reading.parts if part.header_row or part.encoding}
    with st.container(horizontal=True):
        for name, body in pending.files:
            if name not in wrong:
                continue
            stem = name.rpartition(".")[0] or name
            st.download_button(
                _("{name} with the faults marked", name=name),
                partial(_marked, (name, body), pending, spoken),
                f"{stem}-faults.xlsx",
                exports.EXCEL_MIME,
                key=f"upload.marked.{name}",
                icon=":material/edit_document:",
                on_click="ignore",
            )


def _marked(source: tuple[str, bytes], pending: Pending, spoken: str) -> bytes:
    from core.registries.error_workbook import error_workbook  # noqa: PLC0415 (made when it is asked for)

    return error_workbook(source, pending.reading, spoken)
