"""The work list: what is missing as numbers that open their rows, filters in the address, a page of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.office import work
from core.office.work import BLANKS, COUNT_MOST, Wanted, WorkList
from core.texts import N_
from core.web import choose, exports, language, office_requests_filters
from core.web import office_requests_steps as steps
from core.web import office_requests_words as words
from core.web.language import _
from core.web.office_requests_filters import BLANK, PART
from core.web.office_requests_steps import Bench

PAGE = 25
EXPORT_MOST = 1000
ROW_PIXELS = 35
TEXT_PIXELS = 270
"""Of what somebody wrote: what is due and who has it should stand beside it."""
HINTS: Mapping[str, str] = {
    "no_handler": N_("Nobody was given these yet."),
    "overdue": N_("Not done, and past the time within which they were to be."),
    "no_call_back": N_("Done, but nobody has asked the resident yet, or it is the day to ask again."),
    "held": N_("Taken in while very many came at once: look whether they are real."),
}


def show(bench: Bench) -> None:
    """The list."""
    with bench.database.read() as connection:
        counts = work.blank_counts(connection, bench.now)
        buildings = work.building_choices(connection)
    chosen = office_requests_filters.blank()
    _tiles(counts, chosen)
    _buttons()
    wanted = office_requests_filters.ask(bench, buildings, chosen)
    st.session_state[steps.WANTED] = wanted
    page = _page(bench, wanted)
    if page.total:
        _rows(bench, page)
        _pages(bench, wanted, page)
    else:
        _nothing(wanted, anything=any(counts.values()))


def _tiles(counts: Mapping[str, int], chosen: str) -> None:
    """How many lack what; pressing one shows its rows, pressing it again all."""
    with st.container(horizontal=True, key="requests-tiles"):
        for code in BLANKS:
            number = language.number(counts[code]) + ("+" if counts[code] >= COUNT_MOST else "")
            st.button(
                f"{words.blank(code)} **{number}**",
                key=f"requests.blank.{code}",
                type="primary" if code == chosen else "secondary",
                on_click=_narrow,
                args=("" if code == chosen else code,),
                help=_(HINTS[code]),
            )


def _narrow(code: str) -> None:
    choose.keep(BLANK, code or None)
    choose.keep(PART, None)


def _buttons() -> None:
    """The next one, and a new one: what is pressed all day."""
    following = steps.next_one()
    with st.container(horizontal=True, key="requests-begin"):
        st.button(
            _("Open the next one"),
            key="requests.next",
            type="primary",
            icon=":material/play_arrow:",
            on_click=steps.go,
            args=(following,),
            disabled=not following,
            shortcut=steps.NEXT_KEY,
        )
        st.button(
            _("New request by telephone or at the desk"),
            key="requests.new",
            icon=":material/add:",
            on_click=steps.to_new,
            shortcut=steps.NEW_KEY,
        )


def _page(bench: Bench, wanted: Wanted) -> WorkList:
    """The page of rows that the address asks for; the last one where there are no longer so many."""
    part = office_requests_filters.part(wanted)
    with bench.database.read() as connection:
        sealer = bench.database.sealer
        page = work.work_list(connection, sealer, wanted, bench.now, PAGE, PAGE * (part - 1))
        if page.frame.empty and page.total:
            choose.keep(PART, None)
            page = work.work_list(connection, sealer, wanted, bench.now, PAGE)
    return page


def _rows(bench: Bench, page: WorkList) -> None:
    """The rows; the one that is ticked opens."""
    said = worded(bench, page.frame)
    state = st.dataframe(
        said,
        hide_index=True,
        key=f"requests.rows.{'.'.join(page.frame['request_no'].head(3))}",
        height=ROW_PIXELS * (len(said) + 1) + 3,
        placeholder="",
        column_config={
            said.columns[0]: st.column_config.TextColumn(pinned=True),
            _("What it is about"): st.column_config.TextColumn(width=TEXT_PIXELS),
        },
        on_select="rerun",
        selection_mode="single-row",
    )
    st.caption(_("Tick the box before a row to open it, or type its number above."))
    ticked = [p for p in state["selection"]["rows"] if p < len(page.frame)]
    if ticked:
        steps.go(str(page.frame["request_no"].iloc[ticked[0]]))
        st.rerun()


def worded(bench: Bench, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of the list as people read them, columns by their headings; names and contacts came masked."""
    columns = words.headings()
    rows: list[dict[str, Any]] = []
    for values in frame.astype("object").where(frame.notna(), None).to_dict("records"):
        row = {str(name): value for name, value in values.items()}
        row["retry_on"] = row["retry_on"].date() if row["retry_on"] else None
        rows.append(
            {
                columns["request_no"]: row["request_no"],
                _("Lacks"): words.blank(row["blank"]),
                columns["room_no"]: row["room_no"] or "",
                _("What it is about"): words.wanted(row),
                _("When it is due"): words.due(row, bench.now, bench.settings.work),
                columns["category"]: words.suggested(row, bench.settings),
                columns["assigned_to"]: row["assigned_to"] or "",
                columns["status"]: words.state(row),
                columns["name"]: row["name"] or "",
                columns["contact"]: row["contact"] or "",
                columns["source"]: words.source(row["source"]),
                columns["submitted_at"]: language.instant(row["submitted_at"]),
            }
        )
    return pd.DataFrame(rows)


def _pages(bench: Bench, wanted: Wanted, page: WorkList) -> None:
    """Which rows these are of how many, the way to the others, and all of them as a file."""
    total = language.number(page.total)
    st.caption(_("More than {number} requests", number=total) if page.more else _("{number} requests", number=total))
    if page.total > PAGE:
        office_requests_filters.turn_pages(wanted, -(-page.total // PAGE))
    st.download_button(
        _("Excel"),
        lambda: _excel(bench, wanted),
        "requests.xlsx",
        exports.EXCEL_MIME,
        key="requests.excel",
        icon=":material/download:",
        on_click="ignore",
        help=_("The first {most} of these, names and contacts masked.", most=language.number(EXPORT_MOST)),
    )


def _excel(bench: Bench, wanted: Wanted) -> bytes:
    with bench.database.read() as connection:
        page = work.work_list(connection, bench.database.sealer, wanted, bench.now, EXPORT_MOST)
    return exports.excel([exports.Sheet("requests", worded(bench, page.frame))])


def _nothing(wanted: Wanted, *, anything: bool) -> None:
    """What to do next where no row stands."""
    if wanted == Wanted():
        st.info(
            _(
                "No request has come yet. Residents hand them in with the repair and opinion form; take one down by "
                "telephone or at the desk with the button above, or upload a spreadsheet of earlier ones."
            ),
            icon=":material/inbox:",
        )
        if st.button(_("Upload spreadsheets"), key="requests.upload", icon=":material/upload_file:"):
            st.switch_page("pages/store/upload.py")
        return
    if wanted == Wanted(blank=wanted.blank):
        st.success(_("None lacks this. Well done."), icon=":material/check:")
    else:
        st.info(_("No request is like that. Take away a filter, or look for another number or room."))
    label = _("Show all requests") if not anything else _("Show all of them, those that lack something first")
    st.button(label, key="requests.all", on_click=office_requests_filters.clear, icon=":material/filter_alt_off:")
