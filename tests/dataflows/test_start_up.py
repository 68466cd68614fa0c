"""The command is up at once: what is heavy is imported by the commands that need it, and by no other."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import REPOSITORY

HEAVY = {"bytewax", "confluent_kafka", "fluent", "matplotlib", "numpy", "polars", "prometheus_client", "redis"}


def test_the_command_itself_imports_nothing_heavy() -> None:
    """Completion runs it at each key press; and a broken library stops the commands that use it, not --help."""
    code = "import sys, dataflows.cli; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert "typer" in done.stdout.split()
    assert not HEAVY.intersection(done.stdout.split())
