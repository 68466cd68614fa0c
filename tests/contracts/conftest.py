"""What the suites share."""

from tests.contracts.implementations import open_log, open_store, tiny_stores

__all__ = ["open_log", "open_store", "tiny_stores"]
