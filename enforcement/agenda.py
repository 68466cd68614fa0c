"""What ends when: a queue by stream time, sorted one day at a time since most of it lies far ahead."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from enforcement.instants import DAY_MS


class Agenda:
    """(time, key) entries; one that is out of date is harmless, its ledger says what is really due."""

    def __init__(self) -> None:
        self._later: dict[int, list[tuple[int, str]]] = {}
        self._soon: list[tuple[int, str]] = []
        self._day = -1

    def add(self, at_ms: int, key: str) -> None:
        """Look at the ledger of this key at this time."""
        day = at_ms // DAY_MS
        if day <= self._day:
            heappush(self._soon, (at_ms, key))
        else:
            self._later.setdefault(day, []).append((at_ms, key))

    def has_due(self, until_ms: int) -> bool:
        """Whether anything may be due at or before a time."""
        if self._soon and self._soon[0][0] <= until_ms:
            return True
        last = until_ms // DAY_MS
        return self._day < last and any(day <= last for day in self._later)

    def pop(self, until_ms: int) -> tuple[int, str] | None:
        """The earliest entry due at or before a time, by time, then key; None when there is none."""
        while True:
            if self._soon:
                return heappop(self._soon) if self._soon[0][0] <= until_ms else None
            last = until_ms // DAY_MS
            days = [day for day in self._later if day <= last] if self._day < last else []
            if not days:
                self._day = max(self._day, last)
                return None
            self._day = min(days)
            self._soon = self._later.pop(self._day)
            heapify(self._soon)
