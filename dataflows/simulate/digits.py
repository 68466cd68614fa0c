"""Numbers as columns of digits, for many lines at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AT_ONCE: Final = 4
_THOUSANDS: Final = np.frombuffer("".join(f"{number:04}" for number in range(10_000)).encode(), np.uint8).reshape(
    -1, _AT_ONCE
)


def put(lines: NDArray[np.uint8], start: int, width: int, numbers: NDArray[np.int64]) -> None:
    """Write numbers below 10**width into `width` columns from `start` on, with zeros in front."""
    end = start + width
    while end > start:
        digits = min(_AT_ONCE, end - start)
        left = numbers // 10**_AT_ONCE
        lines[:, end - digits : end] = _THOUSANDS[numbers - left * 10**_AT_ONCE, _AT_ONCE - digits :]
        numbers, end = left, end - digits


def put_clock(lines: NDArray[np.uint8], start: int, times: NDArray[np.int64]) -> None:
    """Write milliseconds of an hour as `mm:ss.fff`; the signs between are there already."""
    seconds = times // 1000
    minutes = seconds // 60
    put(lines, start, 2, minutes)
    put(lines, start + 3, 2, seconds - minutes * 60)
    put(lines, start + 6, 3, times - seconds * 1000)
