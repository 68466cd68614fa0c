"""Mend: a node of a Cluster that was restarted may have lost what only it had; the others, and the journal, have not.

Ledgers lie on all nodes. What the changelogs know better is taken from them, ledger by ledger: the higher number wins.
Whatever is not in the changelogs yet is in the open journal, which whoever starts applies in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataflows.live.changelog import kept_of, ledger_key
from dataflows.redis.buckets import LedgerBuckets

if TYPE_CHECKING:
    from collections.abc import Callable

    import redis
    from confluent_kafka import Message

    from dataflows.live.restore import Changelogs


class Mend:
    """Writes the ledgers that are older in a store than in the changelogs; doing it again changes nothing."""

    def __init__(self, client: redis.Redis, lease: int) -> None:
        self._buckets, self._lease = LedgerBuckets(client), lease
        self._gone: dict[str, bytes] = {}

    def run(self, changelogs: Changelogs, progress: Callable[[int, int], None]) -> int:
        """Read to the end; `progress` is told how far of how far. Returns how many records there were."""
        records = 0
        while (messages := changelogs.read()) is not None:
            found: dict[str, bytes] = {}
            for message in messages:
                self._take(found, message)
            self._buckets.write(self._lease, found)
            records += len(messages)
            progress(records, changelogs.total)
        self._buckets.write(self._lease, self._gone, over_newer=True)  # their last word was that they are gone
        return records

    def _take(self, found: dict[str, bytes], message: Message) -> None:
        key, value = ledger_key(message.topic() or "", (message.key() or b"").decode()), message.value()
        if key is None:
            return  # the rest lies with the journal
        if value is None:
            self._gone[key] = kept_of(key, None)
            return
        self._gone.pop(key, None)
        found[key] = kept_of(key, value)
