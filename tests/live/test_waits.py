"""An operator sees what waits, after any start: a moderator's word that met no post, an appeal that nobody decided."""

from __future__ import annotations

from urllib.request import urlopen

import redis

from tests.live.conftest import MakePipeline
from tests.live.events import now_ms, post, violation
from tests.live.pipeline import Pipeline
from tests.servers.ports import free_ports

DAY_MS = 86_400_000


def shown(live: Pipeline, name: str) -> float | None:
    """A metric of the first worker."""
    try:
        with urlopen(f"http://127.0.0.1:{live.settings['metrics-port']}/metrics", timeout=5) as page:
            lines = page.read().decode().splitlines()
    except OSError:
        return None
    return next((float(line.split()[1]) for line in lines if line.startswith(name + " ")), None)


def test_what_waits_is_shown_after_a_start_and_after_a_restore(pipeline: MakePipeline) -> None:
    live = pipeline(**{"metrics-port": str(free_ports(1)[0])})
    appeal = {"kind": "appeal", "appeal_id": "a", "profile_id": "ann", "target": "v-p1"}
    at_ms = now_ms() - 8 * DAY_MS

    def assert_shown() -> None:
        live.until(lambda: shown(live, "enforce_parked_events") == 1, "one is parked")
        live.until(lambda: (shown(live, "enforce_parked_oldest_age_seconds") or 0) > 60, "for over a minute")
        live.until(lambda: shown(live, "enforce_appeals_overdue") == 1, "an appeal is overdue")
        assert live.stop() == 0

    with live:
        live.say(post("p1", at_ms), violation("p1", at_ms), appeal | {"at": post("", at_ms)["at"]})
        live.say(violation("p2", now_ms() - 120_000))
        live.wait()
        assert_shown()
    with live:
        assert_shown()
    with redis.Redis.from_url(live.settings["redis"]) as client:
        client.flushall()
    with live:
        assert_shown()
