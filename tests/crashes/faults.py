"""What may happen at a port call: nothing, a crash before or after it, a repeat, others going on meanwhile, a sleep.

With a crash Redis may lose its last writes, or all of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Answer = TypeVar("Answer")


class Crash(BaseException):
    """The processes of a pipeline end here; nothing of them may catch it."""


@dataclass(frozen=True)
class Odds:
    """How likely a port call meets what; each seed draws its own."""

    crash: float = 0.0
    repeat: float = 0.0
    others: float = 0.0
    sleep: float = 0.0
    lose: float = 0.0
    """Of crashes, how many take something of Redis along."""


class Faults:
    """Draws what happens at each port call, and remembers where it was nothing good."""

    def __init__(self, odds: Odds, rng: random.Random, most: int) -> None:
        self._rng, self._odds, self._left = rng, odds, most
        self._any = odds.crash + odds.repeat + odds.others + odds.sleep
        self.lost: Callable[[], str] | None = None
        """Takes something away from Redis, and says what."""
        self.trace: list[str] = []

    @property
    def loses(self) -> bool:
        """Whether Redis may lose something."""
        return self._odds.lose > 0

    def stop(self) -> None:
        """From now on all goes well."""
        self._any = 0.0

    def draw(self) -> float | None:
        """What happens at the next port call, for `meet`; None: nothing."""
        drawn = self._rng.random()
        return drawn if drawn < self._any else None

    def meet(
        self,
        drawn: float,
        where: str,
        effect: Callable[[], Answer],
        others: Callable[[], None],
        sleep: Callable[[], bool],
    ) -> Answer:
        """Make a port call; `others` lets the rest go on for a moment, `sleep` lets another take over, if it can."""
        odds = self._odds
        if drawn < odds.crash:
            return self._crash(where, effect)
        if drawn < odds.crash + odds.repeat:
            self.trace.append(f"repeated {where}")
            effect()
        elif drawn < odds.crash + odds.repeat + odds.others:
            others()
        else:
            place = len(self.trace)
            if sleep():
                self.trace.insert(place, f"slept before {where}")
        return effect()

    def _crash(self, where: str, effect: Callable[[], Answer]) -> Answer:
        if not self._left:
            return effect()
        self._left -= 1
        if self._rng.random() < 0.5:
            effect()
            self.trace.append(f"crashed after {where}")
        else:
            self.trace.append(f"crashed before {where}")
        if self.lost is not None and self._odds.lose and self._rng.random() < self._odds.lose:
            self.trace.append(self.lost())
        raise Crash
