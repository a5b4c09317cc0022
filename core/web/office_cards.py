"""Service cards: numbering and printing them, giving one out in two seconds, those given out and those left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core.clock import local
from core.office import cards, notices, paper
from core.office.cards import Given, ServiceCard
from core.office.contact_days import ContactDay
from core.office.office_settings import rooms
from core.store.database import Database
from core.web import kept, language, resident_page, resident_receipt
from core.web.language import _
from core.web.office_contact_acts import CARDS, field, press, value

PRINT, GIVE = "contact_day.cards.print", "contact_day.cards.give"
LAST = "contact_day.cards.last"
NUMBER, ROOM = f"{GIVE}.number", f"{GIVE}.room"
USUAL = 80
WIDTHS = {0: 100, 1: 90, 2: 165, 3: 110}
"""Pixels of the columns of the list, by place: an instant is not cut."""


def show(day: ContactDay | None) -> None:
    """Print cards, and see those of a day, or all that are left where there is no day."""
    head = resident_receipt.letterhead()
    of = resident_page.settings()
    if not (of.telephone and of.base_url):
        st.warning(_("Say the telephone and the address of the app under “Notices and office”: cards bear them."))
    with kept.database().read() as connection:
        found = cards.of_day(connection, day.day_id) if day else cards.left(connection)
        names = cards.by_whom(connection, found)
    left, right = st.columns([2, 3], gap="large")
    with left:
        if day is None and found:
            st.subheader(_("Give a card out"), anchor=False)
            give(None)
        _print(day, [c for c in found if c.issued_at is None], head)
    with right:
        _list(found, names)


def _print(day: ContactDay | None, left: Sequence[ServiceCard], head: paper.Letterhead) -> None:
    st.subheader(_("Print"), anchor=False)
    with st.form(PRINT):
        st.number_input(_("How many new cards"), 1, cards.MOST, USUAL, step=8, key=field(PRINT, "count"))
        st.caption(_("Eight on a page. Each has a number and a code; the room is noted when it is given out."))
        st.form_submit_button(
            _("Number new cards"),
            icon=":material/add_card:",
            key=f"{PRINT}.send",
            on_click=_make,
            args=(day.day_id if day else None,),
        )
    if left:
        st.download_button(
            _("Print the {count} cards that are left (PDF)", count=language.number(len(left))),
            partial(_paper, [paper.Card(c.card_no, c.code) for c in left], language.current(), head),
            "service-cards.pdf",
            "application/pdf",
            key="contact_day.cards.pdf",
            type="primary",
            icon=":material/print:",
            on_click="ignore",
        )


def _make(day_id: int | None) -> None:
    count = int(value(PRINT, "count") or 0)

    def done(made: Sequence[ServiceCard]) -> str:
        return _("Cards {first} to {last} are numbered. Print them now.", first=made[0].card_no, last=made[-1].card_no)

    press(CARDS, PRINT, done, lambda d, t, who: cards.make(d, count, t, who, day_id))


def _paper(printed: Sequence[paper.Card], spoken: str, head: paper.Letterhead) -> bytes:
    with kept.database().read() as connection:
        promise = notices.current(connection, "promise", spoken)
    first = next((b.lines[0] for b in notices.blocks(promise.body) if b.kind == "paragraph"), "")
    return paper.cards(printed, spoken, head, promise=first)


def _list(found: Sequence[ServiceCard], names: dict[int, str]) -> None:
    given = [c for c in found if c.issued_at is not None]
    st.subheader(_("{given} given out, {left} left", given=len(given), left=len(found) - len(given)), anchor=False)
    if not found:
        st.info(_("No cards yet. Number some, print them on A4 and cut them."))
        return
    rows = pd.DataFrame(
        {
            _("Card"): [c.card_no for c in found],
            _("Room"): [c.room_no or "" for c in found],
            _("Given out"): [language.instant(local(c.issued_at)) if c.issued_at else "" for c in found],
            _("Given out by"): [names.get(c.account_id or 0, "") for c in found],
        }
    )
    chosen: Any = st.dataframe(
        rows,
        hide_index=True,
        height=min(420, 38 + 35 * len(rows)),
        column_config={rows.columns[place]: st.column_config.Column(width=width) for place, width in WIDTHS.items()},
        key=f"contact_day.cards.list.{len(given)}",
        on_select="rerun",
        selection_mode="single-row",
    )
    if chosen.selection.rows and (card := found[chosen.selection.rows[0]]).issued_at is not None:
        back_button(card.card_no, card.room_no or "")


def give(day: ContactDay | None) -> None:
    """Room, card, Enter: the card is the next of the pile unless another one is typed or scanned."""
    _fill_next(day)
    with st.form(GIVE):
        left, right = st.columns(2)
        left.text_input(_("Room"), key=ROOM, max_chars=30, placeholder="3-2-501")
        right.text_input(_("Card: number, or scan its code"), key=NUMBER, max_chars=200)
        st.form_submit_button(
            _("Give out"),
            type="primary",
            icon=":material/badge:",
            key=f"{GIVE}.send",
            on_click=_give,
            args=(day.day_id if day else None,),
        )
    last: Given | None = st.session_state.get(LAST)
    if last is None:
        return
    st.markdown(f":green-badge[{last.card_no} → {language.escaped(last.room_no)}]")
    if last.number_here > 1:
        st.caption(_("This home has {count} cards now.", count=last.number_here))
    with kept.database().read() as connection:
        listed = rooms(connection)
    if listed and last.room_no not in listed:
        st.warning(_("{room} is not on the list of homes. Was it typed right?", room=language.escaped(last.room_no)))
    back_button(last.card_no, last.room_no)


def _fill_next(day: ContactDay | None) -> None:
    """Put the next card of the pile into the field, unless somebody typed into it."""
    if st.session_state.get(NUMBER):
        return
    with kept.database().read() as connection:
        left = cards.left(connection)
    mine = [c for c in left if day is None or c.day_id == day.day_id] or left
    st.session_state[NUMBER] = mine[0].card_no if mine else ""


def _give(day_id: int | None) -> None:
    number, room_no = st.session_state.get(NUMBER, ""), st.session_state.get(ROOM, "")

    def act(database: Database, token: str, who: int) -> Given:
        return cards.give_out(database, number, room_no, token, who, day_id=day_id)

    done = press(CARDS, GIVE, "", act)
    if done is not None:
        st.session_state[LAST] = done
        st.session_state[NUMBER] = st.session_state[ROOM] = ""


def back_button(card_no: str, room_no: str) -> None:
    """Take a card back that went to the wrong home, or was lost."""
    label = _("Take {card} back from {room}", card=card_no, room=language.escaped(room_no))
    st.button(label, icon=":material/undo:", key=f"contact_day.cards.back.{card_no}", on_click=_back, args=(card_no,))


def _back(card_no: str) -> None:
    form = f"contact_day.cards.back.{card_no}"
    done = _("Card {card} is taken back: its code opens nothing, and it can be given out again.", card=card_no)
    if press(CARDS, form, done, lambda d, t, who: cards.take_back(d, card_no, t, who)):
        st.session_state.pop(LAST, None)
        st.session_state[NUMBER] = ""
