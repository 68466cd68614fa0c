"""What a replay leaves in its output directory: everything or nothing."""

from __future__ import annotations

import os
import resource
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dataflows.sinks.files import OutputDirectory, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("actions", "standings", "notices")


def files(path: Path) -> list[str]:
    """List the names in a directory, sorted."""
    return sorted(entry.name for entry in path.iterdir())


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Stand in for a full disk: the system refuses to let any file grow past `size`."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_records_become_lines_of_the_file_of_their_name(tmp_path: Path) -> None:
    """The order of writing is the order of lines, over all calls."""
    with OutputDirectory(tmp_path / "out", NAMES) as out:
        out.write("actions", [b"1", b"2"])
        out.write("notices", [b"n"])
        out.write("actions", [])
        out.write("actions", (b"3",))
    assert (tmp_path / "out/actions.jsonl").read_bytes() == b"1\n2\n3\n"
    assert (tmp_path / "out/notices.jsonl").read_bytes() == b"n\n"
    assert (tmp_path / "out/standings.jsonl").read_bytes() == b""
    assert files(tmp_path / "out") == ["actions.jsonl", "notices.jsonl", "standings.jsonl"]


def test_an_empty_directory_is_as_good_as_none(tmp_path: Path) -> None:
    """People make the directory first."""
    OutputDirectory(tmp_path, NAMES).check()
    with OutputDirectory(tmp_path, NAMES):
        assert files(tmp_path) == [f"{name}.jsonl.partial" for name in sorted(NAMES)]


def test_checking_leaves_no_trace(tmp_path: Path) -> None:
    """A check that is followed by another refusal must not have made anything, parents included."""
    OutputDirectory(tmp_path / "a/b/out", NAMES).check()
    assert files(tmp_path) == []


def test_what_is_not_finished_has_no_final_name(tmp_path: Path) -> None:
    """A process that is killed must not leave what looks complete."""
    out = OutputDirectory(tmp_path, NAMES)
    out.open()
    out.write("actions", [b"1"])
    assert all(name.endswith(".partial") for name in files(tmp_path))
    out.finish()
    assert not any(name.endswith(".partial") for name in files(tmp_path))


def test_actions_get_their_name_last(tmp_path: Path) -> None:
    """Where `actions.jsonl` is, everything is: here another name is taken, and it never appears."""
    out = OutputDirectory(tmp_path, NAMES)
    out.open()
    (tmp_path / "notices.jsonl").mkdir()
    with pytest.raises(OutputError, match=r"directory; make room"):
        out.finish()
    assert not (tmp_path / "actions.jsonl").exists()
    out.abandon()
    assert files(tmp_path) == ["notices.jsonl"]


def test_a_file_of_another_kind_is_kept_with_the_rest_or_not_at_all(tmp_path: Path) -> None:
    """It has its name before `actions.jsonl` has, and goes where the others go."""
    out = OutputDirectory(tmp_path / "out", NAMES)
    out.open()
    out.keep("ledgers.msgpack", b"kept")
    assert "ledgers.msgpack.partial" in files(tmp_path / "out")
    (tmp_path / "out/ledgers.msgpack").mkdir()
    with pytest.raises(OutputError, match=r"directory; make room"):
        out.finish()
    assert not (tmp_path / "out/actions.jsonl").exists()
    out.abandon()
    with OutputDirectory(tmp_path / "again", NAMES) as again:
        again.keep("ledgers.msgpack", b"kept")
    assert (tmp_path / "again/ledgers.msgpack").read_bytes() == b"kept"


@pytest.mark.parametrize("interruption", [ValueError, KeyboardInterrupt, SystemExit])
def test_whatever_interrupts_leaves_nothing(tmp_path: Path, interruption: type[BaseException]) -> None:
    """Half an output would be read as a whole one."""
    with pytest.raises(interruption), OutputDirectory(tmp_path / "a/b", NAMES) as out:  # noqa: PT012
        out.write("actions", [b"1"])
        raise interruption
    assert files(tmp_path) == []


def test_abandoning_removes_only_what_it_made(tmp_path: Path) -> None:
    """Somebody else's file is not ours to remove, nor the directory that holds it."""
    out = OutputDirectory(tmp_path / "out", NAMES)
    out.open()
    (tmp_path / "out/mine").touch()
    out.abandon()
    assert files(tmp_path / "out") == ["mine"]


def test_abandoning_after_finishing_removes_nothing(tmp_path: Path) -> None:
    """A late interrupt must not cost a finished replay."""
    out = OutputDirectory(tmp_path, NAMES)
    out.open()
    out.finish()
    out.abandon()
    assert len(files(tmp_path)) == len(NAMES)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("taken", r"not empty"),
        ("file", r"not a directory"),
        ("file/out", r"not a directory"),
        ("n" * 300, r"too long"),
        ("zero\0byte", r"null"),
    ],
)
def test_a_place_that_will_not_do_is_refused_in_one_line(tmp_path: Path, place: str, why: str) -> None:
    """At once and without a trace, whether checked first or not: hours of work hang on it."""
    (tmp_path / "file").touch()
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken/actions.jsonl").write_bytes(b"precious\n")
    out = OutputDirectory(tmp_path / place, NAMES)
    for refused in (out.check, out.open):
        with pytest.raises(OutputError, match=rf"^\S*/{place[:4]}[^\n]*: [^\n]*{why}[^\n]*; name [^\n]+$"):
            refused()
    assert files(tmp_path) == ["file", "taken"]
    assert (tmp_path / "taken/actions.jsonl").read_bytes() == b"precious\n"


def test_a_place_where_nothing_can_be_made_is_refused() -> None:
    """As a path whose file system is read-only."""
    with pytest.raises(OutputError, match=r"^/proc/out: .*; name "):
        OutputDirectory(Path("/proc/out"), NAMES).check()


def test_a_file_that_cannot_be_made_takes_the_others_with_it(tmp_path: Path) -> None:
    """As when the disk runs out of files: all are there, or none."""
    with pytest.raises(OutputError, match=r"too long"):
        OutputDirectory(tmp_path / "out", ("standings", "n" * 300)).open()
    assert files(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_without_the_right_to_write_is_refused(tmp_path: Path) -> None:
    """It is there and empty, yet will not do."""
    (tmp_path / "out").mkdir(0o500)
    with pytest.raises(OutputError, match=r"permission denied"):
        OutputDirectory(tmp_path / "out", NAMES).check()


def test_two_replays_do_not_share_a_directory(tmp_path: Path) -> None:
    """Both may have checked it before either began; the second is refused, the first keeps all."""
    first, second = OutputDirectory(tmp_path, NAMES), OutputDirectory(tmp_path, NAMES)
    first.check()
    second.check()
    first.open()
    with pytest.raises(OutputError, match=r"not empty"):
        second.open()
    first.finish()
    assert len(files(tmp_path)) == len(NAMES)


def test_a_full_disk_is_said_in_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    """Found when the buffer spills."""
    large = [b"x" * (1 << 21)]
    with files_no_larger_than(1 << 16), pytest.raises(OutputError, match=r"^[^\n]*/out: [^\n]+; make room"):  # noqa: SIM117
        with OutputDirectory(tmp_path / "out", NAMES) as out:
            out.write("actions", large)
    assert files(tmp_path) == []


def test_a_disk_that_is_full_only_at_the_end_is_no_success(tmp_path: Path) -> None:
    """Found when the buffer is flushed: nothing has its final name, nothing stays."""
    with files_no_larger_than(1 << 16), pytest.raises(OutputError, match=r"make room"):  # noqa: SIM117
        with OutputDirectory(tmp_path / "out", NAMES) as out:
            out.write("actions", [b"x" * (1 << 17)])
    assert files(tmp_path) == []
