"""Instants: RFC 3339 text <-> whole milliseconds since 1970-01-01T00:00:00Z (contracts.md section 1)."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

SECOND_MS = 1_000
DAY_MS = 86_400_000
_MINUTE_MS = 60_000
_DAY_MINUTES = 1_440
EARLIEST_MS = 946_684_800_000  # 2000-01-01T00:00:00Z, included
LATEST_MS = 4_102_444_800_000  # 2100-01-01T00:00:00Z, excluded

_EPOCH = dt.date(1970, 1, 1).toordinal()
_REST = re.compile(r"(?:\.([0-9]{1,9}))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_CLOCK = re.compile(r"T([0-9]{2}):([0-9]{2}):([0-9]{2})", re.ASCII)
_REMEMBERED = 100_000  # entries a cache may hold before it starts over: strangers choose the keys


class _Dates(dict[str, int]):
    """`YYYY-MM-DD` -> milliseconds at its start."""

    def __missing__(self, text: str) -> int:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        value = (dt.date.fromisoformat(text).toordinal() - _EPOCH) * DAY_MS
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = value
        return value


class _Clocks(dict[str, int]):
    """`Thh:mm:ss` -> milliseconds since midnight."""

    def __missing__(self, text: str) -> int:
        match = _CLOCK.fullmatch(text)
        if match is None:
            raise ValueError(text)
        hour, minute, second = match.groups()
        clock = dt.time(int(hour), int(minute), int(second))  # refuses hour 24 and second 60
        value = (clock.hour * 3600 + clock.minute * 60 + clock.second) * SECOND_MS
        self[text] = value
        return value


class _Rests(dict[str, int]):
    """What follows the seconds: a fraction, cut to milliseconds, and the offset."""

    def __missing__(self, text: str) -> int:
        match = _REST.fullmatch(text)
        if match is None:
            raise ValueError(text)
        fraction, sign, hours, minutes = match.groups()
        value = int((fraction or "")[:3].ljust(3, "0"))
        if sign:
            if int(hours) > 23 or int(minutes) > 59:  # noqa: PLR2004  the clock's own numbers
                raise ValueError(text)
            offset = (int(hours) * 60 + int(minutes)) * 60_000
            value += offset if sign == "-" else -offset
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = value
        return value


_dates, _clocks, _rests = _Dates(), _Clocks(), _Rests()


def parse(text: str) -> int:
    """Milliseconds of an `at`; ValueError unless it is written as the contract says and lies in 2000-2099."""
    value = _dates[text[:10]] + _clocks[text[10:19]] + _rests[text[19:]]
    if EARLIEST_MS <= value < LATEST_MS:
        return value
    raise ValueError(text)


def parse_all(texts: list[str]) -> list[int]:
    """The same for many, in one go; ValueError if any is not an instant."""
    minutes, rests = _minutes, _minute_rests
    try:
        values = [minutes[t[:16]] + rests[t[16:]] for t in texts]
    except KeyError:
        _learn(texts)
        values = [minutes[t[:16]] + rests[t[16:]] for t in texts]
    if values and not (min(values) >= EARLIEST_MS and max(values) < LATEST_MS):
        raise ValueError(texts)
    return values


# Two look-ups in plain dictionaries cost half of three in those that fill themselves. A minute has 60,000 milliseconds,
# a day 1,440 minutes: both are remembered.
_minutes: dict[str, int] = {}  # `YYYY-MM-DDThh:mm` -> milliseconds at its start
_minute_rests: dict[str, int] = {}  # what follows -> milliseconds to add


@lru_cache(1 << 14)
def minute(text: str) -> int:
    """Milliseconds at the start of a `YYYY-MM-DDThh:mm`; ValueError unless it is one, and in 2000-2099."""
    return parse(text + ":00Z")


def _learn(texts: list[str]) -> None:
    for cache in (_minutes, _minute_rests):
        if len(cache) > _REMEMBERED:
            cache.clear()
    for text in texts:
        start, rest = text[:16], text[16:]
        if start not in _minutes or rest not in _minute_rests:
            _minutes[start] = minute(start)
            _minute_rests[rest] = parse(text) - _minutes[start]


class _DateTexts(dict[int, str]):
    def __missing__(self, day: int) -> str:
        text = dt.date.fromordinal(_EPOCH + day).isoformat()
        self[day] = text
        return text


class _ClockTexts(dict[int, str]):
    def __missing__(self, minute: int) -> str:
        text = f"T{minute // 60:02}:{minute % 60:02}"
        self[minute] = text
        return text


class _SecondTexts(dict[int, str]):
    def __missing__(self, ms: int) -> str:
        text = f":{ms // SECOND_MS:02}.{ms % SECOND_MS:03}Z"
        self[ms] = text
        return text


_date_texts, _clock_texts, _second_texts = _DateTexts(), _ClockTexts(), _SecondTexts()


@lru_cache(1 << 14)  # what happens at one time is said several times over
def text(ms: int) -> str:
    """`YYYY-MM-DDThh:mm:ss.mmmZ` of an instant (contracts.md section 2)."""
    return _date_texts[ms // DAY_MS] + _clock_texts[ms // _MINUTE_MS % _DAY_MINUTES] + _second_texts[ms % _MINUTE_MS]
