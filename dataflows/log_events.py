"""Everything the log can say: each event once, beside its meaning and its keys; `docs/reference/log.md` is this list.

A key holds a number, a name from the settings or the policy, or a short text; never an id, a record or a part of one.
"""

from __future__ import annotations

import msgspec

_PLACE = ("topic", "partition", "offset")


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
    "run_stopped": Event("It has ended as asked; nothing is left open.", ("seconds", "records")),
    "run_failed": Event("It has ended because of an error; `trace` says where.", ("error",)),
    "worker_started": Event("A process of its own for one worker.", ("pid", "port")),
    "worker_died": Event("A worker ended without being asked.", ("pid", "code")),
    "workers_restarting": Event("All workers start again, after so many seconds.", ("workers", "attempt", "seconds")),
    "no_progress": Event("Nothing moved for longer than the limit: the worker ends itself.", ("seconds", "limit")),
    "ready": Event("From now on `/ready` says yes.", ("seconds",)),
    "not_ready": Event("From now on `/ready` says no, for these reasons.", ("reasons",)),
    "setting_warned": Event("A setting or a server's configuration is allowed but unwise.", ("setting", "why")),
    # input
    "partition_opened": Event("A partition is read from this offset on.", (*_PLACE, "lag")),
    "partitions_grew": Event(
        "A topic has more partitions than at the start: restart to read them.", ("topic", "partitions", "before")
    ),
    "topic_begun_anew": Event(
        "A partition ends before what was decided of it: its topic was made again, and is read as new.",
        ("topic", "partition"),
    ),
    "offsets_lost": Event(
        "Retention took records that were not read, from `offset` until before `until`.", (*_PLACE, "until", "accepted")
    ),
    "dead_letters_many": Event(
        "The share of dead letters is above ENFORCE_DEAD_LETTER_SHARE: the worker ends itself.",
        ("share", "limit", "records", "reasons"),
    ),
    # servers
    "redis_down": Event("Redis does not answer; it is tried again.", ("error", "seconds", "attempt")),
    "redis_up": Event("Redis answers again, after so many seconds.", ("seconds",)),
    "redis_changed": Event("A node of Redis is not the one it was: failover, or restarted.", ("node", "why")),
    "kafka_down": Event("The brokers do not answer; they are tried again.", ("error", "seconds", "attempt")),
    "kafka_up": Event("The brokers answer again, after so many seconds.", ("seconds",)),
    "delivery_failed": Event(
        "An output topic refused a record; the journal keeps it and it is tried again.", ("topic", "error", "attempt")
    ),
    "topic_created": Event("A topic was created, as `--create-topics` asks.", ("topic", "partitions")),
    # state
    "lease_taken": Event("This pipeline owns the store from now on.", ("number",)),
    "lease_lost": Event(
        "Another pipeline has a newer lease: this one writes nothing more and ends.", ("number", "newest")
    ),
    "restore_started": Event(
        "The store lacks what the changelogs say and is filled from them; it knew so many entries.",
        ("records", "entries"),
    ),
    "restore_progress": Event("How far the restore is.", ("records", "total", "seconds")),
    "restore_done": Event("The store holds all that the changelogs say.", ("records", "seconds")),
    "journal_delivered_again": Event(
        "What was decided before a crash was delivered again, under the same ids.", ("entries", "records")
    ),
    "reading_again": Event(
        "The source goes back to this offset, because the store lost what came after.", (*_PLACE, "records")
    ),
    "day_closed": Event("A day of the post log was sorted and sealed.", ("day", "posts", "bytes", "seconds")),
    # policy
    "policy_loaded": Event("Policy files were read and are in effect.", ("policy", "versions")),
    "policy_refused": Event(
        "Policy files were read again and are bad; the last good ones stay.", ("problem", "problems")
    ),
    # of the libraries
    "library": Event("What a library logged.", ("logger", "text")),
    "stamina.retry_scheduled": Event(
        "A call failed and is tried again; its arguments are left out.",
        ("callable", "retry_num", "wait_for", "waited_so_far"),
    ),
}
