"""What holds of any policy that the loader accepts, also of strange ones: the policies of the hostile streams."""

from __future__ import annotations

import random

import pytest

from dataflows.policy_diff_view import print_comparisons
from dataflows.policy_view import print_policy
from dataflows.terminal import Terminal
from enforcement.policy import Policies, Policy
from enforcement.policy_diff import compare, differences
from enforcement.policy_file import parse_policy, read_toml
from enforcement.policy_form import file_form
from enforcement.policy_json_schema import policy_json_schema
from enforcement.policy_outcomes import ELSEWHERE, changed_outcomes, ends
from tests.model.hostile_policies import policies as hostile
from tests.policy.files import policy
from tests.policy.test_form import read
from tests.policy.validator import as_json, errors

SEEDS = range(15)
SCHEMA = policy_json_schema()


def texts(seed: int) -> list[str]:
    """Return the versions that a hostile stream is decided under."""
    return hostile(random.Random(seed))


def parsed(seed: int) -> list[Policy]:
    """Return them by their beginning."""
    versions = [parse_policy(text, "hostile.toml") for text in texts(seed)]
    return sorted(versions, key=lambda version: version.effective_from)


@pytest.mark.parametrize("seed", SEEDS)
def test_its_form_is_read_as_its_file_is_and_no_editor_underlines_it(seed: int) -> None:
    for text in texts(seed):
        document = read_toml(text)
        assert read(file_form(parse_policy(text, "hostile.toml"))) == read(document)
        assert list(errors(SCHEMA, as_json(document))) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_said_to_differ_at_a_score_is_what_differs(seed: int) -> None:
    """Every score up to one above the highest rung, on a surface that no policy lists."""
    old, new = policy(), parsed(seed)[-1]
    top = max(rung.points for one in (old, new) for rung in one.ladder)
    told = [one for one in changed_outcomes(old, new) if one.surfaces is None or "all others" in one.surfaces]
    for score in range(1, top + 2):
        before, after = (ends(one, score, ELSEWHERE) for one in (old, new))
        here = [one for one in told if one.score <= score <= (one.until or score)]
        assert [(one.old, one.new) for one in here] == ([_apart(before, after)] if before != after else [])


def _apart(before: dict[str, str], after: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    same = before.items() & after.items()
    return dict(before.items() - same), dict(after.items() - same)


@pytest.mark.parametrize("seed", SEEDS)
def test_it_can_be_printed_and_compared(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever differs has words."""
    versions = Policies(versions=tuple(parsed(seed)))
    for version in versions.versions:
        print_policy(Terminal(), version, versions)
    comparisons = compare(Policies(versions=(policy(),)), versions)
    print_comparisons(Terminal(), comparisons)
    assert "{" not in "".join(one.touches for comparison in comparisons for one in comparison.differences)
    assert "…" not in capsys.readouterr().out
    assert differences(versions.versions[0], versions.versions[0]) == []
