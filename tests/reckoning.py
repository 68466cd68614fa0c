"""A strike of the pipeline beside that of the model (`tests/model/fold.py`): what it rests on, and what it leads to."""

from __future__ import annotations

from enforcement.policy import OPEN
from enforcement.rules import Strike
from tests.model.fold import Strike as Reckoned


def evidence(strike: Strike) -> Reckoned:
    """Return what a strike rests on, and nothing that was derived of it."""
    return Reckoned(
        strike.violation_id,
        strike.at,
        strike.guideline,
        strike.post_id,
        strike.post_at,
        strike.surface,
        strike.incident[2:] if strike.incident.startswith("i:") else None,
        strike.posts_observed,
        strike.automated,
        strike.decided_by,
        strike.from_claim,
        strike.waived,
    )


def derived(strike: Strike) -> tuple[object, ...]:
    """Return what the pipeline derived of a strike."""
    rung = "zero_tolerance" if strike.rung < 0 else strike.rung or None
    ends = {name: None if until >= OPEN else until for name, until in strike.ends.items()}
    return strike.violation_id, strike.base, strike.points, strike.score, rung, ends, strike.service_until


def reckoned(strike: Reckoned) -> tuple[object, ...]:
    """Return what the literal reading of the specification derives of it."""
    name, points, score = strike.violation_id, strike.points, strike.score
    return name, strike.base, points, score, strike.rung, strike.ends, strike.service_end
