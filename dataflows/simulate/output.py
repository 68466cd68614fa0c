"""Where the traffic goes: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

import zstandard
from isal import igzip

from dataflows.settings import OutputError, Refused

if TYPE_CHECKING:
    from typing_extensions import Self

_ENDINGS: Final = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_ELSEWHERE: Final = "name a file in a directory that can be written"


class Output:
    """Takes bytes; the file has its name once all is written, until then it is called `.partial`."""

    def __init__(self, path: Path, *, force: bool = False) -> None:
        """Open it; Refused if it is there already (unless `force`), cannot be written, or is no name for events."""
        self.written = 0
        self._path = None if str(path) == "-" else path
        self._open = ExitStack()
        self._to: BinaryIO = sys.stdout.buffer
        if self._path is not None:
            self._partial = Path(f"{path}.partial")
            try:
                _check(self._path, force=force)
                file = self._open.enter_context(self._partial.open("wb" if force else "xb"))
            except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
                raise Refused(_refusal(self._path, error)) from error
            self._to = self._compressed(file)

    def _compressed(self, file: BinaryIO) -> BinaryIO:
        if file.name.endswith(".gz.partial"):
            # No name and no time in it: the same traffic, the same file.
            packed = igzip.IGzipFile("", "wb", 1, file, 0)  # type: ignore[no-untyped-call]  # its stub
            return cast("BinaryIO", self._open.enter_context(packed))
        if file.name.endswith(".zst.partial"):
            writer = zstandard.ZstdCompressor(level=3).stream_writer(file, closefd=False)
            return cast("BinaryIO", self._open.enter_context(writer))
        return file

    def write(self, chunk: bytes) -> None:
        """Append, and count the bytes before they are packed.

        Raises OutputError if there is no room, BrokenPipeError if nobody reads standard output any more.
        """
        try:
            self._to.write(chunk)
            self.written += len(chunk)
        except OSError as error:
            self._failed(error)

    def __enter__(self) -> Self:
        """Ready already."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Give the file its name; take it away again if anything went wrong."""
        try:
            if kind is None:
                self._finish()
        except OSError as error:
            self._failed(error)
        finally:
            self._abandon()

    def _finish(self) -> None:
        if self._path is None:
            self._to.flush()
            return
        self._open.close()
        self._partial.replace(self._path)

    def _abandon(self) -> None:
        with suppress(OSError):
            self._open.close()
        if self._path is not None:
            with suppress(OSError):
                self._partial.unlink()

    def _failed(self, error: OSError) -> None:
        if isinstance(error, BrokenPipeError):
            raise error
        where = "standard output" if self._path is None else _name(self._path)
        raise OutputError(f"{where}: {_reason(error)}; make room there or write elsewhere, then start again") from error


def _check(path: Path, *, force: bool) -> None:
    if not path.name.endswith(_ENDINGS):
        raise Refused(f"{_name(path)}: not a name for events; write FILE.jsonl, FILE.jsonl.gz or FILE.jsonl.zst")
    if path.is_dir():
        raise Refused(f"{_name(path)}: is a directory; name a file in it")
    if path.exists() and not force:
        raise Refused(f"{_name(path)}: is there already; name another file, or add --force to replace it")


def _refusal(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, FileExistsError):
        return f"{_name(path)}.partial: another run writes it, or was killed; wait for it, or add --force to replace it"
    return f"{_name(path)}: {_reason(error)}; {_ELSEWHERE}"


def _name(path: Path) -> str:
    return os.fsencode(path).decode(errors="backslashreplace")


def _reason(error: OSError | ValueError) -> str:
    return ((error.strerror if isinstance(error, OSError) else None) or str(error)).lower()
