"""A reader who keeps to one script is shown all articles in it; what leaves the archive stays as printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from indexer.search import ArchiveSearch, SearchRequest
from tests.web.conftest import Outline
from tests.web.small_archive import PAGES
from web.present import make_hits

Look = Callable[..., Outline]
IdOf = Callable[[str], str]

BRIDGE = "石橋修好了 鄉村振興有了新路"


def named(page: Outline, name: str) -> list[str]:
    """Return the addresses of the links with a name."""
    return [a["href"] for a, text in page.all("a") if text == name]


def test_the_characters_that_are_kept_to_are_those_of_every_article(
    client: FlaskClient, look: Look, id_of: IdOf
) -> None:
    path = f"/articles/{id_of('2020/bridge.html')}"
    assert not named(look(path), "Always read so")
    (keep,) = named(look(path, q="乡村", **{"as": "hant"}), "Always read so")
    answer = client.get(path + keep)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}?q=%E4%B9%A1%E6%9D%91")
    page = look(path, q="乡村")
    assert page.texts("h1") == [BRIDGE]
    assert page.texts("mark") == ["鄉村", "鄉村"]
    assert not named(page, "Always read so")
    assert look(f"/articles/{id_of('2018/words.html')}").texts("h1") == ["發展中國家的來信"]


def test_an_article_can_still_be_read_as_printed(client: FlaskClient, look: Look, id_of: IdOf) -> None:
    path = f"/articles/{id_of('2020/bridge.html')}"
    client.get("/?characters=hant")
    (printed,) = named(look(path, q="乡村"), "As printed")
    assert printed.endswith("as=printed")
    page = look(path + printed)
    assert page.texts("h1") == [PAGES[0].title]
    (keep,) = named(page, "Always read so")
    client.get(path + keep)
    assert look(path).texts("h1") == [PAGES[0].title]
    assert not named(look(path), "Always read so")


def test_an_article_in_the_script_that_is_kept_to_stays_as_printed(
    client: FlaskClient, look: Look, id_of: IdOf
) -> None:
    client.get("/?characters=hant")
    page = look(f"/articles/{id_of('2021/terrace.html')}")
    assert page.texts("h1") == [PAGES[1].title]
    assert not named(page, "Always read so")


def test_hits_and_entries_are_in_the_characters_that_are_kept_to(client: FlaskClient, look: Look) -> None:
    assert not look("/search", q="石桥").all("p", class_="rewritten")
    client.get("/?characters=hant")
    page = look("/search", q="石桥")
    assert page.texts("h2", lang="zh-Hant") == [BRIDGE]
    assert {*page.texts("mark")} == {"石橋"}
    assert page.texts("bdi", class_="source") == ["青石日報"]
    assert page.texts("p", lang="zh-Hant")
    home = look("/")
    assert "青石縣洋芋豐收" in home.texts("h3", lang="zh-Hant")
    assert not home.texts("h3", lang="zh-Hans")


def test_results_say_once_that_they_are_not_as_printed(client: FlaskClient, look: Look) -> None:
    client.get("/?characters=hant")
    page = look("/search", q="丰收", page=2)
    assert page.texts("p", class_="rewritten") == ["Shown in traditional characters. Show as printed"]
    (printed,) = named(page, "Show as printed")
    assert client.get(printed).headers["Location"] == "/search?q=%E4%B8%B0%E6%94%B6&page=2"
    page = look("/search", q="丰收", page=2)
    assert not page.all("p", class_="rewritten")
    assert page.texts("h2", lang="zh-Hans")
    client.get("/?characters=hant")
    assert not look("/search", q='"鄉村振興寫在"').all("p", class_="rewritten")
    client.get("/?characters=hans")
    (told,) = look("/search", q="乡村").texts("p", class_="rewritten")
    assert told.startswith("Shown in simplified characters.")


def test_facts_that_are_links_lead_to_what_was_printed(client: FlaskClient, look: Look, id_of: IdOf) -> None:
    client.get("/?characters=hans")
    page = look(f"/articles/{id_of('2021/terrace.html')}")
    (author,) = named(page, "陈岚")
    (source,) = [a["href"] for a, text in page.all("a", class_="source") if text == "白塔晚报"]
    for link in (author, source):
        assert look(link).texts("h2", lang="zh-Hans")


@pytest.mark.parametrize(
    "path", ["/api/v1/search?q=石桥&fields=title,snippets", "/export/bibtex?q=石桥", "/feeds/search.atom?q=石桥"]
)
def test_what_leaves_the_archive_is_as_printed(client: FlaskClient, path: str) -> None:
    client.get("/?characters=hant")
    answer = client.get(path, buffered=True).text
    assert "石桥修好了" in answer
    assert "石橋" not in answer


@pytest.mark.parametrize("characters", ["", "printed", "hans", "hant"])
def test_marks_stay_at_their_characters(archive: ArchiveSearch, characters: str) -> None:
    results = archive.search(SearchRequest(q="乡村振兴 OR 协作 OR 雨水"))
    assert results.hits
    for hit, shown in zip(results.hits, make_hits(results, 5, characters), strict=True):
        for snippet, view in zip(hit.snippets, shown.snippets, strict=True):
            assert sum(len(run.text) for run in view.runs) == len(snippet.text)
            at, marks = 0, []
            for run in view.runs:
                marks += [(at, at + len(run.text))] if run.is_mark else []
                at += len(run.text)
            assert marks == list(snippet.marks)
