"""`enforce report` as a user meets it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dataflows.cli import app
from dataflows.settings import Refused
from tests.metrics.recorded import NAMED, at, lift, restrict, strike, written


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Five actions."""
    actions = [
        strike("remind", "ann", "v1", at(1)),
        restrict("ann", "v2", at(2), at(9)),
        lift("ann", at(9)),
        strike("remind", "bob", "v3", at(9, 1)),
    ]
    directory = tmp_path / "out"
    directory.mkdir()
    return written(directory, actions=actions)


def report(*words: str | Path) -> Result:
    """Run the command."""
    return CliRunner(env={"COLUMNS": "120"}).invoke(app, ["report", *map(str, words)])


def refusal(*words: str | Path) -> str:
    """The one line with which the command refuses."""
    done = report(*words)
    assert isinstance(done.exception, Refused)
    [line] = done.exception.args
    assert "\n" not in line
    return str(line)


def test_list_names_every_question_for_people_and_for_programs() -> None:
    """A question that is not listed is not asked."""
    assert all(name in report("list").stdout for name in NAMED)
    listed = json.loads(report("list", "--json").stdout)["questions"]
    assert [question["name"] for question in listed] == list(NAMED)
    assert listed[0]["columns"][0] == {"name": "day", "unit": "date, UTC", "meaning": "the day of the action's time"}


def test_an_answer_is_a_table_with_the_meaning_of_its_columns(out: Path) -> None:
    """Shares as percent, days as days."""
    shown = report("run", "warned-before", "--from", out).stdout
    assert "Who was reminded before the first restriction" in shown
    assert [line.split() for line in shown.splitlines() if "100.0%" in line] == [["3", "1", "1", "100.0%", "1.0", "d"]]
    assert "share_warned: warned of restricted" in shown
    assert "\x1b" not in shown


def test_json_and_csv_give_the_numbers_as_they_are(out: Path) -> None:
    """Both hold every row and every column."""
    answer = json.loads(report("run", "restricted-how-long", "--from", out, "--json").stdout)
    assert [column["name"] for column in answer["columns"]] == list(answer["rows"][0])
    assert answer["rows"][0]["median_days"] == 7.0
    [row] = csv.DictReader(io.StringIO(report("run", "restricted-how-long", "--from", out, "--csv").stdout))
    assert row["median_days"] == "7.0"
    by_day = json.loads(report("run", "restricted-by-day", "--from", out, "--json").stdout)
    assert [row["day"] for row in by_day["rows"]] == [f"2026-01-0{day}" for day in range(1, 10)]


def test_a_plot_is_written_where_it_is_asked_for(out: Path, tmp_path: Path) -> None:
    """And named in one line."""
    for name in ("a.svg", "b.png"):
        shown = report("run", "ladder-reach", "--from", out, "--plot", tmp_path / name).stdout
        assert shown.replace("\n", "").endswith(name)
        assert (tmp_path / name).stat().st_size > 1000


def test_a_long_answer_shows_its_ends_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    """A year of days fills no terminal."""
    actions = [
        strike("remind", "ann", f"v{day}", f"2026-{1 + day // 28:02}-{1 + day % 28:02}T00:00:00.000Z")
        for day in range(56)
    ]
    shown = report("run", "actions-by-day", "--from", written(tmp_path, actions=actions)).stdout
    assert "16 of 56 rows are not shown" in shown
    assert "2026-01-01" in shown
    assert "2026-02-28" in shown
    assert "2026-01-25" not in shown


def test_a_question_about_nothing_is_answered_in_a_sentence(tmp_path: Path) -> None:
    """Not by an empty table."""
    assert "Nothing in these records answers it." in report("run", "appeals", "--from", written(tmp_path)).stdout


def test_mistakes_are_refused_in_one_line_that_says_what_next(out: Path, tmp_path: Path) -> None:
    """Each names what is wrong."""
    asked = ("run", "recidivism", "--from")
    assert "did you mean recidivism?" in refusal("run", "residivism", "--from", out)
    assert "enforce report list" in refusal("run", "x", "--from", out)
    assert "no such directory" in refusal(*asked, tmp_path / "missing")
    assert "not a directory" in refusal(*asked, out / "actions.jsonl")
    assert "no actions.jsonl in it" in refusal(*asked, tmp_path)
    assert "--from is missing" in refusal("run", "recidivism")
    assert "--json and --csv" in refusal(*asked, out, "--json", "--csv")
    assert "--csv and --plot" in refusal(*asked, out, "--csv", "--plot", tmp_path / "a.svg")
    assert ".png or .svg" in refusal(*asked, out, "--plot", tmp_path / "a.jpg")
    assert "make it first" in refusal(*asked, out, "--plot", tmp_path / "none" / "a.svg")
    (tmp_path / "a.svg").mkdir()
    assert "is a directory" in refusal(*asked, out, "--plot", tmp_path / "a.svg")


@pytest.mark.parametrize("line", ["{", "[1]", '{"kind": "remind", "at": "yesterday"}', '{"kind": {}, "at": 5}'])
def test_a_file_that_holds_no_records_is_refused_in_one_line(out: Path, line: str) -> None:
    """Never a traceback of the library that reads it."""
    (out / "actions.jsonl").write_text(line + "\n")
    assert "cannot be read" in refusal("run", "actions-by-day", "--from", out, "--json")
