"""A day of the post log that is over is closed in passing."""

from __future__ import annotations

import redis

from dataflows.redis import keys
from enforcement.instants import DAY_MS
from tests.live.conftest import MakePipeline
from tests.live.events import now_ms, post, violation


def test_a_post_of_two_authors_is_told_when_its_day_is_closed(pipeline: MakePipeline) -> None:
    """The first counts; nobody has asked for the post until then, and the day is sealed."""
    live = pipeline()
    at_ms = now_ms() - 3 * DAY_MS
    live.say(post("w", at_ms, "ann"))
    with live:
        live.wait()
        live.say(post("w", at_ms + 1, "bob"))
        live.wait()
        live.until(lambda: bool(live.rows("dead_letters")), "the conflict is told")
        [letter] = live.rows("dead_letters")
        assert (letter["reason"], letter["raw"]) == ("post_conflict", None)
        assert letter["detail"] == "a second record named bob, the first names ann; the first counts"
        live.say(violation("w", now_ms()))
        live.until(lambda: bool(live.rows("actions")), "the post is found where it was sealed")
        assert live.rows("actions")[0]["profile_id"] == "ann"
        live.until(
            lambda: not redis.Redis.from_url(live.settings["redis"]).smembers(keys.OPEN_DAYS), "no day is left open"
        )
