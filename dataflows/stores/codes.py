"""A small dictionary of words: what does not fit any more reads as one of them."""

from __future__ import annotations

_MOST = 255
_LONGEST = 64  # strangers choose the words


class Codes(dict[str, int]):
    """Word -> code, given out as words are met; 0 is the word that stands for all that found no place."""

    def __init__(self, other: str) -> None:
        super().__init__({other: 0})
        self.names = [other]

    def __missing__(self, word: str) -> int:
        """Give a word its code."""
        if len(self.names) > _MOST or len(word) > _LONGEST:
            return 0
        self[word] = code = len(self.names)
        self.names.append(word)
        return code
