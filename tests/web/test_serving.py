"""The server as a process: it says where it is, answers there, and stops when told."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

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
