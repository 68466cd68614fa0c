"""What the suites share."""

from tests.contracts.implementations import tiny_stores

__all__ = ["tiny_stores"]
