"""Times (contracts.md 1): RFC 3339 with an offset, cut to the millisecond; milliseconds since 1970 inside."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

DAY = 86_400_000
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
FORM = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)
UNITS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": DAY}


def millis(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)


FIRST, LAST = (millis(datetime(year, 1, 1, tzinfo=timezone.utc)) for year in (2000, 2100))


def parse(text: object) -> int | None:
    """The instant in milliseconds, or None where the text is not a time of the contract."""
    found = FORM.fullmatch(text) if isinstance(text, str) else None
    if not found:
        return None
    clock, fraction, sign, hours, minutes = found.groups()
    try:
        moment = datetime.fromisoformat(clock + "+00:00")
    except ValueError:
        return None
    if sign and (int(hours) > 23 or int(minutes) > 59):
        return None
    offset = (int(hours) * 60 + int(minutes)) * UNITS["m"] * (1 if sign == "+" else -1) if sign else 0
    at = millis(moment) + int((fraction or "0").ljust(3, "0")[:3]) - offset
    return at if FIRST <= at < LAST else None


def text(at: int) -> str:
    """RFC 3339 in UTC with Z, milliseconds (contracts.md 2)."""
    return (EPOCH + timedelta(milliseconds=at)).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at % 1000:03}Z"


def duration(value: str) -> int:
    """ "90s", "12h", "30d" in milliseconds (contracts.md 3)."""
    return int(value[:-1]) * UNITS[value[-1]]
