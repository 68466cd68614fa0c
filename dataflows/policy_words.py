"""A policy in words: what a person who answers for it wants to read, sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement.policy_form import duration_form
from enforcement.rules import NARROWEST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enforcement.policy import Policy

CAPABILITIES = {
    "feed_search": "feed and search",
    "notifications": "notifications",
    "comments": "comments",
    "creation": "publishing",
    "matching": "what matches the post",
}
"""What is restricted, as people call it, the mildest first."""
UNITS = {"s": "second", "m": "minute", "h": "hour", "d": "day"}
OPEN_END = "until a person ends it"


def span(ms: int) -> str:
    """Return a duration in words."""
    return written_span(duration_form(ms))


def written_span(written: str) -> str:
    """Return a duration in words, from what the file writes."""
    return OPEN_END if written == "open" else counted(int(written[:-1]), UNITS[written[-1]])


def counted(number: float, noun: str) -> str:
    """Return a number of things, with its plural."""
    shown = f"{number:,}" if isinstance(number, int) else f"{number:,g}"
    return f"{shown} {noun}" if number == 1 else f"{shown} {noun}s"


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, ..."""
    teen = number % 100 in range(11, 14)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def capabilities(names: Iterable[str]) -> list[str]:
    """Return what is restricted, as people call it, the mildest first."""
    known = set(names)
    return [word for name, word in CAPABILITIES.items() if name in known]


def ends(written: dict[str, str]) -> str:
    """Return what is restricted for how long, durations as the file writes them."""
    parts = [f"{word} {written_span(written[name])}" for name, word in CAPABILITIES.items() if name in written]
    return ", ".join(parts) or "not restricted"


def percent(share: float) -> str:
    """Return a share of 1 as percent."""
    return f"{100 * share:g}%"


def listed(names: Iterable[str]) -> str:
    """Return names in their order of the alphabet."""
    return ", ".join(sorted(names)) or "none"


def levels(numbers: Iterable[int]) -> str:
    """Return which levels these are."""
    found = sorted(numbers)
    return f"level{'s' if len(found) > 1 else ''} {', '.join(map(str, found))}"


def rules(policy: Policy) -> list[tuple[str, str]]:
    """Return what holds beside the ladder, the levels and the guidelines: a subject and its sentences each."""
    return [
        ("warning first", _warning(policy)),
        ("share of posts", _share(policy)),
        ("matching", _matching(policy)),
        ("public content", _scope(policy)),
        ("waiting", _waiting(policy)),
        ("kept", f"The newest {counted(policy.max_strikes, 'strike')} of a profile."),
        ("appeals", _appeals(policy)),
        ("reports", _reports(policy)),
        ("reporters", _reporters(policy)),
        ("claims", _claims(policy)),
        ("infringement", _infringement(policy)),
        ("notices", f"In {policy.default_language} where a person's language is not known or not spoken."),
    ]


def _warning(policy: Policy) -> str:
    fairness = policy.fairness
    if not fairness.warning_first:
        return "No restriction needs an earlier warning."
    exempt = f" Strikes of {levels(fairness.exempt_levels)} need none." if fairness.exempt_levels else ""
    return (
        f"A restriction needs an earlier strike, of the last {span(fairness.warning_window_ms)}, that had a "
        f"consequence before the post was published.{exempt} Without it the next lower rung is tried, "
        "at last a reminder."
    )


def _share(policy: Policy) -> str:
    fairness = policy.fairness
    if not any(rung.min_share for rung in policy.ladder):
        return "No rung asks for one."
    exempt = f" A strike of {levels(fairness.exempt_levels)} among them needs none." if fairness.exempt_levels else ""
    return (
        "Strikes with points as a share of the public posts of the profile, over "
        f"{span(fairness.share_window_ms)}.{exempt} Below it the next lower rung is tried."
    )


def _matching(policy: Policy) -> str:
    by_capability: dict[str, list[str]] = {}
    for surface, name in policy.matching.items():
        by_capability.setdefault(name, []).append(surface)
    parts = [f"{CAPABILITIES[name]} for {listed(surfaces)}" for name, surfaces in by_capability.items()]
    return f"What fits the post: {'; '.join([*parts, f'{CAPABILITIES[NARROWEST]} for all other surfaces'])}."


def _scope(policy: Policy) -> str:
    return f"Audience {listed(policy.audiences)}. Never looked at: {listed(policy.private_surfaces)}."


def _waiting(policy: Policy) -> str:
    return (
        f"Events wait {span(policy.wait_ms)} for what they name; posts are known for {span(policy.keep_ms)}; "
        f"more than {span(policy.max_future_ms)} ahead of the clock is refused."
    )


def _appeals(policy: Policy) -> str:
    appeals = policy.appeals
    return (
        f"Within {span(appeals.window_ms)} of the strike; acknowledged within {span(appeals.acknowledge_within_ms)}, "
        f"decided within {span(appeals.decide_within_ms)}, at {policy.appeal_url}."
    )


def _reports(policy: Policy) -> str:
    reports = policy.reports
    upheld, unfounded = reports.prior_a, reports.prior_b
    triage = ", ".join(f"{weight:g} (level {level})" for level, weight in sorted(reports.triage.items()))
    return (
        f"A new reporter's weighs {upheld / (upheld + unfounded):.2g} ({upheld:g} upheld, {unfounded:g} unfounded to "
        f"begin with). A post is reviewed from a summed weight of {triage} on; of one post "
        f"{counted(reports.max_per_post, 'report')} count. Reports alone restrict nobody."
    )


def _reporters(policy: Policy) -> str:
    reporters = policy.reporters
    steps = ", ".join(span(ms) for ms in reporters.suspensions_ms)
    return (
        f"From {counted(reporters.unfounded_min, 'unfounded report')} in {span(reporters.window_ms)} on, if they are "
        f"{percent(reporters.share)} of those settled: a warning, then reports weigh nothing for {steps}; "
        "the last repeats."
    )


def _claims(policy: Policy) -> str:
    claims = policy.claims
    then = {"release": "released", "delete": "removed unless its author objects"}[claims.on_expiry]
    return (
        f"With evidence they block an item for {span(claims.block_for_ms)}, then it is {then}; up to "
        f"{counted(claims.max_per_item, 'claim')} an item. Taken on {listed(claims.surfaces)}."
    )


def _infringement(policy: Policy) -> str:
    claims, repeat = policy.claims, policy.claims.repeat
    grounds: dict[str, list[str]] = {}
    for ground, name in claims.guideline.items():
        grounds.setdefault(name, []).append(ground)
    strikes = ", ".join(f"{name} ({', '.join(some)})" for name, some in grounds.items())
    return (
        f"An infringing ruling is a strike of {strikes}. From the {ordinal(repeat.rulings)} in "
        f"{span(repeat.window_ms)} on the service is restricted for {span(repeat.for_ms)}."
    )
