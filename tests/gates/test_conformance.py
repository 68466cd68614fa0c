"""The command agrees with the conformance cases and with what is known of a real year."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from dataflows.replay import Replay, output_directory
from enforcement.policy_file import default_policies

ENFORCE = [sys.executable, "-m", "dataflows"]


def test_all_conformance_cases_agree(conformance: Path) -> None:
    """Hostile streams with the results that the specification demands."""
    command = [sys.executable, str(conformance / "check.py"), "--", *ENFORCE, "replay"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "24/24 cases agree" in done.stdout


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the real year's replay is written."""
    return tmp_path_factory.mktemp("year") / "out"


def test_a_real_year_is_decided_without_a_dead_letter(real_year: Path, year: Path) -> None:
    """The figures that the issue demands, through the real dataflow."""
    outcome = Replay([real_year], default_policies(), output_directory(year)).run()
    assert outcome.trouble is None
    assert outcome.tally["records"] == 642_596
    assert outcome.tally["strikes"] == 97_683
    assert outcome.tally["actions.remind"] == 65_947
    assert (year / "dead_letters.jsonl").read_bytes() == b""
    told: dict[str, dict[str, str | None]] = {}
    for line in (year / "actions.jsonl").read_bytes().splitlines():
        _follow(told, msgspec.json.decode(line))
    final = {
        row["profile_id"]: row for row in map(msgspec.json.decode, (year / "standings.jsonl").read_bytes().splitlines())
    }
    for profile_id, row in final.items():
        held = {name: restriction["until"] for name, restriction in row["restrictions"].items()}
        assert told.get(profile_id, {}) == held


def _follow(told: dict[str, dict[str, str | None]], action: dict[str, object]) -> None:
    """Apply an action as an enforcement point would."""
    standing = told.setdefault(str(action["profile_id"]), {})
    names: list[str] = action.get("capabilities", [])  # type: ignore[assignment]
    for name in names:
        if action["kind"] == "lift":
            del standing[name]
        else:
            standing[name] = action["until"]  # type: ignore[assignment]
