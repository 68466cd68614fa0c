"""The faults: each does its harm, and mends what does not mend itself. A new one is a function and a row of FAULTS."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

from tests.chaos.stage import LEASE_S, Stage, Stuck

Fault = Callable[[Stage], None]
_SOON_S = 60.0


def worker_killed(stage: Stage) -> None:
    """SIGKILL of a worker."""
    pid = stage.r.choice(stage.running_workers())
    stage.signal([pid], signal.SIGKILL)
    stage.until(lambda: pid not in stage.workers_now(), "a killed worker is gone")


def supervisor_killed(stage: Stage) -> None:
    """SIGKILL of the supervisor; started again at once."""
    stage.pipeline.kill()
    stage.start()


def terminated(stage: Stage) -> None:
    """SIGTERM, and started again."""
    stage.running_workers()  # before that there is nothing to finish
    code = stage.pipeline.stop()
    if code != 0:
        raise Stuck(f"after SIGTERM it ended with {code}")
    stage.start()


def redis_killed(stage: Stage) -> None:
    """SIGKILL of Redis; back with the same data."""
    stage.redis.kill()
    time.sleep(stage.r.choice([0.0, 0.5, 2.0]))
    stage.redis.start()


def redis_flushed(stage: Stage) -> None:
    """FLUSHALL."""
    with stage.redis.client() as client:
        client.flushall()


def redis_emptied(stage: Stage) -> None:
    """SIGKILL of Redis; back with nothing."""
    stage.redis.kill()
    stage.empty_redis()
    stage.redis.start()


def redis_rolled_back(stage: Stage) -> None:
    """Redis is killed and has lost its last writes, as after a power cut."""
    stage.redis.kill()
    stage.roll_redis_back(stage.r.choice([2_000, 50_000]))
    stage.redis.start()


def redis_hung(stage: Stage) -> None:
    """Redis answers nothing for some seconds."""
    stage.redis.pause()
    time.sleep(stage.r.choice([1.0, 3.0]))
    stage.redis.resume()


def broker_killed(stage: Stage) -> None:
    """SIGKILL of the broker; started again."""
    stage.running_workers()  # one that only starts waits for it, as tests/live/test_waiting.py shows
    stage.kafka.server.kill()
    time.sleep(stage.r.choice([0.0, 1.0]))
    stage.kafka.server.start()


def broker_away(stage: Stage) -> None:
    """The broker is away for 60 s."""
    stage.running_workers()
    stage.kafka.server.kill()
    time.sleep(60.0)
    stage.kafka.server.start()


def worker_stopped(stage: Stage) -> None:
    """SIGSTOP of a worker for some seconds."""
    stage.paused = [stage.r.choice(stage.running_workers())]
    stage.signal(stage.paused, signal.SIGSTOP)
    time.sleep(stage.r.choice([1.0, 4.0]))
    stage.signal(stage.paused, signal.SIGCONT)


def second_pipeline(stage: Stage) -> None:
    """A second pipeline on the store: it must refuse in one line, exit 2; or the first ends, if its lease ran out."""
    stage.running_workers()
    first, second = stage.pipeline, stage.another()
    stage.more.remove(first)
    stage.more.append(second)
    second.start()
    deadline_s = time.monotonic() + _SOON_S
    while first.process.poll() is None and second.process.poll() is None:
        if time.monotonic() > deadline_s:
            raise Stuck("a second pipeline was not refused")
        time.sleep(0.02)
    if first.process.poll() is not None:  # as while Redis was away
        if first.ended() == 0:
            raise Stuck("a pipeline whose lease was taken ended as if all were well")
        second.stop()
        stage.start()
    elif second.ended() != 2 or not second.said().rstrip().split("\n")[-1].startswith("enforce: "):
        raise Stuck(f"a second pipeline was not refused: {second.said()}")


def worker_zombie(stage: Stage) -> None:
    """A paused worker wakes up after its supervisor was killed and another run has gone on."""
    stage.paused = stage.running_workers()
    stage.signal(stage.paused, signal.SIGSTOP)
    stage.pipeline.kill()
    stage.start()
    stage.running_workers()
    time.sleep(stage.r.choice([0.5, 3.0]))
    stage.signal(stage.paused, signal.SIGCONT)


def pipeline_zombie(stage: Stage) -> None:
    """A whole pipeline is paused until another machine has taken its lease; awake again, it must end by itself."""
    old = stage.pipeline
    stage.paused = [old.process.pid, *stage.running_workers()]
    stage.signal(stage.paused, signal.SIGSTOP)
    time.sleep(LEASE_S + 0.5)
    stage.pipeline = stage.another()
    stage.start()
    stage.running_workers()
    time.sleep(stage.r.choice([0.5, 3.0]))
    stage.signal(stage.paused, signal.SIGCONT)
    code = old.process.wait(30)
    if code == 0:
        raise Stuck("a pipeline whose lease was taken ended as if all were well")


FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        worker_killed,
        supervisor_killed,
        terminated,
        redis_killed,
        redis_flushed,
        redis_emptied,
        redis_rolled_back,
        redis_hung,
        broker_killed,
        broker_away,
        worker_stopped,
        second_pipeline,
        worker_zombie,
        pipeline_zombie,
    )
}
"""Name -> fault."""
KILLS = {
    "worker_killed",
    "supervisor_killed",
    "redis_killed",
    "redis_emptied",
    "redis_rolled_back",
    "broker_killed",
    "broker_away",
    "worker_zombie",
}
"""Those that send SIGKILL to a process at work."""
SLOW = {"broker_away"}
"""Those that take a minute."""
BROKER = {"broker_killed", "broker_away"}
"""Those for which the broker must be the round's own."""
