"""The dataflow: one drawing for live, replay, demonstration and tests; what differs is what is plugged in.

read, decode, index happen where the records are (in the source); everything that is not a post goes through one key to
one worker, which decides; what it says is delivered by one sink.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import bytewax.operators as op
from bytewax.dataflow import Dataflow
from bytewax.operators import StatefulBatchLogic

if TYPE_CHECKING:
    from collections.abc import Callable

    from bytewax.inputs import Source
    from bytewax.outputs import Sink

    from dataflows.steps import Deciding, Outputs

Mail = TypeVar("Mail")
_DECIDER = "decider"


def wire(*, source: Source[Mail], decide: Callable[[], Deciding[Mail]], sink: Sink[tuple[str, Outputs]]) -> Dataflow:
    """Say which step follows which; a batch of records is one item throughout."""
    flow = Dataflow("enforce")
    mail = op.input("read", flow, source)
    keyed = op.key_on("to_decider", mail, _to_decider)
    decided = op.stateful_batch("decide", keyed, lambda _resumed: _Decider(decide()))
    op.output("deliver", decided, sink)
    return flow


def _to_decider(_mail: object) -> str:
    return _DECIDER


class _Decider(StatefulBatchLogic[Mail, "Outputs", None]):
    """The one key of the dataflow; everything it knows is in the store, so it has nothing to recover."""

    def __init__(self, decide: Deciding[Mail]) -> None:
        self._decide = decide

    def on_batch(self, values: list[Mail]) -> tuple[list[Outputs], bool]:
        return [outputs for mail in values for outputs in self._decide(mail)], StatefulBatchLogic.RETAIN

    def snapshot(self) -> None:
        self._decide.epoch_ends()
