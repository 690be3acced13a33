"""Taking articles along: all that is found as a file, one article in a format, and how it is cited."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.sharing.exports import EXPORT_FORMATS
from tests.web.small_archive import PAGES
from web.app import create_app

Identify = Callable[[str], str]


def test_an_export_holds_every_hit_in_its_order(client: FlaskClient, archive: ArchiveSearch) -> None:
    answer = client.get("/export/csv", query_string={"q": "丰收", "sort": "oldest", "page": "2"})
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    today = date.today().isoformat()
    named = f"attachment; filename=\"fangzhi-{today}.csv\"; filename*=UTF-8''fangzhi-{quote('丰收')}-{today}.csv"
    assert answer.headers["Content-Disposition"] == named
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    ids = list(archive.ids(SearchRequest("丰收", sort="oldest")))
    assert [row["id"] for row in rows] == ids
    assert len(ids) > 5
    assert {row["address"] for row in rows} == {f"http://localhost/articles/{one}" for one in ids}


def test_filters_narrow_an_export(client: FlaskClient) -> None:
    lines = client.get("/export/jsonl?q=鄉村振興&year=2021").text.splitlines()
    assert [json.loads(line)["date"][:4] for line in lines] == ["2021"] * len(lines)
    assert lines


def test_where_nothing_is_asked_everything_is_taken_along(client: FlaskClient, archive: ArchiveSearch) -> None:
    for path in ("/export/jsonl", "/export/jsonl?year=abc&sort=oldest"):
        ids = [json.loads(line)["id"] for line in client.get(path).text.splitlines()]
        assert len(ids) == archive.facts().articles == len({*ids})
    assert client.get("/export/xlsx?q=乡村").status_code == 404


def test_an_archive_that_cannot_be_asked_is_told_before_a_file_is_begun(empty_settings: Settings) -> None:
    answer = create_app(empty_settings).test_client().get("/export/csv?q=丰收")
    assert (answer.status_code, answer.mimetype) == (503, "text/html")


def test_results_lead_to_files_of_all_of_them(client: FlaskClient) -> None:
    page = client.get("/search?q=丰收&sort=oldest&page=2").text
    for name in EXPORT_FORMATS:
        assert f'href="/export/{name}?q=丰收&amp;sort=oldest"' in page


@pytest.mark.parametrize(
    ("name", "mimetype", "suffix"),
    [
        ("text", "text/plain", ".txt"),
        ("markdown", "text/markdown", ".md"),
        ("jsonl", "application/jsonl", ".jsonl"),
        ("bibtex", "application/x-bibtex", ".bib"),
        ("ris", "application/x-research-info-systems", ".ris"),
        ("csl", "application/vnd.citationstyles.csl+json", ".json"),
    ],
)
def test_an_article_is_kept_in_a_format(
    client: FlaskClient, id_of: Identify, name: str, mimetype: str, suffix: str
) -> None:
    one = id_of(PAGES[0].file)
    answer = client.get(f"/articles/{one}/as/{name}")
    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    assert (
        answer.headers["Content-Disposition"]
        == f"attachment; filename=\"{one}{suffix}\"; filename*=UTF-8''{one}{suffix}"
    )
    assert PAGES[0].title in answer.text.replace("\\", "")


def test_formats_and_articles_that_are_none_are_not_found(client: FlaskClient, id_of: Identify) -> None:
    assert client.get(f"/articles/{id_of(PAGES[0].file)}/as/docx").status_code == 404
    assert client.get(f"/articles/{'0' * 20}/as/text").status_code == 404


def test_an_article_tells_how_it_is_cited_and_who_it_is(client: FlaskClient, id_of: Identify) -> None:
    one = id_of(PAGES[0].file)
    page = client.get(f"/articles/{one}").text
    address = f"http://localhost/articles/{one}"
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta name="citation_title" content="{PAGES[0].title}">' in page
    assert f'<meta property="og:url" content="{address}">' in page
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    told = json.loads(data)
    assert (told["@type"], told["headline"], told["url"]) == ("NewsArticle", PAGES[0].title, address)
    citations = [unescape(text) for text in re.findall(r'<bdi class="citation"[^>]*>(.*?)</bdi>', page)]
    assert len(citations) == 4
    assert all(PAGES[0].title in one and address in one for one in citations)
