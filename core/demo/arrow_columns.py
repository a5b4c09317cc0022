"""Rows of each registry of a simulated store as columns, named and in the order of the registry's definition.

Each function takes the rows of a book (indices counted through over the stores), the column of store names, the keys of
the registries that are pointed to, and its own key where it has one.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from core.demo.arrow_values import at, code, full_names, known, phones, ref
from core.demo.world import RULED_KINDS, SOURCES, Array

CHANNELS = ("電話", "微信", "面談", "短信")
NOTES = (
    "想看三房，近地鐵", "預算一百二十萬左右", "週末再約看房", "嫌總價高，再談", "問學區", "家人還在商量",
    "已發房源三套", "電話未接，改發微信", "等賣舊房", "要低樓層", "喜歡江景", "", "", "", "", "", "", "", "", "",
)  # fmt: skip
OUTCOMES = ("dismissed", "upheld")
Columns = dict[str, pa.Array]
Keys = dict[str, pa.Array]


def attendance(r: Array, store: pa.Array, keys: Keys) -> Columns:
    """Columns of `attendance`."""
    return {
        "store_id": store,
        "staff_id": ref(r["staff"], keys["staff"]),
        "signed_in_at": at(r["signed_in"]),
        "signed_out_at": at(r["signed_out"]),
        "noon_duty": pa.array(r["noon"] == 1),
    }


def absences(r: Array, store: pa.Array, keys: Keys) -> Columns:
    """Columns of `absences`."""
    return {
        "store_id": store,
        "staff_id": ref(r["staff"], keys["staff"]),
        "left_at": at(r["left"]),
        "returned_at": at(r["returned"]),
        "notified_next": pa.array(r["notified"] == 1),
    }


def clients(r: Array, store: pa.Array, keys: Keys) -> Columns:
    """Columns of `clients`."""
    return {
        "client_id": keys["clients"],
        "store_id": store,
        "name": full_names(r["surname"], r["given"], r["second"]),
        "phone": phones(r["phone"], r["style"]),
        "registered_at": at(r["registered"]),
        "registered_by": ref(r["by"], keys["staff"]),
        "source": code(r["source"], SOURCES),
    }


def assignments(r: Array, store: pa.Array, keys: Keys, key: pa.Array) -> Columns:
    """Columns of `assignments`."""
    return {
        "assignment_id": key,
        "store_id": store,
        "client_id": ref(r["client"], keys["clients"]),
        "staff_id": ref(r["staff"], keys["staff"]),
        "assigned_at": at(r["at"]),
    }


def visits(r: Array, store: pa.Array, keys: Keys) -> Columns:
    """Columns of `visits`."""
    return {
        "visit_id": keys["visits"],
        "store_id": store,
        "client_id": ref(r["client"], keys["clients"]),
        "arrived_at": at(r["arrived"]),
        "greeted_at": at(r["greeted"]),
        "left_at": at(r["left"]),
        "received_by": ref(r["by"], keys["staff"]),
        "asked_for": ref(r["asked"], keys["staff"]),
        "source": code(r["source"], SOURCES),
        "party_id": ref(r["party"], keys["parties"]).cast(pa.string()),
        "asked_prior": known(r["asked_prior"]),
        "concealed": pa.array(r["concealed"] == 1),
        "handed_to": ref(r["handed_to"], keys["staff"]),
        "handed_at": at(r["handed_at"]),
    }


def assists(r: Array, keys: Keys) -> Columns:
    """Columns of `assists`."""
    return {
        "visit_id": ref(r["visit"], keys["visits"]),
        "staff_id": ref(r["staff"], keys["staff"]),
        "assisted_at": at(r["at"]),
        "requested": known(r["requested"]),
    }


def calls(r: Array, store: pa.Array, keys: Keys, key: pa.Array) -> Columns:
    """Columns of `calls`."""
    return {
        "call_id": key,
        "store_id": store,
        "called_at": at(r["at"]),
        "client_id": ref(r["client"], keys["clients"]),
        "phone": phones(r["phone"], r["style"]),
        "answered_by": ref(r["by"], keys["staff"]),
        "ring_seconds": pa.array(r["ring"], pa.int64()),
        "greeting_used": known(r["greeting"]),
        "name_given": pa.array(r["name_given"] == 1),
    }


def followups(r: Array, store: pa.Array, keys: Keys, key: pa.Array) -> Columns:
    """Columns of `followups`."""
    note = code(r["note"], NOTES).cast(pa.string())
    return {
        "followup_id": key,
        "store_id": store,
        "client_id": ref(r["client"], keys["clients"]),
        "staff_id": ref(r["staff"], keys["staff"]),
        "followed_at": at(r["at"]),
        "channel": code(r["channel"], CHANNELS).cast(pa.string()),
        "note": pc.if_else(pc.equal(note, ""), pa.scalar(None, pa.string()), note),
    }


def deals(r: Array, store: pa.Array, keys: Keys) -> Columns:
    """Columns of `deals`."""
    return {
        "deal_id": keys["deals"],
        "store_id": store,
        "client_id": ref(r["client"], keys["clients"]),
        "closed_by": ref(r["by"], keys["staff"]),
        "reserved_at": at(r["reserved"]),
        "closed_at": at(r["closed"]),
        "cancelled_at": at(r["cancelled"]),
        "amount": pa.array(r["amount"]),
        "commission": pa.array(r["commission"]),
    }


def rulings(r: Array, store: pa.Array, keys: Keys, key: pa.Array) -> Columns:
    """Columns of `rulings`."""
    return {
        "ruling_id": key,
        "store_id": store,
        "ruled_at": at(r["at"]),
        "visit_id": ref(r["visit"], keys["visits"]),
        "client_id": ref(r["client"], keys["clients"]),
        "deal_id": ref(r["deal"], keys["deals"]),
        "finding_kind": code(r["kind"], RULED_KINDS),
        "outcome": code(r["outcome"], OUTCOMES),
        "new_owner": ref(r["owner"], keys["staff"]),
    }
