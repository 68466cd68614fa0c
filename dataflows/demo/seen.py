"""What any consumer of the output topics would know by now."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataflows.demo.sentences import Row

_NEWEST: Final = 40
_IDENTITY: Final = {"actions": "action_id", "notices": "notice_id", "reviews": "review_id"}


class Seen:
    """Takes output records, each once: delivery is at least once, so repeated ids are dropped."""

    def __init__(self, sent_s: Mapping[str, float]) -> None:
        """`sent_s` says when each event was sent, by its id."""
        self._sent_s = sent_s
        self._known: set[tuple[str, str]] = set()
        self.actions: Counter[str] = Counter()
        self.notices = self.reviews = 0
        self.dead_letters: Counter[str] = Counter()
        self.restricted: dict[str, list[str]] = {}
        """Profile -> what of it is restricted."""
        self.newest: deque[Row] = deque(maxlen=_NEWEST)
        self.latencies_s: list[float] = []
        """From an event sent to its first action received."""
        self.of_profile: dict[str, list[Row]] = {}
        """Profile -> its actions."""

    def take(self, stream: str, key: bytes | None, value: bytes | None, at_s: float) -> None:
        """Take in a record that was received at `at_s`."""
        if stream == "standings":
            self._stands((key or b"").decode(), value)
            return
        row: Row = msgspec.json.decode(value or b"{}")
        identity = row[_IDENTITY[stream]] if stream in _IDENTITY else f"{row['reason']} {row['origin']}"
        if (stream, identity) in self._known:
            return
        self._known.add((stream, identity))
        if stream == "actions":
            self._act(row, at_s)
        elif stream == "dead_letters":
            self.dead_letters[row["reason"]] += 1
        else:
            self.notices += stream == "notices"
            self.reviews += stream == "reviews"

    def _act(self, row: Row, at_s: float) -> None:
        self.actions[row["kind"]] += 1
        self.newest.append(row)
        self.of_profile.setdefault(row["profile_id"], []).append(row)
        cause = str(row.get("cause"))
        if cause in self._sent_s and ("latency", cause) not in self._known:
            self._known.add(("latency", cause))
            self.latencies_s.append(at_s - self._sent_s[cause])

    def _stands(self, profile_id: str, value: bytes | None) -> None:
        restrictions = msgspec.json.decode(value)["restrictions"] if value else {}
        if restrictions:
            self.restricted[profile_id] = list(restrictions)
        else:
            self.restricted.pop(profile_id, None)

    def capabilities(self) -> Counter[str]:
        """How many profiles each capability is restricted of now."""
        return Counter(name for names in self.restricted.values() for name in names)

    def latency_ms(self, share: float) -> float | None:
        """So many of the events led to an action within this; None before any."""
        ordered = sorted(self.latencies_s)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None
