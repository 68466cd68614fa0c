"""Numbers of things in words."""

from __future__ import annotations

import pytest

from dataflows.policy_words import counted


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 records"), (1, "1 record"), (0.5, "0.5 records"), (2.0, "2 records"), (12_345_678, "12,345,678 records")],
)
def test_every_figure_of_a_count_is_said(number: float, text: str) -> None:
    """Also of a year's records, and no zeros that nobody gave."""
    assert counted(number, "record") == text
