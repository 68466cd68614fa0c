"""Many records at once are judged exactly like each alone: the short cut (`intake`) and the long way (`door.judge`)."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from enforcement.door import Private, Refusal, judge
from enforcement.events import Event, Post, Report, Violation
from enforcement.intake import admit
from enforcement.policy import Policies
from tests.enforcement.test_door import AT, LATEST, POLICIES, PUBLIC, VALID, line
from tests.model.door import Dead, Dropped, enter
from tests.model.hostile_policies import policies as hostile_policies
from tests.model.policy import Policies as LiteralPolicies
from tests.running import policies_of

Judged = tuple[dict[int, Event], dict[int, Refusal], Counter[str]]


def one_by_one(lines: list[bytes | None], policies: Policies, latest_ms: int | None) -> Judged:
    """Judge each record alone."""
    events: dict[int, Event] = {}
    refused: dict[int, Refusal] = {}
    private: Counter[str] = Counter()
    for position, raw in enumerate(lines):
        if raw is not None and not raw.strip():
            continue
        judged = judge(raw, policies, latest_ms)
        if isinstance(judged, Refusal):
            refused[position] = judged
        elif isinstance(judged, Private):
            private[judged.kind] += 1
        else:
            events[position] = judged
    return events, refused, private


def at_once(lines: list[bytes | None], policies: Policies, latest_ms: int | None) -> Judged:
    """Judge all in one batch; how many posts came before each event must be right as well."""
    batch = admit(lines, policies, "f", 1, latest_ms=latest_ms)
    posts = batch.posts
    assert list(posts.positions) == sorted(posts.positions)
    assert batch.size == len(lines)
    events: dict[int, Event] = {position: posts.post(row) for row, position in enumerate(posts.positions)}
    places = [rare.arrival.origin.position - 1 for rare in batch.rare]
    assert places == sorted(places)
    for rare, place in zip(batch.rare, places, strict=True):
        assert rare.before == sum(position < place for position in posts.positions)
        assert rare.arrival.event is not None
        events[place] = rare.arrival.event
    return events, dict(batch.refused), batch.private


_ids = st.sampled_from(
    ["p", "v1", "~!", "a" * 128, "a" * 129, "", "a b", "é", "안녕", "\x7f", "\x00", "a\\b", 'a"b', "a/b"]
)
_times = st.sampled_from([
    AT, "2026-03-01T00:00:00.001Z", "2026-03-01T09:00:00.123456789+09:00", "2026-04-11T00:00:00-00:00",
    "2026-02-29T00:00:00Z",
    "1999-12-31T23:59:59.999Z", "2000-01-01T00:00:00Z", "1999-12-31T23:30:00-01:00", "2099-12-31T23:59:59.999999999Z",
    "2100-01-01T00:00:00Z", "2099-12-31T23:59:59-00:01", "2026-03-01T24:00:00Z", "2026-03-01T00:00:60Z",
    "2026-03-01t00:00:00z", "2026-03-01 00:00:00Z", "2026-03-01T00:00:00", "2026-03-01T00:00:00.Z",
    "2026-03-01T00:00:00.1234567890Z", "2026-03-01T00:00:00+24:00", "2026-03-01T00:00:00+01:60",
    "\uff12026-03-01T00:00:00Z",
])  # fmt: skip
_odd: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, 0, 1, 1.5, 10**30, "", "x", [], ["x"], [1], {}, {"a": 1}, "\u2028"]
)
_surfaces = st.sampled_from(["feed_post", "comment", "story", "chat_message", "mail", "", "새"])
_audiences = st.sampled_from(["public", "public", "public", "friends", "Public", ""])
_guidelines = st.sampled_from(["spam", "identity_theft", "child_abuse", "taste", "", None])
_grounds = st.sampled_from([[], ["race"], ["race", "age"], ["taste"], ["race", 1], None, "race"])


@st.composite
def embedded_posts(draw: st.DrawFn) -> Any:
    """Draw an embedded post, of which anything may be wrong."""
    post = {**PUBLIC, "surface": draw(_surfaces), "audience": draw(_audiences), "at": draw(_times)}
    return draw(st.sampled_from([PUBLIC, post, {**post, "language": draw(_odd)}, {**post, "profile_id": draw(_ids)},
                                 {**post, draw(st.sampled_from(sorted(PUBLIC))): draw(_odd)}, draw(_odd)]))  # fmt: skip


_values: dict[str, st.SearchStrategy[Any]] = {
    "at": _times,
    "surface": _surfaces,
    "audience": _audiences,
    "guideline": _guidelines,
    "grounds": _grounds,
    "post": embedded_posts(),
    "source": st.sampled_from(["report", "order", "whim", None]),
    "outcome": st.sampled_from(["upheld", "infringing", "maybe"]),
    "language": st.sampled_from(["ko", "pt-BR", "not a tag", None]),
    "text": st.sampled_from(["words", "안녕 \x00", [[1.5]], {"kind": "post", "audience": "friends"}]),
    "kind": st.sampled_from([*VALID, "Post", "", None]),
    "incident_id": _ids,
    "automated": st.booleans(),
    "trusted": st.booleans(),
}


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a record of a common kind more often than of a rare one; up to three of its fields are drawn anew."""
    kind = draw(st.sampled_from(["post", "post", "post", "violation", "violation", "report", "report", *VALID]))
    record = dict(VALID[kind])
    for name in draw(st.lists(st.sampled_from([*sorted(_values), *record]), max_size=3)):
        how = draw(st.integers(0, 6))
        if how == 0:
            record.pop(name, None)
        elif how == 1:
            record[name] = draw(_odd)
        else:
            record[name] = draw(_values.get(name, _ids))
    return record


@st.composite
def raw_records(draw: st.DrawFn) -> bytes | None:
    """Draw a record as bytes: spelled plainly, unusually, or damaged."""
    record = draw(records())
    how = draw(st.integers(0, 18))
    plain = json.dumps(record, separators=(",", ":")).encode()
    spellings: dict[int, bytes | None] = {
        0: json.dumps(record, indent=1).encode(),
        1: json.dumps(record, ensure_ascii=False).encode(),
        2: json.dumps(dict(reversed(record.items()))).encode(),
        3: plain.replace(b'"post"', b'"\\u0070ost"').replace(b"a", b"\\u0061") if b"\\" not in plain else plain,
        4: plain[:-1] + b"," + json.dumps({draw(st.sampled_from([*record])): draw(_odd)})[1:].encode(),
        5: plain[:-1] + b',"x":"\xff"}',
        6: plain[:-1] + b',"x":"\xed\xa0\x80"}',
        7: b" \t" + plain + b"\r\n",
        8: plain + plain,
        9: draw(st.binary(max_size=12)),
        10: None,
        11: plain[:-1] + b',"text":"\\ud800"}',
        12: plain[:-1] + b',"surface":"\\ud800"}',
    }
    return spellings.get(how, plain)


@st.composite
def several_policies(draw: st.DrawFn) -> Policies:
    """Draw the shipped policy, or several versions that differ in scope and guidelines."""
    seed = draw(st.integers(0, 50))
    return policies_of(hostile_policies(random.Random(seed))) if seed else POLICIES


@settings(max_examples=300, deadline=None)
@given(st.lists(raw_records(), max_size=12), several_policies(), st.sampled_from([None, None, LATEST, LATEST - 1]))
@example([line("post", surface="mail"), line("post", post_id="")], POLICIES, None)
def test_records_at_once_are_judged_like_each_alone(
    lines: list[bytes | None], policies: Policies, latest_ms: int | None
) -> None:
    """The short cut for what is well formed must never decide anything else than the long way."""
    assert at_once(lines, policies, latest_ms) == one_by_one(lines, policies, latest_ms)


def literally(raw: bytes, texts: list[str]) -> str | None:
    """Return why a record is no event, as the literal reading of the contract has it."""
    try:
        enter(raw, 1, LiteralPolicies(texts))
    except Dropped:
        return "private"
    except Dead as dead:
        return str(dead.args[0])
    return None


@settings(max_examples=300, deadline=None)
@given(raw_records(), st.integers(0, 50))
def test_each_record_is_judged_as_the_contract_says(raw: bytes | None, seed: int) -> None:
    """The same reasons, in the same order of precedence, as a second reading of the same page."""
    texts = hostile_policies(random.Random(seed))
    if raw is None or not raw.strip():
        return
    judged = judge(raw, policies_of(texts))
    reason = judged.reason if isinstance(judged, Refusal) else "private" if isinstance(judged, Private) else None
    assert reason == literally(raw, texts)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=60) | st.text(max_size=30).map(str.encode), min_size=1, max_size=8))
def test_any_bytes_are_judged_the_same_either_way(lines: list[bytes | None]) -> None:
    """Soup too."""
    assert at_once(lines, POLICIES, None) == one_by_one(lines, POLICIES, None)


def test_the_short_cut_is_taken_where_all_is_well() -> None:
    """Otherwise the two tests above would compare a thing with itself."""
    lines: list[bytes | None] = [line("post"), line("violation", post=PUBLIC), line("report")]
    batch = admit(lines, POLICIES, "f", 1)
    assert isinstance(batch.posts.post(0), Post)
    assert [type(rare.arrival.event) for rare in batch.rare] == [Violation, Report]
