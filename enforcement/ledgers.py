"""The ledgers: what is kept of a profile and of a post with any event (domain.md section 1); bounded by the policy."""

from __future__ import annotations

import msgspec

from enforcement.events import Arrival, Post
from enforcement.policy import OPEN
from enforcement.rules import Strike


class Residue(msgspec.Struct, gc=False, array_like=True):
    """What a dropped strike still restricts (domain.md section 11); it ends by time, or by a ruling on it."""

    cause: str
    at: int
    ends: dict[str, int]
    decided_by: str
    said: list[int]

    @property
    def until(self) -> int:
        """When the last of it ends."""
        return max(self.ends.values())


class Annulled(msgspec.Struct, gc=False, array_like=True):
    """A violation that counts no more, and never again."""

    violation_id: str
    at: int
    said: list[int]
    ended_at: int = 0
    """When it was annulled; 0: before it could become a strike."""
    decided_by: str = ""
    overturned: bool = False
    """Whether an appeal was won; else the platform took it back by itself."""


class Contest(msgspec.Struct, gc=False, array_like=True):
    """An appeal that was acknowledged."""

    appeal_id: str
    cause: str
    contests_strike: bool
    """Whether the strike itself is contested, or its consequence only."""
    at: int
    decided_by: str
    """Who decided what is contested: that person may not rule on it."""
    decide_by: int
    decided: bool = False
    contests_suspension: bool = False
    """Whether it is a suspension from reporting that is contested: its cause may have the id of a strike."""


class Suspension(msgspec.Struct, gc=False, array_like=True):
    """A time in which a profile's reports weigh nothing (domain.md section 8)."""

    cause: str
    at: int
    until: int
    decided_by: str
    said: list[int]
    waived: bool = False


class Settled(msgspec.Struct, gc=False, array_like=True):
    """A report that was decided: when, and whether it was manifestly unfounded."""

    at: int
    unfounded: bool


class ReporterRecord(msgspec.Struct, gc=False, array_like=True, omit_defaults=True):
    """What is known of a profile as a reporter."""

    upheld: int = 0
    unfounded: int = 0
    settled: list[Settled] = []
    suspensions: list[Suspension] = []
    warned_at: int | None = None
    """Since when further unfounded reports count; None: nothing was said yet."""
    last_at: int = 0
    """Of the last warning or suspension."""
    step: int = 0
    """How many suspensions since the warning."""


class ProfileLedger(msgspec.Struct, gc=False, array_like=True, omit_defaults=True):
    """Everything kept of one profile."""

    profile_id: str
    version: int = 0
    """Of its standing: grows by one at each change."""
    strikes: list[Strike] = []
    told: dict[str, int] = {}
    """What the platform has been told is restricted -> its end."""
    residues: list[Residue] = []
    annulled: list[Annulled] = []
    contests: list[Contest] = []
    reporter: ReporterRecord | None = None
    parked: list[Arrival] = []
    language: str | None = None
    language_at: int = 0
    post_language: str | None = None
    """Of the post that led to its last strike."""

    def next_due(self, now: int, wait_ends: list[int]) -> int | None:
        """The next time at which something of it ends."""
        due = min(self.told.values(), default=OPEN)
        if wait_ends:
            due = min(due, *wait_ends)
        for contest in self.contests:
            if not contest.decided and now < contest.decide_by < due:
                due = contest.decide_by
        return due if due < OPEN else None


class KeptReport(msgspec.Struct, gc=False, array_like=True):
    """A report that met its undecided post; the reporter is empty once erased."""

    reporter_id: str
    report_id: str
    at: int
    guideline: str | None


class KeptClaim(msgspec.Struct, gc=False, array_like=True):
    """An accepted claim; the claimant is empty once erased."""

    claim_id: str
    claimant_id: str
    ground: str
    at: int
    until: int
    deletes: bool
    """Whether its end removes the item, unless the author asks for re-posting."""
    blocks: bool = True
    countered: bool = False
    ruled: bool = False
    removed_item: bool = False
    """Whether its end, and nothing else, removed the item."""


class Case(msgspec.Struct, gc=False, array_like=True, omit_defaults=True):
    """Everything kept of one post that some event named: the content ledger."""

    post_id: str
    forget_at: int = 0
    """The last stream time at which its post is known; 0: it has not come."""
    post: Post | None = None
    """Kept here for good once a claim on it was accepted."""
    outcome: str = ""
    """`upheld` or `dismissed`, once decided."""
    parked: list[Arrival] = []
    reports: list[KeptReport] = []
    weight: int = 0
    """Summed weight of the reports, in millionths."""
    level: int = 0
    """The gravest reported; 0: none."""
    reviewed_weight: int = 0
    reviewed_level: int = 0
    claims: list[KeptClaim] = []
    author: str = ""
    """Of its post, once that has come."""
    removed: bool = False
