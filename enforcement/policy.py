"""The numbers that operators change: one frozen value per table of the policy file, see `policy_file`."""

from bisect import bisect_right
from functools import cached_property
from operator import attrgetter

from msgspec import Struct

OPEN = 2**53
"""A duration, and an end, that only a human brings about: later than any time the records can name."""

VISIBILITY = ("comments", "feed_search", "notifications")
CREATION = "creation"


class Level(Struct, frozen=True, kw_only=True):
    """What a strike of one level weighs, for how long, and from which repetition on it weighs more."""

    number: int
    points: int
    window_ms: int
    repeat_from: int
    repeat_points: int
    stale_after_ms: int


class Guideline(Struct, frozen=True, kw_only=True):
    """A rule of the platform: its level, and whether breaking it once leaves the ladder altogether."""

    level: int
    zero_tolerance: bool = False


class Rung(Struct, frozen=True, kw_only=True):
    """One step of the ladder; a reminder has no capabilities, and 0 for `for_ms`."""

    points: int
    remind: bool
    capabilities: tuple[str, ...]
    for_ms: int
    min_share: float | None
    min_posts: int


class ZeroTolerance(Struct, frozen=True, kw_only=True):
    """The consequence of one breach of a guideline marked `zero_tolerance`."""

    capabilities: tuple[str, ...]
    for_ms: int
    confirm_within_ms: int


class Fairness(Struct, frozen=True, kw_only=True):
    """What must hold before a restriction does: a warning given in time, a share worth acting on."""

    warning_first: bool
    warning_window_ms: int
    exempt_levels: frozenset[int]
    share_window_ms: int


class Appeals(Struct, frozen=True, kw_only=True):
    """How long a person may contest, and by when the platform answers."""

    window_ms: int
    acknowledge_within_ms: int
    decide_within_ms: int


class Reports(Struct, frozen=True, kw_only=True):
    """What a report weighs at first, and from which weight on a post of each level is reviewed."""

    prior_a: float
    prior_b: float
    triage: dict[int, float]
    max_per_post: int


class Reporters(Struct, frozen=True, kw_only=True):
    """When unfounded reports are misuse, and for how long reporting then is suspended, step by step."""

    unfounded_min: int
    share: float
    window_ms: int
    suspensions_ms: tuple[int, ...]


class Repeat(Struct, frozen=True, kw_only=True):
    """From how many rulings in a window on the service is restricted, and for how long."""

    rulings: int
    window_ms: int
    for_ms: int


class Claims(Struct, frozen=True, kw_only=True):
    """Where rights claims are taken, how long they block, and which guideline each ground breaks."""

    surfaces: frozenset[str]
    block_for_ms: int
    max_per_item: int
    on_expiry: str
    guideline: dict[str, str]
    repeat: Repeat


class Policy(Struct, frozen=True, kw_only=True):
    """One version of all the numbers, in effect from `effective_from` (milliseconds since 1970, UTC) on."""

    version: str
    effective_from: int
    audiences: frozenset[str]
    private_surfaces: frozenset[str]
    max_future_ms: int
    wait_ms: int
    keep_ms: int
    levels: dict[int, Level]
    guidelines: dict[str, Guideline]
    ladder: tuple[Rung, ...]
    zero_tolerance: ZeroTolerance
    matching: dict[str, str]
    fairness: Fairness
    max_strikes: int
    appeals: Appeals
    reports: Reports
    reporters: Reporters
    claims: Claims
    default_language: str
    appeal_url: str


class Policies(Struct, frozen=True, kw_only=True, dict=True):
    """All versions, at least one, by `effective_from`."""

    versions: tuple[Policy, ...]

    def at(self, ms: int) -> Policy:
        """Return the version in effect at a time; the first one also for anything earlier."""
        if len(self.versions) == 1:
            return self.versions[0]
        after = bisect_right(self.versions, ms, key=attrgetter("effective_from"))
        return self.versions[max(0, after - 1)]

    @cached_property
    def forget_ms(self) -> int:
        """How long anything can still change a ledger: the longest window of any version."""
        return max(max(_windows(version)) for version in self.versions)


def _windows(policy: Policy) -> tuple[int, ...]:
    """Return the windows that a fold or an appeal can look back through."""
    fairness = policy.fairness
    levels = (level.window_ms for level in policy.levels.values())
    return (*levels, fairness.share_window_ms, fairness.warning_window_ms, policy.appeals.window_ms)
