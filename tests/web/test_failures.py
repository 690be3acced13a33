"""What goes wrong comes with a sentence, a search box and the right status, and never with a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.errors import QuestionTooWideError
from indexer.search import ArchiveSearch
from indexer.settings import Settings
from indexer.sync import synchronise
from tests.web.conftest import Outline
from tests.web.small_archive import write_archive
from web.app import create_app

ANSWERS = ["/", "/search?q=雨", "/search?year=2020", "/articles/" + "0" * 20]


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/articles",
        "/articles/",
        "/static/none.css",
        "/static/../app.py",
        "/<script>alert(1)</script>",
        "/\0",
        "/%ED%A0%80",
        "/articles/" + "0" * 20,
        "/articles/" + "F" * 20,
        "/articles/x",
        "/articles/<script>",
        "/articles/" + "a" * 5000,
        "/articles/%00",
        "/articles/%ED%A0%80",
    ],
)
def test_what_is_not_there_is_404_with_a_search_box(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    page = Outline(answer.text)
    assert page.all("form", role="search")
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    ("accepted", "said"), [("en", "No such page"), ("zh-CN", "没有这个页面"), ("zh-TW", "沒有這個頁面")]
)
def test_failures_speak_the_readers_language(client: FlaskClient, accepted: str, said: str) -> None:
    answer = client.get("/nowhere", headers={"Accept-Language": accepted})
    assert Outline(answer.text).texts("h1") == [said]


@pytest.mark.parametrize("rest", ["", "/pictures/0", "/pictures/none", "/original", "/saved", "/as/text"])
def test_what_hangs_on_no_article_says_so(client: FlaskClient, rest: str) -> None:
    answer = client.get(f"/articles/zzz{rest}")
    assert answer.status_code == 404
    assert Outline(answer.text).texts("h1") == ["No such article"]


@pytest.mark.parametrize("path", ["/", "/search", "/healthz"])
def test_pages_are_only_read(client: FlaskClient, path: str) -> None:
    answer = client.post(path, data={"q": "雨"})
    assert answer.status_code == 405
    page = Outline(answer.text)
    assert page.all("form", role="search")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert page.texts("h1") == ["This cannot be answered"]
    assert "can be asked with GET, HEAD, OPTIONS only" in answer.text


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/help/", "/help"),
        ("/help//", "/help"),
        ("/search/?q=%E8%8B%B9%E6%9E%9C&page=2", "/search?q=%E8%8B%B9%E6%9E%9C&page=2"),
        ("/articles/" + "0" * 20 + "/", "/articles/" + "0" * 20),
        ("/articles/x%2F%2Fevil.example/", None),
        ("/browse/2021/", "/browse/2021"),
        ("/export/csv/?q=%E9%9B%A8", "/export/csv?q=%E9%9B%A8"),
        ("/api/v1/search/?q=%E9%9B%A8", "/api/v1/search?q=%E9%9B%A8"),
        ("/nowhere/", None),
        ("/static/none.css/", None),
        ("/articles/", None),
        ("/%5Cevil.example/", None),
        ("/%2F/evil.example/", None),
    ],
)
def test_a_slash_at_the_end_leads_to_the_address_without(client: FlaskClient, asked: str, meant: str | None) -> None:
    answer = client.get(asked)
    while answer.status_code == 308 and answer.location.endswith("/"):
        answer = client.get(answer.location)
    assert answer.status_code == (308 if meant else 404)
    assert answer.headers.get("Location") == meant


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example/help/", "///evil.example/", "/\\evil.example/"])
def test_a_slash_at_the_end_leads_to_no_other_host(client: FlaskClient, path: str) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": path})
    while answer.status_code == 308:
        assert answer.location.startswith(("http://localhost/", "/evil.example"))
        answer = client.get("/", environ_overrides={"PATH_INFO": answer.location.removeprefix("http://localhost")})
    assert answer.status_code == 404


def test_the_page_about_the_api_keeps_its_slash(client: FlaskClient) -> None:
    assert client.get("/api/").status_code == 200


def test_what_is_sent_to_an_address_with_a_slash_is_refused_there(client: FlaskClient) -> None:
    assert client.post("/help/", follow_redirects=True).status_code == 405


@pytest.mark.parametrize("path", ANSWERS)
def test_without_an_index_the_page_says_so(empty_settings: Settings, path: str) -> None:
    answer = create_app(empty_settings).test_client().get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    page = Outline(answer.text)
    assert page.texts("h1") == ["There is no index yet"]
    assert str(empty_settings.index) in page.texts("p", class_="detail")[0]


def test_health_is_told_with_the_number_of_articles(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "articles": 18})


def test_health_without_an_index_is_a_sentence(empty_settings: Settings) -> None:
    answer = create_app(empty_settings).test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert "There is no index" in answer.json["reason"]


def test_pages_come_as_soon_as_there_is_an_index(empty_settings: Settings) -> None:
    client = create_app(empty_settings).test_client()
    assert client.get("/").status_code == 503
    write_archive(empty_settings.archive)
    synchronise(empty_settings)
    assert client.get("/search?q=丰收").status_code == 200


def damage(folder: Path) -> None:
    """Overwrite every file of an index."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(b"\0" * 64)


@pytest.mark.parametrize("path", ANSWERS)
def test_a_damaged_index_is_told_and_not_a_crash(settings: Settings, tmp_path: Path, path: str) -> None:
    shutil.copytree(settings.index, tmp_path / "index")
    damage(tmp_path / "index")
    damaged = Settings(archive=settings.archive, index=tmp_path / "index")
    answer = create_app(damaged).test_client().get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    page = Outline(answer.text)
    assert page.texts("p", class_="detail")
    assert page.all("form", role="search")


def test_a_fault_inside_shows_no_traceback(settings: Settings, archive: ArchiveSearch) -> None:
    app = create_app(settings, archive)

    def fail() -> str:
        raise ZeroDivisionError("secret of the house")

    app.add_url_rule("/fault", view_func=fail)
    answer = app.test_client().get("/fault", headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert Outline(answer.text).texts("h1") == ["Something went wrong"]
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_a_question_that_is_too_wide_can_be_asked_otherwise(settings: Settings, archive: ArchiveSearch) -> None:
    app = create_app(settings, archive)

    def ask() -> str:
        raise QuestionTooWideError(50_000)

    app.add_url_rule("/wide", view_func=ask)
    answer = app.test_client().get("/wide", headers={"Accept-Language": "zh-CN"})
    assert answer.status_code == 400
    page = Outline(answer.text)
    assert page.texts("p", class_="detail") == [str(QuestionTooWideError(50_000))]
    assert "常见的词" in answer.text
    assert page.all("form", role="search")


def test_an_empty_archive_has_a_home_page(empty_settings: Settings) -> None:
    synchronise(empty_settings)
    client = create_app(empty_settings).test_client()
    answer = client.get("/", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    assert "The archive is empty" in answer.text
    assert client.get("/search?q=雨").status_code == 200


def test_applications_share_nothing(app: Flask, empty_settings: Settings) -> None:
    other = create_app(empty_settings)
    assert app.test_client().get("/").status_code == 200
    assert other.test_client().get("/").status_code == 503
