"""`enforce explain` and `enforce standing` as a user meets them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dataflows import cli
from tests.conftest import REPOSITORY

PAGES = Path(__file__).parent / "pages"
Told = Callable[..., tuple[object, str, str]]
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-9]m")


def enforce(*words: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command; its output goes into a pipe."""
    env = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
    command = [sys.executable, "-m", "dataflows", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=REPOSITORY, env={**env, **variables}
    )


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """Run the command in this process: exit code, output, errors."""

    def run(*words: str | Path, columns: int = 120) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["enforce", *map(str, words)])
        monkeypatch.setenv("COLUMNS", str(columns))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code or 0, *capsys.readouterr()

    return run


@pytest.mark.parametrize("columns", ["80", "160"])
def test_a_small_story_reads_like_its_page(replayed: Path, columns: str) -> None:
    """Word by word and line by line; nothing runs over the edge, and a pipe gets no control codes."""
    done = enforce("explain", "asha", "--from", replayed, COLUMNS=columns)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (PAGES / f"asha-{columns}.txt").read_text()
    assert max(map(len, done.stdout.splitlines())) <= int(columns)
    assert "\x1b" not in done.stdout


def test_colours_are_left_out_where_nobody_wants_them(replayed: Path) -> None:
    """The rule of no-color.org."""
    forced = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    assert COLOUR.search(enforce("explain", "asha", "--from", replayed, **forced).stdout)
    assert not COLOUR.search(enforce("explain", "asha", "--from", replayed, **forced, NO_COLOR="1").stdout)


def test_json_gives_the_same_as_data(replayed: Path, told: Told) -> None:
    """One object, on one line however long, whatever the width."""
    _, out, _ = told("explain", "asha", "--from", replayed, "--json", columns=40)
    assert out.count("\n") == 1
    story = json.loads(out)
    assert [step["score"] for step in story["steps"]] == [1, 2, 3, 5]
    assert [appeal["outcome"] for appeal in story["appeals"]] == ["upheld", "open"]
    assert story["next_rung"]["points"] == 6


def test_standing_prints_the_standing_record(replayed: Path, told: Told) -> None:
    """As in standings.jsonl, but as of the end of the replay."""
    last = {row["profile_id"]: row for row in map(json.loads, (replayed / "standings.jsonl").read_text().splitlines())}
    holds = json.loads(told("standing", "bo", "asha", "--from", replayed, "--json")[1])
    assert list(holds) == ["bo", "asha"]
    assert holds["asha"] | {"at": "", "restrictions": {}} == last["asha"] | {"at": "", "restrictions": {}}
    assert holds["asha"]["restrictions"] == {
        "comments": {"until": "2026-01-10T12:00:00.000Z", "causes": ["v7"]},
        "feed_search": {"until": "2026-01-15T12:00:00.000Z", "causes": ["v8"]},
        "notifications": {"until": "2026-01-15T12:00:00.000Z", "causes": ["v8"]},
    }
    _, page, _ = told("standing", "asha", "--from", replayed)
    assert "feed and search, notifications until 2026-01-15 12:00; because of v8" in page


def test_what_cannot_be_told_is_refused_in_one_line_each(replayed: Path, tmp_path: Path, told: Told) -> None:
    """What, where, what next; never a traceback."""
    (tmp_path / "ledgers.msgpack").write_bytes(b"\x81\xa4form\x01")
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "ledgers.msgpack").write_bytes(b"\x81\xa4form\x02")
    for words, said, count in (
        (("explain", "nobody", "--from", replayed), "profile nobody: nothing is known of it", 1),
        (("standing", "x", "y", "--from", replayed), "profile y: nothing is known of it", 2),
        (("explain", "asha", "--from", tmp_path / "missing"), "no such file", 1),
        (("explain", "asha", "--from", tmp_path), "damaged", 1),
        (("explain", "asha", "--from", tmp_path / "later"), "of form 2, not 1", 1),
        (("explain", "asha"), "--from: missing", 1),
    ):
        code, out, err = told(*words)
        assert (code, out) == (2, "")
        assert said in err
        assert err.count("\n") == err.count("enforce: ") == count


def test_one_unknown_name_does_not_lose_the_answers_of_the_others(replayed: Path, told: Told) -> None:
    """They are told first; the exit code is that of the mistake."""
    code, out, err = told("standing", "asha", "x", "bo", "--from", replayed, "--json")
    assert (code, list(json.loads(out))) == (2, ["asha", "bo"])
    assert err.count("\n") == 1
    assert "profile x: nothing is known of it" in err


def test_the_commands_of_the_page_are_run(replayed: Path, told: Told) -> None:
    """A user pastes them where the page says."""
    page = (REPOSITORY / "docs" / "how-to" / "explain.md").read_text()
    commands = re.findall(r"^    enforce (.+)$", page, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        code, out, err = told(*command.replace("out/", str(replayed)).split())
        assert (code, out.startswith("asha"), err) == (0, True, "")
