"""The home page and pages of results, as a reader gets them from a real index."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Outline
from tests.web.small_archive import HARVESTS, PAGES, SCRIPT

Look = Callable[..., Outline]

LANGUAGES = {"en": "en", "zh-CN": "zh-Hans", "zh-TW": "zh-Hant"}

PLACES = {
    "home": "/",
    "home, nothing typed": "/search?q=++",
    "results": "/search?q=丰收",
    "results, all filters": "/search?q=丰收&source=青石日报&site=青石在线&author=林远&year=2022&script=hans",
    "filters alone": "/search?year=2022",
    "one hit": "/search?q=石桥",
    "read another way": "/search?q=来源:青石日报+丰收",
    "past the end": "/search?q=丰收&page=99",
    "most words": "/search?q=青石+丰收+飞碟",
    "nothing to search": "/search?q=，。！",
    "no hits": "/search?q=%22飞碟着陆%22&year=2022&source=青石日报&words=whole&variants=exact",
    "no hits for filters": "/search?year=1900",
    "untitled and markup": "/search?q=有人",
}


def titles(page: Outline) -> list[str]:
    return [text for _, text in page.all("h2") if "丰收" in text or "振" in text or "石桥" in text or "来信" in text]


def marked(page: Outline) -> set[str]:
    return set(page.texts("mark"))


@pytest.mark.parametrize("accepted", LANGUAGES)
@pytest.mark.parametrize("path", PLACES.values(), ids=PLACES)
def test_every_page_is_well_formed_in_every_language(client: FlaskClient, path: str, accepted: str) -> None:
    answer = client.get(path, headers={"Accept-Language": accepted})
    assert answer.status_code == 200
    page = Outline(answer.text)
    assert page.all("html")[0][0]["lang"] == LANGUAGES[accepted]
    assert len(page.all("h1")) == len(page.all("main")) == 1
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert page.all("label", **{"for": "q"})
    assert "%(" not in answer.text


def test_home_says_what_the_archive_holds(look: Look) -> None:
    page = look("/")
    total = len(PAGES) + len(HARVESTS) + 1
    (holdings,) = page.texts("p", class_="holdings")
    assert f"{total} articles" in holdings
    assert "2018–2022" in holdings
    years = dict(text.split(": ") for text in page.texts("a", class_="level-4") + page.texts("a", class_="level-1"))
    assert years["2022"] == "12 articles"
    assert years["2018"] == "1 article"


def test_home_leads_to_every_article(look: Look) -> None:
    (link,) = [attributes for attributes, text in look("/").all("a") if text == "All articles, newest first"]
    page = look(link["href"])
    assert f"{len(PAGES) + len(HARVESTS) + 1} articles" in page.texts("p", class_="total")[0]


@pytest.mark.parametrize("q", ["", "   ", "\0", "%20"])
def test_an_empty_search_is_the_home_page_with_a_hint(client: FlaskClient, q: str) -> None:
    answer = client.get(f"/search?q={q}&sort=oldest")
    assert answer.status_code == 200
    assert "Type something to search for" in answer.text


@pytest.mark.parametrize("q", ["鄉村振興", "乡村振兴", "“鄉村振興”"])
def test_either_script_finds_both_and_marks_each_in_its_own(look: Look, q: str) -> None:
    page = look("/search", q=q)
    assert "2 articles" in page.texts("p", class_="total")[0]
    assert marked(page) == {"乡村振兴", "鄉村振興"}
    snippets = {text: attributes["lang"] for attributes, text in page.all("p", class_="snippet")}
    assert all(("鄉" in text) == (tag == "zh-Hant") for text, tag in snippets.items())
    assert {"zh-Hans", "zh-Hant"} == {attributes["lang"] for attributes, _ in page.all("h2") if "lang" in attributes}


def test_characters_as_written_find_one_script(look: Look) -> None:
    assert marked(look("/search", q="鄉村振興", variants="exact")) == {"鄉村振興"}


def test_whole_words_leave_out_longer_words(look: Look) -> None:
    assert "1 article" in look("/search", q="中国").texts("p", class_="total")[0]
    page = look("/search", q="中国", words="whole")
    assert "0 articles" in page.texts("p", class_="total")[0]
    (way_out,) = [a for a, text in page.all("a") if text == "Find the words inside longer words too"]
    assert "1 article" in look("/search" + way_out["href"]).texts("p", class_="total")[0]


def test_a_hit_shows_its_facts(look: Look) -> None:
    (facts,) = look("/search", q="石桥").texts("p", class_="facts")
    assert facts == "1 May 2020 青石日报 青石在线 1,280 clicks"


def test_snippets_are_cut_with_a_sign(look: Look) -> None:
    assert look("/search", q="石桥").texts("p", class_="snippet")
    page = look("/search", q="口要小")
    assert page.texts("mark") == ["口要小"]


def test_pages_follow_each_other_without_loss(look: Look) -> None:
    seen, path, pages = [], "/search?q=title:丰收&sort=oldest", 0
    while path:
        page = look(path)
        seen += titles(page)
        following = [attributes["href"] for attributes, _ in page.all("a", rel="next")]
        path = "/search" + following[0] if following else ""
        pages += 1
    assert seen == [harvest.title for harvest in HARVESTS]
    assert pages == 3


def test_the_list_goes_on_counting(look: Look) -> None:
    page = look("/search", q="丰收", page=2)
    assert page.all("ol", class_="hits")[0][0]["start"] == "6"
    assert page.all("a", **{"aria-current": "page"})[0][1] == "2"


def test_past_the_end_leads_to_the_last_page(look: Look) -> None:
    page = look("/search", q="丰收", page=99)
    (notice,) = page.texts("p", class_="notice")
    assert notice == "There are only 3 pages. Go to the last page"
    link = next(attributes["href"] for attributes, text in page.all("a") if text == "Go to the last page")
    assert len(titles(look("/search" + link))) == 2


def test_orders_are_what_they_say(look: Look) -> None:
    first = {sort: titles(look("/search", q="丰收", sort=sort))[0] for sort in ("newest", "oldest", "clicks")}
    assert first == {"newest": "青石县洋芋丰收", "oldest": "青石县玉米丰收", "clicks": "青石县洋芋丰收"}
    orders = look("/search", q="丰收", sort="oldest").all("a", **{"aria-current": "true"})
    assert orders[0][1] == "Oldest"


def test_filters_alone_list_the_newest_first(look: Look) -> None:
    page = look("/search", year="2022")
    assert titles(page)[0] == "青石县洋芋丰收"
    assert "Best match" not in page.texts("a")


def test_values_of_one_filter_are_either_and_filters_are_both(client: FlaskClient) -> None:
    def total(query: str) -> str:
        return Outline(client.get(f"/search?{query}").text).texts("p", class_="total")[0].split(" article")[0]

    assert total("year=2020&year=2021") == "3"
    assert total("year=2020&year=2021&source=白塔晚報") == "1"
    assert total("script=hant") == "2"
    assert total("author=陳嵐") == "2"
    assert total("site=白塔網&q=鄉村") == "1"


def test_a_chosen_value_is_shown_as_chosen_and_can_be_left(look: Look) -> None:
    page = look("/search", q="鄉村振興", year="2021")
    chosen = [text for attributes, text in page.all("a", class_="choice") if attributes.get("aria-current")]
    assert chosen == ["2021 1 (chosen; press to remove)"]
    unchosen = [text for attributes, text in page.all("a", class_="choice") if not attributes.get("aria-current")]
    assert "2020 1" in unchosen
    (chip,) = [attributes["href"] for attributes, text in page.all("a") if text == "Remove Year 2021"]
    assert "2 articles" in look("/search" + chip).texts("p", class_="total")[0]


def test_a_new_search_keeps_filters_and_switches(look: Look) -> None:
    page = look("/search?q=丰收&year=2022&year=2021&sort=oldest&words=whole&page=2")
    hidden = [(a["name"], a["value"]) for a, _ in page.all("input", type="hidden")]
    assert hidden == [("sort", "oldest"), ("year", "2022"), ("year", "2021"), ("words", "whole")]


def test_punctuation_alone_is_told_how_to_ask(look: Look) -> None:
    page = look("/search", q="，。！")
    assert "nothing in this that can be searched for" in page.texts("div", class_="notice")[0]
    assert not page.texts("p", class_="total")


def test_most_words_are_told(look: Look) -> None:
    page = look("/search", q="青石 丰收 飞碟")
    assert "No article has all of these words. These have some of them." in page.texts("p", class_="notice")
    assert titles(page)


def test_no_hits_come_with_ways_out(look: Look) -> None:
    page = look("/search?q=乡村振兴&year=2022&year=2018&source=青石日报&variants=exact")
    (ways,) = page.texts("ul", class_="ways-out")
    for way in ("Year: 2022, 2018 (1 article)", "without any filter (1 article)", "Use fewer or shorter words"):
        assert way in ways
    assert "Source" not in ways
    (link,) = [a["href"] for a, text in page.all("a") if text.startswith("Search without the filter Year")]
    assert "1 article" in look(f"/search{link}").texts("p", class_="total")[0]


def test_what_may_have_been_meant_is_a_link_with_its_count(look: Look) -> None:
    page = look("/search?q=乡村正兴+-青石&year=2020&year=2021")
    (meant,) = page.texts("p", class_="meant")
    assert meant == "Did you mean: 乡村振兴 -青石 (1 article)"
    (link,) = [a["href"] for a, text in page.all("a") if text == "乡村振兴 -青石"]
    found = look(f"/search{link}")
    assert "1 article" in found.texts("p", class_="total")[0]
    assert not found.all("p", class_="meant")


def test_the_reading_is_shown_where_it_differs(look: Look) -> None:
    assert look("/search", q="来源:青石日报").texts("p", class_="read-as") == ['Read as source:"青石日报"']
    assert not look("/search", q="丰收").texts("p", class_="read-as")


def test_the_reading_is_told_with_the_names_that_the_reader_types(client: FlaskClient, look: Look) -> None:
    client.get("/?lang=zh-Hant")
    assert look("/search", q="author:林远").texts("code") == ['作者:"林远"']
    assert look("/search", q='作者:"林远"').texts("code") == []


@pytest.mark.parametrize(
    "query",
    [
        "q=丰收&page=abc",
        "q=丰收&page=0",
        "q=丰收&page=-1",
        "q=丰收&page=" + "9" * 6000,
        "q=丰收&limit=9999999",
        "q=丰收&limit=0",
        "q=丰收&sort=xyz",
        "q=丰收&year=%00&source=%00&script=%00",
        "q=丰收%00",
        "q=%ED%A0%80丰收",
        "q=%FF%FE",
        "q=丰收&source=%ED%A0%80",
        "q=" + "丰" * 5000,
        "q=" + "(" * 3000,
        "q=" + "%22" * 301,
        "q=%E2%80%AE丰收",
        "q=丰收&q=别的&sort=oldest&sort=clicks",
        "q=丰收&" + "&".join(f"source={number}" for number in range(500)),
        "&&==&q",
    ],
)
def test_nothing_that_is_asked_is_an_error(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/search?{query}")
    assert answer.status_code == 200
    Outline(answer.text)


@pytest.mark.parametrize(
    "query",
    [
        {"q": SCRIPT},
        {"q": f'"{SCRIPT}" title:x'},
        {"q": "有人"},
        {"q": '"><img src=x onerror=alert(1)>'},
        {"q": "丰收", "source": SCRIPT},
        {"q": "丰收", "author": '"><script>x</script>', "site": "</a><script>"},
        {"q": "无此无此", "source": "<script>x</script>"},
        {"site": "<i>铁塔网"},
        {"q": "丰收", "lang": SCRIPT},
        {"q": "%(count)s {{ 7*7 }} {% x %}"},
    ],
)
def test_markup_is_shown_as_text(look: Look, query: dict[str, str]) -> None:
    page = look("/search", **query)
    scripts = page.all("script")
    assert all(set(attributes) == {"src", "defer"} for attributes, _ in scripts)
    assert not page.texts("script")[0]
    for _, attributes, _ in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert not page.all("i", onclick="x")
    assert len(page.all("img")) == 1
    assert page.all("input", name="q")[0][0]["value"] == query.get("q", "")


def test_markup_in_values_of_filters_is_shown_as_text(look: Look) -> None:
    page = look("/search", site="<i>铁塔网")
    assert "<i>铁塔网" in page.texts("bdi")
    assert "<i>铁塔网" in look("/").texts("bdi")


def test_each_hit_is_explained_where_that_is_asked(look: Look) -> None:
    assert not look("/search", q="乡村振兴").texts("details", class_="why")
    page = look("/search", q="乡村振兴", explain="on")
    whys = page.texts("details", class_="why")
    assert len(whys) == len(page.texts("article"))
    assert all("乡村 振兴" in why and "BM25" in why for why in whys)
    by_date = look("/search", q="乡村振兴", explain="on", sort="newest").texts("details", class_="why")
    assert len(by_date) == len(whys)
    assert not any("BM25" in why for why in by_date)
    for attributes, _ in page.all("a"):
        assert "explain" not in attributes["href"] or not attributes["href"].startswith("/articles/")
