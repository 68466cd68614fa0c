"""Run the steps in process, without Bytewax: what tests drive, and how they read the result."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dataflows.sources.files import MAX_RECORD_BYTES
from dataflows.steps import Decide, Decode, Outputs, RawBatch
from dataflows.stores.memory import MemoryStore
from dataflows.stores.post_log import MemoryPostLog
from enforcement.desk import Desk
from enforcement.policy import Policies, Policy
from enforcement.policy_file import default_policies, parse_policy
from enforcement.tally import Tally
from enforcement.voice import Voice

Row = dict[str, Any]


@dataclass
class Result:
    """What a run said, stream by stream, in order."""

    actions: list[Row] = field(default_factory=list)
    standings: list[Row] = field(default_factory=list)
    notices: list[Row] = field(default_factory=list)
    reviews: list[Row] = field(default_factory=list)
    dead_letters: list[Row] = field(default_factory=list)
    tally: dict[str, int] = field(default_factory=Tally)
    raw: dict[str, list[bytes]] = field(default_factory=dict)

    def final(self) -> dict[str, Row]:
        """The last standing of each profile that is not erased, without its version."""
        last = {row["profile_id"]: row for row in self.standings}
        return {name: row for name, row in last.items() if not row.get("erased")}


class Pipeline:
    """Steps over a memory store; feed it batches of lines."""

    def __init__(self, policies: Policies | None = None) -> None:
        policies = policies or default_policies()
        self.store = MemoryStore()
        self.log = MemoryPostLog(policies)
        self.desk = Desk(policies, self.log, self.store, Voice(frozenset({"en"})), b"k" * 32)
        self._decode, self._decide = Decode(policies), Decide(self.desk, self.store)
        self._line = 1
        self.result = Result(tally=self.desk.tally)

    def steps(self, raw: RawBatch) -> Outputs:
        """Decode, index, decide and clear one batch; what it says is not kept."""
        [outputs] = self._decide(self._decode(raw))
        self._decide.delivered()
        return outputs

    def feed(self, lines: Sequence[bytes]) -> Result:
        """Decide one batch of lines."""
        raw = RawBatch("f", self._line, [x if len(x) <= MAX_RECORD_BYTES else None for x in lines])
        self._line += len(lines)
        for stream, records in self.steps(raw).items():
            self.result.raw.setdefault(stream, []).extend(records)
            getattr(self.result, stream).extend(map(json.loads, records))
        return self.result


def run(lines: Sequence[bytes], policies: Policies | None = None, batch: int = 1000) -> Result:
    """Run lines through the pipeline in batches."""
    pipeline = Pipeline(policies)
    for start in range(0, len(lines), batch):
        pipeline.feed(lines[start : start + batch])
    return pipeline.result


def policies_of(texts: Sequence[str]) -> Policies:
    """Several versions of a policy, from their texts."""
    versions: list[Policy] = [parse_policy(text, f"policy-{place}") for place, text in enumerate(texts)]
    return Policies(versions=tuple(sorted(versions, key=lambda policy: policy.effective_from)))


def encode(events: Sequence[Row]) -> list[bytes]:
    """Events as lines."""
    return [json.dumps(event).encode() for event in events]
