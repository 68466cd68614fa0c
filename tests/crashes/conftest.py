"""What the tests of this folder share."""

from __future__ import annotations

import pytest

from dataflows.redis import keys


@pytest.fixture(autouse=True)
def few_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what can share a bucket share it."""
    for name in ("LEDGER_TAGS", "LEDGER_BUCKETS", "SEEN_BUCKETS", "APPEARS_BUCKETS", "DUE_BUCKETS"):
        monkeypatch.setattr(keys, name, 2)
