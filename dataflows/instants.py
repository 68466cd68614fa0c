"""The times of many posts at once by numpy, where they are written alike: a quarter of what their text costs."""

from __future__ import annotations

import numpy as np

from enforcement import instants

_SECONDS = "0000-00-00T00:00:00"
_MOST_DIGITS = 9
_FEW = 50  # below, the overhead outweighs
# Which digit counts how much for year, month, day, hour, minute, second, millisecond; further digits are cut off.
_TENS = ((1000, 100, 10, 1), (10, 1), (10, 1), (10, 1), (10, 1), (10, 1), (100, 10, 1))
_LEAST = np.array([2000, 1, 1, 0, 0, 0, 0], np.float64)
_GREATEST = np.array([2099, 12, 31, 23, 59, 59, 999], np.float64)
_CLOCK_MS = np.array([3_600_000, 60_000, 1_000, 1], np.float64)
_MONTHS = np.arange("2000-01", "2100-01", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)
_LENGTHS = np.diff(_MONTHS, append=_MONTHS[-1:] + 31)


class _Form:
    """One way to write a time in UTC: with so many digits after the second."""

    def __init__(self, digits: int) -> None:
        text = _SECONDS + ("." + "0" * digits if digits else "") + "Z"
        written = np.frombuffer(text.encode(), np.uint8)
        self._digits, self._signs = np.flatnonzero(written == ord("0")), np.flatnonzero(written != ord("0"))
        self._wanted = written[self._signs]
        self._weights = np.zeros((len(self._digits), len(_TENS)), np.float64)
        rows = iter(range(len(self._digits)))
        for column, tens in enumerate(_TENS):
            for ten, row in zip(tens, rows):  # noqa: B905  as many as there are
                self._weights[row, column] = ten

    def parse(self, blob: bytes, width: int) -> list[int] | None:
        """Milliseconds of times written one after the other; None if any is not an instant in this form."""
        signs = np.frombuffer(blob, np.uint8).reshape(-1, width)
        digits = signs[:, self._digits] - np.uint8(ord("0"))
        if digits.max() > 9 or (signs[:, self._signs] != self._wanted).any():  # noqa: PLR2004  it is a digit
            return None
        numbers = digits.astype(np.float64) @ self._weights
        if (numbers < _LEAST).any() or (numbers > _GREATEST).any():
            return None
        months = (numbers[:, 0] * 12 + numbers[:, 1]).astype(np.int64) - (2000 * 12 + 1)
        days = numbers[:, 2].astype(np.int64)
        if (days > _LENGTHS[months]).any():
            return None
        found: list[int] = (
            (_MONTHS[months] + days - 1) * instants.DAY_MS + (numbers[:, 3:] @ _CLOCK_MS).astype(np.int64)
        ).tolist()
        return found


_forms = {
    len(_SECONDS) + 1 + bool(digits) + digits: _Form(digits) for digits in range(_MOST_DIGITS + 1)
}  # by the length of a time


def parse_all(texts: list[str]) -> list[int]:
    """`instants.parse_all`; ValueError if any is not an instant."""
    if len(texts) < _FEW:
        return instants.parse_all(texts)
    widths = set(map(len, texts))
    width = widths.pop() if len(widths) == 1 else 0
    blob = "".join(texts)
    if width in _forms and blob.isascii():
        found = _forms[width].parse(blob.encode(), width)
        if found is not None:
            return found
    return instants.parse_all(texts)
