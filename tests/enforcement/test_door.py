"""The door: what a record is, why it is none, and what may be kept of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from enforcement.door import Private, Refusal, judge
from enforcement.events import Post
from enforcement.policy_file import default_policies
from tests.running import Pipeline

POLICIES = default_policies()
AT = "2026-03-01T00:00:00Z"
LATEST = 1_772_323_200_000
"""The same in milliseconds."""
PUBLIC = {"profile_id": "ann", "at": AT, "surface": "feed_post", "audience": "public"}
VALID: dict[str, dict[str, Any]] = {
    "post": {"post_id": "p", **PUBLIC},
    "report": {"report_id": "r", "post_id": "p", "reporter_id": "bob", "guideline": "spam", "at": AT},
    "violation": {"violation_id": "v", "post_id": "p", "guideline": "spam", "at": AT, "decided_by": "mod"},
    "dismissal": {"dismissal_id": "d", "post_id": "p", "at": AT, "decided_by": "mod"},
    "reversal": {"reversal_id": "x", "violation_id": "v", "profile_id": "ann", "at": AT, "decided_by": "lead"},
    "appeal": {"appeal_id": "a", "profile_id": "ann", "target": "v", "at": AT},
    "ruling": {"ruling_id": "g", "appeal_id": "a", "profile_id": "ann", "outcome": "upheld", "at": AT,
               "decided_by": "lead"},
    "claim": {"claim_id": "c", "claimant_id": "bob", "post_id": "p", "ground": "portrait", "evidence": [], "at": AT},
    "counter_claim": {"counter_claim_id": "k", "claim_id": "c", "post_id": "p", "profile_id": "ann", "at": AT},
    "claim_ruling": {"ruling_id": "m", "claim_id": "c", "post_id": "p", "outcome": "withdrawn", "at": AT,
                     "decided_by": "mod"},
    "profile": {"profile_id": "ann", "at": AT, "language": "ko"},
    "erasure": {"erasure_id": "e", "profile_id": "ann", "at": AT},
}  # fmt: skip
for _kind, _fields in VALID.items():
    _fields["kind"] = _kind


def line(kind: str, /, **changes: Any) -> bytes:
    """Spell a record of a kind, with changes; `...` takes a field away."""
    record = {**VALID[kind], **changes}
    return json.dumps({name: value for name, value in record.items() if value is not ...}).encode()


def reason(raw: bytes | None, latest_ms: int | None = None) -> str | None:
    """Return why a record is no event; None if it is one, `private` if it is nobody's business."""
    judged = judge(raw, POLICIES, latest_ms)
    if isinstance(judged, Refusal):
        return judged.reason
    return "private" if isinstance(judged, Private) else None


def kept(raw: bytes) -> Any:
    """Return what may be kept of a refused record."""
    judged = judge(raw, POLICIES)
    assert isinstance(judged, Refusal)
    assert judged.raw is not None
    return json.loads(judged.raw)


# --- what comes in ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(VALID))
def test_a_record_with_all_it_needs_comes_in(kind: str) -> None:
    """Every kind has its way in."""
    assert reason(line(kind)) is None


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in sorted(VALID) for name in sorted(VALID[kind])])
def test_what_is_required_cannot_be_missing_null_or_of_another_type(kind: str, name: str) -> None:
    """JSON is read strictly: a number is no text, and nothing is guessed."""
    optional = {("report", "guideline"), ("profile", "language")}
    missing = None if (kind, name) in optional else "unknown_kind" if name == "kind" else "bad_field"
    assert reason(line(kind, **{name: ...})) == missing
    assert reason(line(kind, **{name: None})) == missing
    assert reason(line(kind, **{name: 7})) == (missing or "bad_field")


@pytest.mark.parametrize("value", ["a" * 128, "!", "~", "#\\\"'", "0"])
def test_an_id_is_up_to_128_visible_characters(value: str) -> None:
    """Whatever producers use as ids, within reason, is one."""
    assert reason(line("post", post_id=value)) is None


@pytest.mark.parametrize("value", ["", "a" * 129, "a b", " a", "a\n", "a\x00", "\x7f", "é", "안녕", "\u00a0"])
def test_an_id_is_nothing_else(value: str) -> None:
    """Ids are compared by bytes: what looks alike must be alike."""
    assert reason(line("post", post_id=value)) == "bad_field"
    assert reason(line("violation", incident_id=value)) == "bad_field"


@pytest.mark.parametrize(("text", "at"), [
    ("2000-01-01T00:00:00Z", 946_684_800_000),
    ("2099-12-31T23:59:59.999999999Z", 4_102_444_799_999),
    ("1999-12-31T23:00:00-01:00", 946_684_800_000),
    ("2026-03-01T09:00:00+09:00", LATEST),
    ("2026-03-01T00:00:00.9Z", LATEST + 900),
    ("2026-03-01T00:00:00.0009Z", LATEST),
])  # fmt: skip
def test_a_time_is_cut_to_the_millisecond_wherever_it_was_written(text: str, at: int) -> None:
    """Cut, never rounded: nothing is moved into the future."""
    judged = judge(line("post", at=text), POLICIES)
    assert isinstance(judged, Post)
    assert judged.at == at


@pytest.mark.parametrize("text", [
    "1999-12-31T23:59:59.999Z", "2100-01-01T00:00:00Z", "2000-01-01T00:30:00+01:00", "2026-03-01",
    "2026-02-30T00:00:00Z",
    "2026-03-01T00:00:00", "2026-03-01T00:00:00.Z", "2026-03-01T00:00:00.0000000000Z", "2026-03-01t00:00:00z",
    "2026-03-01T24:00:00Z", "2026-03-01T00:00:60Z", "2026-03-01T00:00:00+24:00", "+2026-03-01T00:00:00Z", "",
])  # fmt: skip
def test_what_is_no_time_of_this_century_is_refused(text: str) -> None:
    """A clock that was never set must not stop the clock of all others."""
    assert reason(line("post", at=text)) == "bad_field"


def test_of_a_repeated_key_the_last_counts() -> None:
    """As JSON readers have it, so that nobody sees one thing and means another."""
    judged = judge(line("post")[:-1] + b', "post_id": "last"}', POLICIES)
    assert isinstance(judged, Post)
    assert judged.post_id == "last"


# --- what does not, and why ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("raw", "expected"), [
    (None, "too_large"),
    (b" " * 65_537, "too_large"),
    (b"", "not_json"),
    (b"\x00", "not_json"),
    (b"[]", "not_json"),
    (b'"post"', "not_json"),
    (b'{"kind": "post"', "not_json"),
    (b"\xef\xbb\xbf{}", "not_json"),
    (b'{"kind": "\xff"}', "not_json"),
    (b'{"kind": "\xed\xa0\x80"}', "not_json"),
    (b'{"kind": "po\x00st"}', "not_json"),
    (b'{"at": NaN}', "not_json"),
    (b'{"at": -Infinity}', "not_json"),
    (b"{'kind': 'post'}", "not_json"),
    (b"[" * 60_000, "not_json"),
    (b'{"kind": ' * 5_000 + b"1" + b"}" * 5_000, "not_json"),
    (b"{}", "unknown_kind"),
    (b'{"kind": "posts"}', "unknown_kind"),
    (b'{"kind": ' + b"9" * 60_000 + b"}", "unknown_kind"),
    (line("post", post_id=...), "bad_field"),
    (line("report", guideline="taste"), "unknown_guideline"),
    (line("violation", guideline="taste"), "unknown_guideline"),
    (line("ruling", outcome="maybe"), "bad_field"),
    (line("claim", ground="taste"), "bad_field"),
    (line("claim", evidence=[1]), "bad_field"),
    (line("violation", grounds=["taste"]), "bad_field"),
    (line("violation", source="whim"), "bad_field"),
    (line("violation", post=[]), "bad_field"),
    (line("violation", post={}), "bad_field"),
    (line("violation", automated=1), "bad_field"),
])  # fmt: skip
def test_each_refusal_has_its_reason(raw: bytes | None, expected: str) -> None:
    """Whoever sent it must be able to find out what to do."""
    assert reason(raw) == expected


def test_reasons_come_in_their_order() -> None:
    """The first that applies is given, so that two programs give the same."""
    future = {"at": "2026-03-02T00:00:00Z"}
    assert reason(line("violation", **future), LATEST) == "in_future"
    assert reason(line("violation", **future, guideline="taste"), LATEST) == "unknown_guideline"
    assert reason(line("violation", **future, guideline="taste", decided_by=""), LATEST) == "bad_field"
    assert reason(line("violation", **future, guideline="taste", decided_by="", kind="x"), LATEST) == "unknown_kind"
    private = line("violation", **future, guideline="taste", decided_by="", kind="x", audience="friends")
    assert reason(private, LATEST) == "private"
    assert reason(private[:-1], LATEST) == "not_json"
    assert reason(private[:-1] + b" " * 70_000, LATEST) == "too_large"


def test_nothing_is_in_the_future_before_the_last_moment_that_is_allowed() -> None:
    """The bound itself is allowed; a replay has none."""
    assert reason(line("post"), LATEST) is None
    assert reason(line("post"), LATEST - 1) == "in_future"
    assert reason(line("post", at="2099-01-01T00:00:00Z")) is None


@pytest.mark.parametrize("where", [f"{kind}.{name}" for kind, name in [
    ("post", "surface"), ("post", "language"), ("profile", "language"), ("ruling", "reason"), ("reversal", "reason"),
    ("report", "guideline"), ("ruling", "kind"),
]] + ["claim.evidence"])  # fmt: skip
def test_half_a_character_never_stops_the_stream(where: str) -> None:
    """JSON can spell what UTF-8 cannot, a lone surrogate; whatever becomes of it, the next record has its turn."""
    kind, name = where.split(".")
    half: Any = ["\ud800"] if name == "evidence" else "\ud800"
    pipeline = Pipeline()
    pipeline.feed([line("post", post_id="p"), line("violation")] if kind != "post" else [])
    pipeline.feed([line("appeal")])
    pipeline.feed([line(kind, **{name: half})])
    pipeline.feed([line("violation"), line("violation", violation_id="w")])
    assert pipeline.desk.tally["records"] >= 4


# --- what is kept of it ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("broken", [{"kind": "x"}, {"decided_by": ""}, {"guideline": "taste"}])
def test_of_a_refused_event_only_named_fields_are_kept(broken: dict[str, Any]) -> None:
    """What people wrote is nobody's to keep, also not inside an embedded post."""
    post = {**PUBLIC, "text": "words", "title": "more"}
    record = kept(line("violation", text="words", body={"a": "words"}, post=post, **broken))
    assert record == {**VALID["violation"], "post": PUBLIC, **broken}


def test_of_what_was_too_large_nothing_is_kept() -> None:
    """It was not even read."""
    judged = judge(b"x" * 70_000, POLICIES)
    assert isinstance(judged, Refusal)
    assert judged.raw is None


def test_what_is_no_json_is_kept_as_it_came() -> None:
    """Somebody has to see what their producer does."""
    judged = judge(b'{"kind": "post",', POLICIES)
    assert isinstance(judged, Refusal)
    assert judged.raw == b'{"kind": "post",'


@pytest.mark.parametrize("raw", [
    line("post", audience="friends"),
    line("post", surface="chat_message"),
    line("post", surface="mail", audience="friends", post_id=7, at="yesterday"),
    line("post", audience="friends", surface=7),
    line("post", kind="note", audience="members"),
    line("violation", post={**PUBLIC, "surface": "drive_file"}),
    line("report", post={"audience": "friends"}, guideline="taste"),
    line("claim", post={**PUBLIC, "audience": ""}, evidence=7),
    line("appeal", post={"surface": "private_community_post"}),
    line("post", post={"surface": "chat_message"}),
])  # fmt: skip
def test_what_is_out_of_scope_leaves_no_trace(raw: bytes) -> None:
    """Private content is counted by kind; not its ids, not its time, nothing else."""
    pipeline = Pipeline()
    pipeline.feed([raw])
    assert pipeline.result.raw == {stream: [] for stream in pipeline.result.raw}
    assert not vars(pipeline.store)["_ledgers"]
    assert pipeline.desk.now == 0
    assert [name for name in pipeline.desk.tally if name.startswith("private.")]


def test_a_record_of_a_kind_without_a_place_is_not_judged_by_its_own_audience() -> None:
    """Unknown fields are ignored: only a post, or what is not known, has an audience of its own."""
    assert reason(line("appeal", audience="friends", surface="mail")) is None
    assert reason(line("violation", audience="friends")) is None
