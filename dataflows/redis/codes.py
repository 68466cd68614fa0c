"""Surfaces and languages as codes of a small dictionary in the store; what finds no room reads as `other`, `und`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataflows.redis import scripts

if TYPE_CHECKING:
    from collections.abc import Iterable

    import redis

_LONGEST = 64  # strangers choose the words


class SharedCodes(dict[str | None, int]):
    """Word -> code, the same for all workers; 0 is none, and the word that stands for all that found no place."""

    def __init__(self, client: redis.Redis, key: str, other: str, most: int, first: Iterable[str] = ()) -> None:
        super().__init__({None: 0, other: 0})
        self._client, self._key, self._most = client, key, most
        self._script = client.register_script(scripts.CODE)
        self._words, self._is_full = {0: other}, False
        for word in first:
            self[word]

    def __missing__(self, word: str | None) -> int:
        """Ask the store for the code of a word, once."""
        if word is None or len(word) > _LONGEST or self._is_full:
            return 0
        code = int(self._script(keys=[self._key], args=[word, self._most]))
        if not code:  # from here on all that have one are known, and no other is asked for or kept
            self._is_full = True
            self._learn()
            return self.get(word, 0)
        self[word] = code
        self._words.setdefault(code, word)
        return code

    def word(self, code: int) -> str:
        """The word of a code."""
        if code not in self._words:
            self._learn()
        return self._words.get(code, self._words[0])

    def _learn(self) -> None:
        for word, known in self._client.hgetall(self._key).items():
            self[word.decode()] = int(known)
            self._words[int(known)] = word.decode()
