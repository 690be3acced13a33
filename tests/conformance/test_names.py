"""Words, synonyms and sources of a keeper's own are answered alike by every engine."""

from __future__ import annotations

from indexer.article import Article, article_id
from indexer.engines.base import Request
from indexer.engines.registry import open_engine
from indexer.query.oracle import matches
from indexer.query.parse import parse_query
from indexer.query.preferences import ranking_tiers
from indexer.search import SearchRequest
from indexer.settings import Settings
from indexer.text.fold import fold_text
from indexer.text.segment import Segmenter
from tests.conformance.conftest import Searched

ARTICLES = {
    "甲": ("甘肃日报", "国产C919大飞机", "甘肃的讯息，在金城关中看Ｃ919大飛機。"),
    "乙": ("甘肅日報", "陇上消息", "陇原的消息，C919与大飞机，AC919大飞机。"),
    "丙": ("甘肃日报社", "金城关下", "金城和关口，阿不都·买买提说讯息。"),
    "丁": ("陇报", "消息", "阿不都和买买提，卡拉OK与卡拉OKAY，甘肃消息。"),
    "戊": (None, "无源", "讯息。"),
}
WORDS = ("C919大飞机", "金城关", "阿不都·买买提", "卡拉OK", "海东")
SYNONYMS = ("甘肃 陇", "讯息 消息")
SOURCES = ("甘肃日报, 甘肃日报社, 甘肃日报记者站",)


def made(name: str) -> Article:
    source, title, text = ARTICLES[name]
    return Article(article_id(name.encode()), f"{name}.txt", title, text, "text", source=source, date="2020-01-01")


LIBRARY = [made(name) for name in ARTICLES]


def test_words_of_ones_own_are_whole_words(engine_name: str, place: Settings) -> None:
    own = Segmenter(map(fold_text, WORDS))
    engine = open_engine(engine_name, place, own)
    with engine.writer() as writer:
        writer.commit([writer.preparer()(LIBRARY)])
    reader = engine.reader()
    found = {}
    for q in (
        *WORDS,
        "大飞机",
        "C919",
        "金城",
        "关",
        "买买提",
        "阿不都",
        "OK",
        "大飛機",
        "国产C919大飞机",
        "·",
        "看c919大飞机",
    ):
        for query in (f'word:"{q}"', q, f"“{q}”", f"title:{q}"):
            tree = parse_query(query, own, whole=query == q)
            if tree is not None:
                right = {one.id for one in LIBRARY if matches(tree, one, own)}
                for asked in (tree, *ranking_tiers(tree)):
                    expected = {one.id for one in LIBRARY if matches(asked, one, own)}
                    assert {hit for hit, _ in reader.search(Request(asked, limit=None)).hits} == expected, (
                        query,
                        asked,
                    )
                found[query] = "".join(sorted(one.file[0] for one in LIBRARY if one.id in right))
    assert found['word:"C919大飞机"'] == "甲"
    assert found['word:"大飞机"'] == "乙"
    assert found['word:"阿不都·买买提"'] == "丙"
    assert found['word:"卡拉OK"'] == "丁"


def test_synonyms_and_papers(searched: Searched) -> None:
    search = searched(LIBRARY, synonyms=SYNONYMS, sources=SOURCES)

    def files(q: str, source: str = "", *, synonyms: bool = True) -> str:
        filters = {"source": (source,)} if source else {}
        hits = search.search(SearchRequest(q, filters=filters, synonyms=synonyms)).hits  # type: ignore[arg-type]
        return "".join(hit.article.file[0] for hit in hits)

    assert sorted(files("讯息")) == sorted("甲丙戊乙丁")
    assert set(files("讯息")[:3]) == set("甲丙戊")
    assert set(files("消息")[:2]) == set("乙丁")
    assert sorted(files("讯息", synonyms=False)) == sorted("甲丙戊")
    assert sorted(files("甘肃讯息")) == sorted("甲乙丁")
    assert sorted(files("甘肃讯息", synonyms=False)) == ["甲"]
    assert sorted(files("", "甘肃日报记者站")) == sorted("甲乙丙")
    assert sorted(files("讯息", "甘肃日报社")) == sorted("甲乙丙")
    assert sorted(files("来源:记者站")) == sorted("甲乙丙")
    assert sorted(files("-来源:记者站")) == sorted("丁戊")
    shown = search.search(SearchRequest("讯息")).facets["source"]
    assert [(one.value, one.count) for one in shown] == [("甘肃日报", 3), ("陇报", 1)]
    assert dict(search.facts().facets["source"]) == {"甘肃日报": 3, "陇报": 1}
