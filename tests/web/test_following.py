"""Feeds of any search, and what browsers and search engines ask for."""

from __future__ import annotations

import json
import os
import re
import struct
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.sync import synchronise
from tests.sharing.feed_rules import check_atom, check_json_feed
from tests.web.small_archive import Page
from web.app import create_app

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


ASKED = [
    "",
    "?q=丰收",
    "?q=丰收&year=2022&source=青石日报",
    "?month=2022-02",
    "?q=雨",
    "?q=没有这样的词语",
    "?q=%26%3C%22q%22%3E&lang=",
    "?q=代码",
    "?script=hant&words=whole&variants=exact",
]


@pytest.mark.parametrize("asked", ASKED)
def test_feeds_are_what_their_standards_ask(client: FlaskClient, asked: str) -> None:
    ids = check_atom(client.get(f"/feeds/search.atom{asked}").data)
    assert check_json_feed(client.get(f"/feeds/search.json{asked}").data) == ids
    assert all(re.fullmatch(r"http://localhost/articles/[0-9a-f]{20}", one) for one in ids)


def test_a_feed_heeds_filters(client: FlaskClient, archive: ArchiveSearch) -> None:
    asked = SearchRequest("丰收", filters={"month": ("2022-02", "2022-03")}, sort="newest")
    ids = check_atom(client.get("/feeds/search.atom?q=丰收&month=2022-02&month=2022-03").data)
    assert [one.rpartition("/")[2] for one in ids] == list(archive.ids(asked)) != []


def test_a_feed_keeps_its_ids_in_any_language_and_at_any_time(client: FlaskClient) -> None:
    def told(language: str) -> tuple[str | None, list[str]]:
        data = client.get("/feeds/search.atom?q=丰收", headers={"Accept-Language": language}).data
        return etree.fromstring(data).findtext("a:id", namespaces=ATOM), check_atom(data)

    assert told("en") == told("zh-TW") == told("zh-CN")


def saved(page: Page, folder: Path, when: datetime) -> None:
    """Save a page at a time."""
    file = folder / page.file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page.html() if page.day else "\n\n".join((page.title, *page.paragraphs)), encoding="utf-8")
    os.utime(file, (when.timestamp(), when.timestamp()))


def undated(number: int) -> Page:
    text = f"第{number}口水窖修好了，村里的人都来看，孩子们在旁边踩水玩，老人坐着说起从前。"
    return Page(f"undated-{number}.txt", f"没有日期的水窖{number}", (text, "水窖修在坡下，口要小，肚要大。"), day="")


def test_what_has_no_date_stands_where_it_was_saved(tmp_path: Path) -> None:
    settings = Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)
    old = Page(
        "old.html", "旧水窖", ("旧水窖在坡上，水窖边长着柳树，夏天的时候大家都在树下乘凉说话。",), day="2019-03-01"
    )
    new = replace(old, file="new.html", title="新水窖", day="2023-03-01")
    for page in (old, new):
        saved(page, settings.archive, datetime(2024, 1, 1, tzinfo=UTC))
    saved(undated(0), settings.archive, datetime(2021, 6, 1, 4, 30, tzinfo=UTC))
    assert not synchronise(settings).failed
    client = create_app(settings).test_client()
    plain = json.loads(client.get("/feeds/search.json?q=水窖").data)
    assert [(one["title"], one.get("date_published"), one.get("date_modified")) for one in plain["items"]] == [
        ("新水窖", "2023-03-01T08:30:00+08:00", None),
        ("没有日期的水窖0", None, "2021-06-01T12:30:00+08:00"),
        ("旧水窖", "2019-03-01T08:30:00+08:00", None),
    ]
    root = etree.fromstring(client.get("/feeds/search.atom?q=水窖").data)
    entries = root.findall("a:entry", ATOM)
    assert [entry.findtext("a:updated", namespaces=ATOM) for entry in entries][1] == "2021-06-01T12:30:00+08:00"
    assert [entry.find("a:published", ATOM) is None for entry in entries] == [False, True, False]
    saved(undated(1), settings.archive, datetime(2024, 6, 1, tzinfo=UTC))
    assert not synchronise(settings).failed
    feed = feedparser.parse(client.get("/feeds/search.atom?q=水窖").data)
    assert feed.entries[0].title == "没有日期的水窖1"
    assert feed.feed.updated == "2024-06-01T08:00:00+08:00"


def test_what_has_no_date_is_seen_beside_any_number_of_dated_articles(tmp_path: Path) -> None:
    settings = Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)
    text = "水窖修好了，村里的人都来看，孩子们在旁边踩水玩，老人坐着说起从前的旱年。"
    for number in range(60):
        page = Page(f"{number}.html", f"水窖{number}", (f"第{number}口{text}",), day=f"2020-01-{number % 28 + 1:02d}")
        saved(page, settings.archive, datetime(2024, 1, 1, tzinfo=UTC))
    for number in range(15):
        saved(undated(number), settings.archive, datetime(2024, 2, number + 1, tzinfo=UTC))
    assert not synchronise(settings).failed
    client = create_app(settings).test_client()
    titles = [entry.title for entry in feedparser.parse(client.get("/feeds/search.atom?q=水窖").data).entries]
    assert titles[:10] == [f"没有日期的水窖{number}" for number in range(14, 4, -1)]
    assert len(titles) == 60
    assert check_atom(client.get("/feeds/search.atom").data) != []


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
    closed = ("api/", "export/", "search", "trends", "articles/*/as/", "articles/*/original", "articles/*/saved")
    assert [line for line in robots.splitlines() if line.startswith("Disallow")] == [f"Disallow: /{c}" for c in closed]
    maps = etree.fromstring(client.get("/sitemap.xml").data).findall("{*}sitemap/{*}loc")
    found = set()
    for one in maps:
        part = etree.fromstring(client.get(one.text.removeprefix("http://localhost")).data)
        found |= {loc.text.rpartition("/")[2] for loc in part.findall("{*}url/{*}loc")}
    everything = SearchRequest(filters={"script": ("hans", "hant", "other")}, sort="newest", limit=0)
    assert found == set(archive.ids(everything))
    for wrong in ("nonsense/1", "undated/0", "undated/2", "2021-13/1"):
        assert client.get(f"/sitemaps/{wrong}.xml").status_code == 404


def test_the_map_of_the_site_lists_nothing_empty(tmp_path: Path) -> None:
    settings = Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)
    settings.archive.mkdir()
    (settings.archive / "a.html").write_text(Page("a.html", "渡口晚归", ("渡口的船晚归。",)).html(), encoding="utf-8")
    synchronise(settings)
    client = create_app(settings).test_client()
    maps = etree.fromstring(client.get("/sitemap.xml").data).findall("{*}sitemap/{*}loc")
    assert [one.text.rpartition("/sitemaps/")[2] for one in maps] == ["2020-05/1.xml"]
    for empty in ("undated/1", "2021-04/1"):
        assert client.get(f"/sitemaps/{empty}.xml").status_code == 404


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
    assert "max-age=86400" in client.get("/favicon.ico").headers["Cache-Control"]
    answer = client.get("/favicon.ico", follow_redirects=True)
    assert (answer.status_code, answer.mimetype) == (200, "image/vnd.microsoft.icon")
    kind, count, width, height = struct.unpack("<2xHHBB", answer.data[:8])
    assert (kind, count, width, height) == (1, 1, 32, 32)
    size, offset = struct.unpack("<II", answer.data[14:22])
    assert offset + size == len(answer.data)
    assert png_size(answer.data[offset:]) == (32, 32)
    assert "immutable" in answer.headers["Cache-Control"]
