"""Hypothesis' state machines, made by a call that gives each its arguments."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

_run: Callable[..., None] = run_state_machine_as_test  # typed as one that takes a class, though it calls what it gets


def run_machine(made: Callable[[], RuleBasedStateMachine], limits: settings) -> None:
    """Run one as a test; raises what fails in it."""
    _run(made, settings=limits)
