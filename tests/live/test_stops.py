"""What nobody can go on from by waiting stops the pipeline, loudly and once, however many workers it has."""

from __future__ import annotations

import pytest
from confluent_kafka import TopicPartition

from tests.live.conftest import MakePipeline
from tests.live.events import now_ms, post
from tests.live.test_waiting import logged


@pytest.mark.parametrize("workers", [1, 2])
def test_a_producer_that_sends_nothing_but_broken_records(pipeline: MakePipeline, workers: int) -> None:
    """Reading past them would lose them, with thousands of dead letters; a restart would read the same."""
    live = pipeline(partitions=2, workers=str(workers), **{"dead-letter-share": "0.2"})
    live.feed([b"{"] * 1_100, partition=0)
    live.say(post("p", now_ms()), partition=1)
    with live:
        assert live.ended() == 1
    (line,) = logged(live, "run_failed")
    assert f"{live.input}[0]: 100% of 1,100 records were dead letters; mend the producer" in line["error"]
    assert len(logged(live, "run_started")) == 1


def test_records_that_retention_took_before_they_were_read(pipeline: MakePipeline) -> None:
    """They are gone, whatever is done: a person must know how many, and decide to go on without them."""
    live = pipeline()
    with live:
        live.say(*(post(f"p{number}", now_ms()) for number in range(10)))
        live.wait()
        assert live.stop() == 0
    live.say(*(post(f"q{number}", now_ms()) for number in range(10)))
    admin = live.kafka.server.admin()
    for done in admin.delete_records([TopicPartition(live.input, 0, 15)]).values():
        done.result(10)
    with live:
        assert live.ended() == 1
    detail = "offset 10 is gone, the log has 15 to 20: 5 records are lost"
    assert [line["error"] for line in logged(live, "run_failed")] == [
        f"{live.input}[0]: {detail}; run with --accept-gap to go on without them"
    ]
    live.start("--accept-gap")
    live.wait()
    assert live.stop() == 0
    (letter,) = live.rows("dead_letters")
    assert (letter["reason"], letter["detail"], letter["raw"]) == ("gap", detail, None)
    assert letter["origin"] == {"topic": live.input, "partition": 0, "offset": 10}
