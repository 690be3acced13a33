"""Programs get what the commands print, and problem details where something is wrong."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from indexer.article import JSON_ORDER
from indexer.errors import QuestionTooWideError
from indexer.search import ArchiveSearch, SearchRequest, alike_to_json, results_to_json
from indexer.settings import Settings
from tests.web.small_archive import PAGES
from web.app import create_app

Identify = Callable[[str], str]


def answered(client: FlaskClient, path: str, **query: object) -> Any:
    answer = client.get(path, query_string=query or None)
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    return json.loads(answer.data)


def without_time(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if name != "took_ms"}


REQUESTS = {
    "words": ("q=丰收&page=2", SearchRequest("丰收", limit=5, page=2)),
    "filters alone": ("year=2022&limit=3", SearchRequest(filters={"year": ("2022",)}, sort="newest", limit=3)),
    "parts": ("q=来源:青石日报+丰收&sort=oldest", SearchRequest("来源:青石日报 丰收", sort="oldest", limit=5)),
    "whole and exact": (
        "q=鄉村&words=whole&variants=exact",
        SearchRequest("鄉村", whole_words=True, variants="exact", limit=5),
    ),
    "nothing": ("", SearchRequest(sort="newest", limit=5)),
}


@pytest.mark.parametrize(("query", "request_of_it"), REQUESTS.values(), ids=REQUESTS)
def test_a_search_gives_what_the_command_prints(
    client: FlaskClient, archive: ArchiveSearch, query: str, request_of_it: SearchRequest
) -> None:
    plain = answered(client, f"/api/v1/search?{query}")
    assert without_time(plain) == without_time(json.loads(json.dumps(results_to_json(archive.search(request_of_it)))))


def test_an_article_tells_what_is_about_the_same(client: FlaskClient, archive: ArchiveSearch, id_of: Identify) -> None:
    known = id_of("2020/bridge.html")
    plain = answered(client, f"/api/v1/articles/{known}/alike")
    assert plain == json.loads(json.dumps(alike_to_json(archive.alike(known))))
    assert id_of("2021/terrace.html") in [article["id"] for article in plain["articles"]]
    assert client.get(f"/api/v1/articles/{'0' * 20}/alike").status_code == 404


def test_marks_of_hits_are_where_the_words_stand(client: FlaskClient) -> None:
    hits = answered(client, "/api/v1/search", q="乡村振兴")["hits"]
    marked = {hit["title"][start:end] for hit in hits for start, end in hit["title_marks"]}
    snippets = [snippet for hit in hits for snippet in hit["snippets"]]
    assert {one["text"][start:end] for one in snippets for start, end in one["marks"]} == marked
    assert marked == {"乡村振兴", "鄉村振興"}


def test_an_article_has_the_contracted_names_and_its_marks(client: FlaskClient, id_of: Identify) -> None:
    plain = answered(client, f"/api/v1/articles/{id_of(PAGES[1].file)}", q="乡村振兴")
    assert tuple(plain)[: len(JSON_ORDER)] == JSON_ORDER
    assert (plain["title"], plain["files"]) == (PAGES[1].title, [PAGES[1].file])
    assert [plain["title"][start:end] for start, end in plain["title_marks"]] == ["鄉村振興"]
    assert [plain["text"][start:end] for start, end in plain["text_marks"]] == ["鄉村振興"]
    assert plain["caption_marks"] == []


def test_words_that_only_ask_are_not_marked(client: FlaskClient, id_of: Identify) -> None:
    plain = answered(client, f"/api/v1/articles/{id_of(PAGES[1].file)}", q="什么是乡村振兴？")
    assert {plain["text"][start:end] for start, end in plain["text_marks"]} == {"鄉村振興"}


def test_an_article_without_a_query_has_no_marks(client: FlaskClient, id_of: Identify) -> None:
    plain = answered(client, f"/api/v1/articles/{id_of(PAGES[0].file)}")
    assert plain["title_marks"] == plain["text_marks"] == []


@pytest.mark.parametrize("path", ["search?q=丰收", "trends?q=丰收", "suggest?q=丰收", "trends?q=丰收&per=丰收"])
def test_answers_are_in_utf_8_as_written_and_end_with_their_line(client: FlaskClient, path: str) -> None:
    text = client.get(f"/api/v1/{path}").get_data(as_text=True)
    assert "丰收" in text
    assert text.endswith("}\n")


def test_what_utf_8_cannot_hold_is_escaped(settings: Settings, archive: ArchiveSearch) -> None:
    class Odd(ArchiveSearch):
        def search(self, request: SearchRequest) -> Any:
            return dataclasses.replace(archive.search(request), read_as="雨\udcff")

    client = create_app(settings, Odd(settings)).test_client()
    assert answered(client, "/api/v1/search", q="雨")["read_as"] == "雨\udcff"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/articles/" + "0" * 20, 404),
        ("/api/v1/articles/x", 404),
        ("/api/v1/articles/%ED%A0%80", 404),
        ("/api/v1/nowhere", 404),
        ("/api/", 404),
    ],
)
def test_what_is_not_there_is_a_problem_with_a_sentence(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    problem = json.loads(answer.data)
    assert (problem["status"], problem["title"], problem["type"]) == (status, "Not Found", "about:blank")
    assert problem["detail"].endswith(".")


def test_an_address_that_is_only_read_says_so(client: FlaskClient) -> None:
    answer = client.post("/api/v1/search", data={"q": "雨"})
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_without_an_index_the_problem_is_the_keepers_sentence(empty_settings: Settings) -> None:
    for path in ("/api/v1/search?q=雨", "/api/v1/articles/" + "0" * 20):
        answer = create_app(empty_settings).test_client().get(path)
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
        assert "There is no index" in json.loads(answer.data)["detail"]


@pytest.mark.parametrize(("error", "status"), [(QuestionTooWideError(5), 400), (ZeroDivisionError("secret"), 500)])
def test_faults_are_problems_too(settings: Settings, error: Exception, status: int) -> None:
    class Failing(ArchiveSearch):
        def search(self, request: SearchRequest) -> Any:
            raise error

    answer = create_app(settings, Failing(settings)).test_client().get("/api/v1/search?q=雨")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert "secret" not in answer.text


@pytest.mark.parametrize("query", ["q=%00&page=abc&limit=-1", "q=%ED%A0%80", "sort=xyz&year=%00", "&&==&q"])
def test_odd_parameters_become_the_nearest_sensible_ones(client: FlaskClient, query: str) -> None:
    assert "hits" in answered(client, f"/api/v1/search?{query}")
