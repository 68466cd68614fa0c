"""Columns give their memory back."""

from __future__ import annotations

import mmap
import os
from pathlib import Path

import numpy as np
import pytest

from dataflows.stores.columns import zeros

MEGABYTE = 1 << 20


def resident() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_a_column_begins_with_zeros_and_can_be_written() -> None:
    """Small or large."""
    for count in (0, 1, 1_000, 2 * MEGABYTE):
        column = zeros(count, np.int32)
        assert column.dtype == np.dtype(np.int32)
        assert column.tolist() == [0] * count
        column[:] = 7
        assert column.sum() == 7 * count


def test_a_system_without_huge_pages_has_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its kernel refuses the advice, or its Python does not know it."""
    monkeypatch.setattr(mmap, "MADV_HUGEPAGE", -1, raising=False)
    assert not zeros(8 * MEGABYTE, np.uint8).any()
    monkeypatch.delattr(mmap, "MADV_HUGEPAGE", raising=False)
    assert not zeros(8 * MEGABYTE, np.uint8).any()


def test_what_a_column_held_is_free_again() -> None:
    """Also where something small came after it, under which an allocator would keep it."""
    np.ones(30 * MEGABYTE, np.uint8)  # from here on the allocator keeps what is smaller than this
    columns, others = [], []
    for _ in range(5):
        columns.append(zeros(16 * MEGABYTE, np.uint8))
        columns[-1].fill(1)
        others.append(np.ones(MEGABYTE // 4, np.uint8))
    before = resident()
    columns.clear()
    assert before - resident() > 75 * MEGABYTE
    assert len(others) == 5
