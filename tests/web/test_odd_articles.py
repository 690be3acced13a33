"""Articles with whatever a saved page can hold: no title, any code point, addresses that are none."""

from __future__ import annotations

import pytest
from flask import Flask, render_template
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.article import Article, Picture, Repair
from indexer.search import FacetValue, Hit, MarkedArticle, Results, SearchRequest
from tests.web.conftest import Outline
from web.articles import make_article_view
from web.manners import Manner
from web.present import filter_query, make_search_view


def article(**parts: object) -> Article:
    values = {"id": "0" * 20, "file": "a/b.html", "title": "题", "text": "文", "kind": "html", **parts}
    return Article(**values)  # type: ignore[arg-type]


def read(app: Flask, one: Article, manner: Manner = "printed") -> Outline:
    """Render an article's page and send it as it would be sent."""
    marked = MarkedArticle(one, (), (), ((),) * len(one.captions), (one.file,))
    view = make_article_view(marked, SearchRequest(), 20, manner=manner)
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        page = render_template("article.html", view=view, filter_query=filter_query)
    return Outline(page.encode("utf-8").decode("utf-8"))


def listed(app: Flask, one: Article) -> Outline:
    """Render a page of results with one article."""
    facets = {"source": (FacetValue(one.source or "-", 1, False),), "site": (FacetValue(one.site or "-", 1, True),)}
    request = SearchRequest(q="文", filters={"site": (one.site or "-",)})
    results = Results(request, "文", 1, 1.0, (Hit(one, 1.0, (), ()),), facets)  # type: ignore[arg-type]
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        page = render_template("results.html", view=make_search_view(results, 20))
    return Outline(page.encode("utf-8").decode("utf-8"))


@pytest.mark.parametrize("title", ["", " ", "\u3000\n"])
def test_an_untitled_article_is_called_by_its_file(app: Flask, title: str) -> None:
    one = article(title=title, file="2020/远方.html")
    assert read(app, one).texts("h1") == ["Untitled 远方.html"]
    assert listed(app, one).texts("a", href=f"/articles/{one.id}?q=文&site=-") == ["Untitled 远方.html"]


def test_an_article_without_text_says_so(app: Flask) -> None:
    assert "This article has no text." in read(app, article(text="")).texts("p")


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://news.example/1", True),
        ("HTTP://news.example/1", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//news.example", False),
        (" https://news.example", False),
        ("https://news.example/ x", False),
        ('https://news.example/"onclick="x', True),
    ],
)
def test_only_an_address_of_the_web_is_a_link(app: Flask, url: str, linked: bool) -> None:
    page = read(app, article(url=url))
    links = [attributes for attributes, _ in page.all("a", rel="noreferrer noopener")]
    assert [link["href"] for link in links] == ([url] if linked else [])
    assert not any("onclick" in link for link in links)
    assert " ".join(url.split()) in page.texts("section", class_="record")[0]


def test_problems_and_captions_are_listed(app: Flask) -> None:
    page = read(app, article(problems=("The date is in doubt.",), captions=("桥上的人",)))
    assert "The date is in doubt." in page.texts("section", class_="problems")[0]
    assert page.texts("figcaption") == ["桥上的人 Picture not saved"]


def test_a_repaired_title_and_source_show_it(app: Flask) -> None:
    repairs = (Repair("title", 0, 1, "題(tí)", "題", "gloss"), Repair("source", 0, 1, "報(bào)", "報", "gloss"))
    one = article(title="題", source="報", repairs=repairs)
    assert read(app, one).texts("span", class_="repair") == ["題", "報"]
    assert read(app, one, "saved").texts("span", class_="saved") == ["題(tí)", "報(bào)"]


def test_repaired_authors_and_captions_show_it(app: Flask) -> None:
    repairs = (
        Repair("author", 3, 4, "劉(liú)", "劉", "gloss"),
        Repair("captions", 1, 2, "產(chǎn)", "產", "gloss"),
        Repair("captions", 4, 5, "發(fā)", "發", "gloss"),
    )
    one = article(author=("王五", "劉六"), captions=("水產品", "發電"), repairs=repairs)
    repaired, saved = read(app, one), read(app, one, "saved")
    assert repaired.texts("span", class_="repair") == ["劉", "產", "發"]
    assert saved.texts("span", class_="saved") == ["劉(liú)", "產(chǎn)", "發(fā)"]
    assert [text.removesuffix(" Picture not saved") for text in saved.texts("figcaption")] == [
        "水產(chǎn)品",
        "發(fā)電",
    ]
    links = [a["href"] for a, text in saved.all("a") if text == "劉(liú)六"]
    assert len(links) == 1
    assert "劉六" in links[0]


def test_captions_and_pictures_that_do_not_fit_together_are_shown_as_far_as_they_do(app: Flask) -> None:
    pictures = (Picture("a.png", 99, 7), Picture("b.png", -3, 0), Picture("c.png", 0, 0))
    page = read(app, article(captions=("桥上的人", "河边的树"), pictures=pictures))
    assert page.texts("figcaption") == ["桥上的人 Picture not saved", "河边的树 Picture not saved"]


ANY_TEXT = st.text(st.characters(), max_size=30) | st.sampled_from(
    [
        "\ud800",
        "\0",
        "\u202e<b>",
        "</script><script>",
        "]]>",
        "<!--",
        "\x1b[31m",
        "'\"&<>",
        "\ufffe",
        "{{ 7 * 7 }}",
        "\r",
    ]
)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.data())
def test_any_characters_make_a_whole_page(app: Flask, data: st.DataObject) -> None:
    def text() -> str:
        return data.draw(ANY_TEXT)

    parts = {
        name: text()
        for name in ("file", "title", "text", "source", "site", "url", "kind", "charset", "part", "date", "time")
    }
    one = article(**parts, author=(text(), text()), captions=(text(),), problems=(text(),), clicks=10**30)
    for page in (read(app, one), listed(app, one)):
        assert len(page.all("h1")) == 1
        assert all(set(attributes) == {"src", "defer"} for attributes, _ in page.all("script"))
        assert len(page.all("img")) == 1
        for _, attributes, _ in page.elements:
            assert not [name for name in attributes if name.startswith("on")]
