"""The command for the tests of policies."""

from __future__ import annotations

import pytest

from tests.policy.files import Shell


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """`enforce policy`."""
    return Shell(monkeypatch, capsys)
