"""The names of everything in Redis; whoever changes one, or what is under it, raises the schema number.

What one decider writes together shares the hash tag `{d}`, and so a node of a Cluster; ledgers and post logs spread.
"""

from __future__ import annotations

SCHEMA = 2
_ROOT = f"e{SCHEMA}:"
DECIDER = _ROOT + "{d}:"
LEDGER_TAGS, LEDGER_BUCKETS = 256, 64
SEEN_BUCKETS, APPEARS_BUCKETS, DUE_BUCKETS = 4096, 16_384, 16_384
_DAY_MS = 86_400_000
_NAMES_PERIOD_MS = 64 * _DAY_MS

SCHEMA_KEY = "enforce:{d}:schema"
SECRET = DECIDER + "secret"
FENCE = DECIDER + "fence"
HOLDER = DECIDER + "holder"
JOURNAL = DECIDER + "journal"
NUMBER = DECIDER + "number"
APPLIED = DECIDER + "applied"
NOW = DECIDER + "now"
AWAITED = DECIDER + "awaited"
WAITS = DECIDER + "waits"
ERASED = DECIDER + "erased"
GENERATIONS = DECIDER + "generations"
CHANGES = DECIDER + "changes"
SURFACES = DECIDER + "surfaces"
LANGUAGES = DECIDER + "languages"
OPEN_DAYS = DECIDER + "days"
SEALING = DECIDER + "sealing"
REWIND = DECIDER + "rewind"
MARKS = DECIDER + "marks"
DECIDED = DECIDER + "decided"
LIVE_PERIODS = DECIDER + "periods"
SEEN = DECIDER + "seen:"
APPEARS = DECIDER + "appears:"
DUE = DECIDER + "due:"


def seen(period: int, bucket: int) -> str:
    """The event ids of one bucket to be remembered until a time in this period."""
    return f"{SEEN}{period}:{bucket:x}"


def appears(bucket: int) -> str:
    """Whom the cases of posts name, of the profiles of one bucket."""
    return f"{APPEARS}{bucket:x}"


def due(bucket: int) -> str:
    """When the ledgers of one bucket want to be looked at."""
    return f"{DUE}{bucket:x}"


def ledgers(tag: int, bucket: int) -> str:
    """The ledgers of one bucket, key after key."""
    return f"{_ROOT}l:{{{tag:x}}}:{bucket:x}"


def ledger_fence(tag: int) -> str:
    """Of a Cluster: the number under which the ledgers of a hash tag are written, as `FENCE` is everything else's."""
    return f"{_ROOT}l:{{{tag:x}}}:fence"


def posts(day: int, bucket: int) -> str:
    """The posts of one bucket and UTC day, in the order they came."""
    return f"{_ROOT}posts:{day}:{{{bucket:x}}}"


def authors(day: int, bucket: int) -> str:
    """Who wrote what on one UTC day, of the authors of one bucket."""
    return f"{_ROOT}authors:{day}:{{{bucket:x}}}"


def names(bucket: int, period: int) -> str:
    """Author hash -> profile_id, of one bucket, of those who posted in a period: who is silent is forgotten."""
    return f"{_ROOT}names:{period}:{{{bucket:x}}}"


def names_period(at_ms: int) -> int:
    """The period in which an author who posts at a stream time is named."""
    return at_ms // _NAMES_PERIOD_MS


def names_periods(keep_ms: int, now_ms: int) -> range:
    """The periods in which the author of a post is named that came not longer ago than that."""
    return range(names_period(max(now_ms - keep_ms, 0)), names_period(now_ms + _DAY_MS) + 1)


def names_end_ms(period: int) -> int:
    """The stream time at which a period of names is over."""
    return (period + 1) * _NAMES_PERIOD_MS


def conflicts(day: int) -> str:
    """What sealing found contradicting on a day, while it is being sealed: post, author, other author, 8 B each."""
    return f"{DECIDER}conflicts:{day}"


SEALED = ":sealed"
"""Appended to a day's key once it is sorted and free of repeats."""
