"""What differs between two policies, key by key, and whom it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from enforcement.policy_form import Form, file_form
from enforcement.policy_gaps import gaps_of
from enforcement.policy_keys import general, policy_keys
from enforcement.policy_kinds import Kind, Single
from enforcement.policy_outcomes import Outcome, changed_outcomes
from enforcement.policy_spot import Spot
from enforcement.policy_touch import TOUCHES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enforcement.policy import Policies, Policy

Names = tuple[str, ...]
Rungs = dict[str, Form]
Differing = tuple[Names, Any, Any]

KINDS: dict[str, Kind] = {key.path: key.kind for key in policy_keys()}


class Difference(Struct, frozen=True, kw_only=True):
    """A key with two values, as the file writes them, None where it is not written; a rung is known by its points."""

    key: str
    old: Any
    new: Any
    touches: str


class Comparison(Struct, frozen=True, kw_only=True):
    """Two versions that hold at the same time: from when on (ms; None: always), and what differs."""

    since: int | None
    old: str
    new: str
    differences: list[Difference]
    outcomes: list[Outcome]


def compare(old: Policies, new: Policies) -> list[Comparison]:
    """Return a comparison for each time from which on another pair of versions holds; the first also before it."""
    starts = sorted({version.effective_from for policies in (old, new) for version in policies.versions})
    begin = {(old.at(start).version, new.at(start).version): start for start in reversed(starts)}
    return [_comparison(old, new, start, first=starts[0]) for start in reversed(begin.values())]


def differences(old: Policy, new: Policy) -> list[Difference]:
    """Return every key that differs, in the order of the file."""
    before, after = file_form(old), file_form(new)
    before["ladder"], after["ladder"] = _rungs(before["ladder"], after["ladder"])
    return [
        Difference(key=_key(names), old=was, new=now, touches=_touches((names, was, now), (old, new)))
        for names, was, now in _differing((), before, after)
    ]


def _comparison(old: Policies, new: Policies, start: int, *, first: int) -> Comparison:
    before, after = old.at(start), new.at(start)
    return Comparison(
        since=None if start == first else start,
        old=before.version,
        new=after.version,
        differences=differences(before, after),
        outcomes=changed_outcomes(before, after),
    )


def _rungs(old: list[Form], new: list[Form]) -> tuple[Rungs, Rungs]:
    """Return both ladders by points; a rung of which only the points changed keeps those it had."""
    before = {str(rung["points"]): rung for rung in old}
    after = {str(rung["points"]): rung for rung in new}
    for points in [points for points in after if points not in before]:
        rest = {**after[points], "points": None}
        gone = (was for was in before if was not in after and {**before[was], "points": None} == rest)
        if (moved := next(gone, None)) is not None:
            after[moved] = after.pop(points)
    return before, after


def _differing(names: Names, old: Any, new: Any) -> Iterator[Differing]:  # noqa: ANN401  a file's values
    """Find the smallest parts that differ; the whole of what is new or gone, or of a rung that does something else."""
    tables = isinstance(old, dict) and isinstance(new, dict)
    if tables and old.get("action") == new.get("action"):
        for name in dict.fromkeys([*old, *new]):
            yield from _differing((*names, name), old.get(name), new.get(name))
    elif old != new:
        yield names, old, new


def _key(names: Names) -> str:
    spot = Spot(where="", problems=[])
    if names[0] == "ladder":
        return ".".join((f"ladder[points={names[1]}]", *names[2:]))
    return spot.key(*names).path


def _touches(differing: Differing, policies: tuple[Policy, Policy]) -> str:
    names, old, new = differing
    path = _path(names)
    if path == "ladder[]" and old and new:
        path, old, new = "ladder[].action", old["action"], new["action"]
    gaps = gaps_of(names, old, new, policies)
    return TOUCHES[path].words(grew=_grew(path, old, new), **gaps)


def _path(names: Names) -> str:
    return general(("ladder[]", *names[2:]) if names[0] == "ladder" else names)


def _grew(path: str, old: Any, new: Any) -> bool:  # noqa: ANN401  a file's values
    """Tell whether a value is more than it was; what is not written is less than what is."""
    kind = KINDS.get(path)
    if old is None or new is None or not isinstance(kind, Single):
        return new is not None
    before: Any = kind.parse(old)
    after: Any = kind.parse(new)
    return bool(after > before)
