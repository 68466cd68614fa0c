"""Private events leave no trace, and the erased none but a keyed hash: every byte that is kept is scanned."""

from __future__ import annotations

from typing import Any

from dataflows.redis import kept
from tests.live.conftest import MakePipeline
from tests.live.events import now_ms, post, violation
from tests.servers.redis import RedisServer

PRIVATE = ("w-secret", "p-secret", "v-secret", "r-secret", "q-secret")


def bytes_of(server: RedisServer) -> bytes:
    """Every key and value, as a client reads them, and the image that Redis writes of them."""
    with server.client() as client:
        client.config_set("rdbcompression", "no")
        client.save()
        found = [(server.directory / "dump.rdb").read_bytes()]
        for key in client.keys("*"):
            found += [key, repr(_value(client, key)).encode()]
    return b"\n".join(found)


def _value(client: Any, key: bytes) -> object:
    kind = client.type(key).decode()
    if kind == "string":
        return client.get(key)
    if kind == "zset":
        return client.zrange(key, 0, -1, withscores=True)
    if kind == "none":
        return None  # it has just gone
    if kind == "list":
        return _inflated(client.lrange(key, 0, -1))
    return {"hash": client.hgetall, "set": client.smembers}[kind](key)


def _inflated(elements: list[bytes]) -> list[bytes]:
    """The elements of a list, ledgers as they were before they were made small."""
    keys = ["", *(element.decode(errors="replace") for element in elements)]
    return [
        kept.read(key, element).ledger if key[:2] in {"p:", "c:"} else element
        for key, element in zip(keys, elements)  # noqa: B905  each after its key
    ]


def traces(names: tuple[str, ...], *places: bytes) -> list[str]:
    return [name for name in names if any(name.encode() in place for place in places)]


def test_private_events_leave_no_trace(pipeline: MakePipeline, own_redis: RedisServer) -> None:
    """Not in the store, not in any output, not as a dead letter; however broken they are."""
    now = now_ms()
    embedded = {"profile_id": "p-secret", "at": "2026-01-01T00:00:00Z", "surface": "mail", "audience": "public"}
    live = pipeline()
    live.say(
        post("w-secret", now, "p-secret", audience="friends"),
        post("w-secret", now, "p-secret", surface="chat_message"),
        post("w-secret", now, "p-secret", surface="mail", at="never"),
        violation("q-secret", now, violation_id="v-secret", post=embedded),
        {**violation("q-secret", now), "kind": "report", "report_id": "r-secret", "reporter_id": "p", "post": embedded},
        {"kind": "what", "post_id": "w-secret", "audience": "friends"},
        post("w-public", now, "p-public"),
        violation("w-public", now),
        violation("w-nobody", now),
        {"kind": "what", "post_id": "w-strange"},
    )
    with live:
        live.wait()
        assert [action["profile_id"] for action in live.rows("actions")] == ["p-public"]
        said, kept = live.everything(), bytes_of(own_redis)
    assert traces(PRIVATE, said, kept) == []
    assert len(live.rows("dead_letters")) == 1
    assert traces(("p-public", "w-nobody"), kept) == ["p-public", "w-nobody"]  # a scan that finds what is there


def test_the_erased_are_found_nowhere_in_the_store(pipeline: MakePipeline, own_redis: RedisServer) -> None:
    """Author, reporter, claimant and appellant; what is dated before comes too late."""
    now = now_ms() - 10_000
    live = pipeline()
    claim = {"claim_id": "c1", "claimant_id": "u-erased", "ground": "defamation", "evidence": ["deed"]}
    live.say(
        post("w1", now, "u-erased"),
        post("w2", now, "u-kept", surface="profile"),
        violation("w1", now + 1),
        {**violation("w2", now + 1), "kind": "report", "report_id": "r1", "reporter_id": "u-erased"},
        {**violation("w2", now + 1), "kind": "claim", **claim},
        {**post("", now + 2, "u-erased"), "kind": "appeal", "appeal_id": "a1", "target": "v-w1"},
        {**post("", now + 2, "u-erased"), "kind": "appeal", "appeal_id": "a2", "target": "not there"},
    )
    with live:
        live.wait()
        assert traces(("u-erased", "u-kept"), bytes_of(own_redis)) == ["u-erased", "u-kept"]
        live.say({**post("", now + 1_000, "u-erased"), "kind": "erasure", "erasure_id": "e1"})
        live.say(post("w3", now + 999, "u-erased"), violation("w3", now + 1_001, "spam"))
        live.say(violation("w4", now + 1_001, post={**post("w4", now + 998, "u-erased")}))
        live.wait()
        live.until(lambda: live.read("standings")[-1] == b"", "the standing is gone")
        assert live.rows("actions")[-1]["reason"] == "erased"
        live.until(lambda: not traces(("u-erased",), bytes_of(own_redis)), "nothing of it is left in the store")
        assert live.stop() == 0
    assert traces(("u-erased", "u-kept"), bytes_of(own_redis)) == ["u-kept"]
