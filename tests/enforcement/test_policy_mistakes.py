"""How mistakes in a policy file are told: the file, the key, the value, and what to write instead."""

from importlib.resources import files
from pathlib import Path

import pytest

from enforcement.errors import InvalidPolicy
from enforcement.policy_file import parse_policy

DEFAULT = files("enforcement").joinpath("policies/default.toml").read_text(encoding="utf-8")
GOLDEN = Path(__file__).with_name("policy_mistakes.txt").read_text(encoding="utf-8")
LEVEL = '{ points = 4, window = "365d", repeat_from = 2, repeat_points = 2, stale_after = "1460d" }'
ONE_OF_A_KIND = (
    *("scope", "stream", "join", "levels.1", "zero_tolerance", "fairness", "history"),
    *("appeals", "reports", "reporters", "claims", "notices"),
)


def problems_of(*edits: tuple[str, str]) -> list[str]:
    """Return what is said of the shipped default with some of its lines changed."""
    text = DEFAULT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(InvalidPolicy) as refusal:
        parse_policy(text, "strict.toml")
    return list(refusal.value.problems)


def golden_mistakes() -> list[tuple[str, str, str]]:
    """Return what is changed, to what, and what is said of it, for each block of the golden text."""
    blocks = [block.split("\n") for block in GOLDEN.split("\n\n") if block.startswith("- ")]
    return [(_after("-", block), _after("+", block), _after(">", block)) for block in blocks]


def _after(mark: str, block: list[str]) -> str:
    return "\n".join(line[2:] for line in block if line.startswith(mark))


def shipped_lines() -> list[tuple[str, str]]:
    """Return the keys that every policy has, as they stand in the shipped default, each with its header."""
    tables = [table.partition("]\n") for table in DEFAULT.split("\n[")]
    return [
        (f"[{header}]\n", line)
        for header, _, body in tables
        if header in ONE_OF_A_KIND
        for line in body.split("\n")
        if line
    ]


@pytest.mark.parametrize(("old", "new", "problem"), golden_mistakes())
def test_a_mistake_is_told_in_one_line_with_what_to_write(old: str, new: str, problem: str) -> None:
    """Whoever reads it should not need the documentation, nor a second run."""
    assert problems_of((old, new)) == [problem]


def test_an_empty_file_lacks_every_key_of_the_shipped_default() -> None:
    problems = problems_of((DEFAULT, ""))
    assert len(problems) == 17
    assert problems[5:8] == [
        f"strict.toml: levels: missing; write [levels] with 1 = {LEVEL}",
        "strict.toml: guidelines: missing; write [guidelines] with spam = { level = 3 }",
        'strict.toml: ladder: missing; write [[ladder]] with points = 1, action = "remind"',
    ]


@pytest.mark.parametrize(("header", "line"), shipped_lines())
def test_the_line_to_write_is_the_one_of_the_shipped_default(header: str, line: str) -> None:
    """The examples are written beside the keys, and this keeps the two from drifting apart."""
    written = line.partition("  #")[0].rstrip()
    before, after = DEFAULT.split(header)
    (problem,) = problems_of((DEFAULT, f"{before}{header}{after.replace(line, '', 1)}"))
    name = line.partition(" = ")[0]
    assert problem == f"strict.toml: {header[1:-2]}.{name}: missing; write {written}"


TEN_MISTAKES = (
    ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00"),
    ('["public"]', "[]"),
    ('wait = "24h"', 'wait = "1 day"'),
    ("points = 4", "points = true"),
    ("spam = { level = 3 }", "spam = { level = 7 }"),
    ("points = 7", "points = 6"),
    ("max_strikes = 256", "max_strikes = 256\nmin_strikes = 1"),
    ("2 = 2.0, ", ""),
    ('block_for = "30d"', 'block_for = "31d"'),
    ('default_language = "en"\n', ""),
)
TEN_LINES = """\
strict.toml: effective_from = 2020-01-01T00:00:00: not a time with an offset; \
write it without quotes, as in 2020-01-01T00:00:00Z
strict.toml: scope.audiences = []: empty; write at least one, as in ["public"]
strict.toml: join.wait = "1 day": not a duration; write "1d"
strict.toml: levels.1.points = true: not a whole number; write a whole number from 1 on, as in 4
strict.toml: history.min_strikes = 1: unknown key; write max_strikes
strict.toml: claims.block_for = "31d": too long; write at most "30d"
strict.toml: notices.default_language: missing; write default_language = "en"
strict.toml: guidelines.spam.level = 7: no such level; write 1, 2 or 3, or add [levels.7]
strict.toml: ladder[5].points = 6: not more than ladder[4]; write more than 6, or put the rungs in order
strict.toml: reports.triage.2: missing; write the level's threshold, as in 2 = 3.0"""


def test_ten_mistakes_are_told_as_ten_lines() -> None:
    """One run tells everything, so that nobody mends a file ten times."""
    assert "\n".join(problems_of(*TEN_MISTAKES)) == TEN_LINES


@pytest.mark.parametrize(
    "text",
    [
        *("ladder = [{}]", "ladder = [1]", "levels = 1", "levels = {}", "guidelines = { spam = 1 }"),
        *("reports = { triage = {} }", "claims = { guideline = 1 }", "fairness = { exempt_levels = 1 }"),
        *("levels = { 1 = 1 }\nhistory = { max_strikes = 1 }", "guidelines = { a = { level = [] } }"),
        *("a." * 5000 + "a = 1", "a = " + "[" * 5000, "a = " + "9" * 5000, "a = 0x" + "f" * 5000),
        *(
            "scope = { audiences = [{ " + "a." * 5000 + "a = 1 }, 1, true, nan] }",
            "\x00",
            '"\\u2028" = "\\u2028"',
        ),
    ],
)
def test_any_text_is_a_policy_or_a_refusal_of_single_lines(text: str) -> None:
    """A running pipeline keeps its last good policy only if nothing else is raised."""
    with pytest.raises(InvalidPolicy) as refusal:
        parse_policy(text, "strict.toml")
    assert all(problem.splitlines() == [problem] for problem in refusal.value.problems)
