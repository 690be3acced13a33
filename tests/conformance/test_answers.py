"""What a person asks is answered alike by every engine: words, near, wildcards, explanations, more like this."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.answers.bounding import bounded
from indexer.article import Article, article_id
from indexer.engines.base import Request
from indexer.engines.bm25 import squeezed
from indexer.errors import UnknownArticleError
from indexer.query.tree import And, Between, Near, Node, Not, Occurs, Or, Wildcard, WithId
from indexer.search import ArchiveSearch, Results, SearchRequest
from tests.conformance.conftest import Searched

ARTICLES = {
    "果园": ("2021-05-01", "河滩苹果园装上喷灌", "河滩村的苹果园装上了喷灌。合作社的果农说，今年苹果个头更大。"),
    "合作社": ("2021-05-02", "苹果合作社年底分红", "合作社给果农分红，苹果卖到了兰州市和兰溪市。"),
    "灌溉": ("2021-06-01", "喷灌替了大水漫灌", "果农算账：喷灌比大水漫灌省水一半，果园里再不用挖渠。"),
    "学校": ("2020-09-01", "新学校开学", "三百名学生走进新学校。老师说，操场上的苹果树也挂了果。"),
    "车站": ("2019-01-20", "春运车站加开班车", "车站加开班车，兰，州两字的牌子换了新的。"),
    "大学": ("2018-03-03", "中国西北大学来人", "中国西北大学的师生到村里，Investment 和 invested 都写进了报告。"),
    "傳統": ("2021-05-02", "蘋果樹下聽戲", "蘭州市的戲班子在蘋果樹下唱了三天。"),
}


def made(name: str) -> Article:
    date, title, text = ARTICLES[name]
    return Article(article_id(name.encode()), f"{name}.txt", title, text, "text", date=date)


@pytest.fixture
def search(searched: Searched) -> ArchiveSearch:
    return searched([made(name) for name in ARTICLES])


FOUND = {
    "near": ('"苹果 合作社"~7', "合作社 果园"),
    "nearer": ('"苹果 合作社"~0', "合作社"),
    "near in the title": ('title:"苹果 合作社"~5', "合作社"),
    "one character": ("兰?市", "合作社 傳統"),
    "one character or none": ("兰*市", "合作社 傳統"),
    "within unbroken text": ("中国*大学", "大学"),
    "within unbroken text only": ("兰*州", "合作社 傳統"),
    "beginning with": ("word:invest*", "大学"),
    "with an error": ("苹国~", "果园 合作社 大学"),
    "swapped": ("灌喷~", "果园 灌溉"),
    "not like it": ("果农 NOT 苹国~", "灌溉"),
    "both": ('("苹果 合作社"~9 OR 大水*灌) -兰州', "果园 灌溉"),
}


def test_what_is_asked_is_answered_and_explained(search: ArchiveSearch) -> None:
    for q, files in FOUND.values():
        found = search.search(SearchRequest(q, explain=True))
        assert {hit.article.file.removesuffix(".txt") for hit in found.hits} == set(files.split()), q
        assert found.total == len(found.hits)
        for hit in found.hits:
            assert hit.explanation is not None
            assert hit.explanation.parts, q
            assert hit.title_marks or any(snippet.marks for snippet in hit.snippets), q
    for q in ("苹果", "苹果 合作社", "果农 喷灌", "新学校"):
        _check_scores(search.search(SearchRequest(q, explain=True)), "bm25")
    _check_scores(search.search(SearchRequest("喷灌比大水漫灌省多少水？", explain=True)), "closeness")


def _check_scores(found: Results, counted_by: str) -> None:
    assert found.hits
    for hit in found.hits:
        told = hit.explanation
        assert told is not None
        assert told.counted_by == counted_by
        assert told.level + squeezed(told.sum) == pytest.approx(hit.score, rel=1e-4)
        assert sum(word.share for word in told.words) == pytest.approx(told.sum, rel=1e-3)
        assert all(word.in_title + word.in_text for word in told.words)
        assert bool(told.tier) == (told.level > 0 and told.counted_by == "bm25")


def test_articles_about_the_same_come_first_and_not_the_one_itself(search: ArchiveSearch) -> None:
    alike = search.alike(made("果园").id)
    assert {"喷灌", "合作社", "果农"} <= {term.shown for term in alike.terms}
    assert [article.file for article in alike.articles] == ["合作社.txt", "灌溉.txt"]
    assert search.alike(made("车站").id).articles == ()
    with pytest.raises(UnknownArticleError):
        search.alike("0" * 20)


def test_of_too_many_candidates_the_newest_are_looked_at_and_the_day_is_told(search: ArchiveSearch) -> None:
    near = Near(("苹果", "果农"), 99)
    tree: Node = Or((Not(near), And((Wildcard("果*苹"), near))))
    cut, bounds = bounded(search.reader(), tree, most=4)
    since = Between("date", "2021-05-02", None)
    assert cut == Or((Not(near), And((Wildcard("果*苹"), since, near))))
    assert [tuple(bound) for bound in bounds] == [("果*苹", "2021-05-02")]
    cut, bounds = bounded(search.reader(), tree, most=2)
    (newest, _), *_ = search.reader().search(Request(And((Occurs("果"), Occurs("苹"))), "newest")).hits
    assert cut == Or((And((Not(near), since)), And((Wildcard("果*苹"), WithId((newest,)), near, since))))
    assert [tuple(bound) for bound in bounds] == [('"苹果 果农"~99', "2021-05-02"), ("果*苹", None)]
    assert bounded(search.reader(), tree, most=99) == (tree, ())


def test_of_candidates_that_no_day_parts_the_newest_are_looked_at(searched: Searched) -> None:
    undated = searched([replace(made(name), date=None) for name in ARTICLES])
    wild = Wildcard("果*苹")
    cut, bounds = bounded(undated.reader(), wild, most=1)
    newest = undated.reader().search(Request(And((Occurs("果"), Occurs("苹"))), "newest", limit=1)).hits
    assert cut == And((wild, WithId(tuple(one for one, _ in newest))))
    assert [tuple(bound) for bound in bounds] == [("果*苹", None)]


def test_letters_typed_decomposed_are_found_and_refused_in_either_form(searched: Searched) -> None:
    texts = {"composed": "老街上的Café开了门。", "decomposed": "河边的Cafe\u0301也开了门。", "neither": "茶馆开了门。"}
    named = searched(
        [Article(article_id(name.encode()), f"{name}.txt", name, text, "text") for name, text in texts.items()]
    )
    for typed in ("Cafe\u0301", "“cafe\u0301”"):
        assert {hit.article.title for hit in named.search(SearchRequest(typed)).hits} == {"composed", "decomposed"}
        assert [hit.article.title for hit in named.search(SearchRequest(f"开了门 -{typed}")).hits] == ["neither"]
