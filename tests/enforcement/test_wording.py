"""Every notice can be worded, from the facts it really has."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from enforcement.records import NextRung
from enforcement.wording import MissingWords, Wording, languages
from tests.hostile import stream
from tests.running import Row, policies_of, run

TEMPLATES = [
    "reminder",
    "last_reminder",
    "strike_recorded",
    "restricted",
    "changed",
    "lifted",
    "appeal_received",
    "appeal_refused",
    "appeal_upheld",
    "appeal_overturned",
    "decision_reversed",
    "report_outcome",
    "reporter_warned",
    "reporter_suspended",
    "claim_refused",
    "claim_accepted",
    "claim_decided",
    "content_blocked",
    "counter_claim_received",
    "content_released",
    "content_removed",
    "service_restricted",
    "erased",
]


@pytest.fixture(scope="module")
def notices() -> list[Row]:
    """Notices of hostile streams: every template, with facts present and absent."""
    found: list[Row] = []
    for seed in range(25):
        lines, texts = stream(seed)
        found += run(lines, policies_of(texts)).notices
    for notice in found:
        if notice["facts"].get("next_rung"):
            notice["facts"]["next_rung"] = msgspec.convert(notice["facts"]["next_rung"], NextRung)
    return found


def test_hostile_streams_lead_to_every_template(notices: list[Row]) -> None:
    """Else the next test says nothing about those that are missing."""
    assert {notice["template"] for notice in notices} == set(TEMPLATES)


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_notice_has_words_in_every_language(language: str, notices: list[Row]) -> None:
    """No message is missing, no fact that it refers to is absent, no placeholder is left."""
    wording = Wording()
    for notice in notices:
        subject, body = wording.exactly(notice["template"], language, notice["facts"])
        assert subject
        assert body
        assert not {"{", "}", "$", "\0"} & set(subject + body)


def test_a_fact_that_a_template_needs_is_missed_loudly() -> None:
    """A notice with a hole in it must not be sent."""
    with pytest.raises(MissingWords, match="erasure_id"):
        Wording().exactly("erased", "en", {})


def test_a_language_that_is_not_shipped_falls_back_to_english() -> None:
    """Everybody is told something."""
    facts = {"erasure_id": "e1"}
    assert Wording().words("erased", "tlh", facts) == Wording().words("erased", "en", facts)


def test_the_notice_of_a_restriction_says_what_why_until_when_and_how_to_contest_it() -> None:
    """The whole text, so that it is reviewed as what it is."""
    facts = {
        "cause": "v4",
        "post_id": "p4",
        "surface": "feed_post",
        "guideline": "hate_speech_discrimination",
        "level": 2,
        "policy_version": "2026-11",
        "clause": "guidelines.hate_speech_discrimination",
        "points": 2,
        "automated": False,
        "appeal_until": "2026-07-12T08:00:00.000Z",
        "appeal_url": "https://example.org/appeals",
        "score": 5,
        "rung": 4,
        "next_rung": NextRung(6, ["comments", "feed_search", "notifications"]),
        "capabilities": {"feed_search": "2026-01-17T08:00:00.000Z", "notifications": None},
        "still_works": ["comments", "creation"],
        "earlier_strikes": [{"at": "2026-01-05T12:00:00.000Z", "post_id": "p1"}],
        "earlier_strikes_count": 1,
        "posts_observed": 40,
        "share": 0.05,
    }
    subject, body = Wording().words("restricted", "en", facts)
    golden = Path(__file__).with_name("restricted.en.txt").read_text(encoding="utf-8")
    assert f"{subject}\n\n{body}\n" == golden
