"""Words for notices: a folder per language in `locales`, written in Fluent (projectfluent.org).

A template is resolved once for each way its facts can be: what selects a form of words (a reason, a plural, an
absence) is resolved by Fluent and kept; what only fills a gap (an id, a time, a text) is filled in each time.
"""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from typing import Any

import msgspec
from fluent.runtime import FluentBundle, FluentResource

_LOCALES = files("enforcement") / "locales"
_FALLBACK = "en"
_KEPT = 4096  # resolved texts a language: policies choose points, and so how many forms there are
_GAP = "\0"

_SELECTING = frozenset(
    {"automated", "blocked", "outcome", "points", "rulings", "rung", "scope", "why", "window_days", "reason"}
)
"""Facts whose value selects a form of words, not only whether they are there."""
_TIMES = frozenset({"acknowledge_by", "appeal_until", "confirm_by", "decide_by", "repost_until", "until"})
_NAMED = frozenset({"ground", "guideline", "surface"})
_OPTIONAL = ("appeal_until", "confirm_by")
_REASONED_BY_PEOPLE = frozenset({"appeal_overturned", "appeal_upheld", "decision_reversed"})
_REASONED_BY_RULE = frozenset({"changed", "lifted"})

Pieces = list[str]
"""A text cut at its gaps: text, name of a fact, text, name of a fact, ..., text."""


def languages() -> frozenset[str]:
    """The languages that notices can be worded in: one folder each."""
    return frozenset(entry.name for entry in _LOCALES.iterdir() if entry.is_dir())
