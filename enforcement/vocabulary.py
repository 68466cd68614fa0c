"""Decoding posts by words known in advance: a text that was seen before is not made anew for each post.

Surfaces, audiences and languages are few. Decoding costs the same; what is done with one text for all (looking it up,
forgetting it) costs less, a tenth of what is done with a post here.
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
        self._words: dict[str, set[str | None] | None] = {"surface": {""}, "audience": {""}, "language": {None}}
        """Of each field; a Literal has at least one value. None: there are too many to know them."""
        self._decode: Callable[[bytes], Wire] | None = None

    def decode_all(self, lines: Sequence[bytes]) -> list[Wire]:
        """The records as `shapes.decode` has them, posts perhaps as a subclass; raises what that raises."""
        if self._decode is not None:
            try:
                return list(map(self._decode, lines))
            except msgspec.ValidationError:
                pass
        wires = list(map(decode, lines))
        posts = [wire for wire in wires if type(wire) is WirePost]
        if sum([self._learn(field, posts) for field in self._words]):
            self._decode = self._decoder()
        return wires

    def _learn(self, field: str, posts: Iterable[WirePost]) -> bool:
        """Whether there is anything new."""
        known = self._words[field]
        new: set[str | None] = {getattr(post, field) for post in posts} if known is not None else set()
        if known is None or new <= known:
            return False
        words = known | new
        most = len(words) > _MOST or max(len(word or "") for word in words) > _LONGEST
        self._words[field] = None if most else words
        return True

    def _decoder(self) -> Callable[[bytes], Wire]:
        """What decodes posts of these words only, and everything else as ever."""
        types = {
            field: (str | None if field == "language" else str) if words is None else Literal[tuple(words)]
            for field, words in self._words.items()
        }
        fields: list[Any] = [
            ("surface", types["surface"]),
            ("audience", types["audience"]),
            ("language", types["language"], None),
        ]
        post = msgspec.defstruct("KnownPost", fields, bases=(WirePost,), tag_field="kind", tag="post", gc=False)
        return msgspec.json.Decoder(post | WireReport | WireViolation).decode
