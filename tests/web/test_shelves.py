"""Leafing through by source, author and topic: every number leads to exactly the articles that it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.settings import Settings
from indexer.shelves import Holding
from indexer.sync import synchronise
from tests.web.conftest import Outline
from tests.web.small_archive import PAGES
from web.app import create_app
from web.listing import ON_A_PAGE, list_holdings

Look = Callable[..., Outline]

PAPERS = ("安定晨报", "北塬日报", "古浪周刊")

PRINTED = (
    (PAPERS[2], "2004-03-01"),
    (PAPERS[2], "2009-05-06"),
    (PAPERS[2], "2011-01-02"),
    (PAPERS[0], "2015-07-08"),
    (PAPERS[1], "2015-07-08"),
    (PAPERS[1], "2018-09-10"),
)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """An archive of three papers over several years."""
    folder: Path = tmp_path_factory.mktemp("papers")
    for number, (paper, day) in enumerate(PRINTED):
        page = folder / "archive" / f"{number}.txt"
        page.parent.mkdir(exist_ok=True)
        text = f"第{number}座水库的闸门今年换了新的，看水的人说，往后夜里不用再起来绞闸。" * 2
        page.write_text(f"水库换闸门之{number}\n{day} 来源：{paper} 作者：方{paper[0]}\n\n{text}\n", encoding="utf-8")
    settings = Settings(archive=folder / "archive", index=folder / "index", jobs=1)
    synchronise(settings)
    client = create_app(settings).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def rows(page: str) -> list[tuple[str, str, int]]:
    """Return what a list shows: where each value leads, its name, and how many articles it has."""
    found = re.findall(r'<li><a href="([^"]+)"><bdi>([^<]+)</bdi></a>.*?<i>([\d,]+)<', page)
    return [(address.replace("&amp;", "&"), name, int(count.replace(",", ""))) for address, name, count in found]


def total(client: FlaskClient, address: str) -> int:
    (count,) = re.findall(r'class="total"[^>]*><b>([\d,]+)', client.get(address).text)
    return int(count.replace(",", ""))


def test_sources_stand_with_their_articles_and_years(papers: FlaskClient) -> None:
    page = papers.get("/browse/sources").text
    assert [(name, count) for _, name, count in rows(page)] == [(PAPERS[2], 3), (PAPERS[1], 2), (PAPERS[0], 1)]
    assert re.findall(r'class="span">([^<]+)', page) == ["2004–2011", "2015–2018", "2015"]
    assert all(total(papers, address) == count for address, _, count in rows(page))


def test_by_name_is_as_dictionaries_have_it(papers: FlaskClient) -> None:
    for path in ("/browse/sources", "/browse/authors"):
        names = [name for _, name, _ in rows(papers.get(f"{path}?order=name").text)]
        assert [name[-4 if "source" in path else -1] for name in names] == ["安", "北", "古"]


def test_a_source_leads_to_its_calendar(papers: FlaskClient) -> None:
    calendars = re.findall(r'class="calendar" href="([^"]+)"', papers.get("/browse/sources").text)
    page = Outline(papers.get(calendars[0]).text)
    assert page.texts("th", scope="row")[0] == "2011"
    assert PAPERS[2] in page.texts("bdi")


def test_topics_are_nouns_of_titles_and_lead_to_them(client: FlaskClient) -> None:
    listed = rows(client.get("/browse/topics").text)
    words = [name for _, name, _ in listed]
    assert "乡村" in words
    assert "修好" not in words
    assert all(total(client, address) == count for address, _, count in listed)
    assert [count for _, _, count in listed] == sorted((count for _, _, count in listed), reverse=True)


def test_authors_lead_to_their_articles(client: FlaskClient) -> None:
    listed = rows(client.get("/browse/authors").text)
    assert {PAGES[0].author, PAGES[1].author} <= {name for _, name, _ in listed}
    assert all(total(client, address) == count for address, _, count in listed)


def test_long_lists_have_pages() -> None:
    holdings = [Holding(f"报{number}", 1) for number in range(ON_A_PAGE * 2 + 1)]
    views = [list_holdings("sources", "source", holdings, page) for page in (1, 2, 3, 9)]
    assert [(view.page, view.pages, len(view.listed)) for view in views] == [
        (1, 3, ON_A_PAGE),
        (2, 3, ON_A_PAGE),
        (3, 3, 1),
        (3, 3, 1),
    ]
    assert {one.value for view in views[:3] for one in view.listed} == {one.value for one in holdings}


def test_an_archive_without_articles_has_empty_lists(empty_settings: Settings) -> None:
    synchronise(empty_settings)
    client = create_app(empty_settings).test_client()
    for name in ("sources", "authors", "topics"):
        answer = client.get(f"/browse/{name}")
        assert answer.status_code == 200
        assert not rows(answer.text)
