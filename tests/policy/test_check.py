"""`enforce policy check`: every mistake in one run, each with its place and its repair."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.policy.files import LATER, Edit, Shell, write

MISTAKES: tuple[tuple[Edit, str, str], ...] = (
    (("2020-01-01T00:00:00Z", '"2020"'), 'effective_from = "2020"', "write it without quotes, as in 2020-01-01T00:"),
    (('["public"]', '"public"'), 'scope.audiences = "public"', 'write ["public"]'),
    (('wait = "24h"', 'wait = "1 day"'), 'join.wait = "1 day"', 'write "1d"'),
    (("points = 4", "points = 0"), "levels.1.points = 0", "write a whole number from 1 on"),
    (
        ("spam = { level = 3 }", "spam = { level = 7 }"),
        "guidelines.spam.level = 7",
        "write 1, 2 or 3, or add [levels.7]",
    ),
    (("points = 7", "points = 6"), "ladder[5].points = 6", "write more than 6"),
    (('["matching"]', '["reporting"]'), 'ladder[2].capabilities[0] = "reporting"', 'write "comments", "feed_search"'),
    (("max_strikes = 256", "max_strike = 256"), "history.max_strike = 256", "write max_strikes"),
    (("2 = 2.0, ", ""), "reports.triage.2", "write the level's threshold, as in 2 = 3.0"),
    (('block_for = "30d"', 'block_for = "31d"'), 'claims.block_for = "31d"', 'write at most "30d"'),
    (('default_language = "en"\n', ""), "notices.default_language", 'write default_language = "en"'),
)


def test_ten_mistakes_and_one_are_told_at_once_each_with_place_and_repair(shell: Shell, tmp_path: Path) -> None:
    """Nobody mends a file ten times."""
    file = write(tmp_path / "mine.toml", *(edit for edit, _, _ in MISTAKES))
    ended = shell.run("check", file)
    assert (ended.code, ended.out) == (2, "")
    lines = ended.err.splitlines()
    assert len(lines) == len(MISTAKES)
    for _, place, repair in MISTAKES:
        (line,) = [line for line in lines if line.startswith(f"enforce: {file}: {place}: ")]
        assert repair in line


@pytest.mark.parametrize(("edit", "place", "repair"), MISTAKES)
def test_what_was_told_mends_the_file(edit: Edit, place: str, repair: str, shell: Shell, tmp_path: Path) -> None:
    """One mistake is one line, and without it there is none."""
    del place, repair
    assert len(shell.run("check", write(tmp_path / "one.toml", edit)).err.splitlines()) == 1
    assert shell.run("check", write(tmp_path / "none.toml")).code == 0


def test_good_files_are_told_in_a_line_for_each_version(shell: Shell, tmp_path: Path) -> None:
    """In the order in which they take effect."""
    write(tmp_path / "a.toml", *LATER)
    write(tmp_path / "b.toml")
    ended = shell.run("check", tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "2026-11: good, from 2020-01-01 on: 11 rungs, 18 guidelines, 3 levels",
        "2027-01: good, from 2027-01-01 on: 11 rungs, 18 guidelines, 3 levels",
    ]


def test_all_files_are_looked_at_also_after_one_with_a_mistake(shell: Shell, tmp_path: Path) -> None:
    """Also those that are not there."""
    one = write(tmp_path / "a.toml", ('wait = "24h"', 'wait = "0s"'))
    two = write(tmp_path / "b.toml", ('keep = "30d"', 'keep = "open"'))
    ended = shell.run("check", one, two, tmp_path / "c.toml")
    assert [re.sub(r":.*", "", line.removeprefix(f"enforce: {tmp_path}/")) for line in ended.err.splitlines()] == [
        "a.toml",
        "b.toml",
        "c.toml",
    ]


def test_a_program_reads_the_same_as_one_object(shell: Shell, tmp_path: Path) -> None:
    """Also of a refusal, whose exit code stays 2."""
    good = shell.run("check", "--json", write(tmp_path / "a.toml"))
    bad = shell.run("check", "--json", write(tmp_path / "b.toml", ("points = 4", "points = 0")))
    assert (good.code, bad.code) == (0, 2)
    assert json.loads(good.out)["versions"] == [
        {
            "version": "2026-11",
            "effective_from": "2020-01-01T00:00:00.000Z",
            "rungs": 11,
            "guidelines": 18,
            "levels": 3,
        }
    ]
    (problem,) = json.loads(bad.out)["problems"]
    assert bad.err == f"enforce: {problem}\n"


def test_without_a_path_nothing_is_called_good(shell: Shell) -> None:
    """A script whose variable was empty should notice."""
    ended = shell.run("check")
    assert (ended.code, ended.out) == (2, "")
