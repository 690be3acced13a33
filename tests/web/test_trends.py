"""The page and the address for programs that tell how often words occur over time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from indexer.search import ArchiveSearch
from indexer.settings import Settings
from tests.web.conftest import Outline
from web.app import create_app

Look = Callable[..., Outline]

PLACES = {
    "no question": "/trends",
    "one word": "/trends?q=丰收",
    "several": "/trends?q=丰收，乡村振兴、青石&per=year&of=per_million",
    "by source": "/trends?q=丰收,乡村振兴&by=source&of=occurrences&top=2",
    "filters": "/trends?q=丰收&year=2022&source=青石日报",
    "nothing left": "/trends?q=丰收&year=1900",
    "markup": "/trends?q=<script>alert(1)</script>&by=source",
    "odd characters": "/trends?q=%00%1b丰收%ed%a0%80",
    "like words": "/trends?q=丰收~",
}


@pytest.mark.parametrize("accepted", ["en", "zh-CN", "zh-TW"])
@pytest.mark.parametrize("path", PLACES.values(), ids=PLACES)
def test_every_page_is_well_formed_in_every_language(client: FlaskClient, path: str, accepted: str) -> None:
    answer = client.get(path, headers={"Accept-Language": accepted})
    assert answer.status_code == 200
    page = Outline(answer.text)
    assert len(page.all("h1")) == len(page.all("main")) == 1
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert "<script>alert" not in answer.text
    assert not [attributes for _, attributes, _ in page.elements if "style" in attributes]


def test_every_number_leads_to_the_articles_that_it_counts(look: Look) -> None:
    page = look("/trends", q="丰收,乡村振兴", per="year", of="articles")
    counted = [(attributes["href"], text) for attributes, text in page.all("a") if "/search?" in attributes["href"]]
    cells = [(href, text) for href, text in counted if text.isdigit()]
    assert {text for _, text in cells} == {"12", "1"}
    for href, text in cells:
        assert f"{text} article" in look(href).texts("p", class_="total")[0]
    told = [href for href, text in counted if not text.isdigit()]
    assert sorted(told) == sorted(href for href, _ in cells)


def test_a_source_leads_to_its_articles_alone(look: Look) -> None:
    page = look("/trends", q="乡村振兴", per="year", by="source", top=1, of="articles", site=["青石在线", "白塔網"])
    links = [parse_qs(urlsplit(attributes["href"]).query) for attributes, text in page.all("a") if text == "1"]
    assert links == [
        {"q": ['"乡村振兴"'], "source": ["青石日报"], "site": ["青石在线", "白塔網"], "year": ["2020"]},
    ]
    assert page.texts("th", scope="col") == ["Year", "青石日报", "Other sources"]


def test_one_word_has_every_number_in_its_table(look: Look) -> None:
    page = look("/trends", q="丰收", per="year")
    assert page.texts("th", scope="col") == [
        "Year", "Articles", "of all", "Share of articles", "Occurrences", "in a million characters",
    ]  # fmt: skip
    assert page.texts("td")[-5:-1] == ["12", "12", "100.00%", "24"]
    assert page.texts("p", class_="left-out") == ["1 article has no date and is in no period."]


def test_the_form_keeps_what_was_asked(look: Look) -> None:
    page = look("/trends", q="丰收", per="year", by="source", of="occurrences", year="2022")
    assert [attributes["value"] for attributes, _ in page.all("option") if "selected" in attributes] == [
        "year",
        "source",
        "occurrences",
    ]
    assert [attributes["value"] for attributes, _ in page.all("input", type="hidden")] == ["2022"]
    (chip,) = [attributes["href"] for attributes, text in page.all("a") if text.startswith("Remove")]
    assert chip == "?q=丰收&per=year&by=source&of=occurrences"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=", "There is no word to count."),
        ("q=，、", "There is no word to count."),
        ("q=1,2,3,4,5,6,7,8,9,10,11", "These are 11 words; up to 10"),
        ("q=丰收&per=week", "not per “week”"),
        ("q=丰收&by=author", "not by “author”"),
        ("q=丰收&of=love", "nothing called “love”"),
    ],
)
def test_wrong_questions_get_a_sentence_and_the_form(client: FlaskClient, query: str, told: str) -> None:
    answer = client.get(f"/trends?{query}")
    assert answer.status_code == 400
    page = Outline(answer.text)
    assert told in page.texts("p", role="alert")[0]
    assert page.all("form", class_="counting")


@pytest.mark.parametrize(("wrong", "kept"), [("per", "source"), ("by", "year"), ("of", "source")])
def test_a_choice_that_there_is_not_leaves_all_else_as_it_was_chosen(
    client: FlaskClient, wrong: str, kept: str
) -> None:
    asked = {"q": "丰收，雨", "per": "year", "by": "source", "of": "articles", "source": "青石日报", wrong: "week"}
    page = Outline(client.get("/trends", query_string=asked).text)
    assert page.all("input", name="q")[-1][0]["value"] == "丰收，雨"
    assert [one["value"] for one, _ in page.all("input", type="hidden")] == ["青石日报"]
    chosen = {one["value"] for one, _ in page.all("option") if "selected" in one}
    assert kept in chosen
    assert "week" not in chosen
    assert len(page.texts("p", role="alert")) == 1
    (chip,) = [one["href"] for one, text in page.all("a") if text.startswith("Remove")]
    assert parse_qs(urlsplit(chip).query)["q"] == ["丰收，雨"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=", "There is no word to count."),
        ("q=，、", "There is no word to count."),
        ("q=1,2,3,4,5,6,7,8,9,10,11", "There are 11 words"),
        ("q=丰收&per=week", "per cannot be 'week': it is one of month, year."),
        ("q=丰收&by=author", "by cannot be 'author'"),
        ("q=丰收&top=51", "from 1 to 50"),
        ("q=丰收&format=xml", "format cannot be 'xml'"),
    ],
)
def test_programs_are_told_what_is_wrong(client: FlaskClient, query: str, told: str) -> None:
    answer = client.get(f"/api/v1/trends?{query}")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json(force=True)["status"] == 400
    assert told in answer.get_json(force=True)["detail"]


def test_programs_get_json_and_a_table(client: FlaskClient) -> None:
    told = client.get("/api/v1/trends", query_string={"q": "丰收，乡村振兴", "per": "year", "by": "source", "top": "1"})
    assert told.mimetype == "application/json"
    series = told.get_json()["series"]
    assert [(one["word"], one["source"]) for one in series] == [
        ("丰收", "青石日报"),
        ("丰收", "other"),
        ("乡村振兴", "青石日报"),
        ("乡村振兴", "other"),
    ]
    assert series[0]["points"][-1]["articles"] == 12
    table = client.get("/api/v1/trends", query_string={"q": "丰收", "per": "year", "format": "csv"})
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="trends.csv"' in table.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [(row["period"], row["articles"]) for row in rows][-1] == ("2022", "12")


def test_other_pages_lead_here(look: Look) -> None:
    assert ("Trends", "/trends") in [(text, attributes["href"]) for attributes, text in look("/").all("a")]
    (link,) = look("/search", q="丰收", year="2022").all("a", class_="often")
    assert parse_qs(urlsplit(link[0]["href"]).query) == {"q": ["丰收"], "year": ["2022"], "per": ["year"]}
    assert look(link[0]["href"]).all("svg", class_="chart")


def test_without_an_index_programs_are_told_so(empty_settings: Settings) -> None:
    client = create_app(empty_settings, ArchiveSearch(empty_settings)).test_client()
    answer = client.get("/api/v1/trends?q=丰收")
    assert answer.status_code == 503
    assert "There is no index" in answer.get_json(force=True)["detail"]
    assert client.get("/trends?q=丰收").status_code == 503
