"""A policy made ready for the fold: what each rung takes for how long, on which surface (domain.md section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from enforcement.policy import OPEN
from enforcement.records import NextRung

if TYPE_CHECKING:
    from enforcement.policy import Policies, Policy, Rung

MATCHING = "matching"
NARROWEST = "feed_search"
"""What `matching` stands for on a surface that the policy's table does not list."""

Durations = tuple[tuple[str, int], ...]
"""(capability, milliseconds or OPEN), sorted by capability."""


Value = TypeVar("Value")


class NextGraver(dict[int, Value]):
    """What a version says of each level; of one that only another version has, what it says of the next graver."""

    def __missing__(self, level: int) -> Value:
        """A strike or report outlives the version, or the text of it, that gave it its level."""
        return self[max((known for known in self if known <= level), default=min(self))]


class Rules:
    """One policy version with its ladder resolved per surface."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.rungs: tuple[Rung, ...] = policy.ladder
        self.thresholds = [rung.points for rung in policy.ladder]
        self.exempt_levels = policy.fairness.exempt_levels
        self.levels = NextGraver(policy.levels)
        self.triage = NextGraver(policy.reports.triage)
        self.zero = frozenset(name for name, guideline in policy.guidelines.items() if guideline.zero_tolerance)
        """The guidelines whose breach leaves the ladder altogether."""
        self.last_reminder = max(rung.points for rung in policy.ladder if rung.remind)
        self._next: dict[int, NextRung | None] = {}
        self._durations: dict[tuple[int, str], Durations] = {}

    def durations(self, place: int, surface: str) -> Durations:
        """What the rung at a place of the ladder takes, of a violation on a surface."""
        narrow = self.policy.matching.get(surface, NARROWEST)
        found = self._durations.get((place, narrow))
        if found is None:
            found = self._durations[place, narrow] = _durations(self.rungs[: place + 1], narrow)
        return found

    def zero_tolerance(self, surface: str) -> Durations:
        """What a breach of a zero-tolerance guideline takes, on a surface."""
        narrow = self.policy.matching.get(surface, NARROWEST)
        names = {narrow if name == MATCHING else name for name in self.policy.zero_tolerance.capabilities}
        return tuple((name, self.policy.zero_tolerance.for_ms) for name in sorted(names))

    def next_rung(self, score: int) -> NextRung | None:
        """The lowest rung above a score: its points and capabilities (none for a reminder)."""
        if score not in self._next:
            above = (rung for rung in self.rungs if rung.points > score)
            self._next[score] = next((NextRung(rung.points, sorted(rung.capabilities)) for rung in above), None)
        return self._next[score]


def _durations(rungs: tuple[Rung, ...], narrow: str) -> Durations:
    longest: dict[str, int] = {}
    for rung in rungs:
        for capability in () if rung.remind else rung.capabilities:
            resolved = narrow if capability == MATCHING else capability
            longest[resolved] = max(longest.get(resolved, 0), rung.for_ms)
    return tuple(sorted(longest.items()))


def end(at_ms: int, for_ms: int) -> int:
    """When something that starts at a time and lasts a duration ends; OPEN if only a human ends it."""
    return OPEN if for_ms >= OPEN else at_ms + for_ms


class Rulebook:
    """The rules of every policy version, by time."""

    def __init__(self, policies: Policies) -> None:
        self.policies = policies
        self._rules = {policy.version: Rules(policy) for policy in policies.versions}
        self.longest_ms = max(level.window_ms for policy in policies.versions for level in policy.levels.values())
        """The longest window of any level."""
        self._only = next(iter(self._rules.values())) if len(self._rules) == 1 else None

    def at(self, ms: int) -> Rules:
        """The rules in effect at a time."""
        return self._only or self._rules[self.policies.at(ms).version]


class Strike(msgspec.Struct, gc=False, array_like=True, omit_defaults=True):
    """A violation that met its public post, and what the fold derived of it (domain.md section 4)."""

    violation_id: str
    at: int
    guideline: str
    level: int
    post_id: str
    post_at: int
    surface: str
    incident: str
    """`i:` + incident_id, or `p:` + post_id."""
    decided_by: str
    posts_observed: int | None = None
    automated: bool = False
    from_claim: bool = False
    waived: bool = False
    base: int = 0
    points: int = 0
    score: int = 0
    pointed: int = 0
    """How many strikes up to this one have points in its share window."""
    rung: int = 0
    """Points of the rung; 0: no sanction; -1: zero tolerance."""
    ends: dict[str, int] = {}
    """What the sanction restricts -> its end; empty for a reminder."""
    service_until: int = 0
    """End of the suspension that repeated infringement brings (section 9); 0: none."""
    said: list[int] = []
    """First 8 bytes of the ids of the actions that named it: what an appeal may target."""
    source: str | None = None
    """What led to the violation: `report`, `own_initiative`, `order` or `claim`; None: it was not said."""


ZERO_TOLERANCE = -1
