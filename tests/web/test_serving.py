"""The server as a process: it says where it is, answers there, and stops when told."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from indexer.errors import PortInUseError, SettingsError
from indexer.search import ArchiveSearch
from indexer.settings import Settings
from indexer.sharing.addresses import server_url
from web.serving import serve

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import sys
from pathlib import Path
from indexer.settings import Settings
from web.serving import serve
settings = Settings(archive=Path(sys.argv[1]), index=Path(sys.argv[2]), port=0)
serve(settings, on_ready=lambda url: print(url, flush=True))
print("stopped", flush=True)
"""


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/"),
        ("0.0.0.0", "http://127.0.0.1:80/"),
        ("", "http://127.0.0.1:80/"),
        ("::", "http://[::1]:80/"),
        ("news.example", "http://news.example:80/"),
    ],
)
def test_the_address_told_is_one_to_open(host: str, url: str) -> None:
    assert server_url(host, 80) == url


def test_a_taken_port_is_told(settings: Settings, archive: ArchiveSearch) -> None:
    told: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        here = Settings(archive=settings.archive, index=settings.index, port=port)
        with pytest.raises(PortInUseError) as caught:
            serve(here, archive, on_ready=told.append)
    assert (caught.value.host, caught.value.port) == ("127.0.0.1", port)
    assert not told


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "x" * 300])
def test_an_address_of_elsewhere_is_told(settings: Settings, archive: ArchiveSearch, host: str) -> None:
    there = Settings(archive=settings.archive, index=settings.index, host=host, port=0)
    with pytest.raises(SettingsError, match="host"):
        serve(there, archive, on_ready=print)


def test_it_answers_where_it_says_and_stops_on_an_interrupt(settings: Settings) -> None:
    arguments = [sys.executable, "-W", "error", "-c", PROGRAM, str(settings.archive), str(settings.index)]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        with urllib.request.urlopen(url + "healthz", timeout=20) as answer:
            assert answer.status == 200
            assert answer.headers.get("Server") is None
        server.send_signal(signal.SIGINT)
        out, errors = server.communicate(timeout=20)
        assert (server.returncode, out, errors) == (0, "stopped\n", "")


@contextmanager
def served(settings: Settings) -> Iterator[int]:
    """Yield the port of a server."""
    arguments = [sys.executable, "-W", "error", "-c", PROGRAM, str(settings.archive), str(settings.index)]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline().strip().rstrip("/").rpartition(":")[2])
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=20)


def ask_as_it_is(port: int, head: bytes) -> bytes:
    """Send the bytes of a request's head, and return those of the whole answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(head + b"\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: connection.recv(1 << 16), b""))


def test_an_address_that_is_not_percent_encoded_is_understood(settings: Settings) -> None:
    with served(settings) as port:
        asked = "GET {} HTTP/1.1"
        plain, encoded = (
            ask_as_it_is(port, asked.format(address).encode()).partition(b"\r\n\r\n")
            for address in ("/api/v1/search?q=丰收", f"/api/v1/search?q={quote('丰收')}")
        )
        assert plain[0].startswith(b"HTTP/1.1 200")
        assert json.loads(plain[2])["hits"]
        assert json.loads(plain[2])["hits"] == json.loads(encoded[2])["hits"]
        nowhere = ask_as_it_is(port, asked.format("/没有").encode())
        assert nowhere.startswith(b"HTTP/1.1 404")
        assert b'role="search"' in nowhere
        broken = ask_as_it_is(port, b"GET /search?q=\xff\xfe HTTP/1.1")
        assert broken.startswith(b"HTTP/1.1 200")


def test_readers_who_ask_for_nothing_keep_nobody_out(settings: Settings) -> None:
    with served(settings) as port, ExitStack() as idle:
        for _ in range(200):
            idle.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
        assert ask_as_it_is(port, b"GET /healthz HTTP/1.1").startswith(b"HTTP/1.1 200")


def test_what_is_no_request_stays_none(settings: Settings) -> None:
    with served(settings) as port:
        for line in ("GET /search?q=丰收 雨 HTTP/1.1", "GÉT / HTTP/1.1", "GET / HTTP/1.一", "丰收", "GET"):
            assert ask_as_it_is(port, line.encode()).startswith(b"HTTP/1.0 400"), line
