"""The changelogs: what the store holds, as two compacted topics from which a lost store is made again.

`enforcement.ledger`: profile_id -> a ledger. `enforcement.cases`: all else, by the first characters of the key:
`c:` a post's ledger, `i:` an event id that counts, `e:` an erasure (a keyed hash), `g:` which author an erased profile
is now, `o:` an entry of the journal, `n:` the newest entry's number. Ledgers are as Redis has them, other values are
msgpack; an empty one deletes its key.

An entry goes out, and is confirmed, before anything it led to: what was said can be found here, and said again under
the same id. It is taken back once its outputs are known to be delivered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dataflows.redis import kept
from dataflows.redis.remembered import member

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dataflows.redis.hashes import Hashes
    from enforcement.ports import Entry

LEDGER, CASES = "enforcement.ledger", "enforcement.cases"
TOPICS = (LEDGER, CASES)
ENTRIES, CHANGES = "entries", "changes"
"""The internal streams among the outputs: entries, then what they changed."""
READ = "read"
"""When what led to the outputs was read."""


class Change(msgspec.Struct, array_like=True, gc=False):
    """One record of a changelog; without a value it deletes its key."""

    topic: str
    key: str
    value: bytes | None


class _Plain(msgspec.Struct, array_like=True, gc=False):
    """A ledger as versions with schema 1 wrote it."""

    number: int
    due: int | None
    ledger: bytes
    wait: str | None = None


class Newest(msgspec.Struct, array_like=True, gc=False):
    """How far the store had come."""

    number: int
    now: int
    decided: dict[str, int] = {}


_PIECE_BYTES = 500_000
pack = msgspec.msgpack.Encoder().encode
unpack_change = msgspec.msgpack.Decoder(Change).decode
_unpack_plain = msgspec.msgpack.Decoder(_Plain).decode
_PLAIN = (0x93, 0x94)  # an array of three or four
unpack_seconds = msgspec.msgpack.Decoder(float).decode
unpack_newest = msgspec.msgpack.Decoder(Newest).decode


def written(number: int, entry: Entry) -> list[bytes]:
    """An entry as it goes out before all else, in pieces that any broker takes."""
    raw = pack(entry)
    pieces = [raw[start : start + _PIECE_BYTES] for start in range(0, len(raw), _PIECE_BYTES)]
    return [pack(Change(CASES, _piece_key(number, place, len(pieces)), piece)) for place, piece in enumerate(pieces)]


def delivered(number: int, pieces: int) -> list[bytes]:
    """An entry whose outputs are known to be delivered is taken back."""
    return [pack(Change(CASES, _piece_key(number, place, pieces), None)) for place in range(pieces)]


def _piece_key(number: int, place: int, pieces: int) -> str:
    return f"o:{number}:{place}:{pieces}"


def number_of(key: str) -> int:
    """Of which entry a record is a piece."""
    return int(key.split(":")[1])


def whole(pieces: dict[str, bytes]) -> bytes | None:
    """The entry whose pieces these are, by key; None if one is missing: then nothing of it was ever said."""
    ordered = sorted(pieces, key=lambda key: int(key.split(":")[2]))
    if len(ordered) != int(ordered[0].split(":")[3]):
        return None
    return b"".join(pieces[key] for key in ordered)


def ledger_key(topic: str, key: str) -> str | None:
    """The ledger that a record of a changelog is about, by its key in the store; None: it is about something else."""
    if topic.endswith(LEDGER):
        return "p:" + key
    return key if key[:2] == "c:" else None


def kept_of(key: str, value: bytes | None) -> bytes:
    """The ledger of a record as Redis is to have it: none, or one that a version with schema 1 may have written."""
    if value is None:
        return kept.keep(key, 0, None, None)
    if value[0] not in _PLAIN:
        return value
    plain = _unpack_plain(value)
    return kept.keep(key, plain.number, plain.due, plain.ledger, plain.wait)


def changes(number: int, entry: Entry, ledgers: Mapping[str, bytes], hashes: Hashes) -> list[bytes]:
    """What an entry changed; its ledgers as Redis has them."""
    return [pack(change) for change in _changes(number, entry, ledgers, hashes)]


def _changes(number: int, entry: Entry, ledgers: Mapping[str, bytes], hashes: Hashes) -> Iterator[Change]:
    for hashed, at_ms in entry.erased.items():
        yield Change(CASES, "e:" + hashed, pack(at_ms))
    for profile_id, at_ms in entry.appears_drop.items():
        hashed, begun = hashes.begun(profile_id, number, at_ms)
        yield Change(CASES, "g:" + hashed, begun.encode())
    for key in entry.seen_drop:
        yield Change(CASES, "i:" + member(hashes.event(key)), None)
    for key, until in entry.seen_add.items():
        yield Change(CASES, "i:" + member(hashes.event(key)), pack(until))
    for key, ledger in ledgers.items():
        value = None if kept.is_deleted(ledger) else ledger
        yield Change(LEDGER, key[2:], value) if key[0] == "p" else Change(CASES, key, value)
    yield Change(CASES, "n:", pack(Newest(number, entry.now, entry.decided)))
