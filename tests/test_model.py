"""Hostile streams: the pipeline and the literal model of the specification agree, record by record."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

import pytest

from tests import model
from tests.hostile import stream
from tests.running import Row, policies_of, run

BATCHES = (1, 7, 64, 10_000)
SEEDS = range(150)
# docs/decisions/0004-readings.md: the model reads these sentences otherwise.
OTHER_READINGS = {
    18: "a late decision does not set back the time of the last suspension",
    73: "the post in a claim without evidence arrives",
    98: "the post in a claim without evidence arrives",
}
STANDING = ("profile_id", "at", "restrictions", "score", "strikes", "last_rung")
REVIEW = ("at", "guidelines", "level", "post_id", "profile_id", "reporters", "weight")
FREE = {"action_id", "next_rung", "final"}


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed not in OTHER_READINGS])
def test_the_pipeline_decides_what_the_model_decides(seed: int) -> None:
    """Whatever the size of the batches."""
    lines, texts = stream(seed)
    expected = model.replay(lines, texts)
    found = run(lines, policies_of(texts), BATCHES[seed % len(BATCHES)])
    assert _standings(found.standings) == _standings(expected.standings)
    assert _bag(map(_action, found.actions)) == _bag(map(_action, expected.actions))
    assert _bag(map(_letter, found.dead_letters)) == _bag(map(_letter, expected.dead_letters))
    assert _bag({k: row[k] for k in REVIEW} for row in found.reviews) == _bag(
        {k: row[k] for k in REVIEW} for row in expected.reviews
    )


def _standings(rows: list[Row]) -> dict[str, Row]:
    last = {row["profile_id"]: row for row in rows}
    last = {
        profile_id: {name: row[name] for name in STANDING} for profile_id, row in last.items() if not row.get("erased")
    }
    for row in last.values():
        row["restrictions"] = {
            name: (held["until"], sorted(held["causes"])) for name, held in row["restrictions"].items()
        }
    return last


def _action(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in FREE and not (name == "confirm_by" and not value)}


def _letter(row: Row) -> Row:
    return {"reason": row["reason"], "line": row["line"] if "line" in row else row["origin"]["line"]}


def _bag(rows: Iterable[Row]) -> Counter[str]:
    return Counter(json.dumps(row, sort_keys=True) for row in rows)
