"""Ids as 64-bit hashes keyed with the installation's secret: what a post log holds instead of ids.

The upper 12 bits are the bucket, the rest is in the record. XXH3 is not cryptographic: the secret keeps strangers, who
choose ids but never see a hash, from aiming at one.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from xxhash import xxh3_64_digest, xxh3_64_intdigest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

BUCKET_BITS = 12
_SHIFT = 64 - BUCKET_BITS


class Generation(NamedTuple):
    """Which author an erased profile is now, and up to when what it wrote is gone."""

    number: int
    erased_ms: int


class Hashes:
    """The hash functions of one installation; what one made, no other can read."""

    def __init__(self, secret: bytes) -> None:
        keyed = blake2b(b"ids", key=secret[:64], digest_size=16).digest()
        self._posts, self._authors = int.from_bytes(keyed[:8], "big"), int.from_bytes(keyed[8:], "big")
        self._event = blake2b(b"events", key=secret[:64], digest_size=32).digest()
        self.fingerprint = blake2b(b"fingerprint", key=secret[:64], digest_size=8).hexdigest()
        """Tells one secret from another and gives nothing of it away."""

        self.generations: dict[int, Generation] = {}
        """The erased, by the hash of their generation 0."""

    def generation_of(self, profile_id: str) -> Generation | None:
        """Whether a profile was erased."""
        return self.generations.get(self.author(profile_id)) if self.generations else None

    def begin(self, profile_id: str, number: int, erased_ms: int) -> tuple[str, str]:
        """An erased profile is another author from now on; returns what `learn` reads."""
        self.generations[self.author(profile_id)] = Generation(number, erased_ms)
        return self.begun(profile_id, number, erased_ms)

    def begun(self, profile_id: str, number: int, erased_ms: int) -> tuple[str, str]:
        """What `learn` reads of a profile that was erased by an entry of this number."""
        return f"{self.author(profile_id):x}", f"{number:x}:{erased_ms:x}"

    def learn(self, stored: Mapping[bytes, bytes]) -> None:
        """Take over the erased as a store has them."""
        for hashed, written in stored.items():
            number, erased_ms = written.split(b":")
            self.generations[int(hashed, 16)] = Generation(int(number, 16), int(erased_ms, 16))

    def post(self, post_id: str) -> int:
        """The hash of a post."""
        return xxh3_64_intdigest(post_id, self._posts)

    def author(self, profile_id: str, generation: int = 0) -> int:
        """The hash of an author; whoever was erased begins anew as another generation."""
        if not generation:
            return xxh3_64_intdigest(profile_id, self._authors)
        # Of short ids XXH3 is the seed XOR the id, stirred: with a seed near by, an id near by has the same hash.
        return xxh3_64_intdigest(profile_id, xxh3_64_intdigest(b"%d" % generation, self._authors))

    def event(self, event_key: str) -> bytes:
        """The hash of an event's kind and id, 8 bytes; a cryptographic one, since of these there are few."""
        return blake2b(event_key.encode(), key=self._event, digest_size=8).digest()

    def posts(self, post_ids: Sequence[str]) -> NDArray[np.uint64]:
        """The hashes of many posts."""
        return _hashed(post_ids, self._posts)

    def authors(self, profile_ids: Sequence[str]) -> NDArray[np.uint64]:
        """The hashes of many authors of generation 0."""
        return _hashed(profile_ids, self._authors)


def _hashed(ids: Sequence[str], seed: int) -> NDArray[np.uint64]:
    """What `xxh3_64_intdigest` gives for each: as bytes, which cost less than a number each."""
    return np.frombuffer(b"".join(map(xxh3_64_digest, ids, repeat(seed))), ">u8").astype(np.uint64)


def bucket(hashed: int) -> int:
    """The bucket of a hash."""
    return hashed >> _SHIFT


def post_field(hashed: int) -> bytes:
    """What a post's record holds of its hash: the 48 bits after the bucket."""
    return (hashed >> 4 & 0xFFFFFFFFFFFF).to_bytes(6, "big")


def author_field(hashed: int) -> bytes:
    """What an author's record holds of the author's hash: the 40 bits after the bucket."""
    return (hashed >> 12 & 0xFFFFFFFFFF).to_bytes(5, "big")


def written_field(hashed: int) -> bytes:
    """What an author's record holds of a post's hash: its upper 40 bits."""
    return (hashed >> 24).to_bytes(5, "big")
