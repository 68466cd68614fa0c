"""`enforce demo`."""

from __future__ import annotations

from rich.console import Console


def demo() -> None:
    """Tell a short built-in story through the dataflow, decision by decision."""
    from dataflows.demo import tell  # noqa: PLC0415  only where it is asked for

    tell(Console(highlight=False, soft_wrap=True))
