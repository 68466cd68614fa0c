"""Columns that give their memory back: large ones are pages of their own, where an allocator would keep the holes."""

from __future__ import annotations

import mmap
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LARGE_BYTES = 4 << 20

Number = TypeVar("Number", bound=np.generic)


def zeros(count: int, dtype: type[Number]) -> NDArray[Number]:
    """`count` numbers that are zero; pages that nobody has written to take no memory."""
    size = count * np.dtype(dtype).itemsize
    if size < _LARGE_BYTES:
        return np.zeros(count, dtype)
    pages = mmap.mmap(-1, size)
    with suppress(AttributeError, OSError):  # where the system has no huge pages, small ones do
        pages.madvise(mmap.MADV_HUGEPAGE)  # as numpy does: columns are read at random
    return np.frombuffer(pages, dtype, count)
