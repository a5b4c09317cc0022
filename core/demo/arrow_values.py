"""Columns of a simulated store from its numbers: full names, phones as a clerk writes them, ids, codes, instants."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.demo import names
from core.demo.world import COUNTRY, DASHED, LANDLINE, NO_PHONE, NONE, Array


def full_names(surname: Array, given: Array, second: Array) -> pa.Array:
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


def phones(number: Array, style: Array) -> pa.Array:
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


def ref(index: Array, values: pa.Array) -> pa.Array:
    """Ids that indices stand for, as a dictionary; NONE is missing."""
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32), mask=index == NONE), values)


def code(index: Array, values: Sequence[str]) -> pa.Array:
    """Texts that indices stand for, as a dictionary; NONE is missing."""
    return ref(index, pa.array(values))


def at(seconds: Array) -> pa.Array:
    """Instants of seconds; NONE is missing."""
    return pa.array(seconds, pa.int64(), mask=seconds == NONE).cast(pa.timestamp("s"))


def known(value: Array) -> pa.Array:
    """Yes where it is 1, no where it is 0, missing where it is NONE."""
    return pa.array(value == 1, mask=value == NONE)
