"""Damaged files give what they have, loudly."""

from __future__ import annotations

import gzip
import random
import zlib
from pathlib import Path

import pytest
import zstandard

from dataflows.sources.files import InputError, LineReader
from tests.dataflows.packs import (
    LINES,
    PACKS,
    Pack,
    all_lines,
    compressions,
    lines_before_the_error,
    saved,
    split,
)


@compressions
@pytest.mark.parametrize("left", [0.3, 0.6, 0.99])
def test_a_file_that_was_cut_off_gives_what_it_has(tmp_path: Path, pack: Pack, left: float) -> None:
    """An interrupted download is the commonest damage: what is left is used but for a byte or two, loudly."""
    packed = pack(LINES)
    cut = packed[: int(len(packed) * left)]
    unpack = zlib.decompressobj(31) if pack is gzip.compress else zstandard.ZstdDecompressor().decompressobj()
    readable = unpack.decompress(cut)
    lines, told = lines_before_the_error(LineReader(saved(tmp_path / "events", cut)))
    given_back = b"\n".join(line or b"" for line in lines)
    assert readable.startswith(given_back)
    assert len(readable) - len(given_back) <= 2
    assert f"/events: the compressed data are cut off after line {given_back.count(10)};" in told


ENDS = {
    "gzip": 0,
    "gzip members": 1,
    "zstd": 0,
    "zstd of known length": 0,
    "zstd frames": 1,
    "zstd skippable": 2,
}


@pytest.mark.parametrize("pack", ENDS)
def test_a_file_cut_off_anywhere_but_between_members_is_an_error(tmp_path: Path, pack: str) -> None:
    """In a header, the data, a block, a checksum, or the second member."""
    whole = PACKS[pack](b"first\nsecond, which is longer\nthird\n" * 3)
    silent = [end for end in range(4, len(whole)) if not is_refused(tmp_path, whole[:end])]
    assert len(silent) == ENDS[pack]
    assert not is_refused(tmp_path, whole)


def is_refused(tmp_path: Path, packed: bytes) -> bool:
    """Tell whether a file of these bytes ends in an error."""
    try:
        all_lines(LineReader(saved(tmp_path / "events", packed)))
    except InputError:
        return True
    return False


@compressions
def test_a_wrong_checksum_is_an_error(tmp_path: Path, pack: Pack) -> None:
    """The data unpack without complaint, and are not what was packed."""
    packed = bytearray(pack(LINES))
    packed[-5 if pack is gzip.compress else -1] ^= 1
    _, told = lines_before_the_error(LineReader(saved(tmp_path / "events", packed)))
    assert "cannot be unpacked" in told


@compressions
def test_damage_in_the_middle_is_an_error_after_the_lines_before_it(tmp_path: Path, pack: Pack) -> None:
    """What came before is good and stays; the line number says where to look."""
    noise = random.Random(1).randbytes(300_000).replace(b"\n", b"")
    packed = bytearray(pack(LINES + noise + b"\n" + LINES))
    at = len(packed) * 3 // 4
    packed[at : at + 64] = bytes(64)
    lines, told = lines_before_the_error(LineReader(saved(tmp_path / "events", packed)))
    assert lines[:1000] == split(LINES)[:1000]
    assert " after line " in told


@compressions
def test_what_follows_the_packed_data_is_not_passed_over(tmp_path: Path, pack: Pack) -> None:
    """Lines appended to a packed file would otherwise be lost without a word."""
    followed = saved(tmp_path / "events", pack(b"a\nb\n") + LINES)
    lines, told = lines_before_the_error(LineReader(followed))
    assert lines == [b"a", b"b"]
    assert "after line 2;" in told
