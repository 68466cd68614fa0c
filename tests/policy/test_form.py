"""The way from a policy back to its file: nothing is lost, nothing invented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.policy import OPEN
from enforcement.policy_file import read_toml
from enforcement.policy_form import duration_form, file_form
from enforcement.policy_keys import policy_keys
from enforcement.policy_kinds import DurationOrOpen
from enforcement.policy_schema import POLICY
from enforcement.policy_spot import Spot
from tests.policy.files import DEFAULT, Edit, edited, policy

UNUSUAL: tuple[Edit, ...] = (
    ("exempt_levels = [1]", "exempt_levels = []"),
    ("min_share = 0.02", "min_share = 1"),
    ("min_posts = 50", "min_posts = 0"),
    ("zero_tolerance = true", "zero_tolerance = false"),
    ("prior = { a = 4, b = 2 }", "prior = { a = 0.5, b = 1 }"),
    ('comment = "comments"\ntalk_board_comment = "comments"', ""),
    ("2020-01-01T00:00:00Z", "2026-03-16T09:00:00.123+09:00"),
    ('suspensions = ["7d", "30d", "90d"]', 'suspensions = ["90m", "1d"]'),
    ('for = "1d"', 'for = "open"'),
)


def read(form: dict[str, Any]) -> object:
    """Return what the loader reads, the order within sets and what says nothing left out."""
    problems: list[str] = []
    tree = POLICY.read(Spot(where="form", problems=problems), form)
    assert problems == []
    return _without_order(tree)


def _without_order(value: Any) -> Any:
    if isinstance(value, dict):
        silent = {"zero_tolerance": False, "min_posts": 0}
        return {name: _without_order(one) for name, one in value.items() if silent.get(name) != one or one is True}
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return sorted(value)
    return [_without_order(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("edit", [("", ""), *UNUSUAL])
def test_what_was_read_is_written_as_the_file_had_it(edit: Edit) -> None:
    """The loader reads from the form what it read from the file."""
    assert read(file_form(policy(edit))) == read(read_toml(edited(edit)))


def test_the_form_of_the_default_has_every_key_of_the_file_in_its_order() -> None:
    """Whoever knows the file finds their way."""
    assert list(_paths(file_form(policy()))) == list(_paths(read_toml(DEFAULT)))


def _paths(tree: Any, path: str = "") -> Iterator[str]:
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from _paths(value, f"{path}.{name}")
    elif isinstance(tree, list) and isinstance(tree[0], dict):
        for value in tree:
            yield from _paths(value, f"{path}[]")
    else:
        yield path


@given(st.integers(min_value=1, max_value=10**8).map(lambda seconds: 1_000 * seconds) | st.just(OPEN))
def test_a_duration_is_written_so_that_it_is_read_as_it_was(ms: int) -> None:
    assert DurationOrOpen(example="").parse(duration_form(ms)) == ms


@pytest.mark.parametrize(
    ("ms", "written"), [(86_400_000, "1d"), (90_000_000, "25h"), (900_000, "15m"), (90_000, "90s"), (OPEN, "open")]
)
def test_a_duration_has_the_largest_unit_that_leaves_a_whole_number(ms: int, written: str) -> None:
    assert duration_form(ms) == written


def test_keys_are_known_by_a_general_path_once_each() -> None:
    paths = [key.path for key in policy_keys()]
    assert len(paths) == len(set(paths))
    assert {"levels.N.points", "guidelines.NAME.level", "ladder[].for", "claims.guideline.GROUND"} < set(paths)
    optional = {key.path for key in policy_keys() if not key.required}
    assert optional == {
        "guidelines.NAME.zero_tolerance",
        *(f"ladder[].{name}" for name in ("capabilities", "for", "min_share", "min_posts")),
    }
