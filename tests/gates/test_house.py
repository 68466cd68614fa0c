"""What can drift is held: arrows, step ids, the shape of the house."""

from __future__ import annotations

import re
import subprocess
import sys

from bytewax.testing import TestingSink, TestingSource

from dataflows.enforce import wire
from dataflows.steps import Decide
from tests.conftest import REPOSITORY
from tests.running import Pipeline

FOLDERS = ("enforcement", "metrics", "dataflows", "tests")
LONGEST = 300


def test_the_steps_have_the_names_that_recovery_knows_them_by() -> None:
    """A rename is a migration."""
    pipeline = Pipeline()
    flow = wire(
        source=TestingSource([]),
        decide=lambda: Decide(pipeline.desk, pipeline.store),
        sink=TestingSink([]),
    )
    steps = ["enforce.read", "enforce.to_decider", "enforce.decide", "enforce.deliver"]
    assert [step.step_id for step in flow.substeps] == steps


def test_the_import_arrows_hold() -> None:
    """Dataflows -> metrics -> enforcement, and the domain pure."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )
    assert done.returncode == 0, done.stdout


def test_no_file_has_two_subjects() -> None:
    """A file past 300 lines has; a golden text is none."""
    sources = [path for folder in FOLDERS for path in (REPOSITORY / folder).rglob("*.py")]
    assert not [path.name for path in sources if path.read_text().count("\n") > LONGEST]


def test_nothing_tied_to_a_machine_or_left_open_is_in_the_repository() -> None:
    """No registry's host, no machine's path, no open end."""
    host = r"https?://\S*(?:" + "|".join(("python" + "hosted", "maven", "npm" + "js", "crates", "py" + "pi")) + ")"
    open_end = "|".join(("TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error"))
    suspect = re.compile(host + r"|(?<![\w.-])/(?:work|farm|root)/|\b(?:" + open_end + r")\b")
    names = subprocess.run(
        ["git", "ls-files"], capture_output=True, text=True, check=True, cwd=REPOSITORY
    ).stdout.split()
    found = {
        name
        for name in names
        if (REPOSITORY / name).is_file() and suspect.search((REPOSITORY / name).read_text(errors="ignore"))
    }
    assert not found
