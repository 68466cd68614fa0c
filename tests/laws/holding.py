"""What holds of each profile at a moment: the facts that the laws compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from enforcement import strikes
from enforcement.policy import OPEN, Policies
from tests.laws.streams import PEOPLE, Event, Stream, lines
from tests.model.when import text
from tests.running import Pipeline, Row


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


def held_at(pipeline: Pipeline, moment: int) -> dict[str, Held]:
    """Let time pass to a moment, and return what holds of everybody who was not erased for good."""
    feed(pipeline, [passing(moment)])
    published = pipeline.result.final()
    return {name: held(pipeline, name, published.get(name), moment) for name in PEOPLE}


def held(pipeline: Pipeline, name: str, published: Row | None, moment: int) -> Held:
    """Return what holds of one profile, which must be what was published of it."""
    account = pipeline.desk.known_account(name)
    if account is None or published is None:
        assert account is None or not strikes.standing_ends(account, moment)
        return NOTHING
    ends = strikes.standing_ends(account, moment)
    said = {capability: row["until"] for capability, row in published["restrictions"].items()}
    assert said == {capability: None if end >= OPEN else text(end) for capability, end in ends.items()}
    causes = {capability: sorted(found) for capability, found in strikes.standing_causes(account, moment).items()}
    return Held(ends, causes, account.fold.score(moment), published["strikes"], published["last_rung"])


def everywhere(stream: Stream, policies: Policies) -> dict[str, Held]:
    """Run a stream, posts first, and return what holds at its end."""
    return after(stream.events(), policies, stream.end)
