"""What is too old counts nowhere any more (domain.md section 11)."""

from __future__ import annotations

from collections import Counter

from dataflows.steps import Decide
from enforcement.batch import Batch, columns_of
from enforcement.events import Post
from tests.running import Pipeline, Row, encode, run


def test_a_suspended_reporter_has_no_strikes_left_from_long_ago() -> None:
    """A strike is dropped after twice the longest window, also where a standing is written for another reason."""
    result = run(encode([*_strike("2026-01-01"), *(event for day in range(1, 8) for event in _unfounded(day))]))
    last = result.final()["reporter"]
    assert list(last["restrictions"]) == ["reporting"]
    assert (last["strikes"], last["last_rung"]) == (0, None)


def test_what_came_to_nothing_leaves_nothing() -> None:
    """A post that nobody ever saw, perhaps a private one, is not named for ever because somebody reported it."""
    pipeline, at = Pipeline(), "2026-01-01T00:00:00Z"
    about = {"at": at, "profile_id": "ghost"}
    pipeline.feed(
        encode(
            [
                {"kind": "report", "report_id": "r1", "reporter_id": "u1", "post_id": "unseen", "at": at},
                {"kind": "report", "report_id": "r2", "reporter_id": "erased", "post_id": "unseen2", "at": at},
                {"kind": "counter_claim", "counter_claim_id": "c", "claim_id": "x", "post_id": "unseen3", **about},
                {"kind": "appeal", "appeal_id": "a", "target": "nothing", **about},
                {"kind": "erasure", "erasure_id": "e", "profile_id": "erased", "at": "2026-01-01T01:00:00Z"},
            ]
        )
    )
    assert pipeline.store.load("c:unseen2") is None
    assert all(pipeline.store.load(key) for key in ("c:unseen", "c:unseen3", "p:ghost"))
    for day in range(2, 29):
        pipeline.feed(encode(_strike(f"2026-03-{day:02}")))
    said = pipeline.feed(encode(_strike("2027-03-01")))
    assert (said.tally["dead_letters.unmatched_post"], said.tally["appeals.refused"]) == (1, 1)
    assert not [key for key in ("c:unseen", "c:unseen3", "p:ghost") if pipeline.store.load(key) is not None]


def test_a_decision_before_an_erasure_does_not_hold_after_it() -> None:
    """Also where the post that comes with it has a later time."""
    [late] = _strike("2026-03-10")
    late["post"] = {**late["post"], "at": "2026-03-12T00:00:00Z"}
    erasure = {"kind": "erasure", "erasure_id": "e", "profile_id": "reporter", "at": "2026-03-11T00:00:00Z"}
    said = run(encode([erasure, late]))
    assert (said.actions, said.tally["erased.violation"], said.tally["events.violation"]) == ([], 1, 1)


def test_no_ledger_names_the_erased() -> None:
    """Reporter, claimant, author; what they sent that still waits, too."""
    pipeline, at = Pipeline(), "2026-01-01T00:00:00Z"
    item = {"post_id": "item", "at": at}
    claim = {"kind": "claim", "ground": "portrait", "evidence": ["e"]}
    place = {"surface": "open_profile", "audience": "public"}
    pipeline.feed(
        encode(
            [
                {"kind": "post", "profile_id": "author", **place, **item},
                {"kind": "report", "report_id": "r", "reporter_id": "erased", **item},
                {"kind": "post", "profile_id": "author", **place, "post_id": "claimed", "at": at},
                {**claim, "claim_id": "c", "claimant_id": "erased", "post_id": "claimed", "at": at},
                {**claim, "claim_id": "c2", "claimant_id": "erased", "post_id": "unseen", "at": at},
                {"kind": "post", "profile_id": "erased", **place, "post_id": "own", "at": at},
                {"kind": "report", "report_id": "r2", "reporter_id": "other", "post_id": "own", "at": at},
            ]
        )
    )
    assert sum(b"erased" in ledger for ledger in _ledgers(pipeline)) == 4
    said = pipeline.feed(
        encode([{"kind": "erasure", "erasure_id": "e", "profile_id": "erased", "at": "2026-01-01T01:00:00Z"}])
    )
    assert not [ledger for ledger in _ledgers(pipeline) if b"erased" in ledger]
    assert said.tally["erasures"] == 1
    assert list(pipeline.store.awaited()) == []


def test_nobody_waits_for_a_post_any_more_when_the_wait_is_over() -> None:
    """Each post of every batch is held against those that are waited for."""
    pipeline = Pipeline()
    report = {"kind": "report", "report_id": "r1", "reporter_id": "u1", "post_id": "unseen"}
    pipeline.feed(encode([{**report, "at": "2026-01-01T00:00:00Z"}]))
    assert list(pipeline.store.awaited()) == ["unseen"]
    pipeline.feed(encode(_strike("2026-03-01")))
    assert list(pipeline.store.awaited()) == []


def test_a_post_that_comes_once_more_because_it_was_waited_for_is_counted_once() -> None:
    """Live, the index has counted it; it reaches the decider in a batch without records of its own, perhaps twice."""
    pipeline = Pipeline()
    decide = Decide(pipeline.desk, pipeline.store)
    post = Post("p", "author", 1_767_225_600_000, "feed_post")
    for _ in range(2):
        decide(Batch("", 0, 0, columns_of([post]), [], [], Counter()))
    counted = [pipeline.desk.tally[key] for key in ("events.post", "records", "duplicates.post")]
    assert counted == [0, 0, 0]


def _ledgers(pipeline: Pipeline) -> list[bytes]:
    names = ("c:item", "c:claimed", "c:unseen", "c:own", "p:author", "p:erased", "p:other")
    return [ledger for name in names if (ledger := pipeline.store.load(name)) is not None]


def _strike(day: str) -> list[Row]:
    at = f"{day}T00:00:00Z"
    post = {"profile_id": "reporter", "at": at, "surface": "feed_post", "audience": "public"}
    violation = {"violation_id": "v", "guideline": "spam", "decided_by": "m"}
    return [{"kind": "violation", "at": at, "post_id": "p", "post": post, **violation}]


def _unfounded(day: int) -> list[Row]:
    at = f"2028-02-{day:02}T00:00:00Z"
    post = {"profile_id": "author", "at": at, "surface": "feed_post", "audience": "public"}
    about = {"at": at, "post_id": f"p{day}"}
    return [
        {"kind": "report", "report_id": f"r{day}", "reporter_id": "reporter", "post": post, **about},
        {
            "kind": "dismissal",
            "dismissal_id": f"d{day}",
            "decided_by": "m",
            "manifestly_unfounded": True,
            **about,
        },
    ]
