"""What is typed is completed, and what finds nothing is put right, alike by every engine."""

from __future__ import annotations

import pytest

from indexer.article import Article, article_id
from indexer.search import ArchiveSearch, SearchRequest
from tests.conformance.conftest import Searched

ARTICLES = {
    "公路": ("2021-05-01", "陇原晚报", "青石县推进乡村振兴", "乡村振兴要先修路，青石县的公路通到了门口。"),
    "花椒": ("2021-06-02", "西北見聞", "鄉村振興的帶頭人", "鄉村振興靠人，老支書帶著大家種花椒。"),
    "银行": ("2022-03-04", "陇原晚报", "银行把柜台搬到村口", "银行的人说，乡村振兴也要有人管账。"),
    "场馆": ("", "山城晨报", "科技馆走进重庆", "流动科技馆到了重庆。\n孩子们第一次看见绿色的火焰。"),
    "疫情": ("2020-11-30", "", "COVID-19 之后的小店", "Merkel 的照片还挂在墙上，店主说 COVID-19 过去了。"),
}

COMPLETED = {
    "xczx": [("乡村振兴", "phrase", 3)],
    "鄉村zhen": [("乡村振兴", "phrase", 3)],
    "covid": [("covid-19", "word", 1), ("COVID-19 之后的小店", "title", 1)],
    "晚報": [("陇原晚报", "source", 2)],
    "chongq": [("重庆", "word", 1)],
    "的": [("鄉村振興的帶頭人", "title", 1), ("COVID-19 之后的小店", "title", 1)],
}

MEANT = {
    "乡村正兴": [("乡村振兴", 3)],
    "xiangcun zhenxing": [("乡村振兴", 3)],
    "來源:隴元晚報": [("來源:隴原晚報", 2)],
    "科几馆 孩子": [("科技馆 孩子", 1)],
    "merkle": [("merkel", 1)],
    "飞碟着陆": [],
}


def made(name: str) -> Article:
    date, source, title, text = ARTICLES[name]
    file = f"{name}.txt"
    return Article(article_id(name.encode()), file, title, text, "text", date=date or None, source=source or None)


@pytest.fixture
def search(searched: Searched) -> ArchiveSearch:
    return searched([made(name) for name in ARTICLES])


def test_what_was_typed_is_completed(search: ArchiveSearch) -> None:
    for typed, expected in COMPLETED.items():
        found = [(one.text, one.kind, one.count) for one in search.complete(typed)]
        assert found[: len(expected)] == expected, typed


def test_what_was_meant_is_suggested_with_what_it_finds(search: ArchiveSearch) -> None:
    for q, expected in MEANT.items():
        results = search.search(SearchRequest(q))
        assert [(one.query, one.total) for one in results.suggestions] == expected, q


def test_fewer_filters_are_counted(search: ArchiveSearch) -> None:
    filters = {"source": ("山城晨报",), "year": ("2021",)}
    results = search.search(SearchRequest("乡村振兴", filters=filters))  # type: ignore[arg-type]
    assert [(way.change, way.name, way.total) for way in results.ways_out] == [
        ("filter", "source", 2),
        ("all_filters", None, 3),
    ]
