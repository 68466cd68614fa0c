"""What an explanation says, as data: every number with what it rests on. Times are RFC 3339 text in UTC.

An end of null is one that only a human brings about; a field that does not apply is left out.
"""

from __future__ import annotations

import msgspec

from enforcement.records import NextRung, Standing


class Counted(msgspec.Struct, frozen=True):
    """A strike among others, with the points it has."""

    violation_id: str
    at: str
    points: int


class Weight(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a strike has its points: `own` of the level, less what its incident cost already, and `repeat`."""

    base: int
    own: int
    repeat: int
    nth: int = 1
    """Which strike of its guideline it is within the level's window, other incidents only."""
    repeats: list[str] = []
    """The earlier ones."""
    stale: bool = False
    """The post was older than the level's `stale_after`: base 0."""
    same_incident: str | None = None
    """The earlier strike of the same incident that cost the most, and so is taken off."""


class Gate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A condition of a rung, whether it held, and its evidence."""

    name: str
    """`warned` or `share`."""
    held: bool
    why: str
    """Of `warned`: `not_required`, `exempt_level`, `warned`, `never_warned`, `warned_after_post`, `warned_long_ago`.

    Of `share`: `exempt_level`, `posts_unknown`, `few_posts`, `share`.
    """
    violation_id: str | None = None
    """The earlier strike that decides it."""
    at: str | None = None
    strikes: int | None = None
    """Those with points in the share window, this one included."""
    posts_observed: int | None = None
    min_share: float | None = None
    min_posts: int | None = None


class Tried(msgspec.Struct, frozen=True):
    """A rung within the score, tried from the top down."""

    points: int
    remind: bool
    taken: bool
    gates: list[Gate]


class Consequence(msgspec.Struct, frozen=True):
    """What a sanction is: its rung (null: none), and what it restricts until when."""

    rung: int | str | None
    ends: dict[str, str | None]


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One strike: what it rests on, its points, its score, and what it led to."""

    violation_id: str
    at: str
    guideline: str
    level: int
    post_id: str
    post_at: str
    surface: str
    decided_by: str
    automated: bool
    posts_observed: int | None
    policy_version: str
    points: int
    score: int
    sanction: Consequence
    service_until: str | None = None
    """End of the suspension that repeated infringement of rights brings."""
    derived: bool = True
    """Whether what is kept still leads to it; where not, earlier strikes it rested on are forgotten."""
    weight: Weight | None = None
    counting: list[Counted] = []
    """The strikes whose points make its score."""
    tried: list[Tried] = []
    next_rung: NextRung | None = None
    waived: bool = False
    settled: bool = False
    """Nothing that comes later changes it."""
    without_waiver: Consequence | None = None
    """What a waived strike would have led to."""
    appeal_until: str | None = None
    """The last moment for an appeal; left out where none is possible any more."""
    contestable: list[str] = []
    """`strike`, `consequence`: what nobody has contested yet."""


class Change(msgspec.Struct, frozen=True):
    """What a ruling changed of a strike."""

    violation_id: str
    was: Consequence
    became: Consequence


class Redress(msgspec.Struct, frozen=True, omit_defaults=True):
    """An appeal and what came of it."""

    appeal_id: str
    violation_id: str
    """The cause of what is contested."""
    contests: str
    """`strike` or `consequence`."""
    at: str
    outcome: str
    """`open`; `upheld`; `waived`, `annulled`: it won, or the strike was reversed; `forgotten`: too long ago to say."""
    decide_by: str | None = None
    changed: list[Change] = []


class Past(msgspec.Struct, frozen=True, omit_defaults=True):
    """A strike that is not counted (any more), and what it still restricts."""

    violation_id: str
    at: str
    ends: dict[str, str | None]
    annulled_at: str | None = None
    """When it was taken back; left out where that was before it could become a strike."""
    decided_by: str | None = None
    """Who took it back."""
    overturned: bool = False
    """Whether an appeal was won; else the platform took it back by itself."""
    appeal_id: str | None = None
    """That appeal; left out where it is no longer kept."""
    appeal_at: str | None = None


class Suspended(msgspec.Struct, frozen=True):
    """A time in which reports weigh nothing."""

    cause: str
    at: str
    until: str | None
    waived: bool


class Reporter(msgspec.Struct, frozen=True):
    """The record of a profile as a reporter."""

    upheld: int
    unfounded: int
    settled: int
    """Of the newest that are kept, dismissed ones included."""
    reliability: float
    warned_at: str | None
    suspensions: list[Suspended]


class Ahead(msgspec.Struct, frozen=True):
    """What a strike of a level would cost now, if its gates hold: the score and the rung it leads to."""

    level: int
    points: int
    score: int
    rung: int
    ends: dict[str, str | None]


class Waits(msgspec.Struct, frozen=True):
    """An event that came before what it names."""

    kind: str
    event_id: str
    at: str


class Story(msgspec.Struct, frozen=True):
    """What holds of a profile at stream time, and how it came about."""

    standing: Standing
    counting: list[Counted]
    """The strikes whose points make the score now."""
    next_rung: NextRung | None
    ahead: list[Ahead]
    steps: list[Step]
    dropped: list[Past]
    """Strikes too old or too many to be kept, as far as they still restrict."""
    annulled: list[Past]
    """As if they had never been."""
    appeals: list[Redress]
    waiting: list[Waits]
    reporter: Reporter | None
