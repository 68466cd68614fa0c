"""What the supervisor does now and then while its workers run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class LeaseLost(Exception):
    """Another pipeline has taken over."""


class Chore:
    """Something to be done every so many seconds."""

    def __init__(self, each_s: float, do: Callable[[], None]) -> None:
        self._each_s, self._do, self._done_s = each_s, do, time.monotonic()

    def do_if_due(self) -> None:
        """Do it, if it is time."""
        if time.monotonic() - self._done_s > self._each_s:
            self._done_s = time.monotonic()
            self._do()
