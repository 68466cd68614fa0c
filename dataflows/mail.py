"""What a worker sends to the decider; all of it can travel between processes."""

from __future__ import annotations

import msgspec

from enforcement.batch import Batch


class Hits(msgspec.Struct, gc=False):
    """Posts that were made findable and that somebody may wait for, by their hashes."""

    hashes: list[int]


class Tick(msgspec.Struct, gc=False):
    """How far one part of the source is; sent with what it read, and at least five times a second."""

    part: str
    latest_ms: int
    """The greatest time of an event it has passed on."""
    at_end: bool
    """Whether its partitions are read to their end."""


Mail = Batch | Hits | Tick
