"""`enforce restore`."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from dataflows.commands.options import (
    LEASE,
    Inputs,
    Kafka,
    KafkaOptions,
    Lease,
    Policy,
    Recovery,
    Redis,
    Secret,
    TopicPrefix,
    as_given,
)
from dataflows.settings import EXIT_FAILED, without_password
from dataflows.terminal import ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dataflows.live.restore import Restored
    from dataflows.live.settings import RunSettings

_AGAIN = "nothing is lost: start enforce restore again"


def restore(
    kafka: Kafka = None,
    redis: Redis = None,
    recovery: Recovery = None,
    policy: Policy = None,
    secret: Secret = None,
    inputs: Inputs = None,
    topic_prefix: TopicPrefix = "",
    lease: Lease = LEASE,
    kafka_options: KafkaOptions = None,
) -> None:
    r"""Make a lost store again from the changelogs, and watch how far it is.

    It takes the settings of the pipeline whose store was lost, above all its ENFORCE_SECRET.

    That pipeline restores by itself when it starts; this is to see it happen, or to have it done before.

    A store that is not empty is refused. Posts come from the input topics, which the pipeline then reads again.

    Examples:
      enforce restore --kafka localhost:9092 --redis redis://localhost:6379/0 \
        --recovery recovery/

    """
    from dataflows import logs  # noqa: PLC0415  only where it is asked for
    from dataflows.live.settings import checked  # noqa: PLC0415  the same

    given = as_given(kafka, kafka_options, inputs, topic_prefix, redis, recovery, secret, policy, lease)
    logs.set_up(sys.stderr, level=logging.ERROR)  # progress is shown, and the outcome printed
    restored = _restored(checked(given))
    if restored is None:
        print("the changelogs are empty: nothing was decided yet, so there is nothing to restore")  # noqa: T201
        return
    print(  # noqa: T201  the answer
        f"records restored: {restored.records:,}; entries of the journal to be delivered again: {restored.entries:,}; "
        "enforce run does that, and reads the posts again"
    )


def _restored(settings: RunSettings) -> Restored | None:
    """Restore; the servers' failures are one line and exit code 1."""
    from confluent_kafka import KafkaException  # noqa: PLC0415  only where it is asked for

    from dataflows.live.supervisor import Supervisor  # noqa: PLC0415  the same
    from dataflows.redis.lives import StoreLost  # noqa: PLC0415  the same
    from dataflows.redis.pipe import LOST  # noqa: PLC0415  the same

    try:
        with _progress() as told:
            supervisor = Supervisor(settings, told)
            return supervisor.rebuild(supervisor.check(create_topics=False))
    except KafkaException as error:
        why = f"{settings.kafka}: {error.args[0].str()}"
    except (*LOST, StoreLost) as error:
        why = f"{without_password(settings.redis)}: {error}"
    except KeyboardInterrupt:
        why = "interrupted"
    ERRORS.print(f"enforce: {why}; {_AGAIN}", style="red")
    raise typer.Exit(EXIT_FAILED)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar over the records of the changelogs; none where nobody watches."""
    from rich.progress import MofNCompleteColumn, TimeRemainingColumn  # noqa: PLC0415  only where it is asked for

    from dataflows.progress import bar  # noqa: PLC0415  the same

    with bar(ERRORS, "restoring", MofNCompleteColumn(), TimeRemainingColumn()) as update:
        yield lambda done, total: update(completed=done, total=total)
