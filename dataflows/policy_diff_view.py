"""What differs between two policies, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from dataflows import policy_words as words
from dataflows.policy_view import day, table
from enforcement.policy_spot import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table

    from enforcement.policy import Policies
    from enforcement.policy_diff import Comparison, Difference
    from enforcement.policy_outcomes import Outcome

NOT_WRITTEN = "(none)"


def print_comparisons(console: Console, comparisons: Sequence[Comparison]) -> None:
    """Print what differs at each time at which two versions face each other."""
    for index, comparison in enumerate(comparisons):
        if index:
            console.print()
        since = "" if comparison.since is None else f"from {day(comparison.since)} on: "
        console.print(Text(f"{since}{comparison.old} -> {comparison.new}", style="bold"))
        if not comparison.differences:
            console.print("Nothing differs.")
            continue
        console.print(_keys(comparison.differences))
        if comparison.outcomes:
            console.print()
            console.print("What a score leads to, where that differs and all conditions hold", style="bold")
            console.print(_outcomes(comparison.outcomes))


def alone(old: Policies, new: Policies) -> str:
    """Return what to mind where the new policy would also judge what came before it; empty where it would not."""
    first, last = new.versions[0], old.versions[-1]
    if first.effective_from <= last.effective_from or len(new.versions) > 1:
        return ""
    return (
        f"{first.version} alone also holds for anything before {day(first.effective_from)}. "
        "To keep the past as it was judged, put both files into one directory, and use that."
    )


def _keys(differences: Sequence[Difference]) -> Table:
    made = table("what differs", "whom it touches")
    made.columns[0].no_wrap = False
    for one in differences:
        change = f"  {_written(one.old)} -> {_written(one.new)}"
        made.add_row(Text.assemble((one.key, "bold"), change), Text(one.touches))
    return made


def _written(value: Any) -> str:  # noqa: ANN401  a file's value
    if value is None:
        return NOT_WRITTEN
    return value if isinstance(value, str) else shown(value)


def _outcomes(outcomes: Sequence[Outcome]) -> Table:
    apart = any(one.surfaces for one in outcomes)
    made = table("score", *(["on"] if apart else []), "old", "new")
    for one in outcomes:
        surfaces = [", ".join(one.surfaces or ["all surfaces"])] if apart else []
        made.add_row(_scores(one), *surfaces, words.ends(one.old), words.ends(one.new))
    return made


def _scores(outcome: Outcome) -> str:
    if outcome.until is None:
        return f"{outcome.score} and more"
    return str(outcome.score) if outcome.until == outcome.score else f"{outcome.score} to {outcome.until}"
