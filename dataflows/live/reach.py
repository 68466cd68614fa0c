"""Reaching a server for the first time: one that does not answer may be waited for, one that answers no is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient

from dataflows.logs import log
from dataflows.settings import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from confluent_kafka.admin._metadata import ClusterMetadata

_WHY = (
    KafkaError._AUTHENTICATION,  # noqa: SLF001  librdkafka's own names are spelled so
    KafkaError._SSL,  # noqa: SLF001  the same
    KafkaError._RESOLVE,  # noqa: SLF001  the same
    KafkaError._TRANSPORT,  # noqa: SLF001  the same
)
"""What may be behind it that no broker answers, the most telling first."""
_FORBIDDEN = {
    KafkaError._AUTHENTICATION,  # noqa: SLF001  the same
    KafkaError.SASL_AUTHENTICATION_FAILED,
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.GROUP_AUTHORIZATION_FAILED,
    KafkaError.CLUSTER_AUTHORIZATION_FAILED,
}
_REDIS_SAYS_NO = {
    "OOM": "it is full: raise its maxmemory",
    "used memory > 'maxmemory'": "it is full: raise its maxmemory",
    "MISCONF": "it cannot write to its disk: make room there",
    "READONLY": "it is a read-only replica now: give the address of its master",
    "read only replica": "it is a read-only replica now: give the address of its master",
    "NOREPLICAS": "it has too few replicas to write: bring them back, or lower min-replicas-to-write",
    "NOPERM": "its user may not do this: allow it all commands on keys e*, enforce:*",
    "no permissions": "its user may not do this: allow it all commands on keys e*, enforce:*",
}
"""What a Redis says that answers and takes no writes -> why, and what to do."""


class Away(Refused):
    """A server, one of `metrics.labels.SERVERS`, does not answer; trying again may help."""

    def __init__(self, server: str, line: str) -> None:
        super().__init__(line)
        self.server = server


def metadata(config: Mapping[str, Any], timeout_s: float) -> tuple[AdminClient, ClusterMetadata]:
    """What the broker has; raises Away where none answers, Refused where it lets nobody in."""
    errors: dict[int, KafkaError] = {}
    telling: dict[str, Any] = {**config, "error_cb": lambda error: errors.setdefault(error.code(), error)}
    try:
        admin = AdminClient(telling)
    except KafkaException as error:
        raise Refused(f"ENFORCE_KAFKA_OPTIONS: {error.args[0].str()}; see librdkafka's CONFIGURATION.md") from error
    except TypeError as error:  # an option that a program sets, such as a callback
        raise Refused(f"ENFORCE_KAFKA_OPTIONS: {error}; leave that option out") from error
    try:
        return admin, admin.list_topics(timeout=timeout_s)
    except KafkaException as error:
        admin.poll(0)
        found: KafkaError = next((errors[code] for code in _WHY if code in errors), error.args[0])
        raise broker_error(str(config["bootstrap.servers"]), found) from error


def broker_error(kafka: str, error: KafkaError) -> Refused:
    """An error of the broker as what a person can mend, or wait for."""
    why = error.str().split("/bootstrap: ", 1)[-1].rsplit(" (after ", 1)[0]
    if error.code() in _FORBIDDEN:
        return Refused(f"{kafka}: {why}; see the user, the password and the rights behind ENFORCE_KAFKA_OPTIONS")
    return Away("kafka", f"{kafka}: {why}; see that a broker is there and ENFORCE_KAFKA names it")


def redis_says_no(error: Exception) -> str | None:
    """Why a Redis that answers takes no writes, and what to do; None for any other error."""
    said = f"{type(error).__name__} {error}"
    return next((why for words, why in _REDIS_SAYS_NO.items() if words in said), None)


def tell_away(server: str, why: str, port: int | None = None) -> None:
    """Say in the log that a server does not answer, and on which port /ready says so."""
    if server == "redis":
        log.warning("redis_down", error=why, port=port)
    else:
        log.warning("kafka_down", error=why, port=port)


def tell_back(server: str, seconds: float) -> None:
    """Say in the log that a server answers again."""
    if server == "redis":
        log.info("redis_back", seconds=round(seconds, 1))
    else:
        log.info("kafka_back", seconds=round(seconds, 1))
