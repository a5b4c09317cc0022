"""A simulated store as tables: ids made, indices turned into them, phones and names written out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.demo import names
from core.demo.character import Character
from core.demo.world import (
    COUNTRY,
    DASHED,
    LANDLINE,
    N_ABSENCES,
    N_ASSIGNMENTS,
    N_ASSISTS,
    N_ATTENDANCE,
    N_CALLS,
    N_CLIENTS,
    N_DEALS,
    N_FOLLOWUPS,
    N_RULINGS,
    N_VISITS,
    NO_PHONE,
    NONE,
    RULED_KINDS,
    SOURCES,
    Array,
    World,
)  # fmt: skip

CHANNELS = ("電話", "微信", "面談", "短信")
NOTES = (
    "想看三房，近地鐵", "預算一百二十萬左右", "週末再約看房", "嫌總價高，再談", "問學區", "家人還在商量",
    "已發房源三套", "電話未接，改發微信", "等賣舊房", "要低樓層", "喜歡江景", "", "", "", "", "", "", "", "", "",
)  # fmt: skip
OUTCOMES = ("dismissed", "upheld")
_BOOKS = {
    "attendance": N_ATTENDANCE, "absences": N_ABSENCES, "clients": N_CLIENTS, "assignments": N_ASSIGNMENTS,
    "visits": N_VISITS, "assists": N_ASSISTS, "calls": N_CALLS, "followups": N_FOLLOWUPS, "deals": N_DEALS,
    "rulings": N_RULINGS,
}  # fmt: skip
_IN_ORDER = {"absences": "left", "assignments": "at", "followups": "at", "rulings": "at", "assists": "at"}
_POINTS_TO = {"staff": "staff", "by": "staff", "asked": "staff", "handed_to": "staff", "owner": "staff",
              "client": "clients", "visit": "visits", "party": "visits", "deal": "deals"}  # fmt: skip


class Numbers:
    """Where the numbering of each registry stands, so that ids stay unique from one batch of stores to the next.

    Args:
        width: Digits of an id; more are used where they are needed.
    """

    def __init__(self, width: int) -> None:
        """Begin at nothing."""
        self.width = width
        self.used = dict.fromkeys(("staff", *_BOOKS), 0)

    def ids(self, letter: str, registry: str, count: int) -> pa.Array:
        """The next `count` ids of a registry."""
        begin = self.used[registry] + 1
        self.used[registry] += count
        digits = pa.array(np.arange(begin, begin + count)).cast(pa.string())
        return pc.binary_join_element_wise(letter, pc.utf8_lpad(digits, self.width, "0"), "")


def batch(
    worlds: Sequence[World],
    characters: Sequence[Character],
    prefixes: Sequence[str],
    numbers: Numbers,
    first_day: dt.date,
) -> dict[str, pa.Table]:
    """Write several simulated stores out as tables.

    Args:
        worlds: The stores.
        characters: Their habits, in the same order.
        prefixes: What each store's staff numbers begin with.
        numbers: Where the ids go on from.
        first_day: First day of the run.

    Returns:
        A table a registry, columns and their order as the registry's definition has them; references as dictionaries.
    """
    rows = {name: _together(worlds, name, number) for name, number in _BOOKS.items()}
    sizes = {name: np.array([w.books.filled[number] for w in worlds]) for name, number in _BOOKS.items()}
    stores = pa.array([c.name for c in characters])
    staff = _staff(worlds, characters, prefixes, numbers, first_day)
    keys = {"staff": staff["staff_id"].combine_chunks()}
    for name, letter in (("clients", "C"), ("visits", "V"), ("deals", "D")):
        keys[name] = numbers.ids(letter, name, len(rows[name]))
    keys["parties"] = pc.binary_join_element_wise("P", pc.utf8_slice_codeunits(keys["visits"], 1), "")

    def of_store(name: str) -> pa.Array:
        return pa.DictionaryArray.from_arrays(np.repeat(np.arange(len(worlds), dtype=np.int32), sizes[name]), stores)

    def key(letter: str, name: str) -> pa.Array:
        return numbers.ids(letter, name, len(rows[name]))

    made = {
        "staff": staff,
        "attendance": _attendance(rows["attendance"], of_store("attendance"), keys),
        "absences": _absences(rows["absences"], of_store("absences"), keys),
        "clients": _clients(rows["clients"], of_store("clients"), keys),
        "assignments": _assignments(rows["assignments"], of_store("assignments"), keys, key("A", "assignments")),
        "visits": _visits(rows["visits"], of_store("visits"), keys),
        "assists": _assists(rows["assists"], keys),
        "calls": _calls(rows["calls"], of_store("calls"), keys, key("K", "calls")),
        "followups": _followups(rows["followups"], of_store("followups"), keys, key("F", "followups")),
        "deals": _deals(rows["deals"], of_store("deals"), keys),
        "rulings": _rulings(rows["rulings"], of_store("rulings"), keys, key("R", "rulings")),
    }
    return {name: pa.table(columns) for name, columns in made.items()}


def _together(worlds: Sequence[World], name: str, number: int) -> Array:
    """Rows of one book over the stores, their indices counted through."""
    pieces, base = [], dict.fromkeys(("staff", "clients", "visits", "deals"), 0)
    for world in worlds:
        piece = getattr(world.books, name)[: world.books.filled[number]].copy()
        if name in _IN_ORDER:
            piece = piece[np.argsort(piece[_IN_ORDER[name]], kind="stable")]
        for field in piece.dtype.names:
            if field in _POINTS_TO:
                piece[field][piece[field] != NONE] += base[_POINTS_TO[field]]
        pieces.append(piece)
        base["staff"] += len(world.people)
        for target in ("clients", "visits", "deals"):
            base[target] += int(world.books.filled[_BOOKS[target]])
    return np.concatenate(pieces)


def _staff(
    worlds: Sequence[World],
    characters: Sequence[Character],
    prefixes: Sequence[str],
    numbers: Numbers,
    first_day: dt.date,
) -> pa.Table:
    columns: dict[str, list[object]] = {
        name: [] for name in ("staff_id", "store_id", "name", "group_id", "phone", "hired_on", "left_on")
    }
    for world, character, prefix in zip(worlds, characters, prefixes, strict=True):
        rng = np.random.default_rng([int(world.people["late"].sum() * 1e9), len(world.people)])
        chance = rng.random((3, len(world.people)))
        called = _names(chance[0], chance[1], chance[2] * 0.8).to_pylist()
        for person, habits in enumerate(world.people):
            starts, ends, group = int(habits["first_day"]), int(habits["last_day"]), int(habits["group"])
            columns["staff_id"].append(f"{prefix}{person + 1:02d}")
            columns["store_id"].append(character.name)
            columns["name"].append(called[person])
            columns["group_id"].append(None if group == NONE else f"{prefix}G{group + 1}")
            columns["phone"].append(f"13{rng.integers(10**8, 10**9)}" if rng.random() < 0.9 else None)
            before = first_day - dt.timedelta(days=int(rng.integers(90, 2500)))
            columns["hired_on"].append(before if starts == NONE else first_day + dt.timedelta(days=starts))
            columns["left_on"].append(None if ends == NONE else first_day + dt.timedelta(days=ends))
    numbers.used["staff"] += len(columns["staff_id"])
    text, date = pa.string(), pa.date32()
    types = {"hired_on": date, "left_on": date}
    made = {name: pa.array(values, types.get(name, text)) for name, values in columns.items()}
    made["store_id"] = made["store_id"].dictionary_encode()
    return pa.table(made)


def _names(surname: Array, given: Array, second: Array) -> pa.Array:
    """Full names for chances: two characters, three, or a surname with 先生 or 小姐."""
    one, two, polite = second < 0.22, (second >= 0.22) & (second < 0.93), second >= 0.93

    def pick(texts: list[str], odds: Array, chance: Array) -> pa.Array:
        return pa.array(texts).take(pa.array(names.drawn(odds, chance)))

    alone = pick(names.GIVEN_ONE, names.GIVEN_ONE_ODDS, given)
    first = pick(names.FIRST_OF_TWO, names.FIRST_OF_TWO_ODDS, given)
    last = pick(names.SECOND_OF_TWO, names.SECOND_OF_TWO_ODDS, np.clip((second - 0.22) / 0.71, 0, 0.999999))
    address = pa.array(["先生", "小姐"]).take(pa.array((given > 0.5).astype(np.int8)))
    pair = pc.binary_join_element_wise(first, last, "")
    rest = pc.case_when(pc.make_struct(pa.array(one), pa.array(two), pa.array(polite)), alone, pair, address)
    return pc.binary_join_element_wise(pick(names.SURNAMES, names.SURNAME_ODDS, surname), rest, "")


def _phones(number: Array, style: Array) -> pa.Array:
    """Phones as a clerk writes them, blank where there is none."""
    prefix = pa.array(names.MOBILE_PREFIXES.astype(str)).take(pa.array(np.clip(number // 100_000_000, 0, 29)))
    rest = pc.utf8_lpad(pa.array(number % 100_000_000).cast(pa.string()), 8, "0")
    head, tail = pc.utf8_slice_codeunits(rest, 0, 4), pc.utf8_slice_codeunits(rest, 4)
    mobile = pc.binary_join_element_wise(prefix, rest, "")
    is_landline = style == LANDLINE
    cases = {
        "none": (style == NO_PHONE, pa.scalar(None, pa.string())),
        "dashed": (style == DASHED, pc.binary_join_element_wise(prefix, head, tail, "-")),
        "country": (style == COUNTRY, pc.binary_join_element_wise("+86", mobile, " ")),
        "bare": (is_landline & (number % 2 == 0), pc.binary_join_element_wise(names.AREA_CODE, rest, "")),
        "landline": (is_landline, pc.binary_join_element_wise(names.AREA_CODE, rest, "-")),
    }
    return pc.case_when(
        pc.make_struct(*(pa.array(case) for case, _ in cases.values())), *(text for _, text in cases.values()), mobile
    )


def _ref(index: Array, values: pa.Array) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32), mask=index == NONE), values)


def _code(index: Array, values: Sequence[str]) -> pa.Array:
    return _ref(index, pa.array(values))


def _at(seconds: Array) -> pa.Array:
    return pa.array(seconds, pa.int64(), mask=seconds == NONE).cast(pa.timestamp("s"))


def _known(value: Array) -> pa.Array:
    return pa.array(value == 1, mask=value == NONE)


Columns = dict[str, pa.Array]
Keys = dict[str, pa.Array]


def _attendance(r: Array, store: pa.Array, keys: Keys) -> Columns:
    return {
        "store_id": store,
        "staff_id": _ref(r["staff"], keys["staff"]),
        "signed_in_at": _at(r["signed_in"]),
        "signed_out_at": _at(r["signed_out"]),
        "noon_duty": pa.array(r["noon"] == 1),
    }


def _absences(r: Array, store: pa.Array, keys: Keys) -> Columns:
    return {
        "store_id": store,
        "staff_id": _ref(r["staff"], keys["staff"]),
        "left_at": _at(r["left"]),
        "returned_at": _at(r["returned"]),
        "notified_next": pa.array(r["notified"] == 1),
    }


def _clients(r: Array, store: pa.Array, keys: Keys) -> Columns:
    return {
        "client_id": keys["clients"],
        "store_id": store,
        "name": _names(r["surname"], r["given"], r["second"]),
        "phone": _phones(r["phone"], r["style"]),
        "registered_at": _at(r["registered"]),
        "registered_by": _ref(r["by"], keys["staff"]),
        "source": _code(r["source"], SOURCES),
    }


def _assignments(r: Array, store: pa.Array, keys: Keys, key: pa.Array) -> Columns:
    return {
        "assignment_id": key,
        "store_id": store,
        "client_id": _ref(r["client"], keys["clients"]),
        "staff_id": _ref(r["staff"], keys["staff"]),
        "assigned_at": _at(r["at"]),
    }


def _visits(r: Array, store: pa.Array, keys: Keys) -> Columns:
    return {
        "visit_id": keys["visits"],
        "store_id": store,
        "client_id": _ref(r["client"], keys["clients"]),
        "arrived_at": _at(r["arrived"]),
        "greeted_at": _at(r["greeted"]),
        "left_at": _at(r["left"]),
        "received_by": _ref(r["by"], keys["staff"]),
        "asked_for": _ref(r["asked"], keys["staff"]),
        "source": _code(r["source"], SOURCES),
        "party_id": _ref(r["party"], keys["parties"]).cast(pa.string()),
        "asked_prior": _known(r["asked_prior"]),
        "concealed": pa.array(r["concealed"] == 1),
        "handed_to": _ref(r["handed_to"], keys["staff"]),
        "handed_at": _at(r["handed_at"]),
    }


def _assists(r: Array, keys: Keys) -> Columns:
    return {
        "visit_id": _ref(r["visit"], keys["visits"]),
        "staff_id": _ref(r["staff"], keys["staff"]),
        "assisted_at": _at(r["at"]),
        "requested": _known(r["requested"]),
    }


def _calls(r: Array, store: pa.Array, keys: Keys, key: pa.Array) -> Columns:
    return {
        "call_id": key,
        "store_id": store,
        "called_at": _at(r["at"]),
        "client_id": _ref(r["client"], keys["clients"]),
        "phone": _phones(r["phone"], r["style"]),
        "answered_by": _ref(r["by"], keys["staff"]),
        "ring_seconds": pa.array(r["ring"], pa.int64()),
        "greeting_used": _known(r["greeting"]),
        "name_given": pa.array(r["name_given"] == 1),
    }


def _followups(r: Array, store: pa.Array, keys: Keys, key: pa.Array) -> Columns:
    note = _code(r["note"], NOTES).cast(pa.string())
    return {
        "followup_id": key,
        "store_id": store,
        "client_id": _ref(r["client"], keys["clients"]),
        "staff_id": _ref(r["staff"], keys["staff"]),
        "followed_at": _at(r["at"]),
        "channel": _code(r["channel"], CHANNELS).cast(pa.string()),
        "note": pc.if_else(pc.equal(note, ""), pa.scalar(None, pa.string()), note),
    }


def _deals(r: Array, store: pa.Array, keys: Keys) -> Columns:
    return {
        "deal_id": keys["deals"],
        "store_id": store,
        "client_id": _ref(r["client"], keys["clients"]),
        "closed_by": _ref(r["by"], keys["staff"]),
        "reserved_at": _at(r["reserved"]),
        "closed_at": _at(r["closed"]),
        "cancelled_at": _at(r["cancelled"]),
        "amount": pa.array(r["amount"]),
        "commission": pa.array(r["commission"]),
    }


def _rulings(r: Array, store: pa.Array, keys: Keys, key: pa.Array) -> Columns:
    return {
        "ruling_id": key,
        "store_id": store,
        "ruled_at": _at(r["at"]),
        "visit_id": _ref(r["visit"], keys["visits"]),
        "client_id": _ref(r["client"], keys["clients"]),
        "deal_id": _ref(r["deal"], keys["deals"]),
        "finding_kind": _code(r["kind"], RULED_KINDS),
        "outcome": _code(r["outcome"], OUTCOMES),
        "new_owner": _ref(r["owner"], keys["staff"]),
    }
