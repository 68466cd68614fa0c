"""Words as codes: strangers choose the words, and there is room for so many."""

from __future__ import annotations

import redis

from dataflows.redis.codes import SharedCodes

KEY, MOST = "codes", 3


def asked(client: redis.Redis) -> int:
    """How many scripts Redis has run."""
    stats = client.info("commandstats")
    return sum(int(stats[f"cmdstat_{name}"]["calls"]) for name in ("eval", "evalsha") if f"cmdstat_{name}" in stats)


def test_words_that_find_no_room_are_neither_kept_nor_asked_for_again(fresh_redis: redis.Redis) -> None:
    """Each would cost memory and a way to Redis."""
    codes = SharedCodes(fresh_redis, KEY, "other", MOST)
    given = [codes[f"word {number}"] for number in range(MOST)]
    assert len({*given, 0}) == MOST + 1
    assert codes["one too many"] == 0
    before, kept = asked(fresh_redis), len(codes)
    assert {codes[f"stranger {number}"] for number in range(1_000)} == {0}
    assert (asked(fresh_redis), len(codes)) == (before, kept)
    assert [codes[f"word {number}"] for number in range(MOST)] == given


def test_a_word_that_another_worker_met_has_its_code_also_when_there_is_no_room_left(fresh_redis: redis.Redis) -> None:
    """Both write the same records."""
    one, other = (SharedCodes(fresh_redis, KEY, "other", MOST) for _ in range(2))
    given = {word: one[word] for word in ("a", "b", "c")}
    assert other["too late"] == 0
    assert {word: other[word] for word in given} == given
    assert other.word(given["b"]) == "b"
