"""`enforce restore`: a lost store is made again by hand, and said so; what is not lost is left alone."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
import redis

from dataflows.live.restore import number_in
from dataflows.live.settings import RunSettings, checked
from dataflows.live.supervisor import Supervisor
from dataflows.live.whole import Whole
from dataflows.redis import keys
from dataflows.redis.lives import StoreLost, lives_of
from dataflows.settings import Refused
from tests.live.conftest import MakePipeline
from tests.live.events import now_ms, post, violation
from tests.live.pipeline import Pipeline
from tests.servers.redis import RedisServer


def restored(live: Pipeline) -> subprocess.CompletedProcess[str]:
    """Run `enforce restore` with the settings of a pipeline."""
    return live.finished(live.command(name="restore"))


def settings_of(live: Pipeline) -> RunSettings:
    """The settings that its process would have."""
    given: dict[str, Any] = {name.replace("-", "_"): value for name, value in live.settings.items()}
    return checked(given | {"inputs": [live.input], "secret": live.secret, "epoch": "500ms", "lease": "10s"})


@pytest.fixture
def decided(pipeline: MakePipeline) -> Pipeline:
    """A pipeline that has restricted somebody, and was stopped."""
    live = pipeline()
    with live:
        live.say(post("p1", now_ms() - 60_000), violation("p1", now_ms() - 30_000))
        live.wait()
        assert live.stop() == 0
    return live


def test_a_lost_store_comes_back_and_nothing_is_said_under_a_new_id(decided: Pipeline) -> None:
    """And it is free at once: `enforce run` goes on."""
    said = decided.rows("actions")
    with redis.Redis.from_url(decided.settings["redis"]) as client:
        client.flushall()
        done = restored(decided)
        assert done.returncode == 0, done.stderr
        assert "records restored: " in done.stdout
        assert done.stderr == ""  # no bar and no log where nobody watches
        again = restored(decided)
        assert again.returncode == 2
        assert "not empty" in again.stderr
        assert again.stderr.count("\n") == 1
    with decided:
        decided.say(violation("p1", now_ms() - 30_000))  # a repetition
        decided.wait()
        assert decided.stop() == 0
    ids = {action["action_id"] for action in said}
    assert ids
    assert {action["action_id"] for action in decided.rows("actions")} == ids


def test_a_ledger_that_was_written_while_redis_was_emptied_is_no_decision(
    pipeline: MakePipeline, own_redis: RedisServer
) -> None:
    """Journaled, emptied, applied: the ledger is there and nobody was told; the event is decided as if it were not."""
    first, live = pipeline(), pipeline()
    for one in (first, live):
        one.say(post("p1", now_ms() - 60_000), violation("p1", now_ms() - 30_000))
    with first, own_redis.client() as client:
        first.wait()
        assert first.stop() == 0
        left = {key: client.dump(key) for key in client.keys("*") if client.type(key) == b"list"}
        client.flushall()
        for key, ledgers in left.items():
            client.restore(key, 0, ledgers)
    with live:
        live.wait()
        assert live.stop() == 0
    assert left
    assert live.rows("dead_letters") == []
    assert [row["kind"] for row in live.rows("actions")] == [row["kind"] for row in first.rows("actions")] != []


def test_empty_changelogs_have_nothing_to_restore(pipeline: MakePipeline) -> None:
    live = pipeline()
    with live:
        live.until(lambda: bool(live.workers()), "it runs")
        assert live.stop() == 0
    with redis.Redis.from_url(live.settings["redis"]) as client:
        client.flushall()
    done = restored(live)
    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing to restore" in done.stdout


def test_a_running_pipeline_is_left_alone(pipeline: MakePipeline) -> None:
    """Its recovery directory is taken."""
    live = pipeline()
    with live:
        live.until(lambda: bool(live.workers()), "it runs")
        done = restored(live)
    assert done.returncode == 2
    assert "stop it first" in done.stderr


def test_a_restore_is_refused_in_one_line_once_another_pipeline_has_the_lease(
    decided: Pipeline, own_redis: RedisServer
) -> None:
    """It says what to do, whoever started it."""
    settings = settings_of(decided)
    partitions = Supervisor(settings).check(create_topics=False)
    with own_redis.client() as client:
        client.flushall()
        client.set(keys.FENCE, 2)
        whole = Whole(settings, lives_of(client), 1, lambda *_: None)
        with pytest.raises(Refused, match="another pipeline has taken over; stop it, start again"):
            whole.restore(0, partitions)


@pytest.mark.parametrize("loss", ["emptied", "restarted"])
def test_a_store_that_loses_something_amid_its_restore_is_made_again(
    decided: Pipeline, own_redis: RedisServer, loss: str
) -> None:
    """It is never taken for whole; neither is Redis trusted that came back with everything, since nobody can know."""
    said = decided.rows("actions")
    settings = settings_of(decided)
    with own_redis.client() as client:
        client.flushall()

        def lose(*_: int) -> None:
            if loss == "emptied":
                client.flushall()
            else:
                own_redis.kill()
                own_redis.start()

        supervisor = Supervisor(settings, lose)
        partitions = supervisor.check(create_topics=False)
        with pytest.raises(StoreLost, match="restarted" if loss == "restarted" else "LOST"):
            supervisor.rebuild(partitions)
        assert number_in(client) == 0
        second = Supervisor(settings)
        again = second.rebuild(second.check(create_topics=False))
    assert again is not None
    assert again.records > 0
    with decided:
        decided.say(violation("p1", now_ms() - 30_000))  # a repetition
        decided.wait()
    assert {action["action_id"] for action in decided.rows("actions")} == {action["action_id"] for action in said}
