"""Who keeps the promises of the ports: another implementation joins by a line here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from dataflows.stores.memory import MemoryStore
from dataflows.stores.post_log import MemoryPostLog

if TYPE_CHECKING:
    from collections.abc import Callable

    from enforcement.policy import Policies
    from enforcement.ports import PostLog, Store

    OpenLog = Callable[[Policies], PostLog]
    OpenStore = Callable[[], Store]

POST_LOGS: dict[str, OpenLog] = {"memory": MemoryPostLog}
"""Each call opens an empty one."""
STORES: dict[str, OpenStore] = {"memory": MemoryStore}
"""Each call opens an empty one."""

every_post_log = pytest.mark.parametrize("open_log", POST_LOGS.values(), ids=POST_LOGS)
every_store = pytest.mark.parametrize("open_store", STORES.values(), ids=STORES)

SETTINGS = settings(
    max_examples=int(os.environ.get("CONTRACTS_EXAMPLES", "100")),
    stateful_step_count=40,
    deadline=None,
    derandomize="CI" in os.environ,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
"""CONTRACTS_EXAMPLES says how many runs of a state machine are compared."""


@pytest.fixture
def tiny_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the stores in memory start so small that they grow, forget and renumber all the time."""
    for module in ("post_log", "author_days"):
        monkeypatch.setattr(f"dataflows.stores.{module}._FIRST_CAPACITY", 4)
    monkeypatch.setattr("dataflows.stores.memory._SWEEP", 2)
