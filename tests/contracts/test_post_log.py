"""The promises of the port `PostLog`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.contracts.implementations import SETTINGS, every_post_log
from tests.contracts.log_machine import POLICIES, LogMachine

if TYPE_CHECKING:
    from enforcement.policy import Policies
    from tests.contracts.implementations import OpenLog


@every_post_log
@pytest.mark.parametrize("policies", POLICIES.values(), ids=POLICIES)
@pytest.mark.usefixtures("tiny_stores")
def test_a_log_knows_what_one_would_know_who_reads_post_after_post(open_log: OpenLog, policies: Policies) -> None:
    """Batches, compaction, renumbering: nothing of it may show."""
    run_state_machine_as_test(lambda: LogMachine(open_log, policies), settings=SETTINGS)
