"""A bound on failed tries from one network, in memory; the lock of an account is kept in the database."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

from core.clock import Clock, utc_now

FAILURES = 30
WITHIN = timedelta(minutes=10)
NETWORKS = 10_000


class Bound:
    """Counts failures of networks; the ones not heard of for longest are forgotten first."""

    def __init__(self, clock: Clock = utc_now) -> None:
        """Begin with none."""
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, deque[datetime]] = OrderedDict()

    def is_full(self, network: str) -> bool:
        """Whether a network has failed as often as it may; it may again when its failures are old."""
        with self._lock:
            failures = self._failures.get(network)
            if failures is None:
                return False
            while failures and failures[0] <= self._clock() - WITHIN:
                failures.popleft()
            return len(failures) >= FAILURES

    def note(self, network: str) -> None:
        """Count a failure."""
        with self._lock:
            self._failures.setdefault(network, deque(maxlen=FAILURES)).append(self._clock())
            self._failures.move_to_end(network)
            while len(self._failures) > NETWORKS:
                self._failures.popitem(last=False)
