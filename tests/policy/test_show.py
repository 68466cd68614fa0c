"""`enforce policy show`: a policy that a policy person can read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dataflows.policy_words import ordinal, rules, span
from enforcement.policy import OPEN
from enforcement.policy_file import parse_policy
from tests.conftest import REPOSITORY
from tests.policy.files import DEFAULT, LATER, Edit, Shell, policy, write

DAY = 86_400_000


def rows(shown: str, title: str) -> list[list[str]]:
    """Return the cells of a table, of a text that is wide enough for a line each."""
    body = shown.partition(f"\n{title}\n")[2].partition("\n\n")[0].splitlines()[2:]
    return [re.split(r" {2,}", line.strip()) for line in body]


def ladder(shell: Shell, *words: str | Path) -> list[list[str]]:
    """Return the rows of the ladder."""
    return rows(shell.run("show", *words, columns=220).out, "What a score leads to")


def test_the_ladder_says_what_a_score_leads_to(shell: Shell) -> None:
    """Also what the rungs below take: a higher one never takes less."""
    share = "a warning first; strikes in 2% of posts, or under 50 posts"
    assert ladder(shell) == [
        ["1", "reminder"],
        ["2", "reminder"],
        ["3", "restriction", "feed and search or comments, whichever matches", "3 days", "a warning first"],
        ["4", "restriction", "feed and search, notifications", "7 days", "a warning first"],
        ["comments, where it matches", "3 days"],
        ["6", "restriction", "feed and search, notifications, comments", "7 days", "a warning first"],
        ["7", "restriction", "feed and search, notifications, comments", "7 days", share],
        ["publishing", "1 day"],
        ["8", "restriction", "feed and search, notifications, comments", "7 days", share],
        ["publishing", "3 days"],
        ["9", "restriction", "feed and search, notifications, comments, publishing", "7 days", share],
        ["10", "restriction", "feed and search, notifications, comments, publishing", "30 days", share],
        ["12", "restriction", "feed and search, notifications, comments, publishing", "60 days", "a warning first"],
        [
            *("16", "restriction", "feed and search, notifications, comments, publishing"),
            *("until a person ends it", "a warning first"),
        ],
        [
            *("any", "zero tolerance", "feed and search, notifications, comments, publishing"),
            *("until a person ends it", "a person looks at it within 1 day if automated"),
        ],
    ]


def test_levels_and_guidelines_are_told_by_level(shell: Shell) -> None:
    """What a strike weighs, and which strikes weigh it."""
    shown = shell.run("show", columns=220).out
    again = "+2 from the 2nd of a guideline on"
    assert rows(shown, "What a strike weighs")[0] == ["1", "4 points", "365 days", again, "1,460 days"]
    third = "abusive_content, spam, misinformation, cyberbullying_harassment, private_information"
    assert rows(shown, "Guidelines")[2] == ["3", third]
    assert rows(shown, "Guidelines")[0][1].startswith("terrorism_extremism (zero tolerance), child_abuse (zero")


@pytest.mark.parametrize(
    ("edit", "about", "words"),
    [
        (
            ("warning_first = true", "warning_first = false"),
            "warning first",
            "No restriction needs an earlier warning.",
        ),
        (("exempt_levels = [1]", "exempt_levels = [1, 2]"), "warning first", "Strikes of levels 1, 2 need none."),
        (('warning_window = "365d"', 'warning_window = "36h"'), "warning first", "of the last 36 hours,"),
        (('share_window = "90d"', 'share_window = "1d"'), "share of posts", "over 1 day."),
        (('comment = "comments"\n', ""), "matching", "comments for talk_board_comment; feed and search for all other"),
        (('["public"]', '["public", "friends"]'), "public content", "Audience friends, public."),
        (('wait = "24h"', 'wait = "90m"'), "waiting", "Events wait 90 minutes for what they name"),
        (("max_strikes = 256", "max_strikes = 1"), "kept", "The newest 1 strike of a profile."),
        (('decide_within = "7d"', 'decide_within = "5d"'), "appeals", "decided within 5 days, at https://example.org"),
        (("{ a = 4, b = 2 }", "{ a = 1, b = 3 }"), "reports", "weighs 0.25 (1 upheld, 3 unfounded to begin with)"),
        (("2 = 2.0", "2 = 1.5"), "reports", "a summed weight of 0.5 (level 1), 1.5 (level 2), 3 (level 3) on"),
        (("share = 0.8", "share = 0.75"), "reporters", "if they are 75% of those settled"),
        (('["7d", "30d", "90d"]', '["1d", "2d"]'), "reporters", "weigh nothing for 1 day, 2 days; the last repeats"),
        (('"release"', '"delete"'), "claims", "for 30 days, then it is removed unless its author objects"),
        (
            ("rulings = 3", "rulings = 2"),
            "infringement",
            "From the 2nd in 180 days on the service is restricted for 30",
        ),
        (('"en"', '"ko"'), "notices", "In ko where"),
    ],
)
def test_every_other_rule_is_told_with_its_numbers(edit: Edit, about: str, words: str) -> None:
    """A changed number changes the sentence, and no other."""
    before, after = dict(rules(policy())), dict(rules(policy(edit)))
    assert words in after[about]
    assert words not in before[about]
    told_at_once = {"warning first", "share of posts"} if "exempt" in edit[0] else {about}
    assert {name for name in after if after[name] != before[name]} == told_at_once


def test_a_policy_without_gates_says_so(shell: Shell, tmp_path: Path) -> None:
    """And not what an absent gate would ask."""
    text = re.sub(r"min_(share|posts) = .*\n", "", DEFAULT).replace("warning_first = true", "warning_first = false")
    assert dict(rules(parse_policy(text, "no-gates.toml")))["share of posts"] == "No rung asks for one."
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    assert [row[-1] for row in ladder(shell, tmp_path / "mine.toml")[2:5]] == ["3 days", "7 days", "3 days"]


def test_the_version_in_effect_at_a_time_is_shown(shell: Shell, tmp_path: Path) -> None:
    """A day is its first instant in UTC."""
    write(tmp_path / "a.toml", *LATER)
    write(tmp_path / "b.toml")
    write(tmp_path / "c.toml", ("2026-11", "noon"), ("2020-01-01T00", "2028-01-01T12"))
    times = ("2026-12-31", "2027-01-01", "2026-12-31T23:30:00-01:00", "2028-01-01", "2028-01-02")
    for at, version in zip(times, ("2026-11", "2027-01", "2027-01", "2027-01", "noon"), strict=True):
        assert shell.run("show", tmp_path, "--at", at).out.startswith(f"Policy {version} in effect from")
    shown = shell.run("show", tmp_path, "--at", "2020-01-01", columns=120).out.splitlines()
    assert shown[0] == "Policy 2026-11 in effect from 2020-01-01 (and for anything earlier) until 2027-01-01, UTC"
    assert shown[1:3] == [
        "(there is also 2027-01, from 2027-01-01 until 2028-01-01 12:00, UTC)",
        "(there is also noon, from 2028-01-01 12:00, UTC)",
    ]


def test_a_time_that_is_none_is_refused_in_one_line(shell: Shell) -> None:
    """With what to write instead."""
    ended = shell.run("show", "--at", "tomorrow")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "enforce: --at tomorrow: no time of 2000 to 2099; write a day or an instant: 2026-03-01, 2026-03-01T12:00:00Z\n"
    )


def test_a_program_reads_the_policy_by_the_keys_of_its_file(shell: Shell) -> None:
    """Durations as the file writes them."""
    shown = json.loads(shell.run("show", "--json").out)
    assert shown["policy"]["ladder"][2] == {
        "points": 3,
        "action": "restrict",
        "capabilities": ["matching"],
        "for": "3d",
    }
    assert shown["policy"]["effective_from"] == "2020-01-01T00:00:00Z"
    assert [version["version"] for version in shown["versions"]] == ["2026-11"]


def test_the_shipped_file_is_printed_to_start_from(shell: Shell, tmp_path: Path) -> None:
    """To the letter; of a file of one's own there is nothing to print."""
    assert shell.run("show", "--toml").out == DEFAULT
    assert shell.run("show", "--toml", write(tmp_path / "mine.toml")).code == 2


@pytest.mark.parametrize("columns", [60, 80, 160])
def test_nothing_is_cut_off_at_any_width(columns: int, shell: Shell) -> None:
    """Lines fit, and no name is shortened."""
    shown = shell.run("show", columns=columns).out
    assert max(map(len, shown.splitlines())) <= columns
    assert "…" not in shown
    joined = re.sub(r"\s", "", shown)
    assert "hate_speech_discrimination,religiously_offensive" in joined


def test_what_a_policy_names_is_never_taken_for_markup(shell: Shell, tmp_path: Path) -> None:
    """Names are the operator's own."""
    mine = write(tmp_path / "mine.toml", ("spam = {", '"[red]spam[/]:smile:" = {'), ("2026-11", "[bold]11"))
    assert "[red]spam[/]:smile:" in shell.run("show", mine, columns=160).out
    assert "[bold]11 -> 2026-11" in shell.run("diff", mine, write(tmp_path / "b.toml")).out


def test_a_pipe_gets_no_control_codes() -> None:
    """As a whole program, so that nothing of the tests stands between."""
    command = [sys.executable, "-m", "dataflows", "policy", "show"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert done.stdout.startswith("Policy 2026-11 in effect from")
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("words", [("show",), ("schema",)])
def test_a_reader_who_stops_early_is_no_failure(words: tuple[str, ...]) -> None:
    """With a pipe to `head`, in a script that minds exit codes."""
    with subprocess.Popen(
        [sys.executable, "-m", "dataflows", "policy", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=REPOSITORY,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("ms", "words"),
    [(DAY, "1 day"), (DAY * 1460, "1,460 days"), (60_000, "1 minute"), (OPEN, "until a person ends it")],
)
def test_a_duration_is_told_in_words(ms: int, words: str) -> None:
    assert span(ms) == words


def test_ordinals_are_those_of_english() -> None:
    assert [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"),
    ]
