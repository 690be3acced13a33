"""The table of all kinds of pages lacks none, and each is what it says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.every_page import NAMES, Holdings, PageKind

NO_PAGES = {
    "static": "/static/fangzhi.css",
    "suggest.suggest": "/api/v1/suggest?q=丰",
    "saved_pages.original": "/articles/{plain}/original",
    "pictures.picture": "/articles/{pictured}/pictures/0",
    "exports.results": "/export/csv?q=丰收",
    "exports.article": "/articles/{plain}/as/text",
    "feeds.as_atom": "/feeds/search.atom",
    "feeds.as_json": "/feeds/search.json",
    "discovery.opensearch": "/opensearch.xml",
    "discovery.suggest": "/opensearch/suggest?q=丰",
    "discovery.robots": "/robots.txt",
    "discovery.sitemap": "/sitemap.xml",
    "discovery.sitemap_of": "/sitemaps/undated/1.xml",
    "discovery.manifest": "/manifest.webmanifest",
    "discovery.favicon": "/favicon.ico",
    "api.search": "/api/v1/search?q=丰收",
    "api.article": "/api/v1/articles/{plain}",
    "api.alike": "/api/v1/articles/{plain}/alike",
    "trends.answer": "/api/v1/trends?q=丰收",
    "reference.described": "/openapi.json",
    "health.health": "/healthz",
}
"""Rules that answer with something else than a page of ours → an address of each."""

FRAMED = {"saved_pages.page"}
"""Rules that answer with somebody else's page, which stands in a frame of one of ours."""


def endpoint_of(app: Flask, path: str) -> str:
    endpoint, _ = app.url_map.bind("localhost").match(path.split("?")[0].format_map({"plain": "0", "pictured": "0"}))
    return str(endpoint)


def test_every_rule_that_answers_with_a_page_is_in_the_table(
    full_app: Flask, held: Holdings, pages: Mapping[str, PageKind]
) -> None:
    asked = {rule.endpoint for rule in full_app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    shown = {endpoint_of(full_app, page.path) for page in pages.values() if page.status == 200}
    assert asked - NO_PAGES.keys() - FRAMED == shown


@pytest.mark.parametrize("endpoint", NO_PAGES)
def test_what_is_left_out_of_the_table_is_no_page(full_app: Flask, held: Holdings, endpoint: str) -> None:
    path = NO_PAGES[endpoint]
    assert endpoint_of(full_app, path) == endpoint
    asked = path.format(plain=held.plain, pictured=held.pictured)
    with full_app.test_client().get(asked, follow_redirects=True) as answer:
        assert answer.status_code in (200, 202)
        assert answer.mimetype != "text/html" or "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("name", NAMES)
def test_each_kind_of_page_is_met(clients: Mapping[str, FlaskClient], pages: Mapping[str, PageKind], name: str) -> None:
    page = pages[name]
    answer = clients[page.archive].get(page.path)
    assert (answer.status_code, answer.mimetype) == (page.status, "text/html")


def test_the_pages_have_what_they_are_shown_for(
    clients: Mapping[str, FlaskClient], pages: Mapping[str, PageKind]
) -> None:
    def text(name: str) -> str:
        return clients["full"].get(pages[name].path, headers={"Accept-Language": "en"}).text

    assert "<mark" in text("article-mended")
    assert 'class="repair"' in text("article-mended")
    assert 'class="saved"' in text("article-as-saved")
    assert "<img" in text("article-pictures").split("<main")[1]
    assert 'class="timeline"' in text("results")
    assert 'class="why"' in text("results-explained")
    assert "No article has all of these words" in text("results-most-words")
    assert 'class="trend"' in text("trends-counted")
    assert "No article matches" in text("results-none")
