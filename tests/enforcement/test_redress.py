"""What redress meets, and what it leaves alone."""

from __future__ import annotations

import pytest

from enforcement import targets
from enforcement.ledgers import ProfileLedger
from tests.running import Pipeline, Row, encode


def post(post_id: str, who: str, at: str) -> Row:
    place = {"surface": "feed_post", "audience": "public"}
    return {"kind": "post", "post_id": post_id, "profile_id": who, "at": at, **place}


def suspended_and_restricted() -> list[Row]:
    """Asha reports in bad faith until `case-6` suspends her; a violation that bears the same id restricts her."""
    events: list[Row] = []
    for day in range(1, 7):
        at = f"2026-01-{day:02}"
        names = {"post_id": f"q{day}", "decided_by": "kim", "manifestly_unfounded": True}
        events += [
            post(f"q{day}", "other", f"{at}T00:00:00Z"),
            {"kind": "report", "report_id": f"r{day}", "reporter_id": "asha", "at": f"{at}T01:00:00Z", **names},
            {"kind": "dismissal", "dismissal_id": f"case-{day}", "at": f"{at}T02:00:00Z", **names},
        ]
    violation = {"kind": "violation", "violation_id": "case-6", "post_id": "x", "guideline": "child_abuse"}
    events.append(post("x", "asha", "2026-01-07T03:00:00Z"))
    events.append({**violation, "at": "2026-01-07T04:00:00Z", "decided_by": "lee"})
    return events


def won(target: str) -> list[Row]:
    """An appeal against an action, and the ruling that overturns it."""
    names = {"appeal_id": "ap", "profile_id": "asha"}
    ruling = {"kind": "ruling", "ruling_id": "ru", "outcome": "overturned", "decided_by": "zoe", **names}
    return [
        {"kind": "appeal", "target": target, "at": "2026-01-08T00:00:00Z", **names},
        {**ruling, "at": "2026-01-08T01:00:00Z"},
    ]


def test_who_wins_against_a_suspension_from_reporting_wins_nothing_else() -> None:
    """A dismissal and a violation may bear one id, such as that of a case."""
    pipeline = Pipeline()
    said = pipeline.feed(encode(suspended_and_restricted()))
    [suspension] = [action for action in said.actions if action["kind"] == "restrict_reporting"]
    assert suspension["cause"] == "case-6"
    before = set(said.final()["asha"]["restrictions"])
    assert before > {"reporting", "creation"}
    pipeline.feed(encode(won(suspension["action_id"])))
    assert said.actions[-1]["kind"] == "lift"
    assert set(said.final()["asha"]["restrictions"]) == before - {"reporting"}


def test_who_wins_against_a_restriction_stays_suspended_from_reporting() -> None:
    """The other way round."""
    pipeline = Pipeline()
    said = pipeline.feed(encode(suspended_and_restricted()))
    restriction = next(action for action in said.actions if action["kind"] == "block_creation")
    pipeline.feed(encode(won(restriction["action_id"])))
    assert set(said.final()["asha"]["restrictions"]) == {"reporting"}


def test_an_appeal_that_came_too_late_to_be_decided_in_time_is_overdue_at_once() -> None:
    """Somebody should look at it now."""
    pipeline = Pipeline()
    violation = {"kind": "violation", "violation_id": "v", "post_id": "p", "guideline": "spam", "decided_by": "kim"}
    said = pipeline.feed(
        encode(
            [
                post("p", "asha", "2026-01-01T04:00:00Z"),
                {**violation, "at": "2026-01-01T05:00:00Z"},
                post("q", "bo", "2026-03-01T00:00:00Z"),
            ]
        )
    )
    assert said.tally["appeals.overdue"] == 0
    pipeline.feed(encode(won("v")[:1]))
    assert (said.tally["appeals.received"], said.tally["appeals.overdue"]) == (1, 1)


def test_waiting_appeals_that_name_nothing_known_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Strangers choose how many wait: what a ledger knows is asked once, not once for each of them."""
    pipeline, at, tried = Pipeline(), "2026-01-01T00:00:00Z", list[str]()
    names = {"kind": "appeal", "profile_id": "asha", "at": at}
    pipeline.feed(encode([{**names, "appeal_id": f"a{number}", "target": f"t{number}"} for number in range(900)]))
    find = targets.find

    def counted(ledger: ProfileLedger, target: str) -> targets.Target | None:
        tried.append(target)
        return find(ledger, target)

    monkeypatch.setattr(targets, "find", counted)
    violation = {"kind": "violation", "violation_id": "t7", "post_id": "p", "guideline": "spam", "decided_by": "kim"}
    said = pipeline.feed(encode([post("p", "asha", at), {**violation, "at": at}]))
    assert (said.tally["appeals.received"], tried) == (1, ["t7"])
