"""The port of a process: what a probe and a scrape get, and that nobody who asks can hold the pipeline up."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from metrics.server import PortUnusable, Server
from tests.metrics.operating import Process


class Observed:
    """A process and its port."""

    def __init__(self) -> None:
        self.process = Process()
        meters = self.process.meters
        self.server = Server(0, self.process.registry, meters.health, host="127.0.0.1", clock=meters.clock)

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
        """Status, content type, body."""
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=2)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
        finally:
            connection.close()

    def verdict(self, path: str) -> tuple[int, Any]:
        """Status and JSON."""
        status, content_type, body = self.ask(path)
        assert content_type == "application/json"
        return status, json.loads(body)


@pytest.fixture
def observed() -> Iterator[Observed]:
    """A process whose port is closed in the end."""
    found = Observed()
    yield found
    found.server.close()


def test_a_probe_is_told_why_not(observed: Observed) -> None:
    """503 alone sends an operator searching."""
    status, verdict = observed.verdict("/ready")
    assert (status, verdict["ok"]) == (503, False)
    assert verdict["reasons"][0] == {
        "reason": "redis_down",
        "detail": "no answer for 0.0 s",
        "next": "bring Redis back; the pipeline tries again by itself",
    }
    assert observed.verdict("/live") == (200, {"ok": True, "reasons": []})


def test_a_probe_of_a_pipeline_at_work_is_told_yes(observed: Observed) -> None:
    """Until it is stuck."""
    observed.process.work()
    assert observed.verdict("/ready") == observed.verdict("/live") == (200, {"ok": True, "reasons": []})
    observed.process.clock.now += 31
    assert observed.verdict("/live")[0] == 503
    assert [reason["reason"] for reason in observed.verdict("/ready")[1]["reasons"]] == ["epoch_old", "no_progress"]


def test_a_scrape_reads_the_registry_in_the_format_it_asks_for(observed: Observed) -> None:
    """Both formats, and no `_created` series in either."""
    observed.process.meters.batch("posts", 2000, 0.005)
    status, content_type, plain = observed.ask("/metrics")
    assert (status, content_type.split(";")[0]) == (200, "text/plain")
    assert 'enforce_records_total{topic="posts"} 2000.0' in plain.splitlines()
    _, content_type, openmetrics = observed.ask("/metrics", Accept="application/openmetrics-text; version=1.0.0")
    assert content_type.startswith("application/openmetrics-text")
    assert openmetrics.endswith("# EOF\n")
    assert "_created" not in plain + openmetrics
    odd = "application/openmetrics-text;version=escaping="
    assert observed.ask("/metrics", Accept=odd)[:2] == (200, observed.ask("/metrics")[1])


def test_another_path_says_which_there_are(observed: Observed) -> None:
    """Also with a query, and for those who only want the head."""
    assert observed.verdict("/health") == (404, {"paths": ["/metrics", "/live", "/ready"]})
    assert observed.verdict("/live?verbose=1")[0] == 200
    assert observed.ask("/live", "HEAD")[::2] == (200, "")


def test_a_port_in_use_is_one_clear_line(observed: Observed) -> None:
    """What, where, what next."""
    port = observed.server.port
    with pytest.raises(
        PortUnusable, match=f"^metrics port {port}: another process listens there; choose another, or 0"
    ):
        Server(port, observed.process.registry, observed.process.meters.health, host="127.0.0.1")
    assert observed.verdict("/live")[0] == 200


@pytest.mark.parametrize("port", [-1, 65_536, 1_000_000])
def test_a_number_that_is_no_port_is_one_clear_line(port: int) -> None:
    """No OverflowError."""
    process = Process()
    with pytest.raises(PortUnusable, match=f"^metrics port {port}: not a port; choose one from 1 to 65535, or 0"):
        Server(port, process.registry, process.meters.health)


def test_readers_that_never_speak_hold_nobody_up(observed: Observed) -> None:
    """Twenty connections that send nothing, or half a request: the next probe is answered at once."""
    start = time.monotonic()
    silent = [socket.create_connection(("127.0.0.1", observed.server.port)) for _ in range(20)]
    try:
        for one in silent[::2]:
            one.sendall(b"GET /metr")
        assert observed.verdict("/live")[0] == 200
        assert time.monotonic() - start < 1
    finally:
        for one in silent:
            one.close()


def test_a_closed_port_is_free_again() -> None:
    """A restart in place finds it."""
    first = Observed()
    first.server.close()
    first.server.close()
    again = Server(first.server.port, first.process.registry, first.process.meters.health, host="127.0.0.1")
    again.close()


def test_it_ends_with_its_process_even_while_somebody_reads() -> None:
    """A thread that holds a process up would turn each stop into a kill."""
    script = (
        "import socket; from prometheus_client import CollectorRegistry\n"
        "from metrics.meters import Meters; from metrics.server import Server\n"
        "meters = Meters(registry := CollectorRegistry())\n"
        "server = Server(0, registry, meters.health, host='127.0.0.1')\n"
        "reader = socket.create_connection(('127.0.0.1', server.port)); reader.sendall(b'GET')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=20, check=False)
    assert (done.returncode, done.stdout) == (0, b"")
