"""Feeds of any search, and what browsers and search engines ask for."""

from __future__ import annotations

import json
import re
import struct

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
    """What browsers ask of an archive before they offer to put it on a home screen."""
    answer = client.get("/manifest.webmanifest")
    plain = json.loads(answer.data)
    assert answer.mimetype == "application/manifest+json"
    assert plain["name"] == plain["short_name"] == "Fangzhi"
    assert plain["id"] == plain["start_url"] == plain["scope"] == "/"
    assert plain["display"] in ("standalone", "minimal-ui", "fullscreen")
    told = {(icon["sizes"], icon["type"], icon["purpose"]) for icon in plain["icons"]}
    assert {("192x192", "image/png", "any"), ("512x512", "image/png", "any")} <= told
    assert ("512x512", "image/png", "maskable") in told
    for icon in plain["icons"]:
        shown = client.get(icon["src"], buffered=True)
        assert (shown.status_code, shown.mimetype) == (200, icon["type"])
        assert "immutable" in shown.headers["Cache-Control"]
        if icon["type"] == "image/png":
            assert "{}x{}".format(*png_size(shown.data)) == icon["sizes"]


def png_size(data: bytes) -> tuple[int, int]:
    """Return the width and height that a PNG's own head says."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    length, kind, width, height = struct.unpack(">I4sII", data[8:24])
    assert (length, kind) == (13, b"IHDR")
    return width, height


def test_phones_are_told_of_an_icon_of_their_size(client: FlaskClient) -> None:
    (address,) = re.findall(r'<link rel="apple-touch-icon" href="([^"]+)">', client.get("/").text)
    shown = client.get(address, buffered=True)
    assert png_size(shown.data) == (180, 180)
    assert "immutable" in shown.headers["Cache-Control"]


def test_the_icon_that_browsers_ask_for_unasked_is_there(client: FlaskClient) -> None:
    answer = client.get("/favicon.ico", buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "image/vnd.microsoft.icon")
    kind, count, width, height = struct.unpack("<2xHHBB", answer.data[:8])
    assert (kind, count, width, height) == (1, 1, 32, 32)
    size, offset = struct.unpack("<II", answer.data[14:22])
    assert offset + size == len(answer.data)
    assert png_size(answer.data[offset:]) == (32, 32)
    assert "max-age=86400" in answer.headers["Cache-Control"]
    again = client.get("/favicon.ico", headers={"If-None-Match": answer.headers["ETag"]}, buffered=True)
    assert again.status_code == 304
