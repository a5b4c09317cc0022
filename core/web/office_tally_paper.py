"""The tally to take away: its table in Excel and in print, and one page of figures for the monthly meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from core.figures.tally import RATES, part_label
from core.figures.tally_groups import GROUPS
from core.figures.tally_paper import COLUMNS, paper_table
from core.figures.tally_times import LABELS
from core.office import tally_rows
from core.office.paper import month_page as paper_of_figures
from core.office.paper import tally as paper_of_table
from core.office.paper.given import Figure, Figures, FigureTable, Letterhead, TallyRow
from core.registries.mask import mask_series
from core.texts import N_, say
from core.web import exports, language, office_tally_figures
from core.web import office_tally_filters as filters
from core.web import office_tally_words as words
from core.web.exports import Sheet
from core.web.language import _
from core.web.office_tally_view import View

ON_PAPER = ("all", "open", "overdue", "no_call_back")
MOST_GROUPS = 12
LEFT_OUT = ("place", "again_home", "rated")
"""Columns of the screen that paper has no room for."""
TABLE_SHEET, FIGURES_SHEET = N_("Tally"), N_("Figures")


def table(view: View, rows: pd.DataFrame, *, full: bool = False) -> pd.DataFrame:
    """The paper table of some rows, their texts opened.

    Args:
        view: Where they are from.
        rows: Some of `view.rows`.
        full: Leave names and contacts unmasked: for an export that was noted, never for the screen.
    """
    with view.database.read() as connection:
        numbers = [int(n) for n in rows["row_id"]]
        texts = tally_rows.read_texts(connection, view.database.sealer, numbers)
    if not full:
        texts = texts.assign(name=mask_series("name", texts["name"]), contact=mask_series("contact", texts["contact"]))
    return paper_table(rows, texts, view.language)


def titled(view: View, table_of: pd.DataFrame) -> pd.DataFrame:
    """The paper table with its headings as people read them."""
    return table_of.rename(columns={column: say(view.language, title) for column, title in COLUMNS.items()})


def excel(view: View, rows: pd.DataFrame, of: Figures, *, full: bool = False) -> bytes:
    """A workbook: the paper table, the figures, and a sheet for each table of figures.

    Texts of figures are made before (`of`): the file is written when it is asked for, where no page runs any more.
    """
    sheets = [Sheet(say(view.language, TABLE_SHEET), titled(view, table(view, rows, full=full)))]
    sheets.append(Sheet(say(view.language, FIGURES_SHEET), _figure_frame(view, of)))
    for small in of.tables:
        columns = {name: [row[i] for row in small.rows] for i, name in enumerate(small.columns)}
        sheets.append(Sheet(small.title, pd.DataFrame(columns, dtype="str")))
    return exports.excel(sheets)


def _figure_frame(view: View, of: Figures) -> pd.DataFrame:
    titles = [say(view.language, t) for t in (N_("Figure"), N_("Value"), N_("Numerator"), N_("Denominator"))]
    lines: list[tuple[str, str, int | None, int | None]] = [(say(view.language, N_("Period")), of.period, None, None)]
    lines += [(f.label, f.value, f.numerator, f.denominator) for f in of.figures]
    columns = list(zip(*lines, strict=True))
    made: dict[str, Any] = {
        title: pd.array(list(c), dtype="str") for title, c in zip(titles[:2], columns[:2], strict=True)
    }
    made |= {title: pd.array(list(c), dtype="Int64") for title, c in zip(titles[2:], columns[2:], strict=True)}
    return pd.DataFrame(made)


def pdf(view: View, rows: pd.DataFrame, of: Figures, *, full: bool = False) -> bytes:
    """The table as PDF with the figures after it."""
    said = table(view, rows, full=full)
    lines = [TallyRow(*(str(v) for v in row)) for row in said.itertuples(index=False, name=None)]
    return paper_of_table(lines, of, view.language, letterhead(view))


def month_page(view: View, of: Figures) -> bytes:
    """The page of figures as PDF."""
    return paper_of_figures(of, view.language, letterhead(view))


def letterhead(view: View) -> Letterhead:
    """Whose paper it is."""
    o = view.office
    return Letterhead(view.now, o.estate, o.office, o.telephone, o.hours, o.base_url)


def figures(view: View) -> Figures:
    """The figures as they go on paper, in words; within a page, since it speaks its language."""
    groups = [_group_table(view, by, MOST_GROUPS) for by in ("category", "building", "state", "source", "handler")]
    return _figures(view, [_time_table(view), *groups, _stars_table(view), _home_table(view, MOST_GROUPS)])


def figures_of_a_page(view: View) -> Figures:
    """The figures that go on one page, for the meeting: fewer groups, the rest of them added up."""
    tables = [_time_table(view), _group_table(view, "category", 5), _stars_table(view), _home_table(view, 3)]
    made = _figures(view, tables)
    return replace(made, notes=[*made.notes[:2], made.notes[-1]])


def _figures(view: View, tables: Sequence[FigureTable]) -> Figures:
    return Figures(
        period=view.asked.period.say(),
        filters=filters.in_words(view.asked, view.language),
        figures=[*_counts(view), *_rates(view)],
        tables=[one for one in tables if one.rows],
        notes=words.notes(view.figures, view.asked.again_days),
    )


def _counts(view: View) -> list[Figure]:
    return [Figure(part_label(part, view.language), language.number(view.figures.counts[part])) for part in ON_PAPER]


def _rates(view: View) -> list[Figure]:
    made = []
    for code in office_tally_figures.TILES:
        rate = view.figures.rates[code]
        label = say(view.language, RATES[code][0])
        made.append(Figure(label, words.share(rate), rate.numerator, rate.denominator))
    return made


def _time_table(view: View) -> FigureTable:
    columns = [_("From handing in"), _("Half within"), _("Nine tenths within"), _("Came to their end")]
    columns += [_("Counted as open"), _("Not known when")]
    rows = [
        [
            say(view.language, LABELS[t.kind]),
            words.reached(t.median_hours, t),
            words.reached(t.ninth_hours, t),
            *(language.number(n) for n in (t.ended, t.open, t.unknown)),
        ]
        for t in office_tally_figures.took(view)
        if t.counted
    ]
    return FigureTable(_("How long it takes"), columns, rows)


def _group_table(view: View, by: str, most: int) -> FigureTable:
    """The first groups; what the others count is added up in a last row."""
    found = view.groups(by)
    said = [view.said(by, key) for key in found["key"]]
    frame, titles = office_tally_figures.group_table(view, by, found, said)
    frame = frame[[c for c in frame if c in titles and c not in LEFT_OUT]]
    note = "" if found["enough"].all() else words.few(view.figures)
    name = part_name(view, by)
    title = _("By {thing}", thing=name if view.language != "en" else name.lower())
    return _small(title, _short(frame, most), titles, note)


def part_name(view: View, by: str) -> str:
    """What is counted by."""
    label = GROUPS[by]
    return say(view.language, label)


def _short(frame: pd.DataFrame, most: int) -> pd.DataFrame:
    """The first rows, and one for the others with their counts added up; shares of those are not told."""
    if len(frame) <= most + 1:
        return frame
    rest = frame.iloc[most:]
    last: dict[str, Any] = {
        str(c): rest[c].sum() if pd.api.types.is_integer_dtype(rest[c].dtype) else "—" for c in frame
    }
    last["group"] = _("{number} others", number=language.number(len(rest)))
    return pd.concat([frame.head(most).astype("object"), pd.DataFrame([last], dtype="object")], ignore_index=True)


def _stars_table(view: View) -> FigureTable:
    stars = view.figures.stars
    order = sorted(stars.counts, reverse=True)
    columns = [_("Stars"), *(f"{n} ★" for n in order), _("Mean of 5")]
    mean = words.stars(stars.mean if stars.enough else None)
    rows = [[_("Ratings"), *(language.number(stars.counts[n]) for n in order), mean]]
    note = "" if stars.enough else _("{rated} rated: too few for a mean to tell anything.", rated=stars.rated)
    return FigureTable(_("Satisfaction"), columns, rows if stars.rated else [], note)


def _home_table(view: View, most: int) -> FigureTable:
    frame, titles = office_tally_figures.home_table(view)
    return _small(_("Busiest homes"), frame.head(most), titles, "")


def _small(title: str, frame: pd.DataFrame, titles: Mapping[str, str], note: str) -> FigureTable:
    rows = [
        [language.number(int(v)) if isinstance(v, (int, np.integer)) else str(v) for v in row]
        for row in frame.astype("object").itertuples(index=False, name=None)
    ]
    return FigureTable(title, [titles[str(c)] for c in frame], rows, note)
