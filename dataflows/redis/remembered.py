"""Event ids that counted, as hashes of 64 bits: enough to know one again. In Redis numbers, which it packs."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from xxhash import xxh3_64_digest, xxh3_64_intdigest

from dataflows.redis import keys
from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Iterable

_HALF = 1 << 63  # Redis' integers have a sign
PERIOD_MS = 32 * DAY_MS
"""Ids are forgotten so many days at a time."""


def period(until_ms: int) -> int:
    """The period in which an event id is forgotten."""
    return until_ms // PERIOD_MS


def member(event_key: str) -> str:
    """An id in the changelogs: base64, 11 characters."""
    return b64encode(xxh3_64_digest(event_key))[:11].decode()


def place(event_key: str) -> tuple[int, int]:
    """An id in Redis: its bucket and its number."""
    return _place(xxh3_64_intdigest(event_key))


def place_of(written: str) -> tuple[int, int]:
    """The place in Redis of an id from the changelogs."""
    return _place(int.from_bytes(b64decode(written + "="), "big"))


def _place(hashed: int) -> tuple[int, int]:
    return hashed % keys.SEEN_BUCKETS, hashed - _HALF


def flat(places: Iterable[tuple[int, int]]) -> list[str]:
    """Buckets and numbers as text, one after the other, as scripts take them."""
    return [text for bucket, number in places for text in (f"{bucket:x}", str(number))]
