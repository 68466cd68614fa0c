"""Lines made many at a time are those made one at a time; chance falls as it should."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from dataflows.simulate import digits, rates
from dataflows.simulate.dice import Dice, Mix
from dataflows.simulate.lines import post_line
from dataflows.simulate.mixes import LANGUAGES, PLACES
from dataflows.simulate.population import Population
from dataflows.simulate.posts import Writers, written
from dataflows.simulate.traffic import START
from enforcement.policy_file import default_policies


def test_posts_in_bulk_are_the_same_as_one_by_one() -> None:
    posts = Writers(Population(5000, 1), 1).span(START, 0, rates.HOUR, 9_999_000, 40_000)
    assert b"".join(written(posts)) == b"".join(post_line(posts.item(row)) for row in range(40_000))
    seen = {msgspec.json.decode(line)["surface"] for line in b"".join(written(posts)).splitlines()}
    assert seen == {place.surface for place in PLACES}


@pytest.mark.parametrize(("width", "number"), [(1, 7), (3, 42), (4, 0), (7, 1_234_567), (10, 9_999_999_999)])
def test_digits(width: int, number: int) -> None:
    line = np.zeros((1, width + 2), np.uint8)
    digits.put(line, 1, width, np.array([number]))
    assert line.tobytes() == b"\0" + f"{number:0{width}}".encode() + b"\0"


def test_waits_are_exponential() -> None:
    """Mean and median of one."""
    dice = Dice(1)
    waits = sorted(dice.wait(1_000_000) for _ in range(20_000))
    assert sum(waits) / len(waits) == pytest.approx(1_000_000, rel=0.03)
    assert waits[10_000] == pytest.approx(693_147, rel=0.03)


def test_a_mix_keeps_its_weights() -> None:
    dice, mix = Dice(1), Mix(LANGUAGES)
    drawn = [dice.of(mix) for _ in range(20_000)]
    for language, weight in LANGUAGES.items():
        assert drawn.count(language) / 20_000 == pytest.approx(weight / 100, abs=0.015)


def test_what_is_private_here_is_private_by_the_shipped_policy() -> None:
    policy = default_policies().versions[0]
    for place in PLACES:
        private = place.surface in policy.private_surfaces or place.audience not in policy.audiences
        assert private == (place.audience != "public")
