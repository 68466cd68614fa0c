"""Files of one record a line, plain, gzip or zstd: fast, in little memory, and never cut short in silence."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, BinaryIO, Final

import zstandard
from isal import igzip_lib

from dataflows.steps import RawBatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from typing_extensions import Self

MAX_RECORD_BYTES: Final = 65_536

_BATCH_BYTES: Final = 1 << 19
_READ_BYTES: Final = 1 << 16
_CHUNK_BYTES: Final = 1 << 15  # half a record: with the tail before it, it can seldom hold a longer line
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_SKIPPABLE: Final = frozenset(bytes((first,)) + b"\x2a\x4d\x18" for first in range(0x50, 0x60))
_GzipError: type[Exception] = igzip_lib.error  # type: ignore[assignment]  # its stub calls the class an instance
_DAMAGE: Final = (_GzipError, zstandard.ZstdError, EOFError, OSError)


class InputError(Exception):
    """A file cannot be read, or not to its end; one line: what, where, what next."""


class LineReader:
    """The lines of one file (`-`: standard input) in batches; opens it at once, closes it at its end."""

    def __init__(self, path: Path, batch_bytes: int = _BATCH_BYTES, *, max_record: int = MAX_RECORD_BYTES) -> None:
        """Open it, or refuse with InputError."""
        self.file = _name(path)
        self._bytes = _Bytes(path)
        self._batch_bytes = batch_bytes
        self._chunks = self._bytes.chunks(min(batch_bytes, _CHUNK_BYTES))
        self._splitter = _Splitter(max_record)
        self._next_line = 1
        self._error: InputError | None = None

    @staticmethod
    def check(path: Path) -> None:
        """Refuse with InputError what cannot be opened; takes nothing from a file or a pipe."""
        if not _is_pipe(path):
            _open(path).close()

    def __iter__(self) -> Iterator[RawBatch]:
        """Yield batches to the end of the file."""
        while batch := self.next_batch():
            yield batch

    def next_batch(self) -> RawBatch | None:
        """About `batch_bytes` of lines; at the end None, or InputError after all that damage left."""
        lines = self._lines()
        if lines:
            first, self._next_line = self._next_line, self._next_line + len(lines)
            return RawBatch(self.file, first, lines)
        if self._error:
            raise self._error
        return None

    def _lines(self) -> list[bytes | None]:
        lines: list[bytes | None] = []
        size = 0
        while size < self._batch_bytes or not lines:
            chunk = self._chunk(lines)
            if not chunk:
                lines += self._splitter.rest()
                self.close()
                break
            size += len(chunk)
            lines += self._splitter.split(chunk)
        return lines

    def _chunk(self, lines: Sequence[bytes | None]) -> bytes:
        try:
            return next(self._chunks, b"")
        except _DAMAGE as damage:
            whole = self._next_line - 1 + len(lines)
            where = f"{self.file}: {_reason(damage)} after line {whole}"
            self._error = InputError(f"{where}; fetch it again or pack it anew")
            return b""

    @property
    def bytes_read(self) -> int:
        """How far into the file as it is stored, so compressed bytes of a compressed one."""
        return self._bytes.position

    @property
    def total_bytes(self) -> int | None:
        """The file's size as it is stored; None where there is none to know, as of a pipe."""
        return self._bytes.size

    def close(self) -> None:
        """Let go of the file; what was not read yet is not read any more."""
        self._bytes.close()
        self._chunks = iter(())
        self._splitter.rest()

    def __enter__(self) -> Self:
        """Close at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close, whatever happened."""
        self.close()


class _Splitter:
    """Chunks to lines; between chunks it holds the unfinished line, or only that it is too long already."""

    def __init__(self, max_record: int) -> None:
        self._max = max_record
        self._tail = b""
        self._too_long = False

    def split(self, chunk: bytes) -> Sequence[bytes | None]:
        """Return the lines that end in this chunk."""
        suspect = self._too_long or len(self._tail) + len(chunk) > self._max
        pieces = chunk.split(b"\n")
        pieces[0] = self._tail + pieces[0]
        self._tail = pieces.pop()
        if suspect and (self._too_long or max(map(len, (self._tail, *pieces))) > self._max):
            return self._without_too_long(pieces)
        return pieces

    def _without_too_long(self, pieces: list[bytes]) -> list[bytes | None]:
        lines = [piece if len(piece) <= self._max else None for piece in pieces]
        if self._too_long and lines:
            lines[0] = None
            self._too_long = False
        if self._too_long or len(self._tail) > self._max:
            self._tail, self._too_long = b"", True
        return lines

    def rest(self) -> list[bytes | None]:
        """Hand over the last line if no newline ended it."""
        rest: list[bytes | None] = [None] if self._too_long else [self._tail] if self._tail else []
        self._tail, self._too_long = b"", False
        return rest


class _Bytes:
    """A file as it is stored, how far it is read, and the way to unpack it that its first bytes ask for."""

    def __init__(self, path: Path) -> None:
        self._file = _open(path)
        self.position = 0
        try:
            status = os.fstat(self._file.fileno())
            self._head = self._file.read(len(_ZSTD))
        except OSError as error:
            self._file.close()
            raise _refusal(path, error) from error
        self.size = status.st_size if stat.S_ISREG(status.st_mode) else None

    def chunks(self, chunk_bytes: int) -> Iterator[bytes]:
        if self._head.startswith(_GZIP):
            return _gunzip(self._read, chunk_bytes)
        if self._head == _ZSTD or self._head in _SKIPPABLE:
            return _unzstd(self._read)
        return iter(lambda: self._read(chunk_bytes), b"")

    def _read(self, size: int) -> bytes:
        """Exactly `size` bytes, fewer only at the end of the file."""
        head, self._head = self._head[:size], self._head[size:]
        data = head + self._file.read(size - len(head)) if head else self._file.read(size)
        self.position += len(data)
        return data

    def close(self) -> None:
        self._file.close()


def _gunzip(read: Callable[[int], bytes], chunk_bytes: int) -> Iterator[bytes]:
    """Member after member, checksums and all; zeros between and after them are padding, as in gzip itself."""
    rest = read(_READ_BYTES)
    while rest:
        member = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
        while not member.eof:
            if member.needs_input and not rest:
                rest = _some(read)
            if chunk := member.decompress(rest, chunk_bytes):
                yield chunk
            rest = b""
        rest = member.unused_data.lstrip(b"\0")
        while not rest and (more := read(_READ_BYTES)):
            rest = more.lstrip(b"\0")


def _unzstd(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """Frame after frame; the library's own reader takes a file that was cut off for a whole one."""
    while magic := read(len(_ZSTD)):
        if magic not in _SKIPPABLE:
            yield from _frame(magic, read)
            continue
        left = int.from_bytes(_exactly(read, 4), "little")
        while left:
            left -= len(_some(read, min(left, _READ_BYTES)))


def _frame(magic: bytes, read: Callable[[int], bytes]) -> Iterator[bytes]:
    """Block by block, for only a block is bounded in what it unpacks to (128 KiB)."""
    header = magic + _exactly(read, 5 - len(magic))  # the fifth byte tells the size of the header
    header += _exactly(read, zstandard.frame_header_size(header) - len(header))
    frame = zstandard.ZstdDecompressor().decompressobj()
    frame.decompress(header)
    last = 0
    while not last:
        block = _exactly(read, 3)
        last, kind, size = block[0] & 1, block[0] >> 1 & 3, int.from_bytes(block, "little") >> 3
        stored = 1 if kind == 1 else size  # kind 1 is one byte, repeated
        if chunk := frame.decompress(block + _exactly(read, stored)):
            yield chunk
    if zstandard.get_frame_parameters(header).has_checksum:
        frame.decompress(_exactly(read, 4))


def _some(read: Callable[[int], bytes], size: int = _READ_BYTES) -> bytes:
    if data := read(size):
        return data
    raise EOFError


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    data = read(size)
    if len(data) < size:
        raise EOFError
    return data


def _is_pipe(path: Path) -> bool:
    """To open a pipe and close it again would be an end to whoever writes into it."""
    try:
        return str(path) == "-" or stat.S_ISFIFO(path.stat().st_mode)
    except (OSError, ValueError) as error:
        raise _refusal(path, error) from error


def _open(path: Path) -> BinaryIO:
    try:
        return open(0, "rb", closefd=False) if str(path) == "-" else path.open("rb")
    except (OSError, ValueError) as error:
        raise _refusal(path, error) from error


def _refusal(path: Path, error: Exception) -> InputError:
    return InputError(f"{_name(path)}: {_reason(error)}; name a file of records that can be read")


def _reason(error: Exception) -> str:
    if isinstance(error, EOFError):
        return "the compressed data are cut off"
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    if isinstance(error, ValueError):
        return str(error)
    return f"the compressed data cannot be unpacked ({error})"


def _name(path: Path) -> str:
    return os.fsencode(path).decode(errors="backslashreplace")
