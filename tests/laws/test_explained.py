"""Law 10, Explained: every action gives its grounds, and whoever reckons again from the ledger arrives at the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from tests.laws.holding import ledger_of
from tests.laws.policies import TEXTS, remembering
from tests.laws.streams import Stream, lines, streams
from tests.model.fold import fold
from tests.model.policy import Policies as ModelPolicies
from tests.model.when import text
from tests.reckoning import derived, evidence, reckoned
from tests.running import Pipeline, Row

if TYPE_CHECKING:
    from enforcement.policy import Policies
    from tests.model.fold import Strike as Reckoned

GROUNDS = {
    "remind": {"cause", "rung", "score", "points", "guideline", "level", "post_id"},
    "restrict_visibility": {"cause", "rung", "score", "points", "guideline", "level", "post_id", "posts_observed"},
    "block_creation": {"cause", "rung", "score", "points", "guideline", "level", "post_id", "posts_observed"},
    "record_strike": {"cause", "why", "score", "points", "guideline", "level", "post_id"},
    "restrict_reporting": {"cause", "until"},
    "restrict_service": {"cause", "until", "scope"},
    "lift": {"causes", "reason"},
    "amend": {"reason", "until"},
    "block_content": {"claim_id", "ground", "until"},
    "release_content": {"claim_id", "ground"},
    "remove_content": {"claim_id", "ground"},
}


def says(action: Row, strike: Reckoned, stream_time: str) -> bool:
    """Tell whether an action says what its strike led to."""
    assert (action["points"], action["score"]) == (strike.points, strike.score)
    if action["kind"] == "record_strike":
        over = all(end is not None and text(end) <= stream_time for end in strike.ends.values())
        return over if action["why"] == "past" else strike.points == 0
    if action["kind"] == "remind":
        return (strike.kind, strike.rung) == ("remind", action["rung"])
    asked = [strike.ends[capability] for capability in action["capabilities"]]
    latest = None if None in asked else text(max(end for end in asked if end is not None))
    return (strike.rung, latest) == (action["rung"], action["sanction_until"])


@given(streams(shuffled=True), remembering)
def test_every_action_gives_its_grounds_and_they_lead_to_it_again(stream: Stream, policies: Policies) -> None:
    """What cannot be reckoned again cannot be contested."""
    pipeline = Pipeline(policies)
    literal = ModelPolicies([source for made, source in TEXTS if made is policies])
    for line in lines(stream.events()):
        done = len(pipeline.result.actions)
        pipeline.feed([line])
        for action in pipeline.result.actions[done:]:
            assert action.keys() >= {"action_id", "at", "policy_version", *GROUNDS[action["kind"]]}
            check(pipeline, action, literal)


def check(pipeline: Pipeline, action: Row, literal: ModelPolicies) -> None:
    """Reckon the ledger again that an action rests on."""
    ledger = ledger_of(pipeline, action["profile_id"])
    if ledger is None:
        return
    again = fold([evidence(strike) for strike in ledger.strikes], literal)
    assert [derived(strike) for strike in ledger.strikes] == [reckoned(strike) for strike in again]
    cause = next((strike for strike in again if strike.violation_id == action.get("cause")), None)
    if cause is not None and "points" in action:
        assert says(action, cause, text(pipeline.desk.now))
