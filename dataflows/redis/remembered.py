"""Event ids that counted, as keyed hashes of 64 bits: enough to know one again. In Redis numbers, which it packs.

Strangers choose ids: of a hash that anybody can compute, one could be aimed at a violation that is still to come.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

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


def member(hashed: bytes) -> str:
    """An id in the changelogs, of its `Hashes.event`: base64, 11 characters."""
    return b64encode(hashed)[:11].decode()


def place(hashed: bytes) -> tuple[int, int]:
    """An id in Redis: its bucket and its number."""
    number = int.from_bytes(hashed, "big")
    return number % keys.SEEN_BUCKETS, number - _HALF


def place_of(written: str) -> tuple[int, int]:
    """The place in Redis of an id from the changelogs."""
    return place(b64decode(written + "="))


def flat(places: Iterable[tuple[int, int]]) -> list[str]:
    """Buckets and numbers as text, one after the other, as scripts take them."""
    return [text for bucket, number in places for text in (f"{bucket:x}", str(number))]
