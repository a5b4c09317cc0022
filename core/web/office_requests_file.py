"""One request: what was asked, when it is due, what is to be done next, what happened, and others like it."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.office import work
from core.office.near import Near, near_same
from core.office.photos import open_photo
from core.office.work import RequestFile
from core.web import office_requests_acts, office_requests_order
from core.web import office_requests_steps as steps
from core.web import office_requests_words as words
from core.web.language import _, escaped
from core.web.office_requests_steps import Bench

NEAR_MOST = 5
PHOTO_PIXELS = 260


def show(bench: Bench, typed: str) -> None:
    """A request by its number; where there is none, what to do."""
    with bench.database.read() as connection:
        file = work.one_request(connection, bench.database.sealer, typed, bench.now)
        near = near_same(connection, bench.database.sealer, typed, bench.now) if file else []
    _ways(typed)
    if file is None or file.case is None:
        st.info(
            _("There is no request {number}. Look at the number again, or go back to the list.", number=escaped(typed)),
            icon=":material/search_off:",
        )
        return
    st.subheader(f"{escaped(file.row['request_no'])} · {escaped(words.state(file.case))}", anchor=False)
    _badges(bench, file)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _asked(bench, file)
    with right:
        if near and file.case["status"] in ("new", "assigned"):
            _near(bench, near)
        office_requests_acts.next_act(bench, file)
        office_requests_acts.others(bench, file)
        office_requests_order.offer(bench, file)
    _photos(bench, file)
    _history(bench, file)


def _ways(number: str) -> None:
    """Back to the list, on to the next one, a new one."""
    with st.container(horizontal=True):
        st.button(
            _("Next one"),
            key="requests.next",
            icon=":material/skip_next:",
            on_click=steps.skip,
            args=(number,),
            shortcut=steps.NEXT_KEY,
        )
        st.button(
            _("Back to the list"),
            key="requests.list",
            icon=":material/list:",
            on_click=steps.to_list,
            shortcut=steps.LIST_KEY,
        )
        st.button(
            _("New request"), key="requests.new", icon=":material/add:", on_click=steps.to_new, shortcut=steps.NEW_KEY
        )


def _badges(bench: Bench, file: RequestFile) -> None:
    """What it lacks and when it is due, at a glance."""
    case = _case(file)
    said = [f":red-badge[{words.blank(b)}]" for b in file.blanks]
    due = words.due(case, bench.now, bench.settings.work)
    if due:
        said.append(f":{'red' if 'overdue' in file.blanks else 'blue'}-badge[:material/schedule: {escaped(due)}]")
    if case["reopened"]:
        again = _("opened again {times} times", times=case["reopened"])
        said.append(f":orange-badge[{again}]")
    if file.row["satisfaction"]:
        said.append(f":violet-badge[{words.stars(int(file.row['satisfaction']))}]")
    if said:
        st.markdown(" ".join(said))


def _asked(bench: Bench, file: RequestFile) -> None:
    """What was asked, by whom (masked) and for which home."""
    row, case = file.row, _case(file)
    columns = words.headings()
    with st.container(border=True):
        for name in ("repair", "opinion"):
            if row[name]:
                st.caption(columns[name])
                st.text(row[name])
        facts = [
            (columns["room_no"], row["room_no"]),
            (columns["name"], row["name"]),
            (columns["contact"], row["contact"]),
            (_("Preferred time"), file.preferred),
            (columns["category"], words.suggested(case, bench.settings)),
            (columns["assigned_to"], row["assigned_to"]),
            (columns["submitted_at"], words.near(row["submitted_at"], bench.now)),
            (columns["source"], words.source(case["source"])),
            (columns["handling"], row["handling"]),
            (columns["callback"], row["callback"]),
            (_("Why rated so"), file.rating_reason),
            (_("Others put together with it"), ", ".join(file.merged)),
        ]
        lines = [_("{name}: **{value}**", name=escaped(name), value=escaped(value)) for name, value in facts if value]
        st.markdown("  \n".join(lines))


def _photos(bench: Bench, file: RequestFile) -> None:
    """The photos, in the page itself: they have no address of their own."""
    if not file.photos:
        return
    with bench.database.read() as connection:
        opened = [open_photo(connection, bench.database.sealer, p.photo_id) for p in file.photos]
    there = [jpeg for jpeg in opened if jpeg]
    with st.container(horizontal=True):
        for place, jpeg in enumerate(there, 1):
            caption = _("Photo {place} of {all}", place=place, all=len(there))
            st.image(f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode('ascii')}", caption, PHOTO_PIXELS)


def _near(bench: Bench, near: Sequence[Near]) -> None:
    """Requests that may be about the same trouble, before a second worker is sent."""
    st.warning(_("Perhaps the same trouble: look before a second worker is sent."), icon=":material/content_copy:")
    for other in near[:NEAR_MOST]:
        where = _("same home") if other.same_home else _("same building, {room}", room=other.room_no)
        facts = (where, words.near(other.submitted_at, bench.now), words.status(other.status))
        st.button(
            f"**{escaped(other.request_no)}** {escaped(words.short(other.text))}  \n{escaped(' · '.join(facts))}",
            key=f"requests.near.{other.request_no}",
            on_click=steps.go,
            args=(other.request_no,),
            width="stretch",
        )


def _history(bench: Bench, file: RequestFile) -> None:
    """Everything that happened, newest first."""
    st.subheader(_("What happened so far"), anchor=False)
    if not file.events:
        st.caption(_("It came by spreadsheet; nothing was done with it here yet."))
    lines = []
    for event in reversed(file.events):
        when, who, what = words.happened(event, bench.settings, bench.now)
        lines.append(f"- {escaped(when)} · " + (f"{who} · " if who else "") + what)
    if lines:
        st.markdown("\n".join(lines))


def _case(file: RequestFile) -> Mapping[str, Any]:
    """The case of a file whose page has one."""
    assert file.case is not None  # noqa: S101 (`show` goes no further without)
    return file.case
