"""Registries as arrays, by name: what each pass reads of a registry.

Rows, people, stores and clients are positions, -1 for none; instants are seconds, `NEVER` for none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.rules.compiled import Codes, Flags, Ints

NO, YES, UNKNOWN = range(3)
SOURCES = ("walk_in", "phone", "outside", "referral", "online", "assigned")
FROM_WALK_IN, FROM_OUTSIDE = 0, 2
ALWAYS = np.iinfo(np.int64).max
"""An end that is not known, in seconds, and a last day that is not known, in days."""


class StaffLanes(NamedTuple):
    """One row a person: last day of work (days; `ALWAYS` where they have not left), place in natural order."""

    last_day: Ints
    rank: Codes


class AttendanceLanes(NamedTuple):
    """One row a sign-in; an end that is not known is `ALWAYS`."""

    store: Codes
    staff: Codes
    start: Ints
    end: Ints
    noon: Flags


class AbsenceLanes(NamedTuple):
    """One row an absence; an end that is not known is `ALWAYS`."""

    store: Codes
    staff: Codes
    start: Ints
    end: Ints
    notified: Flags


class ClientLanes(NamedTuple):
    """One row a registration."""

    store: Codes
    registered: Ints
    registrar: Codes
    source: Codes


class VisitLanes(NamedTuple):
    """One row a visit; handed to the receiver counts as not handed over."""

    store: Codes
    client: Codes
    arrived: Ints
    left: Ints
    received: Codes
    asked: Codes
    handed: Codes
    handed_at: Ints
    source: Codes


class CallLanes(NamedTuple):
    """One row a call."""

    store: Codes
    called: Ints
    answered: Codes
    name_given: Flags


class DealLanes(NamedTuple):
    """One row a deal; `judged` is `reserved_at`, or `closed_at` where there was no reservation."""

    store: Codes
    client: Codes
    closer: Codes
    reserved: Ints
    closed: Ints
    cancelled: Ints
    judged: Ints


class GivingLanes(NamedTuple):
    """One row an assignment, a follow-up or a ruling: when, which client, who."""

    store: Codes
    client: Codes
    at: Ints
    staff: Codes
