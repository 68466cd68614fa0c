"""Which posts the decider must see, in one process: none gets past an event that does not know it yet."""

from __future__ import annotations

from collections import Counter

from dataflows.live.turn import Turn
from enforcement.batch import Batch, columns_of
from enforcement.events import Post


def batch_of(post_id: str, partition: int = 0, topic: str = "in") -> Batch:
    """A batch with one post in it."""
    return Batch(topic, 0, 1, columns_of([Post(post_id, "u", 0, "feed_post", None)]), [], [], Counter(), partition)


def test_posts_after_an_undecided_event_wait_for_it() -> None:
    turn, events = Turn(one_process=True), batch_of("p")
    turn.sent(events)
    assert turn.concerns(batch_of("q"))
    assert not turn.is_open(0)
    turn.decided(events)
    assert not turn.concerns(batch_of("q"))
    assert turn.is_open(0)


def test_other_partitions_have_no_order_with_it() -> None:
    turn = Turn(one_process=True)
    turn.sent(batch_of("p", 0))
    assert not turn.concerns(batch_of("q", 1))


def test_other_topics_have_no_order_with_it_but_share_its_consumer() -> None:
    turn, events = Turn(one_process=True), batch_of("p", topic="violations")
    turn.sent(events)
    assert not turn.concerns(batch_of("q", topic="posts"))
    assert not turn.is_open(0)


def test_a_post_that_is_waited_for_is_seen_before_those_after_it() -> None:
    turn, awaited = Turn(one_process=True), {"p"}
    turn.waits(awaited)
    assert turn.concerns(batch_of("p"))
    assert not turn.concerns(batch_of("q"))
    awaited.clear()
    assert not turn.concerns(batch_of("p"))


def test_between_processes_nobody_can_say_so_in_time() -> None:
    turn = Turn(one_process=False)
    turn.sent(batch_of("p"))
    turn.waits({"p"})
    assert not turn.concerns(batch_of("p"))
    assert turn.is_open(0)
