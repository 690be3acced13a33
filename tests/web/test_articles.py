"""An article's page: marks, facts, repairs, and the way back."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Outline
from tests.web.small_archive import PAGES, SCRIPT

Look = Callable[..., Outline]
IdOf = Callable[[str], str]

FILES = [page.file for page in PAGES] + ["rain.txt"]


@pytest.mark.parametrize("accepted", ["en", "zh-CN", "zh-TW"])
@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("query", ["", "?q=的", "?q=的&as=saved"])
def test_every_article_is_well_formed(client: FlaskClient, id_of: IdOf, file: str, query: str, accepted: str) -> None:
    answer = client.get(f"/articles/{id_of(file)}{query}", headers={"Accept-Language": accepted})
    assert answer.status_code == 200
    page = Outline(answer.text)
    assert len(page.all("h1")) == 1
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for attributes, _ in page.all("a"):
        if attributes["href"].startswith("#"):
            assert attributes["href"][1:] in ids


def test_an_article_shows_its_facts(look: Look, id_of: IdOf) -> None:
    page = look(f"/articles/{id_of('2020/bridge.html')}")
    assert page.texts("h1") == ["石桥修好了 乡村振兴有了新路"]
    facts = page.texts("p", class_="facts")[0]
    assert facts == "1 May 2020 08:30 青石日报 林远 1,280 clicks at the time of saving"
    (record,) = page.texts("section", class_="record")
    for part in ("2020/bridge.html", "青石在线", "html, utf-8", id_of("2020/bridge.html")):
        assert part in record


def test_marks_stand_at_the_characters_in_the_articles_script(look: Look, id_of: IdOf) -> None:
    page = look(f"/articles/{id_of('2021/terrace.html')}", q="乡村振兴")
    assert page.texts("mark") == ["鄉村振興", "鄉村振興"]
    assert page.all("h1")[0][0]["lang"] == page.all("div", class_="text")[0][0]["lang"] == "zh-Hant"
    text = next(text for text in page.texts("p") if text.startswith("秋天"))
    assert text == PAGES[1].paragraphs[0]


def test_links_lead_from_mark_to_mark(look: Look, id_of: IdOf) -> None:
    page = look(f"/articles/{id_of('2018/words.html')}", q="水窖")
    marks = [attributes["id"] for attributes, _ in page.all("mark") if "id" in attributes]
    assert marks == ["mark-1", "mark-2"]
    assert [attributes["href"] for attributes, _ in page.all("a", class_="jump")] == ["#mark-1"]
    assert [a["href"] for a, text in page.all("a") if text == "水窖"] == ["#mark-2", "#mark-1"]


def test_whole_words_and_written_characters_hold_in_the_article_too(look: Look, id_of: IdOf) -> None:
    words, terrace = f"/articles/{id_of('2018/words.html')}", f"/articles/{id_of('2021/terrace.html')}"
    assert look(words, q="中国").texts("mark") == ["中国", "中国"]
    assert look(words, q="中国", words="whole").texts("mark") == []
    assert look(terrace, q="乡村", variants="exact").texts("mark") == []


def test_a_hit_leads_to_its_article_and_back_to_the_same_results(look: Look) -> None:
    path = "/search?q=丰收&sort=oldest&year=2022&words=whole&page=2"
    results = look(path)
    hits = [attributes["href"] for attributes, _ in results.all("a") if attributes["href"].startswith("/articles/")]
    article = look(hits[0])
    assert article.texts("mark")
    (back,) = [attributes["href"] for attributes, text in article.all("a") if text == "Back to the results"]
    again = look(back)
    assert back.split("#")[1] == next(a["id"] for a, _ in again.all("a") if a["href"] == hits[0])
    assert [a["href"] for a, _ in again.all("a") if a["href"].startswith("/articles/")] == hits


def test_repairs_are_shown_with_what_was_saved(look: Look, id_of: IdOf) -> None:
    page = look(f"/articles/{id_of('2019/glosses.html')}", q="協作")
    repaired = [(text, attributes["title"]) for attributes, text in page.all("span", class_="repair")]
    assert ("協", "saved as 協(xié)") in repaired
    assert ("經", "saved as 經(jīng)") in repaired
    (count,) = page.texts("p", class_="count")
    assert count == f"{len(repaired)} places repaired"
    assert "協作" in page.texts("mark")


def test_the_repairs_are_listed(look: Look, id_of: IdOf) -> None:
    (listed,) = look(f"/articles/{id_of('2019/glosses.html')}").texts("details", class_="repairs")
    assert "協(xié) → 協" in listed


def test_an_article_without_repairs_speaks_of_none(look: Look, id_of: IdOf) -> None:
    page = look(f"/articles/{id_of('2020/bridge.html')}")
    assert "As saved" not in page.texts("a")
    assert not page.all("details")


def test_markup_in_an_article_is_text(look: Look, client: FlaskClient, id_of: IdOf) -> None:
    for query in ({}, {"q": "代码"}, {"q": SCRIPT}, {"q": SCRIPT, "as": "saved"}):
        page = look(f"/articles/{id_of('2021/script.html')}", **query)
        assert SCRIPT in page.texts("h1")[0]
        assert any(SCRIPT in text for text in page.texts("p"))
        data = page.texts("script", type="application/ld+json")
        assert [json.loads(text)["headline"] for text in data] == [page.texts("h1")[0]]
        loaded = [attributes for attributes, _ in page.all("script") if "type" not in attributes]
        assert all(set(attributes) == {"src", "defer"} for attributes in loaded)
        assert "<i>铁塔网" in page.texts("bdi")


def test_an_article_without_facts_shows_none(look: Look, id_of: IdOf) -> None:
    page = look(f"/articles/{id_of('rain.txt')}", q="屋檐")
    assert not page.all("p", class_="facts")
    assert page.texts("mark") == ["屋檐"]
    assert any("\u202e屋檐\u202c" in text for text in page.texts("p"))


def test_an_article_leads_to_others_about_the_same(look: Look, id_of: IdOf) -> None:
    page = look(f"/articles/{id_of('2020/bridge.html')}")
    (section,) = page.texts("section", class_="alike")
    assert "梯田裏的鄉村振興" in section
    links = [attributes["href"] for attributes, _ in page.all("a")]
    assert f"/articles/{id_of('2021/terrace.html')}" in links
    assert f"/articles/{id_of('2020/bridge.html')}" not in links
    term = next(attributes["href"] for attributes, text in page.all("a") if text == "振兴")
    assert {"石桥修好了 乡村振兴有了新路", "梯田裏的鄉村振興"} <= set(look(term).texts("h2"))


def test_facts_lead_to_the_articles_that_share_them(look: Look, id_of: IdOf) -> None:
    page = look(f"/articles/{id_of('2020/bridge.html')}")
    links = {text: a["href"] for a, text in page.all("a")}
    for shown in ("1 May 2020 08:30", "青石日报", "林远", "青石在线", "1,280 clicks at the time of saving"):
        assert PAGES[0].title in look(f"{links[shown]}&limit=100").texts("h2"), shown
