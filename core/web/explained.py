"""An explanation on screen: the answer, what would have changed it, who was considered, the rows, the rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from core.rules import labels
from core.rules.explain import explain
from core.rules.explain_parts import Considered, Evidence, Explanation, Said, UnknownSubject
from core.texts import Text
from core.web import headings, language, results, rule_cards, tables
from core.web.language import _, escaped
from core.web.page import Desk


def panel(
    desk: Desk,
    subject: str,
    kind: str | None,
    staff: str | None,
    *,
    key: str,
    close: Callable[[], None],
    lead: str = "",
) -> None:
    """Show an explanation where the page stands.

    Args:
        desk: The page's desk.
        subject: Id of a visit, deal, call or client.
        kind: Kind of subject or of finding; None: whatever has the id.
        staff: Whose finding, where several people have one of the kind.
        key: Before the keys of the widgets.
        close: What the button to close does.
        lead: A sentence to begin with where there is no explanation.
    """
    desk = desk.deciding(subject)
    with st.container(border=True):
        title, button = st.columns([5, 1], vertical_alignment="center")
        title.subheader(_("Why: {subject}", subject=escaped(subject)), anchor=False)
        button.button(_("Close"), key=f"{key}.close", on_click=close, icon=":material/close:", width="stretch")
        try:
            with st.spinner(_("Looking for what would have changed it")):
                found = _explained(desk, subject, kind, staff)
        except UnknownSubject as unknown:
            st.info(lead or unknown.message(desk.language), icon=":material/info:")
            return
        _answer(desk, found)
        _changes(desk, found)
        _considered(desk, found, key)
        _timeline(desk, found, key)
        _evidence(desk, found)
        head(_("Rules"))
        rule_cards.of_numbers([card.number for card in found.cards], desk.language, desk.settings)


def _explained(desk: Desk, subject: str, kind: str | None, staff: str | None) -> Explanation:
    made: Explanation = results.once(
        desk,
        ("explain", subject, kind, staff),
        lambda: explain(desk.tables, desk.results, desk.settings, subject, kind, staff_id=staff),
    )
    return made


def head(title: str) -> None:
    """Put a small heading on the page."""
    st.markdown(f"**{title}**")


def _answer(desk: Desk, found: Explanation) -> None:
    for sentence in found.answer:
        st.markdown(f"**{_plain(desk, sentence, found.store_id)}**")
    for sentence in found.questions:
        st.warning(_plain(desk, sentence, found.store_id), icon=":material/help:")


def _changes(desk: Desk, found: Explanation) -> None:
    head(_("What would have changed it"))
    if not found.changes:
        st.caption(_("No single fact near by would have given another answer."))
        return
    st.markdown("\n".join(f"- {_plain(desk, change.text, found.store_id)}" for change in found.changes))


def _considered(desk: Desk, found: Explanation, key: str) -> None:
    if not found.considered:
        return
    head(_("Who was considered"))
    queue(desk, found.store_id, found.considered, found.queue_after, key=f"{key}.considered")


def queue(desk: Desk, store_id: str, considered: Sequence[Considered], queue_after: Sequence[str], *, key: str) -> None:
    """Show everybody in the queue at a visit or call: place, how they stood, what came of it, place after."""
    after = {person: place for place, person in enumerate(queue_after, start=1)}
    rows = pd.DataFrame(
        {
            "staff_id": [one.staff_id for one in considered],
            "place": [one.place + 1 for one in considered],
            "why": [_words(desk, one.why, store_id) for one in considered],
            "result": [one.result.say(desk.language) for one in considered],
            "duty": [one.duty.say(desk.language) if one.duty else "" for one in considered],
            "after": [after[one.staff_id] for one in considered],
        }
    ).astype({"staff_id": "str"})
    titles = {
        "place": _("Place before"),
        "why": _("How they stood"),
        "result": _("What came of it"),
        "duty": _("Duty"),
        "after": _("Place after"),
    }
    empty = _("Nobody had signed in by then.")
    tables.show(desk, rows, key=key, empty=empty, labels=titles, search=False, download=False)
    if len(rows):
        names = [escaped(desk.staff_name(person)) for person in queue_after]
        st.caption(_("Queue after: {queue}", queue=" → ".join(names)))


def _timeline(desk: Desk, found: Explanation, key: str) -> None:
    if not found.timeline:
        return
    head(_("What happened to the client"))
    rows = pd.DataFrame(
        {
            "at": pd.Series([one.at for one in found.timeline], dtype="datetime64[s]"),
            "event": [one.event for one in found.timeline],
            "event_id": [one.event_id for one in found.timeline],
            "staff_id": [one.staff_id for one in found.timeline],
            "effect": [_words(desk, one.text, found.store_id) for one in found.timeline],
            "owner": [one.owner for one in found.timeline],
        }
    ).astype({"event_id": "str", "staff_id": "str", "owner": "str"})
    tables.show(
        desk,
        rows,
        key=f"{key}.timeline",
        empty="",
        labels={"event": _("What"), "event_id": _("Row of"), "effect": _("What it did"), "owner": _("Owner from then")},
        words={"event": EVENTS},
        search=False,
        download=False,
    )


EVENTS = {
    "ruling": Text("ruling"),
    "assignment": Text("handed out"),
    "call": Text("call"),
    "visit": Text("visit"),
    "register": Text("registration"),
    "followup": Text("follow-up"),
    "deal": Text("deal"),
    "lapse": Text("lapse"),
    "left": Text("the owner left"),
}


def _evidence(desk: Desk, found: Explanation) -> None:
    if not found.evidence:
        return
    head(_("Rows it rests on"))
    lines = [f"- {_row(desk, one)}　{escaped(_cells(desk, one, found.store_id))}" for one in found.evidence]
    st.markdown("\n".join(lines))


def _row(desk: Desk, evidence: Evidence) -> str:
    """Which row it is: the registry's name and the row's id."""
    registry = labels.label(labels.REGISTRIES, evidence.registry, desk.language)
    return f"**{escaped(registry)} {escaped(evidence.row_id or '')}**"


def _cells(desk: Desk, evidence: Evidence, store_id: str) -> str:
    """The cells of a row that are filled in, each with its heading; its own id is said before."""
    said = []
    for column, value in evidence.cells:
        if value == evidence.row_id:
            continue
        words = headings.words_of(column, desk.language) | {"true": _("yes"), "false": _("no")}
        said.append(f"{headings.heading(column, desk.language)} {_named(desk, words.get(value, value), store_id)}")
    return ("；" if language.locale().language == "zh" else "; ").join(said)


def _plain(desk: Desk, text: Text | Said, store_id: str) -> str:
    """A sentence with names beside the ids of staff, nothing in it markup."""
    return escaped(_words(desk, text, store_id))


def _words(desk: Desk, text: Text | Said, store_id: str) -> str:
    return _named(desk, text.say(desk.language), store_id)


def _named(desk: Desk, sentence: str, store_id: str) -> str:
    """A sentence with the name after each id of the store's staff; ids that look like words or numbers stay alone."""
    people = results.once(
        desk,
        ("named", store_id),
        lambda: {
            person: name
            for person in desk.staff_of(store_id)
            if (name := desk.staff_name(person)) != person and _ID.fullmatch(person)
        },
    )
    if not people:
        return sentence
    ids = "|".join(re.escape(person) for person in sorted(people, key=len, reverse=True))
    return re.sub(rf"(?<![\w-])({ids})(?![\w-])", lambda m: f"{m[1]} {people[m[1]]}", sentence, flags=re.ASCII)


_ID = re.compile(r"(?=.*[0-9])(?=.*[^\W\d_])[\w-]+")
