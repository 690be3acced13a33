"""Completions over HTTP: what the search box asks for."""

from __future__ import annotations

import time

import pytest
from flask.testing import FlaskClient

from indexer.search import ArchiveSearch
from indexer.settings import Settings
from tests.web.conftest import Outline
from web.app import create_app

ADDRESS = "/api/v1/suggest"


def completions(client: FlaskClient, **query: object) -> list[dict[str, object]]:
    answer = client.get(ADDRESS, query_string=query)
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.json is not None
    assert set(answer.json) == {"query", "completions"}
    found: list[dict[str, object]] = answer.json["completions"]
    return found


@pytest.mark.parametrize("q", ["xczx", "xiangcunzx", "乡村zx", "鄉村振", "乡村振"])
def test_a_phrase_is_completed_from_pinyin_and_either_script(client: FlaskClient, q: str) -> None:
    first = completions(client, q=q)[0]
    assert first == {"text": "乡村振兴", "kind": "phrase", "count": 2}


def test_titles_and_names_are_among_them(client: FlaskClient) -> None:
    kinds = {str(one["text"]): one["kind"] for one in completions(client, q="青石", limit=20)}
    assert kinds["青石日报"] == "source"
    assert kinds["青石在线"] == "site"
    assert "title" in kinds.values()
    assert {"text": "林远", "kind": "author", "count": 14} in completions(client, q="linyuan")


@pytest.mark.parametrize(("limit", "most"), [("1", 1), ("3", 3), ("50", 50)])
def test_a_limit_is_kept(client: FlaskClient, limit: str, most: int) -> None:
    assert 1 <= len(completions(client, q="青石", limit=limit)) <= most


@pytest.mark.parametrize("q", ["", "   ", "\0", "，", "没有这样开头的词", "x" * 2000])
def test_what_nothing_goes_on_from_has_no_completions(client: FlaskClient, q: str) -> None:
    assert completions(client, q=q) == []


def test_a_question_without_anything_is_answered(client: FlaskClient) -> None:
    assert completions(client) == []


def test_the_box_says_where_completions_are_and_what_kinds_are_called(client: FlaskClient) -> None:
    ((box, _),) = Outline(client.get("/").text).all("input", id="q")
    assert box["data-completions"] == ADDRESS
    assert [box[f"data-{kind}"] for kind in ("title", "source", "author", "site")] == [
        "Title", "Source", "Author", "Site",
    ]  # fmt: skip


def test_a_server_that_still_gathers_the_words_says_so_and_has_them_soon(settings: Settings) -> None:
    client = create_app(settings, ArchiveSearch(settings, patience=0)).test_client()
    answer = client.get(ADDRESS, query_string={"q": "xczx"})
    if answer.status_code == 202:  # else a quick machine has them already
        assert answer.json == {"query": "xczx", "completions": []}
    assert client.get("/search", query_string={"q": "“乡村正兴”"}).status_code == 200
    until = time.monotonic() + 30
    while client.get(ADDRESS, query_string={"q": "xczx"}).status_code == 202:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert completions(client, q="xczx")[0]["text"] == "乡村振兴"
