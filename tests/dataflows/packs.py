"""Files packed in every way, and how tests read them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from dataflows.sources.files import MAX_RECORD_BYTES, InputError, LineReader

Pack = Callable[[bytes], bytes]

PIECES = [b"\n", b"\r\n", b" ", b"a", b"bc", b"\0", b"d" * 9, b"e" * 40]
LINES = b"".join(b'{"n":%d}\n' % n for n in range(20_000))
SKIPPABLE_FRAME = b"\x5a\x2a\x4d\x18\x03\0\0\0abc"


def zstd(data: bytes) -> bytes:
    """One frame with a checksum, of unknown length, in several blocks."""
    packer = zstandard.ZstdCompressor(write_checksum=True).compressobj()
    half = len(data) // 2
    first = packer.compress(data[:half]) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    return first + packer.compress(data[half:]) + packer.flush()


def halves(pack: Pack) -> Pack:
    """Pack into two members or frames, one after the other."""
    return lambda data: pack(data[: len(data) // 2]) + pack(data[len(data) // 2 :])


PACKS: dict[str, Pack] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "gzip members": halves(gzip.compress),
    "gzip padded": lambda data: gzip.compress(data) + bytes(600),
    "gzip padded between": lambda data: gzip.compress(b"") + bytes(70_000) + gzip.compress(data),
    "zstd": zstd,
    "zstd of known length": zstandard.compress,
    "zstd frames": halves(zstd),
    "zstd skippable": lambda data: SKIPPABLE_FRAME + zstd(data) + SKIPPABLE_FRAME,
}
packs = pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
compressions = pytest.mark.parametrize("pack", [gzip.compress, zstd], ids=["gzip", "zstd"])


def saved(path: Path, data: bytes | bytearray) -> Path:
    """Make a file that holds these bytes."""
    path.write_bytes(data)
    return path


def all_lines(reader: LineReader) -> list[bytes | None]:
    """Read to the end, all numbered without gaps."""
    lines: list[bytes | None] = []
    for batch in reader:
        assert batch.first == len(lines) + 1
        assert batch.records
        lines += batch.records
    return lines


def split(data: bytes, max_record: int = MAX_RECORD_BYTES) -> list[bytes | None]:
    """Say what lines are, the slow way."""
    lines = data.split(b"\n")
    return [line if len(line) <= max_record else None for line in (lines if lines[-1] else lines[:-1])]


def lines_before_the_error(reader: LineReader) -> tuple[list[bytes | None], str]:
    """Read what a damaged file still gives, and what is said about it: the same however often one asks."""
    lines: list[bytes | None] = []
    with pytest.raises(InputError) as told:
        lines.extend(line for batch in reader for line in batch.records)
    with pytest.raises(InputError, match=r"^[^\n]+; fetch it again[^\n]*$"):
        reader.next_batch()
    return lines, str(told.value)
