"""What a score leads to under a policy, all conditions held: the ladder as people meet it."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from enforcement.policy_form import duration_form
from enforcement.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enforcement.policy import Policy

ELSEWHERE = ""
"""Any surface that no policy lists under `matching`."""
Ends = dict[str, str]
"""Capability -> for how long, as the file writes it; empty for a reminder."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What two policies restrict otherwise from `score` to `until` (None: and above); `surfaces` None: on all."""

    score: int
    until: int | None
    surfaces: tuple[str, ...] | None
    old: Ends
    new: Ends


def ends_ms(policy: Policy, score: int, surface: str = ELSEWHERE) -> dict[str, int]:
    """Return what the highest rung up to a score restricts, and for how many milliseconds, or `OPEN`."""
    place = sum(rung.points <= score for rung in policy.ladder) - 1
    return dict(Rules(policy).durations(place, surface))


def ends(policy: Policy, score: int, surface: str = ELSEWHERE) -> Ends:
    """Return the same as the file writes it."""
    return {name: duration_form(ms) for name, ms in ends_ms(policy, score, surface).items()}


def changed_outcomes(old: Policy, new: Policy) -> list[Outcome]:
    """Return what differs, in order of score."""
    scores = sorted({rung.points for policy in (old, new) for rung in policy.ladder})
    surfaces = (ELSEWHERE, *sorted({*old.matching, *new.matching}))
    rows = [
        (score, {name: _change(ends(old, score, name), ends(new, score, name)) for name in surfaces})
        for score in scores
    ]
    runs = [next(run) for _, run in groupby(rows, key=lambda row: row[1])]
    untils = [after - 1 for _, (after, _) in pairwise(runs)]
    return [
        outcome
        for (score, pairs), until in zip(runs, [*untils, None], strict=True)
        for outcome in _outcomes(score, until, pairs)
    ]


def _change(old: Ends, new: Ends) -> tuple[Ends, Ends]:
    """Return only what is not the same in both."""
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    before, after = ({name: ends[name] for name in names if name in ends} for ends in (old, new))
    return before, after


def _outcomes(score: int, until: int | None, pairs: dict[str, tuple[Ends, Ends]]) -> list[Outcome]:
    """Return the pairs that differ, each with its surfaces."""
    alike: list[tuple[tuple[Ends, Ends], list[str]]] = []
    for surface, pair in pairs.items():
        group = next((names for known, names in alike if known == pair), None)
        if group is None:
            alike.append((pair, [surface]))
        else:
            group.append(surface)
    return [
        Outcome(score=score, until=until, surfaces=None if len(alike) == 1 else _names(group), old=old, new=new)
        for (old, new), group in alike
        if old != new
    ]


def _names(surfaces: Sequence[str]) -> tuple[str, ...]:
    return tuple(name or "all others" for name in surfaces)
