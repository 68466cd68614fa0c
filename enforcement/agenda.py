"""What ends when: a queue by stream time, sorted one day at a time since most of it lies far ahead."""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from enforcement.instants import DAY_MS
from enforcement.policy import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Agenda:
    """(time, key) entries; one that is out of date is harmless, its ledger says what is really due."""

    def __init__(self, stored: Callable[[int, int], Iterable[tuple[int, str]]] | None = None) -> None:
        """`stored` gives what is due after one time, up to another: read a day ahead, since there may be millions."""
        self._stored, self._read_ms = stored, OPEN if stored is None else -1
        self._later: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        self._today: list[tuple[int, str]] = []  # the latest first
        self._added: list[tuple[int, str]] = []  # a heap of what came up on the day itself, or is overdue
        self._day = -1

    def add(self, at_ms: int, key: str) -> None:
        """Look at the ledger of this key at this time."""
        day = at_ms // DAY_MS
        if day <= self._day:
            heappush(self._added, (at_ms, key))
        else:
            self._later[day].append((at_ms, key))

    def has_due(self, until_ms: int) -> bool:
        """Whether anything may be due at or before a time."""
        self._look_ahead(until_ms)
        if (self._today and self._today[-1][0] <= until_ms) or (self._added and self._added[0][0] <= until_ms):
            return True
        last = until_ms // DAY_MS
        return self._day < last and any(day <= last for day in self._later)

    def pop(self, until_ms: int) -> tuple[int, str] | None:
        """The earliest entry due at or before a time, by time, then key; None when there is none."""
        self._look_ahead(until_ms)
        while True:
            today, added = self._today, self._added
            if today and not (added and added[0] < today[-1]):
                return today.pop() if today[-1][0] <= until_ms else None
            if added:
                return heappop(added) if added[0][0] <= until_ms else None
            if not self._next_day(until_ms // DAY_MS):
                return None

    def _look_ahead(self, until_ms: int) -> None:
        if until_ms <= self._read_ms or self._stored is None:
            return
        ahead_ms = until_ms + DAY_MS
        for at_ms, key in self._stored(self._read_ms, ahead_ms):
            self.add(at_ms, key)
        self._read_ms = ahead_ms

    def _next_day(self, last: int) -> bool:
        """Turn to the first day up to the last that has entries."""
        if self._day >= last:
            return False
        self._day = min((day for day in self._later if day <= last), default=last)
        self._today = sorted(self._later.pop(self._day, ()), reverse=True)
        return bool(self._today)
