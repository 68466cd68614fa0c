"""Numbers for words: a small dictionary where what does not fit any more reads as one of them, and one without end."""

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


class Names(dict[str, int]):
    """Name -> number, given out as names are met; an empty name is one that is forgotten."""

    def __init__(self, names: list[str]) -> None:
        super().__init__((name, code) for code, name in enumerate(names) if name)
        self.names = names

    def __missing__(self, name: str) -> int:
        """Give a name its number."""
        self[name] = code = len(self.names)
        self.names.append(name)
        return code
