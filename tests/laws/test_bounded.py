"""Law 6, Bounded: no input makes the ledger of a profile or a post grow beyond what the policy says."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.ledgers import Case, ProfileLedger
from enforcement.policy import CREATION, VISIBILITY, Policies, Policy
from tests.hostile import stream as hostile
from tests.laws.holding import feed, ledger_of, pipeline_after
from tests.laws.policies import SMALL
from tests.laws.streams import HOUR, MINUTE, START, Event, Stream, as_embedded, lines, streams
from tests.running import Pipeline, policies_of

CAPABILITIES = len(VISIBILITY) + len((CREATION, "reporting", "service"))
_decode_case = msgspec.msgpack.Decoder(Case).decode


def largest(policies: Policies) -> tuple[int, int, int]:
    """Return how many strikes, reports and claims a policy lets anybody have."""
    versions: tuple[Policy, ...] = policies.versions
    return (
        max(policy.max_strikes for policy in versions),
        max(policy.reports.max_per_post for policy in versions),
        max(policy.claims.max_per_item for policy in versions),
    )


def check_profile(ledger: ProfileLedger, policies: Policies) -> None:
    """Check every list in a profile's ledger."""
    strikes, parked, _ = largest(policies)
    assert len(ledger.strikes) <= strikes
    assert len(ledger.annulled) <= strikes
    assert len(ledger.parked) <= parked
    assert len(ledger.told) <= CAPABILITIES
    assert len(ledger.residues) <= 64 + CAPABILITIES
    assert len(ledger.contests) <= max(1024, 4 * strikes)
    assert all(len(strike.said) <= CAPABILITIES for strike in ledger.strikes)
    if ledger.reporter is not None:
        assert len(ledger.reporter.settled) <= strikes
        assert len(ledger.reporter.suspensions) <= max(256, strikes)


def check_case(case: Case, policies: Policies) -> None:
    """Check every list in a post's ledger."""
    _, reports, claims = largest(policies)
    of_reports = [arrival for arrival in case.parked if arrival.event.kind == "report"]
    assert len(case.reports) <= reports
    assert len(of_reports) <= reports
    assert len(case.parked) - len(of_reports) <= reports
    assert len(case.claims) <= claims


def check(pipeline: Pipeline) -> None:
    """Check every ledger in the store."""
    policies = pipeline.desk.policies
    for key in list(vars(pipeline.store)["_ledgers"]):
        raw = pipeline.store.load(key)
        assert raw is not None
        if key.startswith("p:"):
            ledger = ledger_of(pipeline, key[2:])
            assert ledger is not None
            check_profile(ledger, policies)
        else:
            check_case(_decode_case(raw), policies)


@given(streams(shuffled=True, most=40))
def test_no_stream_makes_a_ledger_larger_than_the_policy_allows(stream: Stream) -> None:
    """What strangers send must not decide how much memory it takes."""
    pipeline = Pipeline(SMALL)
    for line in lines(stream.events()):
        pipeline.feed([line])
        check(pipeline)


@given(st.integers(0, 10_000))
def test_no_hostile_stream_makes_a_ledger_larger_than_the_policy_allows(seed: int) -> None:
    """Nor does it help to break the rules."""
    told, texts = hostile(seed)
    pipeline = Pipeline(policies_of(texts))
    for start in range(0, len(told), 50):
        pipeline.feed(told[start : start + 50])
    check(pipeline)


def flood(kind: str, number: int) -> Event:
    """Return one of very many events of a kind, all about one profile or one post."""
    at = START + number * MINUTE
    post = {"profile_id": "ann", "at": START, "surface": "profile", "audience": "public"}
    return {
        "violation": {"violation_id": f"v{number}", "post_id": f"p{number}", "guideline": "child_abuse", "at": at,
                      "decided_by": "mod1", "post": post},
        "reversal": {"reversal_id": f"x{number}", "violation_id": f"v{number}", "profile_id": "ann",
                     "decided_by": "lead", "at": at},
        "appeal": {"appeal_id": f"a{number}", "target": f"v{number}", "profile_id": "ann", "at": at},
        "report": {"report_id": f"r{number}", "post_id": "p", "reporter_id": f"u{number}", "at": at, "post": post},
        "claim": {"claim_id": f"c{number}", "claimant_id": f"u{number}", "post_id": "p", "ground": "portrait",
                  "evidence": ["deed"], "at": at, "post": post},
        "counter_claim": {"counter_claim_id": f"k{number}", "claim_id": "unknown", "post_id": "p",
                          "profile_id": "ann", "at": at},
        "dismissal": {"dismissal_id": f"d{number}", "post_id": "nowhere", "decided_by": "mod1", "at": at},
    }[kind] | {"kind": kind}  # fmt: skip


@pytest.mark.parametrize("kinds", [
    ["violation"], ["violation", "reversal"], ["reversal", "violation"], ["violation", "appeal"], ["appeal"],
    ["report"], ["claim", "counter_claim"], ["dismissal"], ["reversal"],
])  # fmt: skip
def test_a_flood_of_one_kind_fills_a_ledger_up_to_its_limit_and_no_further(kinds: list[str]) -> None:
    """Whoever sends ever more of the same reaches a limit, under the shipped policy too."""
    pipeline = pipeline_after([flood(kind, number) for number in range(400) for kind in kinds], SMALL)
    check(pipeline)


def test_a_reporter_who_never_stops_has_a_ledger_that_stops_growing() -> None:
    """A thousand unfounded reports leave no more than the newest few."""
    pipeline = Pipeline(SMALL)
    for number in range(300):
        at = START + number * HOUR
        post: Event = {"kind": "post", "post_id": f"p{number}", "profile_id": "ann", "at": at,
                       "surface": "feed_post", "audience": "public"}  # fmt: skip
        report = {"kind": "report", "report_id": f"r{number}", "reporter_id": "dan", "at": at}
        dismissal = {"kind": "dismissal", "dismissal_id": f"d{number}", "decided_by": "mod1", "at": at + MINUTE}
        feed(pipeline, [{**report, "post_id": f"p{number}", "post": as_embedded(post)},
                        {**dismissal, "post_id": f"p{number}", "manifestly_unfounded": True}])  # fmt: skip
    check(pipeline)
