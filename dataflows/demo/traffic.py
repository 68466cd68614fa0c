"""The traffic of the demo: simulated days that end now, and the story of Asha among them."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from dataflows.demo.story import STORY
from dataflows.simulate.traffic import START, Traffic
from enforcement import instants

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataflows.demo.seen import Seen
    from dataflows.demo.sentences import Row

DAYS: Final = 30
HEROINE: Final = "asha"
_EVENTS_A_PROFILE: Final = 3  # so that some hundred of some ten thousand events lead to a decision
_SEED: Final = 7
_LAST: Final = "ruling"  # the story of Asha ends with it
_AGO_MS: Final = 60_000
_OF_THE_STORY: Final = "redress"
TOPICS: Final = {
    "post": "posts",
    "report": "reports",
    **dict.fromkeys(("violation", "dismissal", "reversal"), "violations"),
    **dict.fromkeys(("appeal", "ruling"), "redress"),
    **dict.fromkeys(("claim", "counter_claim", "claim_ruling"), "claims"),
    **dict.fromkeys(("profile", "erasure"), "profiles"),
}
"""Kind -> topic (contracts.md section 1)."""


class Record(NamedTuple):
    """One event on its way: `topic` without any prefix, `event_id` as a decision names its cause."""

    topic: str
    key: str
    value: bytes
    kind: str
    event_id: str


def records(count: int, end_ms: int) -> list[Record]:
    """About `count` events of `DAYS` days up to `end_ms`, in order of arrival; the same for the same numbers."""
    shifted = list(_simulated(count, end_ms))
    arrivals = list(accumulate((at for at, _ in shifted), max))
    story = [(instants.parse(row["at"]), row) for _, row in story_of(HEROINE, end_ms)]
    arriving = [(arrival, _record(row)) for arrival, (_, row) in zip(arrivals, shifted, strict=True)]
    # Hours of it pass within a millisecond: under one key of one topic (any takes any kind), it comes as it is told.
    arriving += [(at, _record(row)._replace(topic=_OF_THE_STORY, key=HEROINE)) for at, row in story]
    return [record for _, record in sorted(arriving, key=lambda pair: pair[0])]


def story_of(profile_id: str, end_ms: int) -> Sequence[tuple[str, Row]]:
    """The built-in story up to the ruling, which comes a minute before `end_ms`; what is about others is left out."""
    last = next(place for place, (_, row) in enumerate(STORY) if row["kind"] == _LAST)
    posts = {row["post_id"] for _, row in STORY if row.get("profile_id") == profile_id and "post_id" in row}
    told = [
        one for one in STORY[: last + 1] if one[1].get("profile_id") == profile_id or one[1].get("post_id") in posts
    ]
    shift_ms = end_ms - _AGO_MS - instants.parse(STORY[last][1]["at"])
    return [(line, _shifted(row, shift_ms)) for line, row in told]


def story_ended(seen: Seen) -> bool:
    """Whether the last decision of that story was seen: what the ruling lifts."""
    return any(row["kind"] == "lift" for row in seen.of_profile.get(HEROINE, ()))


def _simulated(count: int, end_ms: int) -> Iterator[tuple[int, Row]]:
    shift_ms = end_ms - START - DAYS * instants.DAY_MS
    for chunk in Traffic(max(1, count // _EVENTS_A_PROFILE), DAYS, _SEED, count):
        for line in chunk.splitlines():
            row = _shifted(msgspec.json.decode(line), shift_ms)
            yield instants.parse(row["at"]), row


def _shifted(row: Row, shift_ms: int) -> Row:
    """An event, and the post it may carry, at another time."""
    moved = {**row, "at": instants.text(instants.parse(row["at"]) + shift_ms)}
    return {**moved, "post": _shifted(row["post"], shift_ms)} if "post" in row else moved


def _record(row: Row) -> Record:
    kind = row["kind"]
    event_id = row["ruling_id" if kind == "claim_ruling" else f"{kind}_id"]
    return Record(TOPICS[kind], row.get("post_id") or row["profile_id"], msgspec.json.encode(row), kind, event_id)
