"""Pages of other origins read what is for programs where the keeper lets them, and nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from indexer.search import ArchiveSearch
from indexer.settings import Settings, load_settings
from web.app import create_app

ONE, OTHER = "https://one.example", "http://127.0.0.1:3000"
OPEN = ["/api/v1/search?q=雨", "/api/v1/suggest?q=青", "/openapi.json", "/api/v1/search?sort=foo", "/api/v1/nowhere"]

Served = Callable[[str], FlaskClient]


@pytest.fixture
def served(settings: Settings, archive: ArchiveSearch) -> Served:
    """Return a function that gives a client of a server with a setting of origins."""

    def serve(origins: str) -> FlaskClient:
        read = load_settings({"cors_origins": origins}, {}).cors_origins
        return create_app(dataclasses.replace(settings, cors_origins=read), archive).test_client()

    return serve


def told(client: FlaskClient, path: str, origin: str | None = ONE, method: str = "GET", **more: str) -> dict[str, str]:
    headers = {**more, **({"Origin": origin} if origin else {})}
    answer = client.open(path, method=method, headers=headers)
    return {name: value for name, value in answer.headers if name.startswith("Access-Control-")}


@pytest.mark.parametrize("path", OPEN)
def test_by_default_no_origin_is_let_in(client: FlaskClient, path: str) -> None:
    assert told(client, path) == {}
    assert "Origin" not in client.get(path, headers={"Origin": ONE}).vary


@pytest.mark.parametrize("path", OPEN)
def test_the_origins_that_are_named_are_let_in(served: Served, path: str) -> None:
    client = served(f" {ONE}/ , {OTHER}")
    for origin in (ONE, OTHER):
        assert told(client, path, origin) == {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Expose-Headers": "ETag",
        }
    for origin in ("https://two.example", "http://one.example", "https://one.example:444", "null", "*", None):
        assert told(client, path, origin) == {}
    assert "Origin" in client.get(path).vary


@pytest.mark.parametrize("path", OPEN)
def test_all_origins_can_be_let_in(served: Served, path: str) -> None:
    client = served("*")
    assert told(client, path, None)["Access-Control-Allow-Origin"] == "*"
    assert "Origin" not in client.get(path).vary


@pytest.mark.parametrize("path", ["/", "/search?q=雨", "/feeds/search.json", "/healthz", "/api", "/export/csv?q=雨"])
def test_pages_are_for_no_other_origin(served: Served, path: str) -> None:
    assert told(served("*"), path) == {}


def test_a_browser_that_asks_first_is_told_what_it_may(served: Served) -> None:
    client = served(ONE)
    asks = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    assert told(client, "/api/v1/search", ONE, "OPTIONS", **asks) == {
        "Access-Control-Allow-Origin": ONE,
        "Access-Control-Expose-Headers": "ETag",
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "If-None-Match",
        "Access-Control-Max-Age": "3600",
    }
    assert told(client, "/api/v1/search", "https://two.example", "OPTIONS", **asks) == {}
    assert client.options("/api/v1/search?sort=foo", headers={"Origin": ONE, **asks}).status_code == 200


def test_an_answer_that_is_the_same_is_told_to_other_origins_too(served: Served) -> None:
    client = served(ONE)
    tag = client.get("/api/v1/search?q=雨").headers["ETag"]
    answer = client.get("/api/v1/search?q=雨", headers={"Origin": ONE, "If-None-Match": tag})
    assert answer.status_code == 304
    assert answer.headers["Access-Control-Allow-Origin"] == ONE


def test_usual_ports_are_as_browsers_send_them() -> None:
    read = load_settings({"cors_origins": "https://a.example:443,http://b.example:80,https://c.example:80"}, {})
    assert read.cors_origins == "https://a.example,http://b.example,https://c.example:80"


def test_nobody_is_let_in_with_credentials(served: Served) -> None:
    for origins in ("*", ONE):
        assert "Access-Control-Allow-Credentials" not in told(served(origins), "/api/v1/search?q=雨")
