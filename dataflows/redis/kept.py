"""A ledger as it is kept, in Redis and in the changelogs: a head, then its MessagePack, deflated.

    form 1 B | number of the entry that wrote it 5 B | when it is due 6 B | length 4 B, what waits | ledger

Form 0: the ledger is deleted, and nothing follows the number. Otherwise 1, and 2 more where something is due, and 4
more where something waits. The ledger is a raw deflate stream with a preset dictionary: `DICTIONARY`, then the
ledger's own key, since a ledger repeats its id.
"""

from __future__ import annotations

import zlib
from typing import NamedTuple

DELETED, KEPT, DUE, WAITING = 0, 1, 2, 4
NUMBER_BYTES, DUE_BYTES, LENGTH_BYTES = 5, 6, 4
_HEAD = 1 + NUMBER_BYTES
_LEVEL, _WINDOW, _MEMORY = 1, -11, 1  # 2 kB of window: five microseconds a ledger, and fifteen with zlib's own choice

_WORDS = (
    "notifications service reporting terrorism_extremism child_abuse graphic_obscene_sexual malicious_programs "
    "illegal_activities sexual_harassment religiously_offensive dangerous_content intellectual_property identity_theft "
    "private_information portrait defamation personal_information other_right open_chat_announcement "
    "open_chat_schedule open_chat_cover open_profile_post open_chat_vote talk_board_comment talk_board_post order "
    "claim matching feed_search comments creation hate_speech_discrimination violent_content privacy_violation "
    "abusive_content misinformation cyberbullying_harassment "
)
_CASE = (
    b"\x96\xa4post\xc0\xa9dismissed\x90\x92\x94\xcf\x00\x00\x01\xc2\xc3\xc2\xc2\xc2\xc3\xce\x00\x14XV\x03\x00\x00\x91"
    b"\xa4spam\xce\x00\n,+\x03\x00\x00\x90\xc0\xa6upheld\x90\x90\x00\x00\x00\x00\x90\xc2"
)
_PROFILE = (
    b"\x00\x90\x80\x90\x90\x90\x97\x00\x00\x91\x92\xcf\x00\x00\x01\xc2\x90\xc0\x00\x00\x90\xc0\x00\xc0"
    b"\xa6report\x82\xabfeed_search\xcf\x00\x00\x01\xadnotifications\xcf\x00\x00\x01\xaeown_initiative\xdc\x00\x16"
    b"\x02\x91\xdc\x00\x16\xcf\x00\x00\x01\xa4spam\x03\xcf\x00\x00\x01\xa7comment\xa9feed_post\xb1p:"
    b"\xacmoderator-\x07\xc2\xc2\xc2\x01\x01\x01\x01\x01\x80\x00\x91\xcf\xc0\x80\x90\x90\x90\xc0\x90\xc0\x00\xc0"
)
DICTIONARY = _WORDS.encode() + _CASE + _PROFILE
"""What ledgers have in common; without all of it nothing kept can be read, so changing it changes the schema."""


class Kept(NamedTuple):
    """A ledger, the entry that wrote it, when it wants to be looked at, and what waits in it."""

    number: int
    due: int | None
    ledger: bytes
    wait: str | None = None


def keep(key: str, number: int, due: int | None, ledger: bytes | None, wait: str | None = None) -> bytes:
    """The bytes of a ledger; without one, those that delete it."""
    written = number.to_bytes(NUMBER_BYTES, "big")
    if ledger is None:
        return bytes([DELETED]) + written
    form, more = KEPT, b""
    if due is not None:
        form, more = form | DUE, due.to_bytes(DUE_BYTES, "big")
    if wait is not None:
        text = wait.encode()
        form, more = form | WAITING, more + len(text).to_bytes(LENGTH_BYTES, "big") + text
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zdict=DICTIONARY + key.encode())
    return bytes([form]) + written + more + deflate.compress(ledger) + deflate.flush()


def is_deleted(kept: bytes) -> bool:
    """Whether such bytes delete a ledger."""
    return kept[0] == DELETED


class Head(NamedTuple):
    """What stands before a ledger, and where that begins."""

    number: int
    due: int | None
    wait: str | None
    end: int


def head(kept: bytes) -> Head:
    """The head of such bytes; a deleted ledger is never due, and nothing waits in it."""
    form, end = kept[0], _HEAD
    due = wait = None
    if form & DUE:
        due, end = int.from_bytes(kept[end : end + DUE_BYTES], "big"), end + DUE_BYTES
    if form & WAITING:
        start = end + LENGTH_BYTES
        end = start + int.from_bytes(kept[end:start], "big")
        wait = kept[start:end].decode()
    return Head(int.from_bytes(kept[1:_HEAD], "big"), due, wait, end)


def read(key: str, kept: bytes) -> Kept:
    """The ledger in such bytes, which do not delete it."""
    number, due, wait, end = head(kept)
    ledger = zlib.decompressobj(_WINDOW, DICTIONARY + key.encode()).decompress(kept[end:])
    return Kept(number, due, ledger, wait)
