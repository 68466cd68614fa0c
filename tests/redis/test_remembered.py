"""Event ids as a store knows them again: nobody without the secret can aim one at another."""

from __future__ import annotations

from xxhash import xxh3_64_digest

from dataflows.redis.hashes import Hashes
from dataflows.redis.remembered import member, place, place_of

KEYS = [f"violation:v{number}" for number in range(500)] + ["appeal:ä\"'\n", "report:" + "x" * 128]


def test_an_id_has_another_place_under_another_secret() -> None:
    """Else whoever found two of one place for himself could let a violation vanish as a duplicate."""
    one, other = Hashes(b"k" * 32), Hashes(b"another secret of thirty-two byt")
    assert all(one.event(key) == Hashes(b"k" * 32).event(key) for key in KEYS)
    assert not {one.event(key) for key in KEYS} & {other.event(key) for key in KEYS}
    assert not {one.event(key) for key in KEYS} & {xxh3_64_digest(key) for key in KEYS}


def test_an_id_in_the_changelogs_leads_to_its_place() -> None:
    """A number that Redis packs, and eleven characters."""
    hashes = Hashes(b"k" * 32)
    for key in KEYS:
        hashed = hashes.event(key)
        assert place_of(member(hashed)) == place(hashed)
        assert len(member(hashed)) == 11
        assert -(1 << 63) <= place(hashed)[1] < 1 << 63
    assert len({place(hashes.event(key)) for key in KEYS}) == len(KEYS)
