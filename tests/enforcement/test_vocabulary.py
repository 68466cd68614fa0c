"""A decoder that knows words gives what one that knows none gives, whatever was seen before."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.shapes import WirePost, decode
from enforcement.vocabulary import Vocabulary

_words = st.sampled_from(["comment", "feed_post", "", "ko", "한국어", 'a"b', "x" * 65]) | st.text(max_size=3)


@st.composite
def _lines(draw: st.DrawFn) -> bytes:
    record: dict[str, Any] = {
        "kind": "post",
        "post_id": "p",
        "profile_id": "u",
        "at": "2026-01-01T00:00:00Z",
        "surface": draw(_words),
        "audience": draw(_words),
    }
    if draw(st.booleans()):
        record["language"] = draw(_words | st.none())
    report = {"kind": "report", "report_id": "r", "post_id": "p", "reporter_id": "u", "at": record["at"]}
    return json.dumps(draw(st.sampled_from([record, record, report])), ensure_ascii=draw(st.booleans())).encode()


def _fields(wires: list[Any]) -> list[dict[str, Any]]:
    return [msgspec.structs.asdict(wire) for wire in wires]


@given(st.lists(st.lists(_lines(), max_size=4), max_size=6))
def test_words_change_nothing(batches: list[list[bytes]]) -> None:
    vocabulary = Vocabulary()
    for batch in batches:
        assert _fields(vocabulary.decode_all(batch)) == _fields([decode(line) for line in batch])


def _post(**fields: object) -> bytes:
    usual = {"kind": "post", "post_id": "p", "profile_id": "u", "at": "t", "surface": "comment", "audience": "public"}
    return json.dumps({key: value for key, value in {**usual, **fields}.items() if value != "none"}).encode()


def test_known_words_are_one_text_each() -> None:
    vocabulary = Vocabulary()
    vocabulary.decode_all([_post(language="ko")])
    first, second = vocabulary.decode_all([_post(language="ko"), _post(language="ko")])
    assert type(first) is not WirePost
    assert first.surface is second.surface  # type: ignore[union-attr]  # both are posts


@pytest.mark.parametrize("broken", [{"surface": "none"}, {"audience": None}, {"language": 5}, {"post_id": ""}])
def test_what_is_no_post_is_none_with_words_either(broken: dict[str, object]) -> None:
    vocabulary = Vocabulary()
    vocabulary.decode_all([_post(language="ko")])
    with pytest.raises(msgspec.ValidationError):
        vocabulary.decode_all([_post(**broken)])


def test_strangers_cannot_make_it_learn_without_end() -> None:
    """Of a field with too many words none is known; what comes is decoded once, and other fields are known still."""
    vocabulary = Vocabulary()
    for number in range(100):
        vocabulary.decode_all([_post(language=f"l{number}")])
    assert not _is_known(vocabulary, "language", "l0")
    assert _is_known(vocabulary, "surface", "comment")
    [post] = vocabulary.decode_all([_post(language="never seen")])
    assert type(post) is not WirePost


def test_a_word_that_is_too_long_is_not_learned() -> None:
    vocabulary = Vocabulary()
    vocabulary.decode_all([_post(surface="y" * 64)])
    assert _is_known(vocabulary, "surface", "y" * 64)
    vocabulary.decode_all([_post(surface="x" * 65)])
    assert not _is_known(vocabulary, "surface", "x" * 65)
    [post] = vocabulary.decode_all([_post(surface="z" * 66)])
    assert type(post) is not WirePost


def _is_known(vocabulary: Vocabulary, field: str, word: str) -> bool:
    first, second = vocabulary.decode_all([_post(**{field: word})] * 2)
    return getattr(first, field) is getattr(second, field)
