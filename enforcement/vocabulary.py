"""Decoding posts by words known in advance: a text that was seen before is not made anew for each post.

Surfaces, audiences and languages are few; making, hashing and forgetting their texts costs a tenth of a post's way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from enforcement.shapes import WirePost, WireReport, WireViolation, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from enforcement.shapes import Wire

_MOST, _LONGEST = 64, 64  # words of a field, and their characters: of more, strangers choose them


class Vocabulary:
    """Learns the words of posts as they come; a batch with another one is decoded without, and they are learned."""

    def __init__(self) -> None:
        self._surfaces, self._audiences = {""}, {""}  # a Literal has at least one value
        self._languages: set[str | None] = {None}
        self._decode: Callable[[bytes], Wire] | None = None

    def decode_all(self, lines: Sequence[bytes]) -> list[Wire]:
        """The records as `shapes.decode` has them, posts perhaps as a subclass; raises what that raises."""
        if self._decode is not None:
            try:
                return list(map(self._decode, lines))
            except msgspec.ValidationError:
                pass
        wires = list(map(decode, lines))
        if self._learn([wire for wire in wires if type(wire) is WirePost]):
            self._decode = self._decoder()
        return wires

    def _learn(self, posts: Iterable[WirePost]) -> bool:
        """Whether there are new words, and room for them."""
        known = len(self._surfaces) + len(self._audiences) + len(self._languages)
        for post in posts:
            _add(self._surfaces, post.surface)
            _add(self._audiences, post.audience)
            _add(self._languages, post.language)
        return len(self._surfaces) + len(self._audiences) + len(self._languages) > known

    def _decoder(self) -> Callable[[bytes], Wire]:
        """What decodes posts of these words only, and everything else as ever."""
        fields: list[Any] = [
            ("surface", Literal[tuple(self._surfaces)]),
            ("audience", Literal[tuple(self._audiences)]),
            ("language", Literal[tuple(self._languages)], None),
        ]
        post = msgspec.defstruct("KnownPost", fields, bases=(WirePost,), tag_field="kind", tag="post", gc=False)
        return msgspec.json.Decoder(post | WireReport | WireViolation).decode


def _add(words: set[str] | set[str | None], word: str | None) -> None:
    if word not in words and len(words) < _MOST and len(word or "") <= _LONGEST:
        words.add(word)  # type: ignore[arg-type]  # None is there from the beginning where it may be
