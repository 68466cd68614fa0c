"""What arrives: one frozen record per kind (contracts.md section 1). Times are milliseconds since 1970, UTC."""

from __future__ import annotations

from typing import ClassVar

import msgspec

KINDS = (
    "post",
    "report",
    "violation",
    "dismissal",
    "reversal",
    "appeal",
    "ruling",
    "claim",
    "counter_claim",
    "claim_ruling",
    "profile",
    "erasure",
)
GROUNDS = ("personal_information", "portrait", "defamation", "intellectual_property", "other_right")
HATE_GROUNDS = (
    "origin",
    "race",
    "appearance",
    "disability",
    "illness",
    "social_status",
    "religion",
    "age",
    "gender",
    "sexual_identity",
    "sexual_preference",
    "other_identity",
)
SOURCES = ("report", "own_initiative", "order", "claim")


class Post(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="post"):
    """One public item of content; its audience was judged at the door and is not kept."""

    kind: ClassVar[str] = "post"
    post_id: str
    profile_id: str
    at: int
    surface: str
    language: str | None = None

    @property
    def event_id(self) -> str:
        """What identifies it among its kind."""
        return self.post_id


class Report(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="report"):
    """A user's flag on a post; it never restricts anybody."""

    kind: ClassVar[str] = "report"
    report_id: str
    post_id: str
    reporter_id: str
    at: int
    guideline: str | None = None
    trusted: bool = False
    post: Post | None = None

    @property
    def event_id(self) -> str:
        """What identifies it among its kind."""
        return self.report_id


class Violation(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="violation"):
    """A decision that a post broke a guideline and was taken down."""

    kind: ClassVar[str] = "violation"
    violation_id: str
    post_id: str
    guideline: str
    at: int
    decided_by: str
    automated: bool = False
    incident_id: str | None = None
    grounds: tuple[str, ...] = ()
    source: str | None = None
    post: Post | None = None

    @property
    def event_id(self) -> str:
        """What identifies it among its kind."""
        return self.violation_id


class Dismissal(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="dismissal"):
    """A decision that a reported post broke nothing."""

    kind: ClassVar[str] = "dismissal"
    dismissal_id: str
    post_id: str
    at: int
    decided_by: str
    manifestly_unfounded: bool = False

    @property
    def event_id(self) -> str:
        """What identifies it among its kind."""
        return self.dismissal_id


class Reversal(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="reversal"):
    """The platform annuls a violation on its own."""

    kind: ClassVar[str] = "reversal"
    reversal_id: str
    violation_id: str
    profile_id: str
    at: int
    decided_by: str
    reason: str | None = None

    @property
    def event_id(self) -> str:
        """What identifies it among its kind."""
        return self.reversal_id


class Appeal(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="appeal"):
    """A profile contests a strike (target: a violation_id) or its consequence (target: an action_id)."""

    kind: ClassVar[str] = "appeal"
    appeal_id: str
    profile_id: str
    target: str
    at: int

    @property
    def event_id(self) -> str:
        """What identifies it among its kind."""
        return self.appeal_id


class Ruling(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="ruling"):
    """A reviewer answers an appeal: `upheld` or `overturned`."""

    kind: ClassVar[str] = "ruling"
    ruling_id: str
    appeal_id: str
    profile_id: str
    outcome: str
    at: int
    decided_by: str
    reason: str | None = None

    @property
    def event_id(self) -> str:
        """What identifies it among its kind."""
        return self.ruling_id


class Claim(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="claim"):
    """A rights holder asks for content to be blocked."""

    kind: ClassVar[str] = "claim"
    claim_id: str
    claimant_id: str
    post_id: str
    ground: str
    evidence: tuple[str, ...]
    at: int
    post: Post | None = None

    @property
    def event_id(self) -> str:
        """What identifies it among its kind."""
        return self.claim_id


class CounterClaim(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="counter_claim"):
    """The author of blocked content asks for it to be re-posted."""

    kind: ClassVar[str] = "counter_claim"
    counter_claim_id: str
    claim_id: str
    post_id: str
    profile_id: str
    at: int

    @property
    def event_id(self) -> str:
        """What identifies it among its kind."""
        return self.counter_claim_id


class ClaimRuling(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="claim_ruling"):
    """A reviewer decides a claim: `infringing`, `unfounded` or `withdrawn`."""

    kind: ClassVar[str] = "claim_ruling"
    ruling_id: str
    claim_id: str
    post_id: str
    outcome: str
    at: int
    decided_by: str
    manifestly_unfounded: bool = False

    @property
    def event_id(self) -> str:
        """What identifies it among its kind."""
        return self.ruling_id


class Profile(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="profile"):
    """A profile's own preference of language."""

    kind: ClassVar[str] = "profile"
    profile_id: str
    at: int
    language: str | None = None


class Erasure(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="erasure"):
    """Everything kept of a profile is to go."""

    kind: ClassVar[str] = "erasure"
    erasure_id: str
    profile_id: str
    at: int

    @property
    def event_id(self) -> str:
        """What identifies it among its kind."""
        return self.erasure_id


Waiting = Report | Violation | Dismissal | Reversal | Appeal | Ruling | Claim | CounterClaim | ClaimRuling
Event = Post | Waiting | Profile | Erasure


class Origin(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Where a record came from: a file and its line (from 1), or a topic, its partition and offset."""

    source: str
    position: int
    partition: int | None = None


class Arrival(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An event and where it came from; what is parked is one of these."""

    event: Waiting | Profile | Erasure
    origin: Origin


_NAMES = ("profile_id", "reporter_id", "claimant_id")


def named_profiles(event: Waiting | Profile | Erasure) -> list[str]:
    """The profiles that an event names itself (moderators are none)."""
    return [getattr(event, field) for field in _NAMES if hasattr(event, field)]
