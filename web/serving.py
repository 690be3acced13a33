"""Serving the pages: the one place that opens a port."""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections.abc import Callable
from urllib.parse import quote

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server

from indexer.errors import PortInUseError, SettingsError
from indexer.search import ArchiveSearch
from indexer.settings import Settings
from indexer.sharing.addresses import server_url
from web.app import create_app
from web.slow_requests import SlowRequests

THREADS = 8
"""Requests that are answered at the same time."""

SLOW_AT_ONCE = 5
"""Those among them that may take long, so that some threads are always there for searches."""

MOST_CONNECTIONS = 400
"""Connections that are kept open at the same time; of the thousand files that systems let a program have, that leaves
the index enough. A browser keeps six for a while though it asks for nothing: with waitress's own hundred the
seventeenth reader would wait until another one's are given up."""

_ASCII = bytes(range(0x80))


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress tells no types
    """Takes addresses that are not percent-encoded, as people paste them and some programs send them."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head of a request, with what is not ASCII behind the method in its first line encoded."""
        first, end, rest = header_plus.partition(b"\r\n")
        method, space, target = first.partition(b" ")
        encoded = quote(target, safe=_ASCII).encode()
        super().parse_header(method + space + encoded + end + rest)


class _Channel(HTTPChannel):  # type: ignore[misc]
    parser_class = _Parser


def serve(settings: Settings, search: ArchiveSearch | None = None, *, on_ready: Callable[[str], None]) -> None:
    """Serve the pages on the host and port of ``settings`` until interrupted; port 0 takes a free one.

    ``on_ready`` is told the address to open as soon as the port answers. Raises PortInUseError where the
    port is taken and SettingsError where the host is no address of this machine or the port is not allowed.
    """
    app = SlowRequests(create_app(settings, search), SLOW_AT_ONCE)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waits a moment is no news
    with _listen(settings.host, settings.port) as listening:
        connections: dict[int, object] = {}
        limits = {"threads": THREADS, "connection_limit": MOST_CONNECTIONS}
        server = create_server(app, connections, sockets=[listening], ident=None, **limits)
        server.channel_class = _Channel
        try:
            on_ready(server_url(settings.host, listening.getsockname()[1]))
            server.run()  # ends on Ctrl-C
        finally:
            wasyncore.close_all(connections)


def _listen(host: str, port: int) -> socket.socket:
    where = "The configuration"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise SettingsError("host", host, "no address of this name is known", where) from error
    listening = socket.socket(family, kind, protocol)
    try:
        # On Windows the same option would let two programs share one port.
        own = socket.SO_REUSEADDR if os.name == "posix" else getattr(socket, "SO_EXCLUSIVEADDRUSE", 0)
        listening.setsockopt(socket.SOL_SOCKET, own, 1)
        listening.bind(address)
        listening.listen()
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(host, port) from error
        if error.errno == errno.EACCES:
            raise SettingsError("port", port, "this user may not open it; take one above 1023", where) from error
        raise SettingsError("host", host, f"it is no address of this machine ({error.strerror})", where) from error
    return listening
