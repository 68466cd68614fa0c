"""`enforce simulate` as a user meets it: what it writes, and what it refuses before any work."""

from __future__ import annotations

import gzip
import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest
import zstandard

from tests.conftest import REPOSITORY
from tests.simulate.stream import lines

SMALL = ("--profiles", "50", "--days", "2", "--seed", "3")
ENFORCE = [sys.executable, "-m", "dataflows", "simulate"]


def simulate(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*ENFORCE, *map(str, arguments)], capture_output=True, check=False, cwd=REPOSITORY)


def expected() -> bytes:
    return b"\n".join([*lines(50, 2, 3), b""])


def unpacked(path: Path) -> bytes:
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".zst":
        return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(path.read_bytes())).read()
    return path.read_bytes()


def test_standard_output_has_the_events_and_nothing_else() -> None:
    done = simulate(*SMALL)
    assert done.returncode == 0
    assert done.stdout == expected()
    told = done.stderr.decode()
    assert told.startswith(f"{len(lines(50, 2, 3)):,} events in ")
    assert told.endswith("events/s)\n")


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_a_file_has_the_same_whatever_its_form(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"sim.{ending}"
    assert simulate(*SMALL, "--out", out).returncode == 0
    assert unpacked(out) == expected()
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_file_that_is_there_stays_unless_forced(tmp_path: Path) -> None:
    out = tmp_path / "sim.jsonl"
    out.write_text("mine")
    refused = simulate(*SMALL, "--out", out)
    assert refused.returncode == 2
    assert refused.stderr.decode() == (
        f"enforce: {out}: is there already; name another file, or add --force to replace it\n"
    )
    assert out.read_text() == "mine"
    assert simulate(*SMALL, "--out", out, "--force").returncode == 0
    assert out.read_bytes() == expected()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("sim.csv", "not a name for events; write FILE.jsonl, FILE.jsonl.gz or FILE.jsonl.zst"),
        ("none/sim.jsonl", "no such file or directory; name a file in a directory that can be written"),
        ("folder.jsonl", "is a directory; name a file in it"),
        ("n" * 250 + ".jsonl", "file name too long; name a file in a directory that can be written"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path: Path, name: str, problem: str) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    done = simulate("--out", tmp_path / name)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"enforce: {tmp_path / name}")
    assert done.stderr.decode().endswith(f": {problem}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.jsonl"]


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("--profiles", "0", "--profiles 0: out of range; write a number from 1 to 9,999,999"),
        ("--profiles", "10000000", "--profiles 10000000: out of range; write a number from 1 to 9,999,999"),
        ("--days", "0", "--days 0: out of range; write a number from 1 to 3,650"),
        ("--seed", "-1", "--seed -1: out of range; write a number from 0 to 9,223,372,036,854,775,807"),
        ("--events", "0", "--events 0: out of range; write a number from 1 to 5,000,000,000"),
    ],
)
def test_bad_numbers_are_refused(tmp_path: Path, option: str, value: str, problem: str) -> None:
    done = simulate(option, value, "--out", tmp_path / "sim.jsonl")
    assert (done.returncode, done.stderr.decode()) == (2, f"enforce: {problem}\n")
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "sim.jsonl.partial"
    other.write_text("theirs")
    refused = simulate(*SMALL, "--out", tmp_path / "sim.jsonl")
    assert refused.returncode == 2
    assert refused.stderr.decode() == (
        f"enforce: {other}: another run writes it, or was killed; wait for it, or add --force to replace it\n"
    )
    assert other.read_text() == "theirs"


@pytest.mark.parametrize("profiles", ["1", "2", "7"])
def test_hardly_anybody_is_no_failure(profiles: str) -> None:
    done = simulate("--profiles", profiles, "--days", "40", "--events", "50")
    assert done.returncode == 0
    assert done.stdout.count(b"\n") > 10


def test_a_reader_who_stops_early_is_no_failure() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{' '.join(ENFORCE)} --days 60 | head -n 1; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
    )
    assert done.stdout.splitlines()[1] == "0"
    assert not done.stderr


def test_an_interrupted_run_keeps_no_file(tmp_path: Path) -> None:
    out = tmp_path / "sim.jsonl"
    run = subprocess.Popen(
        [*ENFORCE, "--events", "3000000", "--out", str(out)],
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "COLUMNS": "200"},
    )
    until = monotonic() + 20
    while monotonic() < until and not any(path.stat().st_size > 1_000_000 for path in tmp_path.iterdir()):
        sleep(0.02)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=20)
    assert run.returncode == 1
    assert told.startswith("enforce: interrupted after ")
    assert told.endswith("no file was kept: start again for the whole\n")
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_one_line() -> None:
    """Standard output leads to a device that has no room."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*ENFORCE, *SMALL], stdout=full, stderr=subprocess.PIPE, check=False, cwd=REPOSITORY, text=True
        )
    assert done.returncode == 1
    assert done.stderr == (
        "enforce: standard output: no space left on device; make room there or write elsewhere, then start again\n"
    )
