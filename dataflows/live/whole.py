"""The store made whole from the changelogs: all of it, or what a node of a Cluster has lost."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import redis

from dataflows.live.mend import Mend
from dataflows.live.restore import Changelogs, Restore, Restored
from dataflows.logs import log
from dataflows.redis.connect import connect
from dataflows.redis.lives import Lives, noticed
from dataflows.settings import Refused, without_password

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dataflows.live.partitions import Partitions
    from dataflows.live.settings import RunSettings

    Progress = Callable[[int, int], None]


class Whole:
    """One attempt, under the number `lease`, with the life of Redis that was there when it began.

    Its methods raise StoreLost when Redis has lost something meanwhile: what was written so far may be gone; Refused
    when another pipeline has taken over.
    """

    def __init__(self, settings: RunSettings, lives: Mapping[str, str], lease: int, progress: Progress) -> None:
        self._settings, self._lives, self._lease, self._progress = settings, lives, lease, progress

    def restore(self, number: int, partitions: Partitions) -> Restored:
        """Bring a store with so many entries up to what the changelogs know; an empty one has lost its posts too."""
        parts = [] if number else [str(index) for index in partitions.indexes()]
        with self._told(number) as (client, changelogs, done):
            restored = Restore(client, self._lease).run(changelogs, parts, self._progress)
            done(restored.records)
        log.info("journal_delivered_again", entries=restored.entries)
        return restored

    def mend(self, number: int) -> None:
        """Write again what a node of a Cluster may have lost, in a store that else knows as much as they do."""
        with self._told(number) as (client, changelogs, done):
            done(Mend(client, self._lease).run(changelogs, self._progress))

    @contextmanager
    def _told(self, number: int) -> Iterator[tuple[redis.Redis, Changelogs, Callable[[int], None]]]:
        began_s = time.monotonic()
        changelogs = Changelogs(self._settings.kafka_config(), self._settings.changelogs())
        log.warning("restore_started", records=changelogs.total, entries=number)

        def done(records: int) -> None:
            log.info("restore_done", records=records, seconds=round(time.monotonic() - began_s, 1))

        with fenced(self._settings), connect(self._settings.redis, lives=Lives(self._lives)) as client:
            yield client, changelogs, done


@contextmanager
def fenced(settings: RunSettings) -> Iterator[None]:
    """Within it, what Redis refuses under a lease is StoreLost, or Refused when another pipeline has taken over."""
    try:
        with noticed():
            yield
    except redis.ResponseError as error:
        if "FENCED" in str(error):
            raise taken_over(settings) from error
        raise


def taken_over(settings: RunSettings) -> Refused:
    """What whoever lost the lease is told."""
    return Refused(f"{without_password(settings.redis)}: another pipeline has taken over; stop it, start again")
