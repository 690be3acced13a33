"""An article can be read in either script, as repaired, as saved, or both beside each other."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.conftest import Outline
from tests.web.small_archive import PAGES

Look = Callable[..., Outline]
IdOf = Callable[[str], str]


def manners(page: Outline) -> dict[str, str]:
    """Return the ways to read that a page offers: name → address."""
    links = [(a["href"], text) for a, text in page.all("a", rel="nofollow") if "lang=" not in a["href"]]
    return {text: href for href, text in links}


def test_a_simplified_article_is_read_in_traditional_characters(look: Look, id_of: IdOf) -> None:
    path = f"/articles/{id_of('2020/bridge.html')}"
    offered = manners(look(path, q="乡村"))
    assert list(offered) == ["As printed", "繁體"]
    page = look(path + offered["繁體"])
    assert page.texts("h1") == ["石橋修好了 鄉村振興有了新路"]
    assert page.texts("mark") == ["鄉村", "鄉村"]
    (text,) = [a for a, _ in page.all("div", class_="text")]
    assert text["lang"] == "zh-Hant"
    assert any(shown.startswith("修橋的師傅們用了三個月") for shown in page.texts("p"))
    assert look(path + manners(page)["As printed"]).texts("h1") == [PAGES[0].title]


def test_facts_in_other_characters_lead_to_the_articles_under_the_printed_ones(look: Look, id_of: IdOf) -> None:
    page = look(f"/articles/{id_of('2021/terrace.html')}", **{"as": "hans"})
    (author,) = [a["href"] for a, text in page.all("a") if text == "陈岚"]
    assert "白塔晚报" in page.texts("bdi")
    assert look(author).texts("h2", lang="zh-Hant")


def test_the_saved_characters_stand_in_the_text(look: Look, id_of: IdOf) -> None:
    path = f"/articles/{id_of('2019/glosses.html')}"
    offered = manners(look(path, q="協作"))
    assert list(offered) == ["As printed", "简体", "As saved", "Side by side"]
    page = look(path + offered["As saved"])
    assert "協(xié)作" in page.texts("mark")
    first = next(text for text in page.texts("p") if text.startswith("東西部"))
    assert first == PAGES[3].paragraphs[0]
    assert ("經(jīng)", "repaired to 經") in [(text, a["title"]) for a, text in page.all("span", class_="saved")]
    assert look(path + manners(page)["As printed"]).texts("mark") == look(path, q="協作").texts("mark")


def test_repaired_paragraphs_have_beside_them_what_was_saved(look: Look, id_of: IdOf) -> None:
    page = look(f"/articles/{id_of('2019/glosses.html')}", q="協作", **{"as": "beside"})
    title, *beside = page.texts("p", class_="was")
    assert title == "As saved: 東西部協(xié)作的故事"
    assert beside == [f"As saved: {paragraph}" for paragraph in PAGES[3].paragraphs[:2]]
    marks = [a.get("id") for a, _ in page.all("mark") if a.get("id")]
    assert marks == [f"mark-{number + 1}" for number in range(len(marks))]
    assert page.texts("mark") == ["協作", "協作"]


def test_a_manner_that_an_article_has_not_is_the_printed_one(look: Look, id_of: IdOf) -> None:
    path = f"/articles/{id_of('2020/bridge.html')}"
    for unknown in ("beside", "saved", "hans", "upside-down"):
        assert look(path, **{"as": unknown}).texts("h1") == [PAGES[0].title]
