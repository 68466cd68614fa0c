"""Mend: a node of a Cluster that was restarted may have lost what only it had; the others, and the journal, have not.

Ledgers lie on all nodes. What the changelogs know better is taken from them, ledger by ledger: the higher number wins.
Whatever is not in the changelogs yet is in the open journal, which whoever starts applies in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dataflows.live.changelog import LEDGER, unpack_kept
from dataflows.redis import scripts
from dataflows.redis.store import ledger_key

if TYPE_CHECKING:
    from collections.abc import Callable

    import redis
    from confluent_kafka import Message

    from dataflows.live.restore import Changelogs


class Mend:
    """Writes the ledgers that are older in a store than in the changelogs; doing it again changes nothing."""

    def __init__(self, client: redis.Redis) -> None:
        self._client, self._put = client, client.register_script(scripts.LEDGERS)
        self._gone: dict[str, None] = {}

    def run(self, changelogs: Changelogs, progress: Callable[[int, int], None]) -> int:
        """Read to the end; `progress` is told how far of how far. Returns how many records there were."""
        records = 0
        while (messages := changelogs.read()) is not None:
            pipe = self._client.pipeline(transaction=False)
            for message in messages:
                self._take(pipe, message)
            pipe.execute()
            records += len(messages)
            progress(records, changelogs.total)
        self._forget()
        return records

    def _take(self, pipe: Any, message: Message) -> None:  # noqa: ANN401  Redis' types are skipped
        key, value = (message.key() or b"").decode(), message.value()
        if (message.topic() or "").endswith(LEDGER):
            key = "p:" + key
        elif key[:2] != "c:":
            return  # the rest lies with the journal
        if value is None:
            self._gone[key] = None
            return
        self._gone.pop(key, None)
        kept = unpack_kept(value)
        self._put(keys=[ledger_key(key)], args=[kept.number.to_bytes(8, "big"), kept.ledger], client=pipe)

    def _forget(self) -> None:
        """Take away the ledgers whose last word was that they are gone."""
        pipe = self._client.pipeline(transaction=False)
        for key in self._gone:
            pipe.delete(ledger_key(key))
        pipe.execute()
