"""The ledgers in Redis, many to a key: a key of its own would cost each of them more than it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import redis
from xxhash import xxh3_64_intdigest

from dataflows.redis import kept, keys, ledger_scripts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from enforcement.ports import Entry


def bucket_of(ledger_key: str) -> str:
    """Where a ledger is, by its key."""
    hashed = xxh3_64_intdigest(ledger_key)
    return keys.ledgers(hashed % keys.LEDGER_TAGS, hashed // keys.LEDGER_TAGS % keys.LEDGER_BUCKETS)


def _tag_of(ledger_key: str) -> int:
    return int(xxh3_64_intdigest(ledger_key) % keys.LEDGER_TAGS)


def due_bucket(ledger_key: str) -> int:
    """Where it is written down when a ledger is due."""
    return xxh3_64_intdigest(ledger_key) % keys.DUE_BUCKETS


def kept_of(number: int, entry: Entry) -> dict[str, bytes]:
    """The ledgers that an entry of this number wrote, as they are kept."""
    due, waits = entry.due, entry.waits
    return {key: kept.keep(key, number, due.get(key), ledger, waits.get(key)) for key, ledger in entry.ledgers.items()}


class LedgerBuckets:
    """Ledgers by key, as `kept` has them."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._read, self._write = map(client.register_script, (ledger_scripts.READ, ledger_scripts.WRITE))
        self._is_one = isinstance(client, redis.Redis)  # a Cluster takes a script for the keys of one hash tag only

    def read(self, ledger_keys: Sequence[str]) -> list[bytes | None]:
        """The ledgers of these keys."""
        found = self._find(ledger_keys)
        return [kept.read(key, found[key]).ledger if key in found else None for key in ledger_keys]

    def have(self, ledger_keys: Sequence[str]) -> list[bool]:
        """Whether there are ledgers of these keys."""
        found = self._find(ledger_keys)
        return [key in found for key in ledger_keys]

    def _find(self, ledger_keys: Sequence[str]) -> dict[str, bytes]:
        tags = self._by_tag(ledger_keys)
        answers = self._call(self._read, [([bucket_of(key) for key in chosen], chosen) for chosen in tags])
        pairs = ((key, raw) for chosen, found in zip(tags, answers) for key, raw in zip(chosen, found))  # noqa: B905
        return {key: raw for key, raw in pairs if raw is not None}

    def write(self, lease: int, records: Mapping[str, bytes], *, over_newer: bool = False) -> None:
        """Write ledgers as they are kept; each over one with a lower number, or over any.

        Raises redis.ResponseError: FENCED when another pipeline has taken over, LOST when the store has lost the fence.
        """
        self._call(
            self._write,
            [
                (
                    [self._fence_of(chosen[0]), *map(bucket_of, chosen)],
                    [lease, int(over_newer), *(part for key in chosen for part in (key, records[key]))],
                )
                for chosen in self._by_tag(records)
            ],
        )

    def fence(self, lease: int) -> None:
        """Let nobody with an older lease write any more; alone, Redis has one fence for all, and has done so."""
        if self._is_one:
            return
        pipe, fence = self._client.pipeline(transaction=False), self._client.register_script(ledger_scripts.FENCE)
        for tag in range(keys.LEDGER_TAGS):
            fence(keys=[keys.ledger_fence(tag)], args=[lease], client=pipe)
        pipe.execute()

    def _fence_of(self, ledger_key: str) -> str:
        return keys.FENCE if self._is_one else keys.ledger_fence(_tag_of(ledger_key))

    def profiles(self) -> Iterator[tuple[str, bytes]]:
        """Key and ledger of every profile; looks at all ledgers there are."""
        for tag in range(keys.LEDGER_TAGS):
            pipe = self._client.pipeline(transaction=False)
            for bucket in range(keys.LEDGER_BUCKETS):
                pipe.lrange(keys.ledgers(tag, bucket), 0, -1)
            for found in pipe.execute():
                for key, raw in zip(map(bytes.decode, found[::2]), found[1::2]):  # noqa: B905  pairs
                    if key[0] == "p":
                        yield key, kept.read(key, raw).ledger

    def forget_all(self) -> None:
        """Delete every ledger: what a store holds that knows of no entry was written while it was being emptied."""
        for tag in range(keys.LEDGER_TAGS):
            pipe = self._client.pipeline(transaction=False)
            for bucket in range(keys.LEDGER_BUCKETS):
                pipe.unlink(keys.ledgers(tag, bucket))  # one by one: a Cluster's pipeline takes no more
            pipe.execute()

    def _by_tag(self, ledger_keys: Collection[str]) -> list[list[str]]:
        """Keys that one script may take."""
        if self._is_one:
            return [list(ledger_keys)] if ledger_keys else []
        found: dict[int, list[str]] = {}
        for key in ledger_keys:
            found.setdefault(_tag_of(key), []).append(key)
        return list(found.values())

    def _call(self, script: Any, calls: Sequence[tuple[list[str], list[Any]]]) -> list[Any]:  # noqa: ANN401  Redis'
        """Run a script for each hash tag, in one round trip."""
        if len(calls) == 1:
            [(names, args)] = calls
            return [script(keys=names, args=args)]
        pipe = self._client.pipeline(transaction=False)
        for names, args in calls:
            script(keys=names, args=args, client=pipe)
        found: list[Any] = pipe.execute()
        return found
