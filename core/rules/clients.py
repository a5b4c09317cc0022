# ruff: noqa: PLR0917 - a kernel takes its arrays as arguments
"""Who a client is: phones made comparable, one canonical client for each phone of a store.

Source: section 2 of the rulebook; rule 11.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from core.rules.coded import Coded
from core.rules.columns import column
from core.rules.compiled import Codes, Ints, compiled, lane
from core.rules.ids import arrow_text, text_lanes
from core.rules.ordering import ordered

_PARTS = re.compile("[/、;,]")
_NO_PHONE, _ODD = -1, -2
_KEY_DIGITS = 17
"""Longest phone that is kept as the number `1` + its digits; anything longer is numbered apart."""


@dataclass(frozen=True)
class People:
    """Who the clients are.

    Attributes:
        canonical: Row of the canonical client, for each row of clients.
        order: Rows of clients by (store, registered_at, client_id).
        call_clients: Canonical client of each call, -1 where it belongs to none.
        has_phone: Whether each row of clients has a usable phone.
    """

    canonical: Codes
    order: Codes
    call_clients: Codes
    has_phone: Any


def normal_phone(cell: str) -> str:
    """The digits of a phone cell, or "" where it holds no phone.

    NFKC, the first part that has a digit, digits only, a leading 0086 or 86 dropped when 11 digits then remain. Fewer
    than 7 digits, or one digit repeated, is no phone.
    """
    for part in _PARTS.split(unicodedata.normalize("NFKC", cell)):
        digits = "".join(c for c in part if c in "0123456789")
        if digits:
            for prefix in ("0086", "86"):
                if digits.startswith(prefix) and len(digits) == 11 + len(prefix):
                    digits = digits[len(prefix) :]
            return digits if len(digits) >= 7 and len(set(digits)) > 1 else ""
    return ""


def identify(coded: Coded) -> People:
    """Find the canonical client of every client and every call.

    Clients of one store with equal phones are one person: the one registered first (ties: smallest id).
    """
    lanes = coded.clients
    order = ordered(lanes.store, lanes.registered, coded.client_ids)
    extra: dict[str, int] = {}
    phones = _phone_keys(column(coded.tables, "clients", "phone"), np.ones(len(lanes.store), bool), extra)
    blank = coded.call_clients < 0
    call_phones = _phone_keys(column(coded.tables, "calls", "phone"), blank, extra)
    canonical, call_clients = _first_with_phone(
        lane(order, np.int32), lanes.store, lane(phones), coded.calls.store, lane(call_phones), coded.call_clients
    )
    return People(lane(canonical, np.int32), lane(order, np.int32), lane(call_clients, np.int32), phones != _NO_PHONE)


def _phone_keys(cells: Any, wanted: Any, extra: dict[str, int]) -> Ints:
    """One number for each distinct phone; -1 where there is none or the row is not wanted."""
    texts = arrow_text(cells)
    buffers = text_lanes(texts)
    keys: Ints = _plain_phones(buffers.offsets, buffers.data, lane(wanted, np.bool_))
    odd = np.flatnonzero(keys == _ODD)
    if len(odd):
        known: dict[str, int] = {}
        for row, cell in zip(odd, texts.take(pa.array(odd)).to_pylist(), strict=True):
            if cell not in known:
                digits = normal_phone(cell)
                if not digits:
                    known[cell] = _NO_PHONE
                elif len(digits) <= _KEY_DIGITS:
                    known[cell] = int("1" + digits)
                else:
                    known[cell] = extra.setdefault(digits, -10 - len(extra))
            keys[row] = known[cell]
    return keys


@compiled
def _plain_phones(offsets: Any, data: Any, wanted: Any) -> Any:  # noqa: PLR0912 - one pass over the bytes
    """Keys of cells that are plain ASCII with few digits; -2 for the others. As `normal_phone`."""
    keys = np.full(len(offsets) - 1, -1, np.int64)
    for row in range(len(keys)):
        if not wanted[row]:
            continue
        digits, value, same, ended = 0, np.int64(0), True, False
        first = second = third = fourth = last = np.int64(-1)
        for at in range(offsets[row], offsets[row + 1]):
            mark = data[at]
            if mark >= 128:
                digits = 99
                break
            if 48 <= mark <= 57 and not ended:
                digit = np.int64(mark) - 48
                digits += 1
                if digits == 1:
                    first = digit
                elif digits == 2:
                    second = digit
                elif digits == 3:
                    third = digit
                elif digits == 4:
                    fourth = digit
                if digits > 17:
                    break
                if last >= 0 and digit != last:
                    same = False
                last = digit
                value = value * 10 + digit
            elif mark in (47, 59, 44) and digits > 0:
                ended = True
        if digits > 17:
            keys[row] = -2
            continue
        if (digits == 15 and first == 0 and second == 0 and third == 8 and fourth == 6) or (
            digits == 13 and first == 8 and second == 6
        ):
            digits, value, same = 11, value % 100000000000, False
            same = value % 11111111111 == 0
        if digits >= 7 and not same:
            power = np.int64(1)
            for _ in range(digits):
                power *= 10
            keys[row] = power + value
    return keys


@compiled
def _first_with_phone(order: Any, store: Any, phone: Any, call_store: Any, call_phone: Any, call_client: Any) -> Any:
    """Canonical row of each client and of each call: the first in `order` with the phone in the store."""
    size = 16
    while size < 2 * len(order):
        size *= 2
    mask = np.int64(size - 1)
    slots = np.full(size, -1, np.int32)
    canonical = np.empty(len(order), np.int32)
    for row in order:
        canonical[row] = row
        if phone[row] == -1:
            continue
        slot = (phone[row] * np.int64(2654435761) + store[row] * np.int64(40503)) >> np.int64(7) & mask
        while slots[slot] >= 0:
            other = slots[slot]
            if phone[other] == phone[row] and store[other] == store[row]:
                canonical[row] = other
                break
            slot = (slot + 1) & mask
        if slots[slot] < 0:
            slots[slot] = row
    of_call = np.full(len(call_store), -1, np.int32)
    for call in range(len(call_store)):
        if call_client[call] >= 0:
            of_call[call] = canonical[call_client[call]]
            continue
        if call_phone[call] == -1:
            continue
        slot = (call_phone[call] * np.int64(2654435761) + call_store[call] * np.int64(40503)) >> np.int64(7) & mask
        while slots[slot] >= 0:
            other = slots[slot]
            if phone[other] == call_phone[call] and store[other] == call_store[call]:
                of_call[call] = other
                break
            slot = (slot + 1) & mask
    return canonical, of_call
