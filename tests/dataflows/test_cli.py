"""The command as a user meets it: exit codes, one-line errors, nothing half done."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.running import encode

ENFORCE = [sys.executable, "-m", "dataflows"]
POST = {"kind": "post", "profile_id": "ann", "at": "2026-01-05T09:00:00Z", "surface": "feed_post", "audience": "public"}


def enforce(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    command = [*ENFORCE, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)


@pytest.fixture
def events(tmp_path: Path) -> Path:
    """A stream with one post and one line that is no record."""
    path = tmp_path / "events.jsonl"
    path.write_bytes(b"\n".join([*encode([{**POST, "post_id": "p1"}]), b"{"]) + b"\n")
    return path


def test_the_same_replay_writes_the_same_bytes(events: Path, tmp_path: Path) -> None:
    """All six files, though sets have another order in every process."""
    written = []
    for number in range(3):
        out = tmp_path / str(number)
        command = [*ENFORCE, "replay", str(events), "--out", str(out)]
        environment = {**os.environ, "PYTHONHASHSEED": str(number)}
        subprocess.run(command, env=environment, capture_output=True, check=False, cwd=REPOSITORY)
        written.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert len(written[0]) == 6
    assert written[0] == written[1] == written[2]


def test_mistakes_are_refused_in_one_line_before_any_work(events: Path, tmp_path: Path) -> None:
    """What, where, what next; never a traceback."""
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").touch()
    for words in (
        ("replay", tmp_path / "missing.jsonl"),
        ("replay", tmp_path),
        ("replay", events, "--out", tmp_path / "taken"),
        ("replay", events, "--policy", events),
        ("replay", events, "--store", "redis://nowhere"),
        ("replay", events, "--no-such-option"),
        ("replay",),
    ):
        done = enforce(*words)
        assert done.returncode == 2, words
        assert done.stdout == ""
        assert done.stderr.startswith("enforce: ")
        assert done.stderr.count("\n") == 1


def test_dead_letters_are_an_exit_code_only_where_they_are_asked_for(events: Path) -> None:
    """A script that must not lose a record can say so."""
    assert enforce("replay", events).returncode == 0
    assert enforce("replay", events, "--strict").returncode == 3
    summary = json.loads(enforce("replay", events, "--json").stdout)
    assert summary["dead_letters"] == {"not_json": 1}


def test_a_file_that_was_cut_off_is_decided_as_far_as_it_goes_and_named(tmp_path: Path) -> None:
    """Loudly: the results are not of the whole."""
    lines = encode([{**POST, "post_id": f"p{number}"} for number in range(5_000)])
    cut = tmp_path / "cut.jsonl.gz"
    packed = gzip.compress(b"\n".join(lines))
    cut.write_bytes(packed[: len(packed) // 2])
    done = enforce("replay", cut, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "cut off after line" in done.stderr
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "out" / "actions.jsonl").exists()


def test_an_interrupted_replay_leaves_nothing_and_says_how_far_it_came(tmp_path: Path) -> None:
    """What is there looks complete, so nothing may be there."""
    command = [*ENFORCE, "replay", "-", "--out", str(tmp_path / "out")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=REPOSITORY
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        batch = b"".join(line + b"\n" for line in encode([{**POST, "post_id": f"p{n}"} for n in range(20_000)]))
        process.stdin.write(batch)  # returns once most of it was read: the replay is under way
        process.send_signal(signal.SIGINT)
        process.stdin.close()
        told = process.stderr.read().decode()
    assert process.returncode == 1
    assert "interrupted after" in told
    assert "Traceback" not in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_waits_for_a_pipe_that_says_nothing_can_be_stopped(number: signal.Signals, tmp_path: Path) -> None:
    """Standard input that stays open, and a named pipe that nobody opens."""
    os.mkfifo(tmp_path / "pipe")
    for name in ("-", tmp_path / "pipe"):
        with subprocess.Popen(
            [*ENFORCE, "replay", str(name), "--out", str(tmp_path / "out")],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=REPOSITORY,
        ) as process:
            assert process.stderr is not None
            _wait_for(tmp_path / "out" / "actions.jsonl.partial")
            time.sleep(0.5)  # from here on it waits
            process.send_signal(number)
            told = process.stderr.read().decode()
        assert (process.returncode, told.count("\n")) == (1, 1), told
        assert "interrupted after 0 lines" in told
        assert not (tmp_path / "out").exists()


def test_a_signal_that_was_to_be_ignored_still_is(events: Path, tmp_path: Path) -> None:
    """As under nohup."""
    command = f"trap '' HUP; exec {sys.executable} -m dataflows replay - --out {tmp_path / 'out'}"
    with subprocess.Popen(["/bin/sh", "-c", command], stdin=subprocess.PIPE, cwd=REPOSITORY) as process:
        assert process.stdin is not None
        _wait_for(tmp_path / "out" / "actions.jsonl.partial")
        process.send_signal(signal.SIGHUP)
        process.stdin.write(events.read_bytes())
        process.stdin.close()
    assert process.returncode == 0
    assert (tmp_path / "out" / "actions.jsonl").exists()


def _wait_for(path: Path) -> None:
    for _ in range(200):
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(path)


def test_what_a_killed_replay_left_is_named(events: Path, tmp_path: Path) -> None:
    """Whoever has to delete it should not have to guess."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "actions.jsonl.partial").touch()
    done = enforce("replay", events, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "or was killed (*.partial)" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full to write to")
@pytest.mark.parametrize("words", [("--help",), ("policy", "show"), ("report", "list"), ("demo", "--story")])
def test_a_full_disk_behind_standard_output_is_one_line(words: tuple[str, ...]) -> None:
    """Also where the last of it is written as the process ends."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*ENFORCE, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "standard output: no space left" in done.stderr
