"""Ports nobody listens on."""

from __future__ import annotations

import random
import socket
from contextlib import ExitStack

# Below the range from which Linux and macOS take the ports of outgoing connections: a server that is restarted on its
# port must not find a client there. A Redis Cluster node also listens 10,000 above its port.
FIRST, LAST = 11_000, 21_999
BUS = 10_000


def free_ports(count: int) -> list[int]:
    """That many different ports, each free on 127.0.0.1 just now, as is the port 10,000 above it."""
    with ExitStack() as held:
        return [_hold_one(held) for _ in range(count)]


def _hold_one(held: ExitStack) -> int:
    while True:
        port = random.SystemRandom().randint(FIRST, LAST)
        if _hold(held, port) and _hold(held, port + BUS):
            return port


def _hold(held: ExitStack, port: int) -> bool:
    listener = held.enter_context(socket.socket())
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True
