"""Feeds of any search, and what browsers and search engines ask for."""

from __future__ import annotations

import json

import feedparser
from flask.testing import FlaskClient
from lxml import etree

from indexer.search import ArchiveSearch, SearchRequest

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_an_atom_feed_has_the_newest_hits_first(client: FlaskClient, archive: ArchiveSearch) -> None:
    answer = client.get("/feeds/search.atom?q=丰收")
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    feed = feedparser.parse(answer.data)
    assert not feed.bozo
    assert feed.feed.title == "丰收 · Fangzhi"
    found = archive.search(SearchRequest("丰收", sort="newest", limit=50)).hits
    dated = [hit.article for hit in found if hit.article.date]
    assert [entry.link for entry in feed.entries] == [f"http://localhost/articles/{one.id}" for one in dated]
    assert [entry.title for entry in feed.entries] == [one.title for one in dated]
    assert all("丰收" in entry.title + entry.summary or "豐收" in entry.title + entry.summary for entry in feed.entries)
    assert feed.feed.updated[:10] == dated[0].date


def test_a_feed_names_itself_and_its_page(client: FlaskClient) -> None:
    root = etree.fromstring(client.get("/feeds/search.atom?q=丰收&year=2021").data)
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links["self"].startswith("http://localhost/feeds/search.atom?q=%E4%B8%B0%E6%94%B6&sort=newest&year=2021")
    assert links["alternate"].startswith("http://localhost/search?q=%E4%B8%B0%E6%94%B6&sort=newest&year=2021")
    assert client.get(links["alternate"].removeprefix("http://localhost")).status_code == 200


def test_the_feed_of_everything_has_the_newest_articles(client: FlaskClient) -> None:
    feed = feedparser.parse(client.get("/feeds/search.atom").data)
    assert feed.feed.title == "Fangzhi"
    moments = [entry.updated for entry in feed.entries]
    assert moments == sorted(moments, reverse=True) != []


def test_a_json_feed_says_the_same(client: FlaskClient) -> None:
    answer = client.get("/feeds/search.json?q=丰收")
    assert answer.mimetype == "application/feed+json"
    plain = json.loads(answer.data)
    entries = feedparser.parse(client.get("/feeds/search.atom?q=丰收").data).entries
    assert plain["version"] == "https://jsonfeed.org/version/1.1"
    assert [(one["url"], one["title"], one["content_text"]) for one in plain["items"]] == [
        (entry.link, entry.title, entry.summary) for entry in entries
    ]


def test_pages_name_their_feeds_and_the_search_box(client: FlaskClient) -> None:
    for path in ("/", "/search?q=丰收"):
        page = client.get(path).text
        assert 'type="application/atom+xml"' in page
        assert 'type="application/opensearchdescription+xml"' in page


def test_a_browser_can_take_the_search_box(client: FlaskClient) -> None:
    root = etree.fromstring(client.get("/opensearch.xml").data)
    urls = {one.get("type"): one.get("template") for one in root.findall("{*}Url")}
    asked = urls["text/html"].replace("{searchTerms}", "乡村").removeprefix("http://localhost")
    assert client.get(asked).status_code == 200
    suggested = urls["application/x-suggestions+json"].replace("{searchTerms}", "乡").removeprefix("http://localhost")
    typed, texts = json.loads(client.get(suggested).data)
    assert typed == "乡"
    assert any(text.startswith(("乡", "鄉")) for text in texts)


def test_the_map_of_the_site_leads_to_every_article(client: FlaskClient, archive: ArchiveSearch) -> None:
    robots = client.get("/robots.txt").text
    assert "Sitemap: http://localhost/sitemap.xml" in robots
    maps = etree.fromstring(client.get("/sitemap.xml").data).findall("{*}sitemap/{*}loc")
    found = set()
    for one in maps:
        part = etree.fromstring(client.get(one.text.removeprefix("http://localhost")).data)
        found |= {loc.text.rpartition("/")[2] for loc in part.findall("{*}url/{*}loc")}
    everything = SearchRequest(filters={"script": ("hans", "hant", "other")}, sort="newest", limit=0)
    assert found == set(archive.ids(everything))
    assert client.get("/sitemaps/nonsense.xml").status_code == 404


def test_the_manifest_tells_a_home_screen_what_to_show(client: FlaskClient) -> None:
    plain = json.loads(client.get("/manifest.webmanifest").data)
    assert plain["name"] == "Fangzhi"
    assert client.get(plain["icons"][0]["src"], buffered=True).status_code == 200
