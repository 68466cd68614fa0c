"""A directory of `.jsonl` files that are there whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from typing_extensions import Self

_BUFFER_BYTES: Final = 1 << 20
_LAST: Final = "actions"  # where `actions.jsonl` is, everything is
_TAKEN: Final = "the directory is not empty"
_LEFT: Final = "the directory is not empty: a replay writes there, or was killed (*.partial)"
_DELETE: Final = "name another directory, or delete what a killed one left"
_PARTIAL: Final = ".partial"
_ELSEWHERE: Final = "name a new or empty directory that can be written"
_MORE_ROOM: Final = "make room there or write elsewhere, then start again"


class OutputError(Exception):
    """The output cannot be written; one line: what, where, what next."""


class OutputDirectory:
    """Files `<name>.jsonl` in a directory that was empty or missing; until `finish` called `.partial`."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        """Touch nothing yet."""
        self._path = path
        self._names = names
        self._files: dict[str, BinaryIO] = {}
        self._made: dict[str, Path] = {}
        self._made_directories: list[Path] = []

    def check(self) -> None:
        """Refuse with OutputError a place that is taken or cannot be written; leaves no trace."""
        try:
            with self._failures(_ELSEWHERE):
                self._make_directory()
                TemporaryFile(dir=self._path).close()
        finally:
            self._remove_directories()

    def open(self) -> None:
        """Create the partial files, all or none."""
        try:
            with self._failures(_ELSEWHERE):
                self._make_directory()
                for name in self._names:
                    self._create(name, self._path / f"{name}.jsonl{_PARTIAL}")
        except BaseException:
            self.abandon()
            raise

    def write(self, name: str, chunks: Sequence[bytes]) -> None:
        """Append records, each given without its newline."""
        with self._failures(_MORE_ROOM):
            self._files[name].write(b"\n".join((*chunks, b"")))

    def keep(self, name: str, content: bytes) -> None:
        """Add a file of another kind, whole; `name` is all of its name."""
        with self._failures(_MORE_ROOM):
            self._create(name, self._path / f"{name}{_PARTIAL}")
            self._files[name].write(content)

    def finish(self) -> None:
        """Give the files their names, `actions.jsonl` last, once all that was written is on the disk."""
        with self._failures(_MORE_ROOM):
            for file in self._files.values():
                file.flush()
                os.fsync(file.fileno())
                file.close()
            for name, partial in sorted(self._made.items(), key=lambda made: made[0] == _LAST):
                self._made[name] = partial.rename(partial.with_suffix(""))
            _sync(self._path)
        self._forget()

    def abandon(self) -> None:
        """Remove what this object made, and nothing once it is finished."""
        for file in self._files.values():
            with suppress(OSError):  # a full disk refuses what is still buffered, which goes anyway
                file.close()
        for path in self._made.values():
            with suppress(OSError):
                path.unlink()
        self._remove_directories()
        self._forget()

    def __enter__(self) -> Self:
        """Open."""
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Finish; abandon if anything, the finishing included, was interrupted."""
        try:
            if kind is None:
                self.finish()
        finally:
            self.abandon()

    def _make_directory(self) -> None:
        if self._path.is_dir():
            names = [path.name for path in self._path.iterdir()]
            if names and all(name.endswith(_PARTIAL) for name in names):
                raise self._error(_LEFT, _DELETE)
            if names:
                raise self._error(_TAKEN, _ELSEWHERE)
            return
        missing = [path for path in (self._path, *self._path.parents) if not path.exists()]
        for path in reversed(missing):
            path.mkdir()
            self._made_directories.append(path)

    def _create(self, name: str, path: Path) -> None:
        self._files[name] = path.open("xb", buffering=_BUFFER_BYTES)
        self._made[name] = path

    def _remove_directories(self) -> None:
        while self._made_directories:
            with suppress(OSError):  # somebody else has put something there
                self._made_directories.pop().rmdir()

    def _forget(self) -> None:
        self._files.clear()
        self._made.clear()
        self._made_directories.clear()

    @contextmanager
    def _failures(self, then: str) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
            what = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise self._error(what.lower(), then) from error

    def _error(self, what: str, then: str) -> OutputError:
        where = os.fsencode(self._path).decode(errors="backslashreplace")
        return OutputError(f"{where}: {what}; {then}")


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
