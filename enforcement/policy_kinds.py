"""The kinds of single values in a policy file: each reads one, or says what to write instead."""

import re
from datetime import datetime, timedelta, timezone
from typing import NoReturn

from msgspec import Struct

from enforcement.policy import OPEN
from enforcement.policy_spot import Spot, one_of

UNITS_MS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
DURATION_FORM = "([0-9]+)([smhd])"
DURATION_DIGITS = 15
MEANT_DURATION = r"([0-9]{1,6}) ?(s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?|w|weeks?)"
CENTURY_DAYS = 36_525
MOST = 1_000_000_000
LEAST_AMOUNT = 0.000_001
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Unusable(Exception):
    """A value that is not of its kind; the message says what to write instead."""


class Kind(Struct, frozen=True, kw_only=True):
    """What a value in the file must be."""

    def read_at(self, spot: Spot, value: object) -> object:
        """Return the value in the core's units, or None after a refusal at the spot."""
        try:
            return self.read(spot, value)
        except Unusable as problem:
            spot.refuse(value, str(problem))
            return None

    def read(self, _spot: Spot, _value: object, /) -> object:
        """Return the value in the core's units or raise `Unusable`; what it holds is refused at its spot."""
        raise TypeError(type(self).__name__)  # each kind has its own

    def written(self) -> str:
        """Return an example as TOML, the shipped default where there is one."""
        raise TypeError(type(self).__name__)  # each kind has its own

    def headed(self, name: str) -> str:
        """Return what to write at the top of the file where the key is missing."""
        return f"{name} = {self.written()}"

    def unit(self) -> str:
        """Return what the core appends to the name of the key."""
        return ""


class Single(Kind, frozen=True, kw_only=True):
    """A value that holds no others."""

    example: str

    def read(self, _spot: Spot, value: object, /) -> object:
        """Return the value in the core's units, or raise `Unusable`."""
        return self.parse(value)

    def parse(self, _value: object, /) -> object:
        """Do so; a single value needs no spot."""
        raise TypeError(type(self).__name__)  # each kind has its own

    def written(self) -> str:
        """Return the example."""
        return self.example


class Text(Single, frozen=True, kw_only=True):
    """Words in one line, of some form."""

    form: str = r"\S(.*\S)?"
    what: str = "text in one line"

    def parse(self, value: object) -> str:
        """Return the text as written."""
        if isinstance(value, str) and value.isprintable() and re.fullmatch(self.form, value):
            return value
        return unusable(f"not {self.what}", f"it in quotes, as in {self.example}")


class Choice(Single, frozen=True, kw_only=True):
    """One of a few words."""

    among: tuple[str, ...]

    def parse(self, value: object) -> str:
        """Return the word."""
        if isinstance(value, str) and value in self.among:
            return value
        return unusable("not a word known here", one_of([f'"{word}"' for word in self.among]))


class Flag(Single, frozen=True, kw_only=True):
    """Yes or no."""

    def parse(self, value: object) -> bool:
        """Return the answer; neither 1 nor "true" is one."""
        if isinstance(value, bool):
            return value
        return unusable("not a yes or no", "true or false, without quotes")


class Whole(Single, frozen=True, kw_only=True):
    """A whole number from `least` on."""

    least: int = 1

    def parse(self, value: object) -> int:
        """Return the number; neither true nor 1.0 is one."""
        instead = f"a whole number from {self.least} on, as in {self.example}"
        if isinstance(value, bool) or not isinstance(value, int):
            return unusable("not a whole number", instead)
        if value < self.least:
            return unusable("too small", instead)
        return value if value <= MOST else unusable("too large", f"at most {MOST}")


class Amount(Single, frozen=True, kw_only=True):
    """A number above 0, up to `most`."""

    most: int = MOST

    def parse(self, value: object) -> float:
        """Return the number, so far from 0 and so small that no quotient of two becomes infinite."""
        instead = f"a number from {LEAST_AMOUNT:.6f} to {self.most}, as in {self.example}"
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return unusable("not a number", instead)
        return float(value) if LEAST_AMOUNT <= value <= self.most else unusable("out of range", instead)


class Duration(Single, frozen=True, kw_only=True):
    """A time span from one second on."""

    most_days: int = CENTURY_DAYS

    def parse(self, value: object) -> int:
        """Return the milliseconds."""
        written = re.fullmatch(DURATION_FORM, value) if isinstance(value, str) else None
        if not written:
            meant = _meant_duration(value)
            return unusable("not a duration", f'"{meant}"' if meant else self._form())
        number, unit = written.groups()
        # more digits are too long in any unit, and Python refuses to read very many
        ms = int(number) * UNITS_MS[unit] if len(number) <= DURATION_DIGITS else OPEN
        return self._within_limits(ms)

    def unit(self) -> str:
        """Return milliseconds."""
        return "_ms"

    def _form(self) -> str:
        return 'a whole number and a unit, as in "90s", "15m", "12h" or "30d"'

    def _within_limits(self, ms: int) -> int:
        if not ms:
            return unusable("no time at all", f"a whole number from 1 on and a unit, as in {self.example}")
        if ms > self.most_days * UNITS_MS["d"]:
            return unusable("too long", f'at most "{self.most_days}d"')
        return ms


class DurationOrOpen(Duration, frozen=True, kw_only=True):
    """A time span, or "open" for what only a human ends."""

    def parse(self, value: object) -> int:
        """Return the milliseconds, or `OPEN`."""
        return OPEN if value == "open" else Duration.parse(self, value)

    def _form(self) -> str:
        return 'a whole number and a unit, as in "90s", "15m", "12h" or "30d", or "open" for no end'


class Instant(Single, frozen=True, kw_only=True):
    """A point in time, the same everywhere."""

    def parse(self, value: object) -> int:
        """Return the milliseconds since 1970 in UTC; what is finer is cut."""
        if isinstance(value, datetime) and value.tzinfo:
            return (value - EPOCH) // timedelta(milliseconds=1)
        return unusable("not a time with an offset", f"it without quotes, as in {self.example}")


def _meant_duration(value: object) -> str | None:
    """Return the duration that was probably meant by a number and a word, as in `3 days`."""
    written = re.fullmatch(MEANT_DURATION, value, re.IGNORECASE | re.ASCII) if isinstance(value, str) else None
    if not written or not int(written[1]):
        return None
    number, unit = int(written[1]), written[2][0].lower()
    return f"{7 * number}d" if unit == "w" else f"{number}{unit}"


def unusable(problem: str, instead: str) -> NoReturn:
    """Raise what was found, and what to write instead."""
    message = f"{problem}; write {instead}"
    raise Unusable(message)
