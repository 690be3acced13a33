"""Ports for nodes, which no other session on this machine takes.

The runner binds HTTP to the first port above the one it is told that nobody listens on, and to none
above 9299: told 9300 or more it leaves, saying only "Closed all nodes". So there are 98 to choose from, and
a lock for each, which the system gives up when its holder dies, keeps sessions apart.
"""

from __future__ import annotations

import random
import socket
import tempfile
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

HOST = "127.0.0.1"

_HTTP_PORTS = range(9202, 9300)
_TRANSPORT_ABOVE_HTTP = 2000


class Ports(NamedTuple):
    """A node's two ports, and the lock that keeps them ours."""

    http: int
    transport: int
    lock: FileLock


def take_ports() -> Ports:
    """Return a free pair of ports. Raises RuntimeError where all are taken."""
    folder = Path(tempfile.gettempdir(), "fangzhi-test-ports")
    folder.mkdir(exist_ok=True)
    for http in random.sample(_HTTP_PORTS, len(_HTTP_PORTS)):
        lock = FileLock(folder / f"{http}.lock")
        try:
            lock.acquire(blocking=False)
        except (Timeout, OSError):
            continue
        transport = http + _TRANSPORT_ABOVE_HTTP
        if _is_free(http) and _is_free(transport):
            return Ports(http, transport, lock)
        lock.release()
    raise RuntimeError(f"no port from {_HTTP_PORTS[0]} to {_HTTP_PORTS[-1]} is free for a node of the tests' cluster")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
