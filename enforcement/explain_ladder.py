"""Which rung a strike led to: the ladder from the top down, each gate with its evidence (domain.md section 5)."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from enforcement import instants
from enforcement.explain_facts import Gate, Tried
from enforcement.rules import ZERO_TOLERANCE, end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enforcement.policy import Rung
    from enforcement.rules import Rules, Strike


def leads_to(strike: Strike, earlier: Sequence[Strike], rules: Rules) -> tuple[int, dict[str, int], list[Tried]]:
    """Rung, ends, and the rungs that were tried; of a waived strike what it would have led to."""
    if strike.base and strike.guideline in rules.zero:
        return ZERO_TOLERANCE, _ends(strike, rules.zero_tolerance(strike.surface)), []
    if not strike.points:
        return 0, {}, []
    tried: list[Tried] = []
    place = bisect_right(rules.thresholds, strike.score) - 1
    while not (rung := rules.rungs[place]).remind:
        gates = _gates(strike, earlier, rung, rules)
        taken = all(gate.held for gate in gates)
        tried.append(Tried(rung.points, remind=False, taken=taken, gates=gates))
        if taken:
            return rung.points, _ends(strike, rules.durations(place, strike.surface)), tried
        place -= 1
    tried.append(Tried(rung.points, remind=True, taken=True, gates=[]))
    return rung.points, {}, tried


def _ends(strike: Strike, durations: tuple[tuple[str, int], ...]) -> dict[str, int]:
    return {name: end(strike.at, for_ms) for name, for_ms in durations}


def _gates(strike: Strike, earlier: Sequence[Strike], rung: Rung, rules: Rules) -> list[Gate]:
    share = [] if rung.min_share is None else [_share(strike, earlier, rung, rules)]
    return [_warned(strike, earlier, rules), *share]


def _warned(strike: Strike, earlier: Sequence[Strike], rules: Rules) -> Gate:
    fairness = rules.policy.fairness
    if not fairness.warning_first:
        return Gate("warned", held=True, why="not_required")
    if strike.level in rules.exempt_levels:
        return Gate("warned", held=True, why="exempt_level")
    warnings = [other for other in earlier if other.rung and other.at < strike.at]
    recent = [other for other in warnings if other.at > strike.at - fairness.warning_window_ms]
    heeded = [other for other in recent if other.at < strike.post_at]
    if heeded:
        return _by("warned", heeded[-1], held=True)
    if recent:
        return _by("warned_after_post", recent[0], held=False)
    if warnings:
        return _by("warned_long_ago", warnings[-1], held=False)
    return Gate("warned", held=False, why="never_warned")


def _by(why: str, warning: Strike, *, held: bool) -> Gate:
    return Gate("warned", held, why, warning.violation_id, instants.text(warning.at))


def _share(strike: Strike, earlier: Sequence[Strike], rung: Rung, rules: Rules) -> Gate:
    after = strike.at - rules.policy.fairness.share_window_ms
    among = [other for other in (*earlier, strike) if other.points and other.at > after]
    exempt = next((other for other in among if other.level in rules.exempt_levels), None)
    posts, least = strike.posts_observed, rung.min_share or 0
    if exempt is not None:
        held, why = True, "exempt_level"
    elif posts is None:
        held, why = False, "posts_unknown"
    elif posts < rung.min_posts:
        held, why = True, "few_posts"
    else:
        held, why = len(among) / max(1, posts) >= least, "share"
    cause = None if exempt is None else exempt.violation_id
    at = None if exempt is None else instants.text(exempt.at)
    return Gate("share", held, why, cause, at, len(among), posts, least, rung.min_posts)
