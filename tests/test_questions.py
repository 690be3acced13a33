"""Questions in plain words through the door of searching: on a real index of a real folder, in each engine."""

from __future__ import annotations

import opencc
import pytest

from indexer.known_engines import KNOWN_ENGINES
from indexer.search import ArchiveSearch, Results, SearchRequest
from indexer.settings import Settings
from indexer.sync import synchronise

IN_FOLDER = [known.name for known in KNOWN_ENGINES if known.in_folder]
CONVERTERS = {script: opencc.OpenCC(script).convert for script in ("s2t", "t2s")}

TEXTS = {
    "bridge": (
        "洮河石桥修好了",
        "洮河石桥长一百二十米，由工匠马师傅带人在1932年修建，今年县里又修了一次。走的人很多。",
    ),
    "library": ("图书馆夜里也开放", "县图书馆从七月起每天开放到晚上十点，阅览室里座位不够，馆长说明年再加两间。"),
    "apples": ("蘋果豐收", "今年全縣蘋果產量達到三萬噸，果農說價錢比去年好，銷到南方去的佔了一半。"),
    "birds": ("候鸟飞来", "湿地里来了上万只候鸟，护鸟的老人每天沿河走十公里，记下它们的数目。"),
    "street": ("老街翻修", "老街今年翻修，石板路换了新的，县里说石桥也要修，图书馆搬到街口。"),
    "road": ("公路通车", "到南方去的公路今年通车，苹果外运少走一天。"),
}

QUESTIONS = {
    "洮河石桥是谁修建的？": "bridge",
    "洮河上的石桥是在哪一年修建的": "bridge",
    "石桥有多长": "bridge",
    "县里的图书馆每天开放到几点？": "library",
    "图书馆的阅览室为什么要增加": "library",
    "全县的苹果今年产量是多少吨？": "apples",
    "護鳥的老人每天要走多少公里?": "birds",
    "老人记下了什么的数目": "birds",
    "哪里的石板路换成了新的？": "street",
}


@pytest.fixture(scope="module", params=IN_FOLDER)
def search(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ArchiveSearch:
    place = tmp_path_factory.mktemp("place")
    (place / "archive").mkdir()
    for name, (title, text) in TEXTS.items():
        (place / "archive" / f"{name}.txt").write_text(f"{title}\n  {text}\n", encoding="utf-8")
    settings = Settings(archive=place / "archive", index=place / "index", engine=request.param, jobs=1)
    assert synchronise(settings).failed == {}
    return ArchiveSearch(settings)


def names(results: Results) -> list[str]:
    return [hit.article.file.removesuffix(".txt") for hit in results.hits]


@pytest.mark.parametrize("script", [None, "s2t", "t2s"])
@pytest.mark.parametrize(("question", "answer"), QUESTIONS.items())
def test_a_question_finds_what_answers_it_first(
    search: ArchiveSearch, question: str, answer: str, script: str | None
) -> None:
    typed = CONVERTERS[script](question) if script else question
    assert names(search.search(SearchRequest(typed)))[0] == answer


def test_a_question_that_no_article_holds_word_by_word_says_so(search: ArchiveSearch) -> None:
    results = search.search(SearchRequest("洮河石桥是哪位工匠修建的飞碟？"))
    assert results.notice == "most_words"
    assert names(results)[0] == "bridge"
    assert "洮河" in results.read_as
    assert "飞碟" not in results.read_as


def test_scores_fall_and_pages_and_ids_have_the_order_of_the_whole(search: ArchiveSearch) -> None:
    question = "今年县里的石桥和苹果怎么样了？"
    whole = search.search(SearchRequest(question, limit=0))
    assert len(whole.hits) == whole.total > 2
    assert [hit.score for hit in whole.hits] == sorted((hit.score for hit in whole.hits), reverse=True)
    pages = [search.search(SearchRequest(question, limit=1, page=number + 1)) for number in range(whole.total)]
    ids = [hit.article.id for hit in whole.hits]
    assert [hit.article.id for page in pages for hit in page.hits] == ids
    assert {page.total for page in pages} == {whole.total}
    assert list(search.ids(SearchRequest(question, limit=1))) == ids


def test_other_sorts_find_the_same_in_their_own_order(search: ArchiveSearch) -> None:
    question = "今年县里的石桥和苹果怎么样了？"
    closest = search.search(SearchRequest(question, limit=0))
    newest = search.search(SearchRequest(question, limit=0, sort="newest"))
    assert newest.total == closest.total
    assert set(names(newest)) == set(names(closest))
    assert newest.facets == closest.facets


def test_a_quote_in_a_question_stays_exact(search: ArchiveSearch) -> None:
    assert names(search.search(SearchRequest("「洮河石橋」是誰修建的？"))) == ["bridge"]
    assert names(search.search(SearchRequest("「洮河木橋」是誰修建的？"))) == []


def test_a_filter_narrows_what_a_question_finds(search: ArchiveSearch) -> None:
    results = search.search(SearchRequest("今年县里的石桥和苹果怎么样了？", filters={"script": ("hant",)}))
    assert names(results) == ["apples"]
