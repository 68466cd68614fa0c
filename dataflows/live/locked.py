"""The recovery directory belongs to one process: proof that no other of ours is alive."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from dataflows.settings import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def writable(recovery: Path) -> None:
    """Refuse a directory that is none, or cannot be made or written; leaves no trace."""
    place = next(path for path in (recovery, *recovery.absolute().parents) if path.exists())
    try:
        TemporaryFile(dir=place).close()
    except OSError as error:
        raise _unfit(recovery, error) from error


def _unfit(recovery: Path, error: OSError) -> Refused:
    return Refused(f"{recovery}: {str(error.strerror).lower()}; name a directory that can be written")


@contextmanager
def locked(recovery: Path) -> Iterator[None]:
    """The recovery directory, made if need be, for this process alone: proof that no other of ours is alive."""
    try:
        recovery.mkdir(parents=True, exist_ok=True)
        file = (recovery / "lock").open("w")
    except OSError as error:
        raise _unfit(recovery, error) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(f"{recovery}: another pipeline runs with this recovery directory; stop it first") from error
        yield
