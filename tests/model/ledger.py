"""The two ledgers (domain.md 1) and the standing that follows from a profile's (domain.md 5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from .fold import Strike
from .policy import Until, later


@dataclass(frozen=True)
class Post:
    post_id: str
    author: str
    at: int
    surface: str


@dataclass
class Report:
    """A report that met its post; weight in millionths."""

    reporter: str
    at: int
    weight: int
    guideline: str | None
    level: int


@dataclass
class Claim:
    claim_id: str
    post: Post
    claimant: str
    ground: str
    at: int
    end: int
    mode: str  # claims.on_expiry of the policy at its at
    countered: bool = False
    open: bool = True
    removed: bool = False  # its end removed the item
    ruled: bool = False
    order: int = 0


@dataclass
class Case:
    """The content ledger of one post."""

    reports: list[Report] = field(default_factory=list)
    outcome: str | None = None  # how the first decision settled its reports
    reviewed: tuple[int, int] | None = None  # weight and level of the last review
    removed: bool = False


@dataclass
class Residue:
    """A dropped strike, or a suspension of `reporting`: something that restricts until an end."""

    cause: str
    at: int
    ends: dict[str, Until]
    decided_by: str = ""


@dataclass
class Settled:
    at: int
    outcome: str
    reported_at: int


@dataclass
class Profile:
    profile_id: str
    strikes: list[Strike] = field(default_factory=list)  # in fold order
    dropped: list[Residue] = field(default_factory=list)
    annulled: list[tuple[int, str]] = field(default_factory=list)  # (at, violation_id), oldest first
    suspensions: list[Residue] = field(default_factory=list)
    upheld: int = 0
    unfounded: int = 0
    settled: list[Settled] = field(default_factory=list)
    warned_at: int | None = None
    last_step: int | None = None  # the T of the last warning or suspension
    steps: int = 0  # suspensions since the warning
    version: int = 0
    known: bool = False  # a standing was written


class Held(NamedTuple):
    until: Until
    causes: frozenset[str]


def sanctions(p: Profile) -> list[Residue]:
    """Everything that asks for a restriction, with its cause, time and ends."""
    found = [Residue(s.violation_id, s.at, s.ends) for s in p.strikes]
    found += [Residue(s.violation_id, s.at, {"service": s.service_end}) for s in p.strikes if s.service_end != 0]
    return found + p.dropped + p.suspensions


def standing(p: Profile, at: int) -> dict[str, Held]:
    """A capability is restricted at T if some sanction covers it with at <= T < until (domain.md 5)."""
    held: dict[str, Held] = {}
    for s in sanctions(p):
        for capability, end in s.ends.items():
            if s.at <= at and (end is None or at < end):
                old = held.get(capability, Held(0, frozenset()))
                held[capability] = Held(later(old.until, end), old.causes | {s.cause})
    return held
