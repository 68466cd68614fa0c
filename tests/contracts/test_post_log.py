"""The promises of the port `PostLog`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dataflows.stores.post_log import MemoryPostLog
from enforcement.batch import columns_of
from enforcement.events import Post
from enforcement.instants import DAY_MS
from tests.contracts.implementations import every_post_log, logs_that_look_back, thorough
from tests.contracts.log_machine import HOUR_MS, POLICIES, START_MS, SWITCH_MS, LogMachine, keeping
from tests.machines import run_machine

if TYPE_CHECKING:
    from enforcement.policy import Policies
    from enforcement.ports import PostLog
    from tests.contracts.implementations import OpenLog

END = 1 << 40
"""A turn after all."""
DAYS_MS = DAY_MS * 3
KEEP_ONE_DAY = keeping(1)


def a_post(post_id: str, profile_id: str = "u", at: int = START_MS) -> Post:
    """A post on the first day."""
    return Post(post_id, profile_id, at, "comment", "hi")


def append(log: PostLog, *posts: Post, latest_ms: int = START_MS) -> tuple[int, list[int]]:
    """Be done with the batch in hand, and make another findable."""
    log.keep()
    return log.append(columns_of(posts), max([latest_ms, *(post.at for post in posts)]))


def observed(log: PostLog, turn: int = END, profile_id: str = "u", until_ms: int = START_MS + DAYS_MS) -> int:
    """How many posts of three days are known."""
    return log.observed(profile_id, until_ms - 2 * DAYS_MS, until_ms, turn)


@every_post_log
def test_a_post_is_found_by_those_who_come_after_it(open_log: OpenLog) -> None:
    """A batch is a convenience: an event in the middle of it must not see what comes later."""
    log = open_log(KEEP_ONE_DAY)
    assert append(log, a_post("w0"), a_post("w1")) == (0, [])
    assert [turn for turn in range(5) if log.find("w1", turn, START_MS)] == [2, 3, 4]
    assert append(log, a_post("w2")) == (2, [])
    assert log.find("w1", 2, START_MS) == a_post("w1")
    assert log.find("w3", END, START_MS) is None
    assert log.next_turn() == 3


@every_post_log
def test_a_post_is_found_until_its_own_policy_forgets_it(open_log: OpenLog) -> None:
    """The last moment is included; what a later version keeps longer is no business of an earlier post."""
    log = open_log(keeping(1, 3))
    append(log, a_post("early"), a_post("late", at=SWITCH_MS), latest_ms=SWITCH_MS)
    assert log.find("late", END, SWITCH_MS + 3 * DAY_MS) is not None
    assert log.find("late", END, SWITCH_MS + 3 * DAY_MS + 1) is None
    log = open_log(keeping(1, 3))
    append(log, a_post("early"))
    assert log.find("early", END, START_MS + DAY_MS) is not None
    assert log.find("early", END, START_MS + DAY_MS + 1) is None


@every_post_log
def test_repeated_and_late_posts_are_left_out(open_log: OpenLog) -> None:
    """Only they, and those of erased profiles, need a look of their own."""
    log = open_log(KEEP_ONE_DAY)
    late = a_post("late", at=START_MS - DAY_MS - 1)
    base, left_out = append(log, a_post("w0"), a_post("twice"), late, a_post("twice", "v"))
    assert set(left_out) - {1} == {2, 3}
    if 1 in left_out:  # the first of the two may be left out as well
        assert log.find("twice", END, START_MS) is None
        assert log.add(a_post("twice"), base + 1) is None
    assert log.find("twice", base + 1, START_MS) is None
    assert log.find("twice", base + 2, START_MS) == a_post("twice")
    append(log, a_post("w1"), a_post("w0"))
    assert log.find("w0", END, START_MS) == a_post("w0")
    assert (observed(log), observed(log, profile_id="v")) == (3, 0)


@every_post_log
def test_the_first_record_of_a_post_stays_the_post(open_log: OpenLog) -> None:
    """Whoever sends it again under another name changes nothing."""
    log = open_log(KEEP_ONE_DAY)
    append(log, a_post("w0"))
    append(log, a_post("w1"), a_post("w0", "v", START_MS + 1))
    append(log, a_post("w2"))
    assert log.find("w0", END, START_MS) == a_post("w0")
    assert observed(log) == 3


@logs_that_look_back
def test_a_repeated_id_of_an_earlier_batch_is_left_out(open_log: OpenLog) -> None:
    """It gets a look of its own: it may name another author."""
    log = open_log(KEEP_ONE_DAY)
    append(log, a_post("w0"))
    assert append(log, a_post("w1"), a_post("w0", "v"))[1] == [1]
    assert observed(log, profile_id="v") == 0


@every_post_log
def test_posts_are_counted_by_whole_days_up_to_a_turn(open_log: OpenLog) -> None:
    """From midnight to midnight, of one author, and nothing that comes later in the batch."""
    log = open_log(keeping(3))
    times = [START_MS - 1, START_MS, START_MS + DAY_MS - 1, START_MS + DAY_MS]
    append(log, a_post("v0", "v"), *(a_post(f"w{place}", at=at) for place, at in enumerate(times)))
    assert [log.observed("u", START_MS - 1, START_MS, turn) for turn in range(6)] == [0, 0, 0, 1, 2, 2]
    assert log.observed("u", START_MS, START_MS + DAY_MS, END) == 1
    assert log.observed("u", START_MS - DAY_MS - 1, START_MS + DAY_MS, END) == 4
    assert log.observed("nobody", 0, START_MS, END) == 0


@every_post_log
def test_a_post_that_comes_with_an_event_goes_before_a_later_record_of_it(open_log: OpenLog) -> None:
    """It counts once, and the later record gets a look: it may name another author."""
    log = open_log(KEEP_ONE_DAY)
    base, left_out = append(log, a_post("w0"), a_post("w1"), a_post("w1x", "v"))
    assert left_out == []
    assert log.arrives("w1", base + 1) == base + 1
    assert log.arrives("w1", base + 2) is None
    assert log.add(a_post("w1", "v"), base) == base + 1
    assert log.arrives("w1", base + 1) is None
    assert log.find("w1", base + 1, START_MS) == a_post("w1", "v")
    assert (observed(log), observed(log, profile_id="v"), observed(log, base + 2, "v")) == (1, 2, 1)


@every_post_log
def test_a_forgotten_post_that_comes_again_calls_for_no_look_at_what_is_past(open_log: OpenLog) -> None:
    """The place before the first post of a batch is that of the last post of the batch before."""
    log = open_log(KEEP_ONE_DAY)
    base, _ = append(log, a_post("w0"))
    append(log, latest_ms=START_MS + 2 * DAY_MS)
    again = a_post("w0", at=START_MS + 2 * DAY_MS)
    assert log.add(again, base) is None
    assert log.find("w0", base + 1, again.at) == again
    assert observed(log) in {1, 2}


@every_post_log
def test_an_erased_profile_has_no_earlier_posts_and_begins_anew(open_log: OpenLog) -> None:
    """What came before is gone, what is dated before is left out, what comes later counts."""
    log = open_log(KEEP_ONE_DAY)
    erased_at = START_MS + HOUR_MS
    append(log, a_post("w0"), a_post("v0", "v"), a_post("w1"), a_post("w2", at=erased_at + 1))
    log.erase("u", erased_at, 1)
    assert [log.find(f"w{number}", END, erased_at) is None for number in range(3)] == [True, True, False]
    assert (observed(log), observed(log, 3), observed(log, profile_id="v")) == (1, 0, 1)
    _, left_out = append(log, a_post("w3", at=erased_at), a_post("v1", "v"), a_post("w4", at=erased_at + 1))
    assert set(left_out) >= {0}
    assert 1 not in left_out


@every_post_log
@pytest.mark.usefixtures("tiny_stores")
@pytest.mark.parametrize("comes_back", [False, True])
@pytest.mark.parametrize("others", range(1, 40, 3))
def test_an_erased_profile_stays_erased_whoever_is_forgotten(
    open_log: OpenLog, others: int, *, comes_back: bool
) -> None:
    """Names that nobody needs any more go; the erased must not come back with their places."""
    log, erased_at = open_log(keeping(30)), START_MS + 60 * DAY_MS
    append(log, *(a_post(f"s{number}", f"s{number}") for number in range(40)))
    base, _ = append(log, a_post("w0", at=erased_at))
    log.erase("u", erased_at, base + 1)
    if comes_back:
        again = a_post("w1", at=erased_at + 1)
        base, left_out = append(log, again)
        assert [log.add(again, base) for _ in left_out] in ([], [None])
    for number in range(others):
        at = erased_at - number * DAY_MS // 2
        append(log, *(a_post(f"v{number}-{place}", f"v{place}", at) for place in range(6)))
    _, left_out = append(log, a_post("w2", at=erased_at))
    assert left_out == [0]
    assert observed(log, until_ms=erased_at + DAY_MS) == int(comes_back)


@every_post_log
@pytest.mark.usefixtures("tiny_stores")
def test_a_post_stays_as_long_as_stream_time_may_ask_for_it(open_log: OpenLog) -> None:
    """A batch may span its last day: events at the batch's beginning still meet it."""
    log = open_log(KEEP_ONE_DAY)
    append(log, a_post("old"))
    for number in range(3):
        later = [a_post(f"w{number}-{place}", at=START_MS + (number + 1) * HOUR_MS) for place in range(9)]
        append(log, *later)
    base, _ = append(log, *(a_post(f"far-{place}", at=START_MS + 9 * DAY_MS) for place in range(99)))
    assert log.find("old", base, START_MS + DAY_MS) == a_post("old")
    assert observed(log, base) == 28


@every_post_log
@pytest.mark.parametrize("policies", POLICIES.values(), ids=POLICIES)
@pytest.mark.usefixtures("tiny_stores")
def test_a_log_knows_what_one_would_know_who_reads_post_after_post(
    open_log: OpenLog, policies: Policies, request: pytest.FixtureRequest
) -> None:
    """Batches, compaction, renumbering: nothing of it may show."""
    looks_back = open_log is MemoryPostLog
    run_machine(lambda: LogMachine(open_log, policies, looks_back=looks_back), thorough(request))
