"""What the tests of this folder share."""

from __future__ import annotations

import pytest

from dataflows.redis import keys
from tests.crashes.redis import BUCKETS


@pytest.fixture(autouse=True)
def few_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what can share a bucket share it."""
    for name in BUCKETS:
        monkeypatch.setattr(keys, name, 2)
