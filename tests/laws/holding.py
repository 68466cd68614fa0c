"""What holds of each profile at a moment: the facts that the laws compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from enforcement.ledgers import ProfileLedger
from enforcement.policy import OPEN, Policies
from tests.laws.streams import PEOPLE, Event, lines
from tests.model.when import text
from tests.running import Pipeline, Row

_decode = msgspec.msgpack.Decoder(ProfileLedger).decode


@dataclass(frozen=True)
class Held:
    """A profile at a moment."""

    ends: dict[str, int]
    """What is restricted -> its end; OPEN is later than any."""
    causes: dict[str, list[str]]
    score: int
    strikes: int
    last_rung: Any

    def without(self, capability: str) -> Held:
        """Leave one capability out of account."""
        ends = {name: end for name, end in self.ends.items() if name != capability}
        return replace(self, ends=ends, causes={name: self.causes[name] for name in ends})


NOTHING = Held({}, {}, 0, 0, None)


def passing(moment: int) -> Event:
    """Let time pass: somebody who has no part in it posts."""
    post = {"kind": "post", "post_id": f"passing-{moment}", "profile_id": "passer-by", "at": moment}
    return {**post, "surface": "feed_post", "audience": "public"}


def after(events: Sequence[Event], policies: Policies, moment: int, batch: int = 1000) -> dict[str, Held]:
    """Run events, let time pass to a moment, and return what holds of everybody."""
    return held_at(pipeline_after(events, policies, batch), moment)


def pipeline_after(events: Sequence[Event], policies: Policies, batch: int = 1000) -> Pipeline:
    """Run events."""
    pipeline = Pipeline(policies)
    feed(pipeline, events, batch)
    return pipeline


def feed(pipeline: Pipeline, events: Sequence[Event], batch: int = 1000) -> None:
    """Run more events."""
    for start in range(0, len(events), batch):
        pipeline.feed(lines(events[start : start + batch]))


def ledger_of(pipeline: Pipeline, name: str) -> ProfileLedger | None:
    """Read a profile's ledger from the store."""
    raw = pipeline.store.load("p:" + name)
    return None if raw is None else _decode(raw)


def held_at(pipeline: Pipeline, moment: int) -> dict[str, Held]:
    """Let time pass to a moment, and return what holds of everybody."""
    feed(pipeline, [passing(moment)])
    published = pipeline.result.final()
    return {name: _held(pipeline, name, published.get(name), moment) for name in PEOPLE}


def _held(pipeline: Pipeline, name: str, published: Row | None, moment: int) -> Held:
    """Return what the ledger says of a profile, which must be what was published of it."""
    ledger = ledger_of(pipeline, name)
    sanctions = [] if ledger is None else [(cause, end) for cause, end in _sanctions(ledger) if end[1] > moment]
    if ledger is None or published is None:
        assert not sanctions
        return NOTHING
    ends: dict[str, int] = {}
    causes: dict[str, list[str]] = {}
    for cause, (capability, end) in sorted(sanctions):
        ends[capability] = max(end, ends.get(capability, 0))
        causes.setdefault(capability, []).append(cause)
    said = {capability: row["until"] for capability, row in published["restrictions"].items()}
    assert said == {capability: None if end >= OPEN else text(end) for capability, end in ends.items()}
    assert len(ledger.strikes) == published["strikes"]
    return Held(ends, causes, _score(pipeline, ledger, moment), published["strikes"], published["last_rung"])


def _sanctions(ledger: ProfileLedger) -> list[tuple[str, tuple[str, int]]]:
    """List who restricts what until when: (cause, (capability, end))."""
    found = [(strike.violation_id, end) for strike in ledger.strikes for end in strike.ends.items()]
    found += [(strike.violation_id, ("service", strike.service_until)) for strike in ledger.strikes]
    found += [(residue.cause, end) for residue in ledger.residues for end in residue.ends.items()]
    suspensions = ledger.reporter.suspensions if ledger.reporter is not None else []
    return found + [(one.cause, ("reporting", one.until)) for one in suspensions if not one.waived]


def _score(pipeline: Pipeline, ledger: ProfileLedger, moment: int) -> int:
    at = pipeline.desk.policies.at
    return sum(
        strike.points
        for strike in ledger.strikes
        if moment - at(strike.at).levels[strike.level].window_ms < strike.at <= moment
    )
