"""Files as lines: what arrives, what is too long, what is damaged, and how much memory it takes."""

from __future__ import annotations

import gzip
import os
import random
import tempfile
import threading
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dataflows.sources.files import MAX_RECORD_BYTES, InputError, LineReader
from tests.dataflows.packs import (
    LINES,
    PACKS,
    PIECES,
    Pack,
    all_lines,
    compressions,
    packs,
    saved,
    split,
    zstd,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


@packs
def test_every_line_arrives_in_order(tmp_path: Path, pack: Pack) -> None:
    """Whatever the file is called, its first bytes say how it is packed."""
    assert all_lines(LineReader(saved(tmp_path / "events", pack(LINES)))) == split(LINES)


@given(
    data=st.lists(st.sampled_from(PIECES)).map(b"".join) | st.binary(),
    pack=st.sampled_from(sorted(PACKS)),
    batch_bytes=st.integers(1, 50),
    max_record=st.integers(0, 12),
)
def test_any_bytes_are_their_lines(data: bytes, pack: str, batch_bytes: int, max_record: int) -> None:
    """No seam between chunks, members or batches shows, and only what is too long is left out."""
    packed = PACKS[pack](data)
    assume(not (pack == "plain" and packed and packed[0] in b"\x1f\x28PQRSTUVWXYZ[\\]^_"))
    with tempfile.TemporaryDirectory() as directory:
        reader = LineReader(saved(Path(directory) / "events", packed), batch_bytes, max_record=max_record)
        assert all_lines(reader) == split(data, max_record)
        assert reader.next_batch() is None
        assert reader.bytes_read == reader.total_bytes == len(packed)


def test_a_last_line_needs_no_newline_and_white_space_stays(tmp_path: Path) -> None:
    """What counts as a line is decided here, what it means by the decoder."""
    small = {
        b"": [],
        b"\n": [b""],
        b"a": [b"a"],
        b"a\n": [b"a"],
        b"a\r\n \n\n\xff": [b"a\r", b" ", b"", b"\xff"],
    }
    for data, lines in small.items():
        assert all_lines(LineReader(saved(tmp_path / "events", data))) == lines


@packs
def test_a_line_over_the_limit_is_left_out_and_counted(tmp_path: Path, pack: Pack) -> None:
    """The limit itself is allowed; line numbers stay true after it."""
    at, over = b"x" * MAX_RECORD_BYTES, b"y" * (MAX_RECORD_BYTES + 1)
    data = b"\n".join((b"a", over, at, over, over, at, b"b" * 40_000, b"c" * 40_000, over * 4, b"d", over))
    assert all_lines(LineReader(saved(tmp_path / "events", pack(data)))) == split(data)


@compressions
def test_a_line_of_200_mb_takes_hardly_any_memory(tmp_path: Path, pack: Pack) -> None:
    """A hostile file of a few KB must not bring the process down."""
    path = saved(tmp_path / "events", pack(b"x" * 50_000_000) * 4 + pack(b"\nafter\n"))
    tracemalloc.start()
    try:
        lines = all_lines(LineReader(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert lines == [None, b"after"]
    assert peak < 4 << 20


def test_a_batch_is_about_as_large_as_asked(tmp_path: Path) -> None:
    """Memory downstream is a matter of batches; the last one is what is left."""
    sizes = [
        sum(len(line or b"") + 1 for line in batch.records)
        for batch in LineReader(saved(tmp_path / "events", gzip.compress(LINES)), 1 << 16)
    ]
    assert len(sizes) > 1
    assert all(1 << 15 < size < 3 << 15 for size in sizes[:-1])


def places(tmp_path: Path) -> Iterable[tuple[Path, str]]:
    """Paths that are no files one can read, and why."""
    (tmp_path / "loop").symlink_to("loop")
    saved(tmp_path / "file", b"")
    yield tmp_path / "missing", "no such file"
    yield tmp_path, "is a directory"
    yield Path(), "is a directory"
    yield tmp_path / "file/below", "not a directory"
    yield tmp_path / "loop", "symbolic links"
    yield tmp_path / ("n" * 300), "too long"
    yield tmp_path / "zero\0byte", "null"


def test_what_cannot_be_opened_is_refused_before_any_work(tmp_path: Path) -> None:
    """The third of three files is looked at before the first is read for an hour."""
    for path, why in places(tmp_path):
        for refused in (LineReader, LineReader.check):
            with pytest.raises(InputError, match=rf"^[^\n]+: [^\n]*{why}[^\n]*; name a file[^\n]*$"):
                refused(path)


def test_a_file_that_opens_but_does_not_read_is_refused_too() -> None:
    """As a bad disk: here the first page of our own memory, which nothing is mapped to."""
    with pytest.raises(InputError, match=r"^/proc/self/mem: input/output error; name"):
        LineReader(Path("/proc/self/mem"))


def test_checking_takes_nothing_from_a_file_or_pipe(tmp_path: Path) -> None:
    """A pipe that was opened and closed again would end its writer."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    LineReader.check(pipe)
    LineReader.check(Path("-"))
    writer = threading.Thread(target=pipe.write_bytes, args=[gzip.compress(LINES)])
    writer.start()
    with LineReader(pipe) as reader:
        assert reader.total_bytes is None
        assert all_lines(reader) == split(LINES)
    writer.join()


def test_a_dash_is_standard_input(tmp_path: Path) -> None:
    """So that a file can be unpacked or filtered on its way in; standard input stays open after it."""
    kept = os.dup(0)
    try:
        with saved(tmp_path / "events", zstd(LINES)).open("rb") as file:
            os.dup2(file.fileno(), 0)
        assert all_lines(LineReader(Path("-"))) == split(LINES)
        os.fstat(0)
    finally:
        os.dup2(kept, 0)
        os.close(kept)


def test_progress_is_of_the_file_as_it_is_stored(tmp_path: Path) -> None:
    """A bar of unpacked bytes would have no known end."""
    packed = gzip.compress(random.Random(1).randbytes(400_000))
    reader = LineReader(saved(tmp_path / "events", packed), 1 << 16)
    assert reader.bytes_read == 0
    reader.next_batch()
    assert reader.total_bytes is not None
    assert 0 < reader.bytes_read < reader.total_bytes
    reader.close()


def test_a_closed_reader_has_nothing_more(tmp_path: Path) -> None:
    """Not even the line it was in the middle of."""
    reader = LineReader(saved(tmp_path / "events", LINES), 100)
    reader.next_batch()
    reader.close()
    assert reader.next_batch() is None


def test_a_name_that_is_not_utf8_can_be_written_down(tmp_path: Path) -> None:
    """The file's name goes into dead letters, which are UTF-8."""
    path = saved(tmp_path / os.fsdecode(b"caf\xe9.jsonl"), b"a\n")
    (batch,) = LineReader(path)
    assert batch.source.encode().endswith(rb"caf\xe9.jsonl")
