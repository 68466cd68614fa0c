"""The names of everything in Redis; whoever changes one, or what is under it, raises the schema number.

What one decider writes together shares the hash tag `{d}`, and so a node of a Cluster; ledgers and post logs spread.
"""

from __future__ import annotations

SCHEMA = 1
_ROOT = f"e{SCHEMA}:"
_DECIDER = _ROOT + "{d}:"
LEDGER_TAGS = 1024
_DAY_MS = 86_400_000
_NAMES_PERIOD_MS = 64 * _DAY_MS

SCHEMA_KEY = "enforce:{d}:schema"
SECRET = _DECIDER + "secret"
FENCE = _DECIDER + "fence"
HOLDER = _DECIDER + "holder"
JOURNAL = _DECIDER + "journal"
NUMBER = _DECIDER + "number"
APPLIED = _DECIDER + "applied"
NOW = _DECIDER + "now"
DUE = _DECIDER + "due"
AWAITED = _DECIDER + "awaited"
WAITS = _DECIDER + "waits"
ERASED = _DECIDER + "erased"
GENERATIONS = _DECIDER + "generations"
CHANGES = _DECIDER + "changes"
SURFACES = _DECIDER + "surfaces"
LANGUAGES = _DECIDER + "languages"
OPEN_DAYS = _DECIDER + "days"
SEALING = _DECIDER + "sealing"
REWIND = _DECIDER + "rewind"
MARKS = _DECIDER + "marks"
DECIDED = _DECIDER + "decided"
LIVE_PERIODS = _DECIDER + "periods"
SEEN = _DECIDER + "seen:"
APPEARS = _DECIDER + "appears"


def seen(period: int) -> str:
    """The event ids to be remembered until a time in this period."""
    return f"{SEEN}{period}"


def appearance(profile_id: str, post_id: str) -> str:
    """A profile that is named by the case of a post, in `appears`; no id has a space in it."""
    return f"{profile_id} {post_id}"


def appearances(profile_id: str) -> tuple[str, str]:
    """The range of a profile's appearances, as ZRANGEBYLEX takes it."""
    return f"[{profile_id} ", f"({profile_id}!"


def ledger(key: str, hashed: int) -> str:
    """The ledger of a profile (`p:…`) or of a post (`c:…`), whose key hashes so."""
    return f"{_ROOT}l:{{{hashed % LEDGER_TAGS:x}}}:{key}"


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
    return f"{_DECIDER}conflicts:{day}"


SEALED = ":sealed"
"""Appended to a day's key once it is sorted and free of repeats."""
