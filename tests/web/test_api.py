"""Programs get what the commands print, and problem details where something is wrong."""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import JSON_ORDER
from indexer.errors import QuestionTooWideError
from indexer.search import ArchiveSearch, Place, SearchRequest, Standing, alike_to_json, results_to_json
from indexer.settings import Settings
from tests.web.small_archive import PAGES
from web.app import create_app
from web.cursors import read_cursor, write_cursor
from web.declared import ParameterError
from web.operations import ARTICLE_FIELDS, HIT_FIELDS
from web.parameters import SCRIPTS, SORTS

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
    "everything": ("", SearchRequest(filters={"script": SCRIPTS}, sort="newest", limit=5)),
}


@pytest.mark.parametrize(("query", "request_of_it"), REQUESTS.values(), ids=REQUESTS)
def test_a_search_gives_what_the_command_prints(
    client: FlaskClient, archive: ArchiveSearch, query: str, request_of_it: SearchRequest
) -> None:
    plain = answered(client, f"/api/v1/search?{query}")
    assert plain.pop("next") is None or len(plain["hits"]) < plain["total"]
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
        ("/api/v2/search", 404),
        ("/api/v1/articles/" + "0" * 20 + "/alike", 404),
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
    told = "This address can be asked with GET, HEAD, OPTIONS only: nothing can be sent to it."
    assert json.loads(answer.data)["detail"] == told


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


REFUSED = {
    "a sort": ("search?q=雨&sort=foo", "sort", "relevance, newest, oldest, clicks"),
    "a year": ("search?year=abc", "year", "2021"),
    "a month": ("search?month=2021-13", "month", "2021-07"),
    "a script": ("search?script=latin", "script", "hans, hant, other"),
    "less than nothing": ("search?q=雨&limit=-3", "limit", "from 1 to 100"),
    "too many": ("search?q=雨&limit=5000", "limit", "from 1 to 100"),
    "no number": ("search?q=雨&limit=5.0", "limit", "from 1 to 100"),
    "no digit": ("search?q=雨&limit=５", "limit", "from 1 to 100"),
    "before the first page": ("search?q=雨&page=0", "page", "from 1 to 999,999"),
    "words": ("search?q=雨&words=foo", "words", "any, whole"),
    "variants": ("articles/{id}?variants=", "variants", "fold, exact"),
    "no source": ("search?source=%20", "source", "empty"),
    "a long source": ("search?source=" + "报" * 201, "source", "201 characters"),
    "a long query": ("search?q=" + "雨" * 2001, "q", "2,001 characters"),
    "twice": ("search?q=雨&q=水", "q", "given 2 times"),
    "many values": ("search?" + "&".join(f"author={n}" for n in range(51)), "author", "up to 50 times"),
    "a name that there is not": ("search?q=雨&sorce=青石日报", "sorce", "there are q, sort, source"),
    "no names at all": ("articles/{id}/alike?q=雨", "q", "there are none"),
    "a language": ("search?q=雨&lang=en", "lang", "no parameter"),
    "a field": ("search?q=雨&fields=id,name", "fields", "'name' is none of the names there are: id, title"),
    "no field": ("articles/{id}?fields=", "fields", "caption_marks"),
    "page and cursor": ("search?q=雨&page=2&cursor=abc", "cursor", "leave page away"),
    "completions": ("suggest?q=x&limit=51", "limit", "from 1 to 50"),
    "no words": ("trends", "q", "missing"),
}


@pytest.mark.parametrize(("path", "name", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_and_named(
    client: FlaskClient, id_of: Identify, path: str, name: str, told: str
) -> None:
    answer = client.get("/api/v1/" + path.replace("{id}", id_of(PAGES[0].file)))
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    problem = json.loads(answer.data)
    assert (problem["status"], problem["title"], problem["parameter"]) == (400, "Bad Request", name)
    assert name in problem["detail"]
    assert told in problem["detail"]
    assert problem["detail"].endswith(".")


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "q=", "q=<script>", "words=any&variants=fold&synonyms=on"])
def test_whatever_a_query_is_it_is_answered(client: FlaskClient, query: str) -> None:
    assert "hits" in answered(client, f"/api/v1/search?{query}")


def test_pages_take_the_nearest_sensible_values_still(client: FlaskClient) -> None:
    assert client.get("/search?q=雨&sort=foo&year=abc&limit=-3&page=0&words=foo&sorce=x&q=水").status_code == 200


def read_on(client: FlaskClient, **query: object) -> list[Any]:
    """Return all hits of a search, read with cursors."""
    page = answered(client, "/api/v1/search", **query)
    hits, first = page["hits"], page
    while page["next"] is not None:
        page = answered(client, "/api/v1/search", **query, cursor=page["next"])
        assert page["hits"]
        assert {**page, "hits": 0, "next": 0, "took_ms": 0} == {**first, "hits": 0, "next": 0, "took_ms": 0}
        hits += page["hits"]
    assert len(hits) == first["total"]
    return hits


@pytest.mark.parametrize("sort", SORTS)
def test_a_cursor_goes_on_to_the_end(client: FlaskClient, archive: ArchiveSearch, sort: Any) -> None:
    ids = [hit["id"] for hit in read_on(client, q="丰收 OR 石桥", sort=sort, limit=3)]
    assert ids == list(archive.ids(SearchRequest("丰收 OR 石桥", sort=sort)))


def test_a_cursor_goes_on_behind_a_page_with_another_limit(client: FlaskClient, archive: ArchiveSearch) -> None:
    page = answered(client, "/api/v1/search", year="2022", limit=2, page=2)
    more = answered(client, "/api/v1/search", year="2022", limit=100, cursor=page["next"], fields="id")
    ids = list(archive.ids(SearchRequest(filters={"year": ("2022",)}, sort="newest")))
    assert [hit["id"] for hit in page["hits"]] == ids[2:4]
    assert [hit["id"] for hit in more["hits"]] == ids[4:]
    assert more["next"] is None


def test_a_page_behind_the_last_goes_on_nowhere(client: FlaskClient) -> None:
    page = answered(client, "/api/v1/search", q="丰收", page=9_999)
    assert (page["hits"], page["next"], page["notice"]) == ([], None, "page_past_end")


def test_a_cursor_belongs_to_its_question(client: FlaskClient) -> None:
    cursor = answered(client, "/api/v1/search", q="丰收", limit=3)["next"]
    wrong = [cursor[:-1], f"{cursor}A", cursor.swapcase(), "A", "AAAAAAAA", "-_", "a" * 300]
    asked = [{"q": "丰收", "cursor": one} for one in wrong]
    asked += [{"q": "石桥", "cursor": cursor}, {"q": "丰收", "sort": "oldest", "cursor": cursor}]
    asked += [{"q": "丰收", "year": "2022", "cursor": cursor}, {"cursor": cursor}]
    for query in asked:
        answer = client.get("/api/v1/search", query_string=query)
        assert answer.status_code == 400, query
        assert "cursor is none that this search gave" in json.loads(answer.data)["detail"]
    assert answered(client, "/api/v1/search", q=" 丰收 ", limit=50, explain="on", cursor=cursor)["hits"]


@given(st.binary(max_size=60))
def test_what_is_no_cursor_is_told_as_one(data: bytes) -> None:
    text = base64.urlsafe_b64encode(data).decode().rstrip("=")
    with pytest.raises(ParameterError):
        read_cursor(text, SearchRequest("雨"))


@given(
    st.builds(
        Place,
        st.integers(1, 10**9),
        st.builds(
            Standing,
            st.binary(min_size=10, max_size=10).map(bytes.hex),
            st.none() | st.text(max_size=10),
            st.none() | st.text(max_size=8),
            st.none() | st.integers(),
        ),
    )
)
def test_a_cursor_says_where_it_was_made(place: Place) -> None:
    request = SearchRequest("雨", sort="newest", filters={"year": ("2021", "2022")})
    cursor = write_cursor(place, request)
    assert read_cursor(cursor, dataclasses.replace(request, limit=7, explain=True)) == place
    with pytest.raises(ParameterError):
        read_cursor(cursor, dataclasses.replace(request, sort="oldest"))


def test_fields_leave_what_is_named_of_each_hit(client: FlaskClient, archive: ArchiveSearch) -> None:
    page = answered(client, "/api/v1/search", q="石桥", fields="date,id,text,site,title_marks,explanation,date")
    (hit,) = page["hits"]
    (found,) = archive.search(SearchRequest("石桥")).hits
    assert list(hit.items()) == [
        ("date", found.article.date),
        ("id", found.article.id),
        ("text", found.article.text),
        ("site", found.article.site),
        ("title_marks", [list(mark) for mark in found.title_marks]),
    ]
    assert page["facets"]["year"]
    assert "explanation" in answered(client, "/api/v1/search", q="石桥", fields="explanation", explain="on")["hits"][0]


def test_fields_leave_what_is_named_of_an_article(client: FlaskClient, id_of: Identify) -> None:
    plain = answered(client, f"/api/v1/articles/{id_of(PAGES[1].file)}", q="乡村振兴", fields="title,files,text_marks")
    assert list(plain) == ["title", "files", "text_marks"]
    assert plain["text_marks"]


@pytest.mark.parametrize("names", [HIT_FIELDS, ARTICLE_FIELDS])
def test_every_field_that_is_named_can_be_asked_for(
    client: FlaskClient, id_of: Identify, names: tuple[str, ...]
) -> None:
    asked = ",".join(names)
    if names == HIT_FIELDS:
        (plain,) = answered(client, "/api/v1/search", q="石桥", explain="on", fields=asked)["hits"]
    else:
        plain = answered(client, f"/api/v1/articles/{id_of(PAGES[0].file)}", fields=asked)
    assert tuple(plain) == names


def test_addresses_are_asked_with_head_too(client: FlaskClient) -> None:
    answer = client.head("/api/v1/search?q=雨")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"", "application/json")
    assert client.head("/api/v1/search?q=雨&sort=foo").status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/trends?q=雨", "/api/v1/suggest", "/openapi.json"])
def test_nothing_is_changed_at_any_address(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
