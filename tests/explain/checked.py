"""An explanation held against the fold of the pipeline and against the literal reading of the specification."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from enforcement import explain, instants
from enforcement.explain_facts import Step, Story
from enforcement.fold import Fold
from enforcement.ledgers import ProfileLedger
from enforcement.policy import Policies
from enforcement.rules import Rulebook, Strike
from enforcement.standing import until_text
from tests.laws.holding import ledger_of
from tests.model import fold as literal
from tests.model.policy import Policies as ModelPolicies
from tests.model.policy import ladder_of
from tests.reckoning import evidence
from tests.running import Pipeline


def story_of(pipeline: Pipeline, who: str) -> Story:
    """Explain a profile as it is in the store now."""
    ledger = ledger_of(pipeline, who)
    assert ledger is not None
    return explain.explain(ledger, pipeline.desk.policies, pipeline.store.now())


def check_against_fold(story: Story, ledger: ProfileLedger, policies: Policies) -> None:
    """Each step says what the fold derives of the same strikes."""
    fold = Fold(Rulebook(policies))
    for step, strike in zip(story.steps, ledger.strikes, strict=True):
        again: Strike = msgspec.structs.replace(strike, points=0, score=0, rung=0, ends={}, base=0)
        fold.derive(again)
        fold.feed(again)
        assert step.derived
        assert _told(step) == _expected(again.points, again.score, again.rung, again.ends)
        assert sum(one.points for one in step.counting) == again.score


def check_against_model(story: Story, ledger: ProfileLedger, policies: ModelPolicies) -> None:
    """Each step, each rung that was tried and each of its conditions is what the specification says."""
    reckoned = literal.fold([evidence(strike) for strike in ledger.strikes], policies)
    for place, (step, strike) in enumerate(zip(story.steps, reckoned, strict=True)):
        assert step.weight is not None
        assert (step.weight.base, step.weight.own, step.points) == (strike.base, strike.own, strike.points)
        assert step.score == strike.score
        assert (step.sanction.rung, step.sanction.ends) == (strike.rung, _texts(strike.ends))
        _check_ladder(step, strike, reckoned[:place], policies)


def _check_ladder(step: Step, strike: literal.Strike, earlier: list[literal.Strike], policies: ModelPolicies) -> None:
    policy = policies.at(strike.at)
    rungs = {rung["points"]: rung for rung in ladder_of(policy)}
    for tried in step.tried:
        held = {gate.name: gate.held for gate in tried.gates}
        if not tried.remind:
            assert held.pop("warned") == literal.warned(strike, earlier, policy)
        assert held.get("share", True) == literal.shared(rungs[tried.points], strike, earlier, policies)
    within = sorted((points for points in rungs if points <= strike.score), reverse=True)
    assert [tried.points for tried in step.tried] == within[: len(step.tried)]
    assert [tried.taken for tried in step.tried] == [False] * (len(step.tried) - 1) + [True] * bool(step.tried)
    _, rung, ends = literal.sanction(replace(strike, waived=False), earlier, policies)
    would = step.without_waiver if step.waived else step.sanction
    assert would is not None
    assert (would.rung, would.ends) == (rung, _texts(ends))


def _texts(ends: dict[str, int | None]) -> dict[str, str | None]:
    return {name: None if end is None else instants.text(end) for name, end in ends.items()}


def _told(step: Step) -> tuple[Any, ...]:
    return step.points, step.score, step.sanction.rung, step.sanction.ends


def _expected(points: int, score: int, rung: int, ends: dict[str, int]) -> tuple[Any, ...]:
    named = "zero_tolerance" if rung < 0 else rung or None
    return points, score, named, {name: until_text(until) for name, until in ends.items()}
