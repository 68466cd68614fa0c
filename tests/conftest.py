"""What tests need from beside the repository, and the switch that turns "missing, skipped" into a failure."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"
pytest_plugins = ["tests.servers.fixtures"]


def require(path: Path) -> Path:
    """The path; skips the test where it is missing, or fails it with REFUSE_TO_SKIP=1."""
    if not path.exists():
        refuse_or_skip(f"{path.name} is not beside the repository: expected at {path}")
    return path


def refuse_or_skip(message: str) -> NoReturn:
    """Skips the test for what is missing, or fails it with REFUSE_TO_SKIP=1."""
    if os.environ.get("REFUSE_TO_SKIP") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def conformance() -> Path:
    """The folder of conformance cases."""
    return require(SHARED / "conformance")


@pytest.fixture
def real_year() -> Path:
    """A year of real moderation events."""
    return require(SHARED / "data" / "enwiki-2013.events.jsonl.gz")
