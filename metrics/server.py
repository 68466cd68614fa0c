"""One HTTP port per process: `/metrics` for Prometheus, `/live` and `/ready` for whoever restarts and routes.

It listens in a thread of its own and gives each request a brief one: a slow reader stops neither the dataflow nor
the next probe. Daemon threads: they end with the process.
"""

from __future__ import annotations

import errno
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import msgspec
from prometheus_client.exposition import choose_encoder

from metrics import health

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client import CollectorRegistry
    from prometheus_client.metrics_core import Metric

    from metrics.health import Health, Reason

_JSON = "application/json"
_PATIENCE_S = 5.0  # for a request to arrive and its answer to leave
_POLL_S = 0.1  # how long `close` may wait
_MOST_PORT = 65_535


class PortUnusable(Exception):
    """Nothing listens; one line: what, where, what next."""


class Server:
    """Serves until `close`; `port` is the one it listens on, a free one if 0 was asked for.

    Raises `PortUnusable` where the port is taken, not allowed or no port.
    """

    def __init__(
        self,
        port: int,
        registry: CollectorRegistry,
        state: Health,
        host: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = _listen(host, port, _Pages(registry, state, clock))
        self.port: int = self._http.server_address[1]
        self._thread = threading.Thread(target=self._http.serve_forever, args=(_POLL_S,), name="metrics", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening; a second call does nothing."""
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


class _Pages:
    """What is answered, apart from how."""

    def __init__(self, registry: CollectorRegistry, state: Health, clock: Callable[[], float]) -> None:
        self._registry, self._state, self._clock = _Plain(registry), state, clock

    def page(self, path: str, accept: str) -> tuple[HTTPStatus, str, bytes]:
        """Status, content type and body of a path."""
        if path == "/metrics":
            encode, content_type = _encoder(accept)
            return HTTPStatus.OK, content_type, encode(self._registry)
        if path == "/live":
            return _verdict(health.live(self._state, self._clock()))
        if path == "/ready":
            return _verdict(health.ready(self._state, self._clock()))
        return HTTPStatus.NOT_FOUND, _JSON, msgspec.json.encode({"paths": ["/metrics", "/live", "/ready"]})


def _encoder(accept: str) -> tuple[Callable[[Any], bytes], str]:
    try:
        return choose_encoder(accept)
    except (TypeError, ValueError):  # prometheus_client does not expect a word without a value
        return choose_encoder("")


def _verdict(reasons: list[Reason]) -> tuple[HTTPStatus, str, bytes]:
    status = HTTPStatus.SERVICE_UNAVAILABLE if reasons else HTTPStatus.OK
    return status, _JSON, msgspec.json.encode({"ok": not reasons, "reasons": reasons})


class _Plain:
    """A registry without the `_created` series, which double what a scrape carries and which nobody reads."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Metric]:
        """Every family, as Prometheus wants it."""
        for family in self._registry.collect():
            family.samples = [sample for sample in family.samples if not sample.name.endswith("_created")]
            yield family


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # probes must not wait behind the five that are the default
    pages: _Pages

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that went away, or never spoke, is its own affair, and no traceback of ours."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # as it came


class _Handler(BaseHTTPRequestHandler):
    timeout = _PATIENCE_S
    server: _Http

    def do_GET(self) -> None:
        """Answer."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer without the body."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        status, content_type, body = self.server.pages.page(self.path.split("?")[0], self.headers.get("Accept", ""))
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Probes every second are no news."""


def _listen(host: str, port: int, pages: _Pages) -> _Http:
    if not 0 <= port <= _MOST_PORT:
        raise PortUnusable(f"metrics port {port}: not a port; choose one from 1 to {_MOST_PORT}, or 0 for a free one")
    try:
        http = _Http((host, port), _Handler)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "another process listens there" if taken else str(error.strerror).lower()
        raise PortUnusable(f"metrics port {port}: {why}; choose another, or 0 for a free one") from error
    http.pages = pages
    return http
