"""One version of a policy in the terminal, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from dataflows import policy_words as words
from enforcement import instants
from enforcement.policy_outcomes import ELSEWHERE, ends_ms

if TYPE_CHECKING:
    from rich.console import Console

    from enforcement.policy import Policies, Policy, Rung

MATCHES = "where it matches", "whichever matches"
"""What is said of the one capability, and of several, that `matching` stands for."""
Lines = list[tuple[str, str]]
"""What is restricted, and for how long."""


def print_policy(console: Console, policy: Policy, policies: Policies) -> None:
    """Print one version: its ladder, levels, guidelines and other rules; and which other versions there are."""
    console.print(Text(f"Policy {policy.version}", style="bold"), f"in effect {_times(policy, policies)}")
    for other in [other for other in policies.versions if other is not policy]:
        console.print(f"(there is also {other.version}, {_times(other, policies)})")
    for title, rows in (
        ("What a score leads to", _ladder(policy)),
        ("What a strike weighs", _levels(policy)),
        ("Guidelines", _guidelines(policy)),
        ("What else holds", _rules(policy)),
    ):
        console.print()
        console.print(Text(title, style="bold"))
        console.print(rows)


def day(ms: int) -> str:
    """Return an instant in UTC, the clock only where it is not midnight."""
    date, _, clock = instants.text(ms).partition("T")
    return date if clock.startswith("00:00:00.000") else f"{date} {clock[:5]}"


def _times(policy: Policy, policies: Policies) -> str:
    place = policies.versions.index(policy)
    later = policies.versions[place + 1 :]
    until = f" until {day(later[0].effective_from)}" if later else ""
    earlier = "" if place else " (and for anything earlier)"
    return f"from {day(policy.effective_from)}{earlier}{until}, UTC"


def table(*columns: str) -> Table:
    """Return a table in the style of the house."""
    made = Table(*columns, box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for column in made.columns:
        column.overflow = "fold"  # a name is never cut off
    made.columns[0].no_wrap = True
    return made


def _ladder(policy: Policy) -> Table:
    shown = table("score", "what happens", "restricted", "for", "only if")
    shown.columns[0].justify = "right"
    for rung in policy.ladder:
        conditions = _conditions(rung, policy)
        _add(shown, (str(rung.points), "reminder" if rung.remind else "restriction"), _takes(policy, rung), conditions)
    consequence = policy.zero_tolerance
    names = words.capabilities(consequence.capabilities)
    confirmed = f"a person looks at it within {words.span(consequence.confirm_within_ms)} if automated"
    _add(shown, ("any", "zero tolerance"), [(", ".join(names), words.span(consequence.for_ms))], confirmed)
    return shown


def _add(shown: Table, start: tuple[str, str], lines: Lines, conditions: str) -> None:
    """Add a rung: what it takes for different times in a row each."""
    for index, line in enumerate(lines or [("", "")]):
        shown.add_row(*(start if index == 0 else ("", "")), *line, conditions if index == 0 else "")


def _takes(policy: Policy, rung: Rung) -> Lines:
    """Say what a rung takes, also by the rungs below it, the longest first; then what more where it matches."""
    surfaces = [ends_ms(policy, rung.points, surface) for surface in (ELSEWHERE, *policy.matching)]
    names = {name for one in surfaces for name in one}
    always = {name: min(one.get(name, 0) for one in surfaces) for name in names}
    more = {(name, ms) for one in surfaces for name, ms in one.items() if ms > always[name]}
    lines = [(", ".join(some), ms) for some, ms in _grouped({pair for pair in always.items() if pair[1]})]
    lines += [(f"{' or '.join(some)}, {MATCHES[len(some) > 1]}", ms) for some, ms in _grouped(more)]
    return [(text, words.span(ms)) for text, ms in lines]


def _grouped(ends: set[tuple[str, int]]) -> list[tuple[list[str], int]]:
    """Put what is restricted for the same time together, the longest first."""
    times = sorted({ms for _, ms in ends}, reverse=True)
    return [(words.capabilities(name for name, its in ends if its == ms), ms) for ms in times]


def _conditions(rung: Rung, policy: Policy) -> str:
    if rung.remind:
        return ""
    warned = ["a warning first"] if policy.fairness.warning_first else []
    few = f", or under {words.counted(rung.min_posts, 'post')}" if rung.min_posts else ""
    share = [f"strikes in {words.percent(rung.min_share)} of posts{few}"] if rung.min_share else []
    return "; ".join(warned + share)


def _levels(policy: Policy) -> Table:
    shown = table("level", "a strike weighs", "for", "repeated within it", "weighs nothing if its post was older than")
    for _, level in sorted(policy.levels.items()):
        again = f"+{level.repeat_points} from the {words.ordinal(level.repeat_from)} of a guideline on"
        weight = words.counted(level.points, "point")
        times = words.span(level.window_ms), words.span(level.stale_after_ms)
        shown.add_row(str(level.number), weight, times[0], again if level.repeat_points else "no more", times[1])
    return shown


def _guidelines(policy: Policy) -> Table:
    shown = table("level", "guidelines")
    for level in sorted(policy.levels):
        names = {name: one for name, one in policy.guidelines.items() if one.level == level}
        told = [f"{name} (zero tolerance)" if one.zero_tolerance else name for name, one in names.items()]
        shown.add_row(str(level), ", ".join(told) or "none")
    return shown


def _rules(policy: Policy) -> Table:
    shown = table("about", "what holds")
    for about, sentences in words.rules(policy):
        shown.add_row(about, sentences)
    return shown
