"""The page about the simulator says what is so."""

from __future__ import annotations

import re
import subprocess
import sys

from dataflows.simulate import rates
from tests.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "reference" / "simulate.md").read_text()


def test_the_page_has_every_rate_with_its_source_and_no_other() -> None:
    rows = [
        f"| `{name}` | {float(rate):.4g} | {rate.meaning} | {rate.source} |" for name, rate in rates.table().items()
    ]
    assert re.findall(r"^\| `[A-Z_0-9]+` \|.*$", PAGE, re.MULTILINE) == rows


def test_the_page_has_every_option_and_no_other() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "dataflows", "simulate", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
        env={"COLUMNS": "200", "TERM": "dumb"},
    ).stdout
    options = set(re.findall(r"(?<![\w-])--[a-z]+", told)) - {"--help"}
    assert set(re.findall(r"^\| `(--[a-z]+)` \|", PAGE, re.MULTILINE)) == options
