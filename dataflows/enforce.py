"""The dataflow: one drawing for live, replay, demonstration and tests; what differs is what is plugged in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import bytewax.operators as op
from bytewax.dataflow import Dataflow

if TYPE_CHECKING:
    from bytewax.inputs import Source
    from bytewax.outputs import Sink

    from dataflows.sources.files import RawBatch
    from dataflows.steps import Decide, Decode, Index, Outputs


def wire(*, source: Source[RawBatch], decode: Decode, index: Index, decide: Decide, sink: Sink[Outputs]) -> Dataflow:
    """Say which step follows which; a batch of records is one item throughout."""
    flow = Dataflow("enforce")
    raw = op.input("read", flow, source)
    batches = op.map("decode", raw, decode)
    indexed = op.map("index", batches, index)
    decided = op.map("decide", indexed, decide)
    op.output("deliver", decided, sink)
    return flow
