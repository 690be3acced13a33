"""Words, synonyms and sources of a keeper's own, through the door of search, on real indexes of real folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from indexer.article import Article, article_id
from indexer.engines.registry import open_engine
from indexer.errors import IndexVersionError
from indexer.known_engines import KNOWN_ENGINES
from indexer.opening import make_segmenter
from indexer.own_lists import own_synonyms
from indexer.query.oracle import matches
from indexer.query.parse import parse_query
from indexer.search import ArchiveSearch, Results, SearchRequest
from indexer.settings import Settings
from indexer.sync import synchronise
from tests.conformance.generated import articles

IN_FOLDER = [known.name for known in KNOWN_ENGINES if known.in_folder]

ARTICLES = {
    "a": ("甘肃新闻", "甘肃日报", "甘肃的讯息，金城关下的讯息。"),
    "b": ("陇上新闻", "甘肃日报社", "陇原的消息，国产C919大飞机飞来了。"),
    "c": ("晚报新闻", "甘肅日報", "金城關與大飛機，研究人工智能的人。"),
    "d": ("蘭州新聞", "兰州晚报", "甘肅的訊息，AI的研究，智能也人工。"),
    "e": ("没有来源", "", "没有别的讯息。"),
    "f": ("旧闻", "兰州青年报", "陇中旧闻。"),
}
SOURCES = ("甘肃日报, 甘肃日报社, 甘肃日报记者站", "兰州晨报, 兰州晚报，蘭州青年報", "没有的报, 不存在的报")


@pytest.fixture(scope="module", params=IN_FOLDER)
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    place = tmp_path_factory.mktemp("names")
    (place / "archive").mkdir()
    for name, (title, source, text) in ARTICLES.items():
        facts = f"时间：2021-07-05\n来源：{source}\n" if source else "时间：2021-07-05\n"
        (place / "archive" / f"{name}.txt").write_text(f"{title}\n{facts}\n  {text}\n", encoding="utf-8")
    made = Settings(
        archive=place / "archive",
        index=place / "index",
        engine=request.param,
        jobs=1,
        words=("金城关", "C919大飞机"),
        synonyms=("甘肃 陇", "讯息 消息", "研究人 => AI"),
        sources=SOURCES,
    )
    assert synchronise(made).failed == {}
    return made


@pytest.fixture(scope="module")
def search(settings: Settings) -> ArchiveSearch:
    return ArchiveSearch(settings)


def files(results: Results) -> str:
    return "".join(sorted(hit.article.file.removesuffix(".txt") for hit in results.hits))


def ask(search: ArchiveSearch, q: str, **more: object) -> str:
    return files(search.search(SearchRequest(q, **more)))  # type: ignore[arg-type]


def test_a_word_of_ones_own_is_a_whole_word(search: ArchiveSearch) -> None:
    assert ask(search, "word:金城关") == ask(search, "金城关", whole_words=True) == "ac"
    assert ask(search, "word:C919大飞机") == ask(search, "ｃ919大飛機", whole_words=True) == "b"
    assert ask(search, "word:大飞机") == ask(search, "word:大") == "c"
    assert ask(search, "word:C919") == ""
    assert ask(search, "大飞机") == "bc"
    assert ask(search, "C919") == ask(search, "“国产C919大飞”") == "b"


def test_other_words_ask_for_a_rebuild_until_it_is_done(settings: Settings, tmp_path: Path) -> None:
    here = replace(settings, index=tmp_path / "index", words=None)
    assert synchronise(here).failed == {}
    serving = ArchiveSearch(here)
    assert ask(serving, "word:飞机") == "bc"
    later = replace(here, words=settings.words)
    for asked in (lambda: ArchiveSearch(later).search(SearchRequest("金城关")), lambda: synchronise(later)):
        with pytest.raises(IndexVersionError, match=r"words of your own .*--rebuild"):
            asked()
    assert ask(serving, "word:飞机") == "bc"
    assert synchronise(later, rebuild=True).failed == {}
    assert ask(ArchiveSearch(later), "word:飞机") == "c"
    assert ask(serving, "word:飞机") == "bc"


SYNONYMS = [
    ("甘肃", "(甘肃 OR 陇)", "abdf", "ad"),
    ("陇", "(陇 OR 甘肃)", "abdf", "bf"),
    ("訊息", "(訊息 OR 消息)", "abde", "ade"),
    ("甘肃讯息", "(甘肃 OR 陇) (讯息 OR 消息)", "abd", "ad"),
    ("研究人", "(研究人 OR AI)", "cd", "cd"),
    ("飞来", "飞来", "b", "b"),
    ("AI", "AI", "d", "d"),
    ("“讯息”", '"讯息"', "ade", "ade"),
    ("讯息 -甘肃", "(讯息 OR 消息) AND NOT (甘肃 OR 陇)", "e", "e"),
    ("标题:甘肃", "(title:甘肃 OR title:陇)", "ab", "a"),
]


@pytest.mark.parametrize(("q", "told", "found", "without"), SYNONYMS)
def test_synonyms_are_found_until_they_are_switched_off(
    search: ArchiveSearch, q: str, told: str, found: str, without: str
) -> None:
    on, off = search.search(SearchRequest(q)), search.search(SearchRequest(q, synonyms=False))
    assert (files(on), on.read_as) == (found, told)
    assert files(off) == without
    assert on.has_synonyms == off.has_synonyms == (" OR " in told)
    assert set(search.ids(SearchRequest(q, synonyms=False))) == {hit.article.id for hit in off.hits}
    exact = search.search(SearchRequest(q, variants="exact"))
    assert not exact.has_synonyms
    assert set(files(exact)) <= set(without)


def test_synonyms_are_marked_in_hits_and_in_the_article(search: ArchiveSearch) -> None:
    (hit,) = [hit for hit in search.search(SearchRequest("甘肃")).hits if hit.article.file == "b.txt"]
    assert [hit.article.title[a:b] for a, b in hit.title_marks] == ["陇"]
    assert [snippet.text[a:b] for snippet in hit.snippets for a, b in snippet.marks] == ["陇"]
    assert search.article(hit.article.id, "甘肃").text_marks == ((0, 1),)
    assert search.article(hit.article.id, "甘肃", synonyms=False).text_marks == ()
    assert search.article(hit.article.id, "甘肃", variants="exact").text_marks == ()


def test_what_was_typed_is_ranked_before_its_synonyms(settings: Settings, tmp_path: Path) -> None:
    here = replace(settings, index=tmp_path, synonyms=("讯息 消息",))
    made = [
        Article(article_id(f"{day} {word}".encode()), f"{word}{day}.txt", "通告", f"今天有{word}。", "text", date=day)
        for day in ("2020-01-01", "2021-01-01", "2022-01-01")
        for word in ("讯息", "消息")
    ]
    index(here, made[:5])  # of 消息 there are fewer, so that it is rarer and weighs more
    for q in ("讯息", "消息"):
        found = [hit.article.file[:2] for hit in ArchiveSearch(here).search(SearchRequest(q)).hits]
        assert found == sorted(found, key=lambda word: word != q)
        assert set(found) == {"讯息", "消息"}


def index(settings: Settings, library: Sequence[Article]) -> None:
    segmenter = make_segmenter(settings)
    with open_engine(settings.engine, settings, segmenter).writer(rebuild=True) as writer:
        writer.commit([writer.preparer()(library)])
        writer.publish()


def counts(results: Results) -> dict[str, int]:
    return {one.value: one.count for one in results.facets["source"]}


def test_papers_are_counted_chosen_and_asked_for_as_one(search: ArchiveSearch) -> None:
    everything = search.search(SearchRequest("", filters={"year": ("2021",)}))
    assert counts(everything) == {"甘肃日报": 3, "兰州晨报": 2}
    assert search.facts().facets["source"] == {"甘肃日报": 3, "兰州晨报": 2}
    for name in ("甘肃日报", "甘肃日报社", "甘肅日報", "甘肃日报记者站"):
        found = search.search(SearchRequest("新闻", filters={"source": (name,)}))
        assert files(found) == "abc"
        assert found.request.filters["source"] == ("甘肃日报",)
        assert [(one.value, one.chosen) for one in found.facets["source"]] == [("甘肃日报", True), ("兰州晨报", False)]
    both = search.search(SearchRequest("", filters={"source": ("甘肃日报社", "甘肃日报", "兰州晚报")}))
    assert both.request.filters["source"] == ("甘肃日报", "兰州晨报")
    assert files(both) == "abcdf"
    assert {hit.article.source for hit in both.hits} == {"甘肃日报", "甘肃日报社", "甘肅日報", "兰州晚报", "兰州青年报"}


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("来源:甘肃日报", "abc"),
        ("来源:记者站", "abc"),
        ("source:青年報", "df"),
        ("source:兰州", "df"),
        ("来源:晨报", "df"),
        ("来源:晚报", "df"),
        ("来源:日报社 讯息", "ab"),
        ("-来源:记者站", "def"),
        ("来源:没有的报", ""),
        ("来源:不存在", ""),
        ("来源:记者站 OR 来源:青年", "abcdf"),
    ],
)
def test_a_paper_is_found_by_any_of_its_names(search: ArchiveSearch, q: str, found: str) -> None:
    results = search.search(SearchRequest(q))
    assert files(results) == found
    assert "甘肃日报社" not in results.read_as
    assert results.read_as.count("source:") == q.count("来源:") + q.count("source:")


def test_a_name_of_a_paper_does_not_change_the_order(search: ArchiveSearch) -> None:
    hits = search.search(SearchRequest("来源:记者站 甘肃日报 OR 甘肃新闻", explain=True)).hits
    assert hits[0].article.file == "a.txt"
    ranked = search.search(SearchRequest("来源:记者站 甘肃的讯息", synonyms=False, explain=True)).hits
    assert [hit.article.file for hit in ranked] == ["a.txt"]
    assert ranked[0].explanation is not None
    assert ranked[0].explanation.level > 0


def test_an_unknown_paper_is_asked_for_as_it_is(search: ArchiveSearch) -> None:
    found = search.search(SearchRequest("", filters={"source": ("别的报",)}))
    assert found.total == 0
    assert [(one.value, one.count) for one in found.facets["source"] if one.chosen] == [("别的报", 0)]


def test_another_list_of_papers_takes_effect_without_a_rebuild(settings: Settings) -> None:
    without = ArchiveSearch(replace(settings, sources=None))
    assert without.facts().facets["source"] == {"甘肃日报": 2, "甘肃日报社": 1, "兰州晚报": 1, "兰州青年报": 1}
    assert ask(without, "来源:记者站") == ""
    renamed = ArchiveSearch(replace(settings, sources=("隴報, 甘肃日报, 甘肃日报社",)))
    assert renamed.facts().facets["source"] == {"隴報": 3, "兰州晚报": 1, "兰州青年报": 1}
    assert ask(renamed, "来源:陇报") == "abc"


PRINTED = ["甘肃日报", "甘肅日報", "Ａ报", "a报", "A報", "日报"]
papers = st.sampled_from([(), ("甘肅日報, 日报",), ("总报, a报", "分报, 甘肃日报"), ("日报, 报社", "甘肃日报, A报")])
on_disk = given_settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
libraries = st.lists(
    st.builds(lambda one, source: replace(one, source=source), articles(), st.sampled_from([None, *PRINTED])),
    max_size=9,
    unique_by=lambda one: one.id,
)


@pytest.mark.parametrize("engine", IN_FOLDER)
@on_disk
@given(library=libraries, own=papers, q=st.sampled_from(["", "中国", "甘肃 OR 产业", "来源:日报", "-来源:a报"]))
def test_each_paper_gives_as_many_articles_as_it_counts(
    engine: str, tmp_path_factory: pytest.TempPathFactory, library: list[Article], own: tuple[str, ...], q: str
) -> None:
    here = Settings(index=tmp_path_factory.mktemp("index"), engine=engine, sources=own)
    index(here, library)
    search = ArchiveSearch(here)
    asked = SearchRequest(q, filters={"script": ("hans", "hant", "other")}, limit=0)
    shown = search.search(asked)
    assert sum(counts(shown).values()) == sum(hit.article.source is not None for hit in shown.hits)
    for name, count in counts(shown).items():
        clicked = search.search(replace(asked, filters={**asked.filters, "source": (name,)}))
        assert (clicked.total, clicked.request.filters["source"]) == (count, (name,))
        assert counts(clicked) == counts(shown)
        for alias in {hit.article.source for hit in clicked.hits}:
            other = search.search(replace(asked, filters={**asked.filters, "source": (alias,)}))
            assert (other.hits, other.request) == (clicked.hits, clicked.request)


@pytest.mark.parametrize("engine", IN_FOLDER)
@on_disk
@given(
    library=libraries,
    asked=st.lists(
        st.sampled_from(["中国", "發展", "产业 甘肃省", "中国 -甘肃省", "5G OR 中国", "发展中国家"]), min_size=2
    ),
    whole=st.booleans(),
)
def test_synonyms_on_and_off_are_what_the_oracle_finds(
    engine: str, tmp_path_factory: pytest.TempPathFactory, library: list[Article], asked: list[str], whole: bool
) -> None:
    here = Settings(
        index=tmp_path_factory.mktemp("index"), engine=engine, synonyms=("中国 国家 甲", "发展 => 產業 乙", "甘肃省 5G")
    )
    index(here, library)
    search, segmenter = ArchiveSearch(here), make_segmenter(here)
    for q in asked:
        for synonyms in (own_synonyms(here), {}):
            tree = parse_query(q, segmenter, whole=whole, synonyms=synonyms)
            assert tree is not None
            right = {article.id for article in library if matches(tree, article, segmenter)}
            found = search.search(SearchRequest(q, whole_words=whole, synonyms=bool(synonyms), limit=0))
            if found.notice is None:
                assert {hit.article.id for hit in found.hits} == right
            else:
                assert not right
