"""Policy files for the tests: the shipped default with some of its lines changed; and the command, run in here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from dataflows.cli import main
from enforcement.policy_file import parse_policy, shipped_text

if TYPE_CHECKING:
    from pathlib import Path

    from enforcement.policy import Policy

Edit = tuple[str, str]

DEFAULT = shipped_text()
LATER: tuple[Edit, ...] = (("2026-11", "2027-01"), ("2020-01-01", "2027-01-01"))


class Ended(msgspec.Struct):
    """How a run of the command ended: exit code, and what it printed where."""

    code: int
    out: str
    err: str


def edited(*edits: Edit) -> str:
    """Return the shipped default with some of its lines changed."""
    text = DEFAULT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def policy(*edits: Edit) -> Policy:
    """Return the policy of such a text."""
    return parse_policy(edited(*edits), "edited.toml")


def write(path: Path, *edits: Edit) -> Path:
    """Write such a text."""
    path.write_text(edited(*edits), encoding="utf-8")
    return path


class Shell:
    """Runs `enforce policy` at a width, as `main` would run it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def run(self, *words: str | Path, columns: int = 80) -> Ended:
        """Return how it ended."""
        self._monkeypatch.setattr(sys, "argv", ["enforce", "policy", *map(str, words)])
        self._monkeypatch.setenv("COLUMNS", str(columns))
        with pytest.raises(SystemExit) as end:
            main()
        printed = self._capsys.readouterr()
        return Ended(code=int(end.value.code or 0), out=printed.out, err=printed.err)
