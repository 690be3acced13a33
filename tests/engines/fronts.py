"""What may stand before a real node: TLS, a login, a crowd. Small servers that pass on what they let through."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests.cluster.fixtures import authorization, trust

HOP = frozenset({"connection", "transfer-encoding", "content-length", "keep-alive"})


class Answer(NamedTuple):
    """What a server says: a status, a body and its type."""

    status: int
    body: bytes
    type: str = "application/json"


@dataclass
class Front:
    """A server at ``url``. It keeps each request's method, path and headers, by lower-case names."""

    url: str
    requests: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)


class Behaviour:
    """Says what to answer to a request; None passes it on to the node behind, if there is one."""

    def __call__(self, path: str, headers: Mapping[str, str]) -> Answer | None:
        return None

    def returned(self, path: str, answer: Answer) -> Answer:
        """Return what comes back of the node's answer to a request that was passed on."""
        return answer


class Login(Behaviour):
    """Lets those through who bring one value of ``Authorization``, and nobody else."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted

    def __call__(self, path: str, headers: Mapping[str, str]) -> Answer | None:
        return None if headers.get("authorization") == self.wanted else Answer(401, b"Unauthorized", "text/plain")


class Crowd(Behaviour):
    """Refuses the first ``often`` requests with one status and kind, then lets all through; 0 drops the connection."""

    def __init__(self, status: int, often: int, kind: str = "rejected_execution_exception") -> None:
        self.status = status
        self.kind = kind
        self.left = often
        self.lock = threading.Lock()

    def __call__(self, path: str, headers: Mapping[str, str]) -> Answer | None:
        with self.lock:
            self.left -= 1
            if self.left < 0:
                return None
        return Answer(self.status, f'{{"error": {{"type": "{self.kind}", "reason": "the queue is full"}}}}'.encode())


class Meanwhile(Behaviour):
    """Lets something happen before the first request whose path holds ``marker`` is passed on, once it is armed."""

    def __init__(self, marker: str, act: Callable[[], object], *, armed: bool = True) -> None:
        self.marker = marker
        self.act = act
        self.armed = armed
        self.lock = threading.Lock()

    def __call__(self, path: str, headers: Mapping[str, str]) -> Answer | None:
        with self.lock:
            if self.armed and self.marker in path:
                self.armed = False
                self.act()
        return None


class Always(Behaviour):
    """Answers every request alike."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, path: str, headers: Mapping[str, str]) -> Answer | None:
        return self.answer


@contextmanager
def front(
    behaviour: Behaviour, node: str = "", tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> Iterator[Front]:
    """Serve ``behaviour`` before the node at the address ``node``."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            served.requests.append((self.command, self.path, headers))
            answer = behaviour(self.path, headers)
            if answer is None:
                answer = behaviour.returned(self.path, passed_on(node, self.command, self.path, body, headers))
            if not answer.status:
                self.close_connection = True
                return
            self.send_response(answer.status)
            self.send_header("content-type", answer.type)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else answer.body)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_one

        def log_message(self, *_: Any) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            return

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    served = Front(f"{'https' if tls else 'http'}://{host}:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def passed_on(node: str, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Return what the node answers, as it is, so that what was packed in gzip must have been read there.

    Where the cluster under test wants a login, the front brings it.
    """
    kept = {name: value for name, value in headers.items() if name not in HOP and name != "accept-encoding"}
    kept |= {name.lower(): value for name, value in authorization().items()}
    behind = urlsplit(node)
    connection = (
        HTTPSConnection(behind.netloc, timeout=60, context=trust())
        if behind.scheme == "https"
        else HTTPConnection(behind.netloc, timeout=60)
    )
    try:
        connection.request(method, behind.path + path, body or None, kept)
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(), answer.headers.get("content-type", "application/json"))
    finally:
        connection.close()
