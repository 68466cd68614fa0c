"""`enforce run` as a process of its own, with everything it keeps in a temporary directory."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.request import urlopen

import msgspec
from prometheus_client.parser import text_string_to_metric_families

from dataflows.embedded.child import Child
from dataflows.settings import OutputError
from enforcement.policy_file import shipped_text

if TYPE_CHECKING:
    from typing_extensions import Self

    from dataflows.demo.servers import Servers

_START_S: Final = 30.0
_PAUSE_S: Final = 0.02
_ANSWER_S: Final = 0.5
_PORT: Final = re.compile(r'"event":"worker_started".*"port":(\d+)')


class PipelineFailed(Exception):
    """It ended by itself, or never began; the argument is what it has said."""


class Pipeline:
    """A context manager; within it the pipeline reads, decides and delivers. Raises PipelineFailed."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._port = ""

    def __enter__(self) -> Self:
        """Start it, and return once it reads."""
        home = Path(tempfile.mkdtemp(prefix="enforce-demo-"))
        self._log = home / "log"
        self._child = Child(self._command(home), log=self._log, scratch=home)
        try:
            self._port = self._wait()
        except BaseException:
            self._child.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End it, and all it kept."""
        self._child.stop()

    def _command(self, home: Path) -> list[str]:
        settings = self._servers.settings
        policy = home / "policy.toml"
        policy.write_text(_patient(shipped_text()))
        given = {
            "kafka": settings.kafka,
            "kafka-options": msgspec.json.encode(settings.kafka_options).decode(),
            "redis": settings.redis,
            "inputs": ",".join(settings.inputs),
            "topic-prefix": settings.topic_prefix,
            "recovery": str(home / "recovery"),
            "metrics-port": "0",
            "policy": str(policy),
        }
        flags = [part for name, value in given.items() for part in (f"--{name}", value)]
        create = ["--create-topics"] if self._servers.create_topics else []
        # Isolated (-I): a file in the directory it is started in must not stand in for a library.
        return [*_environment(settings.secret), sys.executable, "-I", "-m", "dataflows", "run", *flags, *create]

    def _wait(self) -> str:
        """The port of its metrics, once it listens."""
        deadline_s = time.monotonic() + _START_S
        while not (found := _PORT.search(self._said())):
            if time.monotonic() > deadline_s:
                raise PipelineFailed(self._said())
            self.check()
            time.sleep(_PAUSE_S)
        return found[1]

    def _said(self) -> str:
        return self._log.read_text(errors="replace")

    def check(self) -> None:
        """Raise PipelineFailed if it has ended."""
        if not self._child.alive:
            raise PipelineFailed(self._said())

    def counted(self) -> Counter[str]:
        """Its counters and levels by name, whatever their labels, as whole numbers; none while it is too busy."""
        try:
            with urlopen(f"http://127.0.0.1:{self._port}/metrics", timeout=_ANSWER_S) as page:
                text = page.read().decode()
        except OSError:
            self.check()
            return Counter()
        found: Counter[str] = Counter()
        for family in text_string_to_metric_families(text):
            if family.type in {"counter", "gauge"}:
                values = [one.value for one in family.samples if not one.name.endswith("_created")]
                found[family.name] += int(sum(value for value in values if not isnan(value)))  # NaN: not known yet
        return found


def _patient(policy: str) -> str:
    """A policy that waits longer for posts: where a month passes in seconds, a second's lag is more than its day."""
    return re.sub(r"^(wait|keep) = .*$", r'\1 = "90d"', policy, flags=re.MULTILINE)


def _environment(secret: str) -> list[str]:
    """A command that takes the user's settings from the environment, and puts the secret there, out of sight."""
    env = shutil.which("env")
    if env is None:
        raise OutputError("env: not on PATH; a demo of the live pipeline needs it: see enforce demo --story")
    taken = [part for name in os.environ if name.startswith("ENFORCE_") for part in ("-u", name)]
    return [env, *taken, f"ENFORCE_SECRET={secret}"]
