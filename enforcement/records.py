"""What the pipeline says: one record type per row of contracts.md section 2. Times are RFC 3339 text in UTC."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec

_NO_FACTS = blake2b(digest_size=12)
STREAMS = ("actions", "standings", "notices", "reviews", "dead_letters")


class NextRung(msgspec.Struct, gc=False):
    """How far the next consequence is."""

    points: int
    capabilities: list[str]


class Remind(msgspec.Struct, gc=False, tag_field="kind", tag="remind"):
    """Tell the author to be mindful."""

    action_id: str
    at: str
    policy_version: str
    profile_id: str
    cause: str
    guideline: str
    level: int
    post_id: str
    points: int
    score: int
    rung: int
    final: bool
    next_rung: NextRung | None


class _Restrict(msgspec.Struct, gc=False, tag_field="kind", omit_defaults=True):
    action_id: str
    at: str
    policy_version: str
    profile_id: str
    cause: str
    guideline: str
    level: int
    post_id: str
    points: int
    score: int
    rung: int | str
    next_rung: NextRung | None
    capabilities: list[str]
    until: str | None
    sanction_until: str | None
    posts_observed: int | None
    confirm_by: str | None = None


class RestrictVisibility(_Restrict, gc=False, tag="restrict_visibility"):
    """Take visibility capabilities until a time."""


class BlockCreation(_Restrict, gc=False, tag="block_creation"):
    """Take the capability to create until a time."""


class RecordStrike(msgspec.Struct, gc=False, tag_field="kind", tag="record_strike"):
    """A strike without a consequence now."""

    action_id: str
    at: str
    policy_version: str
    profile_id: str
    cause: str
    guideline: str
    level: int
    post_id: str
    points: int
    score: int
    why: str


class RestrictReporting(msgspec.Struct, gc=False, tag_field="kind", tag="restrict_reporting"):
    """A reporter's reports weigh nothing until a time."""

    action_id: str
    at: str
    policy_version: str
    profile_id: str
    cause: str
    capabilities: list[str]
    until: str | None


class RestrictService(msgspec.Struct, gc=False, tag_field="kind", tag="restrict_service"):
    """Repeated infringement of rights: no service until a time."""

    action_id: str
    at: str
    policy_version: str
    profile_id: str
    cause: str
    capabilities: list[str]
    until: str | None
    scope: str


class Lift(msgspec.Struct, gc=False, tag_field="kind", tag="lift"):
    """Give capabilities back."""

    action_id: str
    at: str
    policy_version: str
    profile_id: str
    capabilities: list[str]
    reason: str
    causes: list[str]


class Amend(msgspec.Struct, gc=False, tag_field="kind", tag="amend"):
    """A restriction has another end than was said."""

    action_id: str
    at: str
    policy_version: str
    profile_id: str
    capabilities: list[str]
    until: str | None
    reason: str


class BlockContent(msgspec.Struct, gc=False, tag_field="kind", tag="block_content"):
    """Block access to an item until a time."""

    action_id: str
    at: str
    policy_version: str
    post_id: str
    profile_id: str
    claim_id: str
    ground: str
    until: str


class _EndContent(msgspec.Struct, gc=False, tag_field="kind"):
    action_id: str
    at: str
    policy_version: str
    post_id: str
    profile_id: str
    claim_id: str
    ground: str


class ReleaseContent(_EndContent, gc=False, tag="release_content"):
    """Give access to an item back."""


class RemoveContent(_EndContent, gc=False, tag="remove_content"):
    """Remove an item."""


Action = (
    Remind
    | RestrictVisibility
    | BlockCreation
    | RecordStrike
    | RestrictReporting
    | RestrictService
    | Lift
    | Amend
    | BlockContent
    | ReleaseContent
    | RemoveContent
)


class Restriction(msgspec.Struct, gc=False):
    """One restricted capability of a standing."""

    until: str | None
    causes: list[str]


class Standing(msgspec.Struct, gc=False, omit_defaults=True):
    """What holds of a profile now."""

    profile_id: str
    version: int
    at: str
    restrictions: dict[str, Restriction]
    score: int
    strikes: int
    last_rung: int | str | None
    policy_version: str
    erased: bool = False


class Notice(msgspec.Struct, gc=False, omit_defaults=True):
    """What a person is told: facts first, words where they are asked for."""

    notice_id: str
    template: str
    recipient: str
    language: str
    at: str
    facts: dict[str, Any]
    subject: str | None
    body: str | None
    action_id: str = ""


class Review(msgspec.Struct, gc=False):
    """A reported post that somebody should look at."""

    review_id: str
    post_id: str
    profile_id: str
    at: str
    priority: float
    weight: float
    reporters: int
    guidelines: list[str]
    level: int


class DeadLetter(msgspec.Struct, gc=False):
    """A record that led to nothing, and why."""

    reason: str
    detail: str
    origin: dict[str, str | int | None]
    at: str | None
    raw: str | None


def fact_id(*facts: object) -> str:
    """An id that the same facts give on any machine: 96 bits of BLAKE2b, as 24 hexadecimal digits."""
    digest = _NO_FACTS.copy()  # quicker than a new one
    digest.update(("\0".join(("%s",) * len(facts)) % facts).encode())
    return digest.hexdigest()


def short(identity: str) -> int:
    """The first 8 bytes of a fact id: how the ledgers remember it."""
    return int(identity[:16], 16)
