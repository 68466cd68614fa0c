"""Everything the log can say: each event once, beside its meaning and its keys; `docs/reference/log.md` is this list.

A key holds a number, a name from the settings or the policy, or a short text; never an id, a record or a part of one.
"""

from __future__ import annotations

import msgspec


class Event(msgspec.Struct, frozen=True):
    """What an event means, and the keys it may carry."""

    meaning: str
    keys: tuple[str, ...] = ()


EVENTS: dict[str, Event] = {
    # a run
    "run_started": Event(
        "The pipeline is set up and begins to read.",
        ("version", "policy", "workers", "partitions", "store", "port", "shadow"),
    ),
    "run_stopping": Event("Asked to stop: it finishes its epoch and delivers.", ("signal",)),
    "run_stopped": Event("It has ended as asked; nothing is left open.", ("seconds",)),
    "run_failed": Event("It has ended because of an error; `trace` says where.", ("error",)),
    "worker_started": Event("A process of its own for one worker.", ("pid", "port")),
    "worker_died": Event("A worker ended without being asked.", ("code",)),
    "workers_restarting": Event("All workers start again, after so many seconds.", ("workers", "attempt", "seconds")),
    "no_progress": Event("Nothing moved for longer than the limit: the worker ends itself.", ("seconds",)),
    "setting_warned": Event("A setting or a server's configuration is allowed but unwise.", ("setting", "why")),
    # the policy
    "policy_changed": Event(
        "The policy files have changed, and are good: the workers start again with them.", ("version",)
    ),
    "policy_refused": Event(
        "The policy files have changed, and are wrong: the last good ones stay in effect.", ("why", "problems")
    ),
    "policy_kept": Event("The policy files are again those in effect.", ("version",)),
    # input
    "partitions_grew": Event(
        "A topic has more partitions than at the start: restart to read them.", ("topic", "partitions", "before")
    ),
    "topic_begun_anew": Event(
        "A partition ends before what was decided of it: its topic was made again, and is read as new.",
        ("topic", "partition"),
    ),
    # servers
    "redis_down": Event("Redis does not answer, or takes no writes; it is tried again.", ("error", "port")),
    "redis_back": Event("Redis answers again, after so many seconds.", ("seconds",)),
    "redis_changed": Event("A node of Redis is not the one it was: failover, or restarted.", ("why",)),
    "kafka_down": Event("The brokers do not answer; they are tried again.", ("error", "port")),
    "kafka_back": Event("A broker answers again, after so many seconds.", ("seconds",)),
    # state
    "lease_taken": Event("This pipeline owns the store from now on.", ("number",)),
    "lease_lost": Event("Another pipeline has a newer lease: this one writes nothing more and ends.", ("number",)),
    "restore_started": Event(
        "The store lacks what the changelogs say and is filled from them; it knew so many entries.",
        ("records", "entries"),
    ),
    "restore_done": Event("The store holds all that the changelogs say.", ("records", "seconds")),
    "journal_delivered_again": Event(
        "What was decided before a crash was delivered again, under the same ids.", ("entries",)
    ),
    # of the libraries
    "library": Event("What a library logged.", ("logger", "text")),
    "stamina.retry_scheduled": Event(
        "A call failed and is tried again; its arguments are left out.",
        ("callable", "retry_num", "wait_for", "waited_so_far"),
    ),
}
