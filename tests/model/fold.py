"""domain.md 4 and 5, word for word: strikes in, points, scores and sanctions out.

`derive` is the fold of one strike given those before it; `fold` is the whole pure function. O(n^2), and meant to be.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from .policy import Policies, Policy, Until, ladder_of, later, narrowest, until
from .when import duration


@dataclass
class Strike:
    """What section 4 keeps of a violation that met its public post."""

    violation_id: str
    at: int
    guideline: str
    post_id: str
    post_at: int
    surface: str
    incident_id: str | None
    posts_observed: int | None
    automated: bool = False
    decided_by: str = ""
    ruling: bool = False  # made by an infringing claim ruling (section 9)
    waived: bool = False
    base: int = 0
    own: int = 0
    points: int = 0
    score: int = 0
    kind: str = "none"  # the sanction: none, remind or restrict
    rung: int | str | None = None
    ends: dict[str, Until] = field(default_factory=dict)
    service_end: Until = 0  # claims.repeat: 0 = none

    @property
    def order(self) -> tuple[int, bytes]:
        return self.at, self.violation_id.encode()

    @property
    def incident(self) -> tuple[str, str]:
        return ("incident", self.incident_id) if self.incident_id is not None else ("post", self.post_id)


def fold(strikes: list[Strike], policies: Policies) -> list[Strike]:
    """Order the strikes by (at, violation_id in byte order) and fold."""
    ordered = sorted(strikes, key=lambda s: s.order)
    for i, strike in enumerate(ordered):
        derive(strike, ordered[:i], policies)
    return ordered


def derive(s: Strike, earlier: list[Strike], policies: Policies) -> None:
    """Points, score and sanction of one strike from those before it in fold order."""
    policy = policies.at(s.at)
    s.base, s.own, s.points = points(s, earlier, policy)
    s.score = score(s.at, [*earlier, s], policies)
    s.kind, s.rung, s.ends = sanction(s, earlier, policies)
    s.service_end = service(s, earlier, policy)


def points(s: Strike, earlier: list[Strike], policy: Policy) -> tuple[int, int, int]:
    """base, own and points (section 4)."""
    row, window = policy.row(s.guideline), policy.window(s.guideline)
    base = 0 if s.at - s.post_at > duration(row["stale_after"]) else row["points"]
    near = [j for j in earlier if s.at - window < j.at <= s.at]
    own = max(0, base - max((j.base for j in near if j.incident == s.incident), default=0))
    nth = 1 + sum(j.guideline == s.guideline and j.points > 0 and j.incident != s.incident for j in near)
    return base, own, own + (row["repeat_points"] if own > 0 and nth >= row["repeat_from"] else 0)


def score(at: int, strikes: list[Strike], policies: Policies) -> int:
    """The sum of points_j with at_j in (at - window_L(j), at]: each strike counts by its own row."""
    return sum(j.points for j in strikes if at - policies.at(j.at).window(j.guideline) < j.at <= at)


def sanction(s: Strike, earlier: list[Strike], policies: Policies) -> tuple[str, int | str | None, dict[str, Until]]:
    """The ladder (section 5): kind, rung and ends."""
    policy = policies.at(s.at)
    zero = policy.zero_tolerance(s.guideline) and s.base > 0
    if s.waived or not (s.points > 0 or zero):
        return "none", None, {}
    if zero:
        rule = policy["zero_tolerance"]
        return (
            "restrict",
            "zero_tolerance",
            {narrowest(policy, c, s.surface): until(s.at, rule["for"]) for c in rule["capabilities"]},
        )
    reached = [r for r in ladder_of(policy) if r["points"] <= s.score]
    for rung in reversed(reached):
        if rung["action"] == "remind":
            return "remind", rung["points"], {}
        if warned(s, earlier, policy) and shared(rung, s, earlier, policies):
            return "restrict", rung["points"], ends(rung, s, policy)
    raise AssertionError("the first rung is a reminder at 1 point")


def ends(rung: dict[str, object], s: Strike, policy: Policy) -> dict[str, Until]:
    """Each capability for the longest `for` among the rung itself and the restricting rungs below that name it."""
    found: dict[str, Until] = {}
    for r in ladder_of(policy):
        if r["action"] == "restrict" and r["points"] <= rung["points"]:
            for capability in (narrowest(policy, c, s.surface) for c in r["capabilities"]):
                found[capability] = later(found.get(capability, 0), until(s.at, r["for"]))
    return found


def warned(s: Strike, earlier: list[Strike], policy: Policy) -> bool:
    """An earlier strike had a sanction, within the warning window, before this strike's post was public."""
    fair = policy["fairness"]
    if not fair["warning_first"] or policy.level(s.guideline) in fair["exempt_levels"]:
        return True
    window = duration(fair["warning_window"])
    return any(j.kind != "none" and s.at - window < j.at < s.at and j.at < s.post_at for j in earlier)


def shared(rung: dict[str, object], s: Strike, earlier: list[Strike], policies: Policies) -> bool:
    """The share gate: strikes are a large enough part of what the profile posts, or it posts little."""
    if "min_share" not in rung:
        return True
    policy = policies.at(s.at)
    window = policy.time("fairness", "share_window")
    counted = [j for j in [*earlier, s] if j.points > 0 and s.at - window < j.at <= s.at]
    if any(policies.at(j.at).level(j.guideline) in policy["fairness"]["exempt_levels"] for j in counted):
        return True
    if s.posts_observed is None:
        return False
    large = Fraction(len(counted), max(1, s.posts_observed)) >= Fraction(str(rung["min_share"]))
    return large or s.posts_observed < int(str(rung.get("min_posts", 0)))


def service(s: Strike, earlier: list[Strike], policy: Policy) -> Until:
    """claims.repeat (section 9): the end of the service restriction, 0 where there is none."""
    if not s.ruling or s.waived:
        return 0
    rule = policy["claims"]["repeat"]
    recent = [j for j in earlier if j.ruling and not j.waived and s.at - duration(rule["window"]) < j.at <= s.at]
    return until(s.at, rule["for"]) if len(recent) + 1 >= rule["rulings"] else 0
