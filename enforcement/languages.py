"""The languages that notices can be worded in; apart from the wording itself, which takes a while to load."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.abc import Traversable

LOCALES = files("enforcement") / "locales"


def languages(locales: Traversable = LOCALES) -> frozenset[str]:
    """One folder each."""
    return frozenset(entry.name for entry in locales.iterdir() if entry.is_dir())
