"""Why a strike has its points and its score: the fold in the words of domain.md section 4, with what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import instants
from enforcement.explain_facts import Counted, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from enforcement.rules import Rulebook, Strike


def weigh(strike: Strike, earlier: Sequence[Strike], rulebook: Rulebook) -> Weight:
    """The points of a strike from those before it in fold order: `own` + `repeat`."""
    row = rulebook.at(strike.at).levels[strike.level]
    near = [other for other in earlier if other.at > strike.at - row.window_ms]
    stale = strike.at - strike.post_at > row.stale_after_ms
    base = 0 if stale else row.points
    same = max((other for other in near if other.incident == strike.incident), key=_base, default=None)
    own = max(0, base - (same.base if same is not None else 0))
    repeats = [other.violation_id for other in near if _is_repeated(other, strike)]
    repeat = row.repeat_points if own and len(repeats) + 1 >= row.repeat_from else 0
    taken_off = same.violation_id if same is not None and same.base else None
    return Weight(base, own, repeat, len(repeats) + 1, repeats, stale, taken_off)


def _base(strike: Strike) -> int:
    return strike.base


def _is_repeated(other: Strike, strike: Strike) -> bool:
    return other.points > 0 and other.guideline == strike.guideline and other.incident != strike.incident


def counting(at_ms: int, strikes: Iterable[Strike], rulebook: Rulebook) -> list[Counted]:
    """The strikes that count at a time, each by its own level's window."""
    return [
        Counted(strike.violation_id, instants.text(strike.at), strike.points)
        for strike in strikes
        if strike.points and at_ms - rulebook.at(strike.at).levels[strike.level].window_ms < strike.at <= at_ms
    ]
