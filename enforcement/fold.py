"""The fold: strikes in order -> points, score, sanction of each (domain.md sections 4 and 5).

It keeps running sums, so that a strike costs the same whether a profile has one or hundreds; `tests/model/fold.py`
says the same in the words of the specification, and a property test holds the two together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from enforcement.rules import ZERO_TOLERANCE, Rulebook, Rules, Strike, end

if TYPE_CHECKING:
    from enforcement.policy import Level, Rung

_NO_STRIKES: list[tuple[int, int, str, bool]] = []
_NO_TIMES: list[int] = []


class Fold:
    """The running state over a profile's strikes in fold order; grows and shrinks at both ends."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.active: list[Strike] = []
        """The strikes with a sanction that restricts something, in fold order."""
        self.ids: set[str] = set()
        """The violation ids of all strikes."""
        self._scores: dict[
            int, tuple[list[int], list[int]]
        ] = {}  # window -> times, sums of points before each and at the end
        self._incidents: dict[str, list[tuple[int, int, str, bool]]] = {}  # -> (at, base, guideline, counts)
        self._guidelines: dict[str, list[int]] = {}  # -> times of strikes with points
        self._levels: dict[int, list[int]] = {}  # the same by level
        self._pointed: list[int] = []  # the same of all
        self._warnings: list[int] = []  # times of strikes with a sanction
        self._rulings: list[int] = []  # times of infringing rulings, not waived

    # --- deriving -------------------------------------------------------------------------------------------------

    def derive(self, strike: Strike) -> None:
        """Set base, points, score and sanction of the strike that follows those fed so far."""
        rules = self.rulebook.at(strike.at)
        policy = rules.policy
        row = rules.levels[strike.level]
        strike.base = 0 if strike.at - strike.post_at > row.stale_after_ms else row.points
        strike.points = self._points(strike, row)
        strike.score = self.score(strike.at) + strike.points
        strike.rung, strike.ends = 0, {}
        pointed = self._pointed
        strike.pointed = (strike.points > 0) + len(pointed)
        if pointed and pointed[0] <= strike.at - policy.fairness.share_window_ms:
            strike.pointed -= bisect_right(pointed, strike.at - policy.fairness.share_window_ms)
        if not strike.waived:
            if strike.base and strike.guideline in rules.zero:
                strike.rung = ZERO_TOLERANCE
                strike.ends = {name: end(strike.at, for_ms) for name, for_ms in rules.zero_tolerance(strike.surface)}
            elif strike.points:
                self._climb(strike, rules)
        strike.service_until = self._service_until(strike, rules) if strike.from_claim else 0

    def _points(self, strike: Strike, row: Level) -> int:
        after = strike.at - row.window_ms
        own = strike.base
        same = self._incidents.get(strike.incident, _NO_STRIKES)
        if same and own:
            own = max(0, own - max([base for at, base, _, _ in same if at > after], default=0))
        if not own:
            return 0
        times = self._guidelines.get(strike.guideline, _NO_TIMES)
        nth = 1 + len(times) - bisect_right(times, after)
        if same:
            nth -= sum(
                1 for at, _, guideline, counts in same if counts and at > after and guideline == strike.guideline
            )
        return own + (row.repeat_points if nth >= row.repeat_from else 0)

    def _climb(self, strike: Strike, rules: Rules) -> None:
        """Take the highest rung within the score whose gates hold."""
        place = bisect_right(rules.thresholds, strike.score) - 1
        warned: bool | None = None
        while not (rung := rules.rungs[place]).remind:
            if warned is None:
                warned = self._is_warned(strike, rules)
            if warned and (rung.min_share is None or self._is_share(strike, rung, rules)):
                strike.ends = {name: end(strike.at, for_ms) for name, for_ms in rules.durations(place, strike.surface)}
                break
            place -= 1
        strike.rung = rung.points

    def _is_warned(self, strike: Strike, rules: Rules) -> bool:
        fairness = rules.policy.fairness
        if not fairness.warning_first or strike.level in rules.exempt_levels:
            return True
        # The last warning that the post could have heeded: what was public before it breaches no warning.
        earlier = bisect_left(self._warnings, min(strike.at, strike.post_at))
        return earlier > 0 and self._warnings[earlier - 1] > strike.at - fairness.warning_window_ms

    def _is_share(self, strike: Strike, rung: Rung, rules: Rules) -> bool:
        if strike.posts_observed is None:
            return self._has_exempt(strike, rules)
        if strike.posts_observed < rung.min_posts or self._has_exempt(strike, rules):
            return True
        return strike.pointed / max(1, strike.posts_observed) >= (rung.min_share or 0)

    def _has_exempt(self, strike: Strike, rules: Rules) -> bool:
        if strike.level in rules.exempt_levels:
            return True
        after = strike.at - rules.policy.fairness.share_window_ms
        return any(times[-1] > after for level in rules.exempt_levels if (times := self._levels.get(level)))

    def _service_until(self, strike: Strike, rules: Rules) -> int:
        repeat = rules.policy.claims.repeat
        earlier = len(self._rulings) - bisect_right(self._rulings, strike.at - repeat.window_ms)
        if strike.waived or earlier + 1 < repeat.rulings:
            return 0
        return end(strike.at, repeat.for_ms)

    def score(self, at_ms: int) -> int:
        """The sum of the points that are active at a time, which must not lie before the last strike fed."""
        total = 0
        for window, (times, sums) in self._scores.items():
            if times and times[0] > at_ms - window:
                total += sums[-1] - sums[0]
            else:
                total += sums[-1] - sums[bisect_right(times, at_ms - window)]
        return total

    # --- growing and shrinking ------------------------------------------------------------------------------------

    def feed(self, strike: Strike) -> None:
        """Count a derived strike for those after it."""
        at, points = strike.at, strike.points
        entry = (at, strike.base, strike.guideline, points > 0)
        self.ids.add(strike.violation_id)
        self._incidents.setdefault(strike.incident, []).append(entry)
        if points:
            times, sums = self._window(strike)
            times.append(at)
            sums.append(sums[-1] + points)
            self._guidelines.setdefault(strike.guideline, []).append(at)
            self._levels.setdefault(strike.level, []).append(at)
            self._pointed.append(at)
        if strike.rung:
            self._warnings.append(at)
        if strike.from_claim and not strike.waived:
            self._rulings.append(at)
        if strike.ends or strike.service_until:
            self.active.append(strike)

    def unfeed(self, strike: Strike) -> None:
        """Take the strike fed last out again."""
        self._take(strike, -1)

    def drop(self, strike: Strike) -> None:
        """Take the first strike out; nothing is derived anew."""
        self._take(strike, 0)

    def _take(self, strike: Strike, place: int) -> None:
        self.ids.discard(strike.violation_id)
        _pop(self._incidents, strike.incident, place)
        if strike.points:
            times, sums = self._window(strike)
            times.pop(place)
            sums.pop(place)
            _pop(self._guidelines, strike.guideline, place)
            _pop(self._levels, strike.level, place)
            self._pointed.pop(place)
        if strike.rung:
            self._warnings.pop(place)
        if strike.from_claim and not strike.waived:
            self._rulings.pop(place)
        if strike.ends or strike.service_until:
            self.active.pop(place)

    def _window(self, strike: Strike) -> tuple[list[int], list[int]]:
        window = self.rulebook.at(strike.at).levels[strike.level].window_ms
        found = self._scores.get(window)
        if found is None:
            found = self._scores[window] = ([], [0])
        return found


def _pop(
    lists: dict[str, list[tuple[int, int, str, bool]]] | dict[str, list[int]] | dict[int, list[int]],
    key: object,
    place: int,
) -> None:
    found = lists[key]  # type: ignore[index]  # the three agree on the key
    found.pop(place)
    if not found:
        del lists[key]  # type: ignore[arg-type]
