"""What takes long leaves room for searches: exports and saved pages beyond some at once are told to come again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import Client

from indexer.errors import ServerBusyError
from tests.web.conftest import Outline
from web.slow_requests import SlowRequests

EXPORT = "/export/csv?q=丰收"


@pytest.fixture
def slow(app: Flask, id_of: Callable[[str], str]) -> list[str]:
    """Addresses of what may take long."""
    article = f"/articles/{id_of('bridge.html')}"
    return [EXPORT, f"{article}/original", f"{article}/saved", f"{article}/saved/page"]


def test_beyond_some_exports_at_once_others_are_told_to_come_again(app: Flask, slow: list[str]) -> None:
    client = Client(SlowRequests(app, 2))
    first, second = client.get(slow[1]), client.get(slow[2])
    assert (first.status_code, second.status_code) == (200, 200)
    for address in (*slow, EXPORT.replace("/csv", "/csv/")):
        refused = client.get(address, headers={"Accept-Language": "en"})
        assert refused.status_code == 503
        page = Outline(refused.text)
        assert page.texts("h1") == ["There is too much to do now"]
        assert page.texts("p", class_="detail") == [str(ServerBusyError())]
    for address in ("/search?q=丰收", "/", "/healthz", "/api/v1/search?q=丰收"):
        assert client.get(address).status_code == 200
    first.close()
    answer = client.get(EXPORT)
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) > 1
    answer.close()
    second.close()


def test_what_is_over_leaves_its_place(app: Flask, slow: list[str]) -> None:
    client = Client(SlowRequests(app, 1))
    for address in (*slow, "/export/none?q=雨", "/articles/x/original", *slow):
        answer = client.get(address)
        assert answer.status_code != 503, address
        answer.close()
        head = client.head(address)
        assert head.status_code == answer.status_code
        head.close()


def test_a_fault_beneath_leaves_its_place() -> None:
    def broken(environ: object, start_response: object) -> list[bytes]:
        raise ZeroDivisionError

    client = Client(SlowRequests(broken, 1))
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            client.get(EXPORT)
