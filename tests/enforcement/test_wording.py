"""Every notice can be worded in every language, from the facts it really has."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser, ast

from enforcement.events import GROUNDS
from enforcement.facts import CAPABILITIES
from enforcement.languages import languages
from enforcement.policy_file import default_policies
from enforcement.records import NextRung
from enforcement.voice import Voice
from enforcement.wording import MissingWords, Wording
from tests.enforcement.references import References
from tests.hostile import stream
from tests.running import Pipeline, Row, encode, policies_of, run

LOCALES = files("enforcement") / "locales"
LANGUAGES = sorted(languages())
GOLDEN = Path(__file__).with_name("notices.txt")
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "notices.md"
TEMPLATES = {
    *("reminder", "last_reminder", "strike_recorded", "restricted", "changed", "lifted", "service_restricted"),
    *("appeal_received", "appeal_refused", "appeal_upheld", "appeal_overturned", "decision_reversed"),
    *("report_outcome", "reporter_warned", "reporter_suspended", "erased"),
    *("claim_refused", "claim_accepted", "claim_decided"),
    *("content_blocked", "counter_claim_received", "content_released", "content_removed"),
}
CODES = [
    ("strike_recorded", "why", ("stale", "same_incident", "past")),
    ("changed", "reason", ("overturned", "reversed", "corrected")),
    ("lifted", "reason", ("expired", "overturned", "reversed", "corrected", "erased", "released")),
    ("service_restricted", "scope", ("open_chat", "messenger")),
    ("appeal_refused", "reason", ("unknown_target", "too_late", "already_open", "already_decided")),
    ("report_outcome", "outcome", ("upheld", "dismissed", "unfounded")),
    (
        "claim_refused",
        "reason",
        ("evidence_required", "out_of_scope", "already_removed", "already_claimed", "too_many", "too_late"),
    ),
    ("claim_accepted", "on_expiry", ("release", "delete")),
    ("claim_decided", "outcome", ("infringing", "unfounded", "withdrawn", "removed", "already_removed", "released")),
    ("content_blocked", "on_expiry", ("release", "delete")),
    ("content_released", "outcome", ("unfounded", "withdrawn", "expired")),
    ("content_removed", "outcome", ("infringing", "expired")),
    ("counter_claim_received", "blocked", (True, False)),
    ("restricted", "automated", (True, False)),
    ("restricted", "source", (None, "report", "own_initiative", "order", "claim")),
    ("restricted", "from", ("2026-01-05T08:00:00.000Z", "2026-01-05T09:00:00.000Z")),
    ("restricted", "share_window_days", (1.0, 90.0)),
    ("restricted", "rung", ("zero_tolerance", 4)),
    ("restricted", "confirm_by", (None, "2026-01-05T08:00:00.000Z")),
    ("restricted", "earlier_strikes", ([], [{"at": "2026-01-05T12:00:00.000Z", "post_id": "p1", "points": 1}])),
    ("restricted", "posts_observed", (None, 40)),
    ("restricted", "next_rung", (None, NextRung(6, []), NextRung(6, ["creation"]), NextRung(6, ["matching"]))),
    ("restricted", "still_works", ([], ["comments"])),
    ("changed", "causes", ([], ["v_1"], ["v_1", "v_2"])),
    ("changed", "appeal_until", (None, "2026-01-17T08:00:00.000Z")),
    ("changed", "until", (None, "2026-01-17T08:00:00.000Z")),
    ("reporter_suspended", "until", (None, "2026-01-17T08:00:00.000Z")),
    ("service_restricted", "until", (None, "2026-01-17T08:00:00.000Z")),
    ("service_restricted", "earlier_rulings", ([], [{"at": "2026-01-05T12:00:00.000Z", "post_id": "p1"}])),
    ("appeal_received", "post_id", (None, "p1", "p2")),
    ("appeal_overturned", "restored", ([], ["creation"])),
    ("decision_reversed", "reason", (None, "The post was satire.")),
]
"""What selects a form of words: each value must be told apart from the others."""


def golden() -> dict[str, tuple[dict[str, Any], str, str]]:
    """The facts, subject and body of each notice in the golden text."""
    found = {}
    for block in GOLDEN.read_text(encoding="utf-8").split("\n=== ")[1:]:
        template, facts, subject, body = block.split("\n", 3)
        found[template] = (json.loads(facts), subject, body.strip())
    return found


@pytest.fixture(scope="module")
def wording() -> Wording:
    """All languages, loaded once."""
    return Wording()


@pytest.fixture(scope="module")
def notices() -> list[Row]:
    """Notices of hostile streams: every template, with facts present and absent."""
    found: list[Row] = []
    for seed in range(15):
        lines, texts = stream(seed)
        found += run(lines, policies_of(texts)).notices
    return found


def test_the_golden_text_has_a_notice_of_every_template() -> None:
    """Words are reviewed as what they are: the face of the product."""
    assert golden().keys() == TEMPLATES


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_english_says_what_is_written_in_the_golden_text(template: str, wording: Wording) -> None:
    facts, subject, body = golden()[template]
    assert wording.exactly(template, "en", facts) == (subject, body)


def test_hostile_streams_lead_to_every_template(notices: list[Row]) -> None:
    """Else the next test says nothing about those that are missing."""
    assert {notice["template"] for notice in notices} == TEMPLATES


def test_the_golden_facts_are_those_that_notices_have(notices: list[Row]) -> None:
    """A fact that is new has been seen in words by somebody."""
    shown = {template: set(facts) for template, (facts, _, _) in golden().items()}
    for notice in notices:
        assert set(notice["facts"]) <= shown[notice["template"]], notice["template"]


def test_the_page_of_notices_lists_their_facts() -> None:
    """Consumers read the page, not the code."""
    page = PAGE.read_text(encoding="utf-8")
    shared = {name: _quoted(facts) for name, facts in re.findall(r"^- (\*of an? \w+\*): (.*)", page, re.MULTILINE)}
    found: dict[str, set[str]] = {}
    for template, facts in re.findall(r"^\| `(\w+)` \|.*\|(.*)\|$", page, re.MULTILINE):
        common = [names for name, names in shared.items() if name in facts]
        left_out = _quoted(facts.partition(" without ")[2].partition(",")[0])
        found[template] = set().union(*common) - left_out | _quoted(facts) - left_out
    assert found == {template: set(facts) for template, (facts, _, _) in golden().items()}


def _quoted(text: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_manifestly_unfounded_claim_is_told_so(language: str, wording: Wording) -> None:
    """It counts against the claimant; an honest mistake does not."""
    facts = {**golden()["claim_decided"][0], "outcome": "unfounded"}
    told = {wording.exactly("claim_decided", language, {**facts, "manifestly_unfounded": it}) for it in (True, False)}
    assert len(told) == 2


def test_ids_are_said_as_they_are_and_not_more_than_a_person_reads(wording: Wording) -> None:
    """An id with an underscore is an id, not words; a profile may have hundreds of open restrictions."""
    facts = {**golden()["lifted"][0], "causes": [f"v_{number}" for number in range(11)]}
    body = wording.exactly("lifted", "en", facts)[1]
    assert "v_0, v_1," in body
    assert "v_9, …." in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_has_words_in_every_language(language: str, notices: list[Row], wording: Wording) -> None:
    """No message is missing, no fact that it refers to is absent, no placeholder is left."""
    for notice in notices:
        subject, body = wording.exactly(notice["template"], language, notice["facts"])
        assert subject
        assert "\n" not in subject
        assert body
        assert not set("{}$\0\u2068") & set(subject + body)
        assert not {"none", "None", "yes"} & set(body.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("template", "fact", "values"), CODES)
def test_what_differs_is_told_differently(
    language: str, template: str, fact: str, values: tuple[Any, ...], wording: Wording
) -> None:
    """A value that no form of words is written for would be told as another one."""
    facts = golden()[template][0]
    assert len({wording.exactly(template, language, {**facts, fact: value}) for value in values}) == len(values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_default_policy_names_has_a_name_in_every_language(language: str) -> None:
    """Nobody should have to read the key of a policy file."""
    policy = default_policies().versions[0]
    names = {
        *(f"guideline-{name}" for name in policy.guidelines),
        *(f"capability-{name}" for name in (*CAPABILITIES, "matching")),
        *(f"ground-{name}" for name in GROUNDS),
        *(f"surface-{name}" for name in policy.claims.surfaces),
    }
    assert names <= messages_of(language).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_messages_with_the_same_facts(language: str) -> None:
    """A translation that forgets a deadline, or has one message too many, is wrong."""
    assert messages_of(language) == messages_of("en")


def test_a_guideline_without_a_name_is_called_as_the_policy_calls_it(wording: Wording) -> None:
    """Operators may add guidelines; nobody has translated those."""
    facts = {**golden()["reminder"][0], "guideline": "no_unmarked_spoilers"}
    assert "“no unmarked spoilers”" in wording.exactly("reminder", "en", facts)[1]


@pytest.mark.parametrize("reason", ["none", "expired", "yes", "{ $x }", "a\n\nb", "x" * 60_000])
def test_a_reviewers_own_reason_is_said_as_it_is(reason: str, wording: Wording) -> None:
    """Fluent refuses long texts, and our own codes are words too: neither may change what a person wrote."""
    facts = {**golden()["appeal_upheld"][0], "reason": reason}
    assert f"Reason: {reason}\n" in wording.exactly("appeal_upheld", "en", facts)[1]


def test_an_id_that_looks_like_a_time_stays_an_id(wording: Wording) -> None:
    """Producers choose ids."""
    facts = {**golden()["appeal_received"][0], "target": "2026-01-01T00:00:00.000Z"}
    assert "about 2026-01-01T00:00:00.000Z." in wording.exactly("appeal_received", "en", facts)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_has_its_own_name(language: str, wording: Wording) -> None:
    """Twelve deadlines that differ in the month alone."""
    facts = golden()["appeal_received"][0]
    times = [f"2026-{month:02}-05T08:09:10.000Z" for month in range(1, 13)]
    assert len({wording.exactly("appeal_received", language, {**facts, "decide_by": at}) for at in times}) == 12


def test_a_fact_that_a_template_needs_is_missed_loudly(wording: Wording) -> None:
    """A hole in a notice is a mistake of ours, found by tests."""
    with pytest.raises(MissingWords, match="erasure_id"):
        wording.exactly("erased", "en", {})


def test_a_notice_with_a_hole_is_still_sent_as_bare_facts_and_counted() -> None:
    """A person who is restricted is told so, in whatever words are left."""
    wording = Wording()
    assert wording.words("erased", "pt", {"profile": "p1"}) == ("erased", "profile: p1")
    assert wording.unworded == {"erased (pt)": 1, "erased (en)": 1}


def with_half_a_language(folder: Path) -> Wording:
    """English, and `xx`, which has no words for an erasure."""
    english = (LOCALES / "en" / "notices.ftl").read_text(encoding="utf-8")
    for language, text in (("en", english), ("xx", english.replace("\nerased =", "\nnothing ="))):
        (folder / language).mkdir()
        (folder / language / "notices.ftl").write_text(text, encoding="utf-8")
    return Wording(folder)


def test_a_language_that_lacks_a_message_says_it_in_english(tmp_path: Path) -> None:
    """A new language may begin with what it has."""
    wording = with_half_a_language(tmp_path)
    facts = golden()["erased"][0]
    assert wording.words("erased", "xx", facts) == wording.words("erased", "en", facts)
    assert wording.unworded == {"erased (xx)": 1}


def test_the_tally_counts_notices_without_the_words_they_should_have(tmp_path: Path) -> None:
    """Somebody sees that a language file is broken before the people it speaks to do."""
    wording = with_half_a_language(tmp_path)
    pipeline = Pipeline()
    pipeline.desk.voice = Voice(languages(tmp_path), wording)
    at = "2026-01-05T08:00:00Z"
    for who, language in (("ann", "xx"), ("bob", "en")):
        profile = {"kind": "profile", "profile_id": who, "at": at, "language": language}
        pipeline.feed(encode([profile, {"kind": "erasure", "erasure_id": who, "profile_id": who, "at": at}]))
    assert (pipeline.desk.tally["notices.erased"], pipeline.desk.tally["unworded.erased"]) == (2, 1)


def test_a_language_that_is_not_shipped_falls_back_to_english(wording: Wording) -> None:
    """Everybody is told something."""
    facts = golden()["erased"][0]
    assert wording.words("erased", "tlh", facts) == wording.exactly("erased", "en", facts)


def messages_of(language: str) -> dict[str, set[str]]:
    """Each message with the facts and messages it refers to, the plural of a number aside; no message twice."""
    text = (LOCALES / language / "notices.ftl").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for entry in FluentParser().parse(text).body:
        assert not isinstance(entry, ast.Junk), entry
        if isinstance(entry, (ast.Message, ast.Term)):
            assert entry.id.name not in found
            references = References()
            references.visit(entry)
            found[entry.id.name] = references.found
    return found
