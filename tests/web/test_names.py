"""Synonyms and papers on the pages: the switch, the chips, what a click gives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from indexer.search import ArchiveSearch
from indexer.settings import Settings
from tests.web.conftest import Outline
from web.app import create_app


@pytest.fixture(scope="module")
def named(settings: Settings) -> Flask:
    own = replace(settings, synonyms=("石桥 梯田", "师傅 => 老人"), sources=("白塔日报, 白塔晚報, 青石日报",))
    return create_app(own, ArchiveSearch(own))


def fetch(app: Flask, path: str, **query: str) -> tuple[Outline, str]:
    answer = app.test_client().get(path, query_string=query or None, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return Outline(answer.text), answer.text


def choice(page: Outline) -> dict[str, str] | None:
    return next((link for link, text in page.all("a", class_="choice") if text.startswith("Synonyms")), None)


def test_synonyms_are_switched_off_and_on_where_the_query_has_some(named: Flask) -> None:
    page, text = fetch(named, "/search", q="石桥")
    on = choice(page)
    assert on is not None
    assert on["aria-current"] == "true"
    assert "石桥 OR 梯田" in text
    page, text = fetch(named, f"/search{on['href']}")
    off = choice(page)
    assert off is not None
    assert "aria-current" not in off
    assert "synonyms=off" not in off["href"]
    assert "OR 梯田" not in text
    assert page.all("input", name="synonyms", value="off")
    for asked in ({"q": "老人"}, {"q": "“石桥”"}, {"q": "石桥", "variants": "exact"}):
        assert choice(fetch(named, "/search", **asked)[0]) is None


def test_without_a_list_there_is_no_choice(app: Flask) -> None:
    assert choice(fetch(app, "/search", q="石桥")[0]) is None


def test_where_nothing_is_found_synonyms_are_a_way_out(named: Flask) -> None:
    page, _ = fetch(named, "/search", q="石桥 “合作社”", synonyms="off")
    (link,) = [link["href"] for link, text in page.all("a") if text == "Find synonyms of the words too"]
    assert "1 article" in fetch(named, f"/search{link}")[0].texts("p", class_="total")[0]


def test_synonyms_are_marked_in_the_article(named: Flask) -> None:
    page, _ = fetch(named, "/search", q="石桥")
    links = [link["href"] for link, _ in page.all("a") if link.get("href", "").startswith("/articles/")]
    marks = {mark for link in links for mark in fetch(named, link)[0].texts("mark")}
    assert {"石桥", "梯田"} <= marks
    off = {mark for link in links for mark in fetch(named, f"{link}&synonyms=off")[0].texts("mark")}
    assert "梯田" not in off


def test_papers_stand_under_one_name_and_give_what_they_count(named: Flask) -> None:
    page, _ = fetch(named, "/search", q="的")
    (shown,) = [(link, text) for link, text in page.all("a", class_="choice") if text.startswith("白塔日报")]
    link, text = shown
    page, whole = fetch(named, f"/search{link['href']}")
    assert page.texts("p", class_="total")[0].split()[0] == text.split()[-1]
    assert "白塔晚報" in whole  # as it was printed
    page, _ = fetch(named, "/search", q="的", source="白塔晚報")
    assert any("白塔日报" in text for text in page.texts("ul", class_="chips"))
    page, home = fetch(named, "/")
    assert "白塔日报" in home
