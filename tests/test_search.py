"""Searching through its door: what a person asks and what comes back, on a real index of a real folder."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.engines.whoosh_engine import commits
from indexer.errors import IndexMissingError, IndexVersionError, UnknownArticleError
from indexer.known_engines import KNOWN_ENGINES
from indexer.search import DEEPEST, ArchiveSearch, Hit, Results, SearchRequest
from indexer.settings import Settings
from indexer.sync import synchronise

REFERENCE = Path(__file__).parents[2] / "shared" / "data" / "reference-article.txt"

IN_FOLDER = [known.name for known in KNOWN_ENGINES if known.in_folder]

ARTICLES = {
    "a.txt": (
        "兰州新区建起科技馆",
        "2021-07-05",
        "陇原晚报",
        "900",
        "兰州新区的科技馆今天开门迎客，孩子们围着展台问个不停。",
    ),
    "b.txt": ("蘭州開通新公交", "2020-03-02", "西北見聞", "15", "蘭州開往新區的公交車今起試運行，沿途經過科技館站。"),
    "c.txt": ("牧民学用新科技", "2020-11-30", "陇原晚报", "77", "牧民说，科技进了牧场，养羊也有馆子里说不完的故事。"),
    "d.txt": (
        "研修班在武威开课",
        "2019-09-09",
        "河西晨报",
        "",
        "来自发展中国家的学员到武威学习治沙，麦草方格让他们看得入迷。",
    ),
    "e.txt": (
        "中国结挂满老街",
        "2022-02-01",
        "河西晨报",
        "300",
        "老街两旁挂起了中国结，游人举着手机拍个不停，中国味儿十足。",
    ),
}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> ArchiveSearch:
    place = tmp_path_factory.mktemp("place")
    (place / "archive").mkdir()
    for name, (title, date, source, clicks, text) in ARTICLES.items():
        facts = f"时间：{date}\n来源：{source}\n" + (f"点击：{clicks}\n" if clicks else "")
        (place / "archive" / name).write_text(f"{title}\n{facts}\n  {text}\n", encoding="utf-8")
    settings = Settings(archive=place / "archive", index=place / "index", jobs=1)
    assert synchronise(settings).failed == {}
    return ArchiveSearch(settings)


def files(results: Results) -> list[str]:
    return [hit.article.file for hit in results.hits]


def marked_title(hit: Hit) -> list[str]:
    return [hit.article.title[start:end] for start, end in hit.title_marks]


def marked(hit: Hit) -> list[str]:
    return [snippet.text[start:end] for snippet in hit.snippets for start, end in snippet.marks]


@pytest.mark.parametrize("q", ["科技馆", "科技館", "「科技館」", "“科技馆”", "text:科技馆"])
def test_either_script_finds_both_and_marks_each_in_its_own(search: ArchiveSearch, q: str) -> None:
    results = search.search(SearchRequest(q))
    by_file = {hit.article.file: hit for hit in results.hits}
    assert set(by_file) == {"a.txt", "b.txt"}
    assert marked(by_file["b.txt"]) == ["科技館"]
    assert marked(by_file["a.txt"]) == ["科技馆"]


def test_variants_exact_compares_characters_as_they_are(search: ArchiveSearch) -> None:
    assert files(search.search(SearchRequest("科技館", variants="exact"))) == ["b.txt"]


def test_title_over_text_and_together_over_scattered(search: ArchiveSearch) -> None:
    assert files(search.search(SearchRequest("科技 馆"))) == ["a.txt", "b.txt", "c.txt"]


def test_whole_words_come_before_parts_of_words_and_can_be_asked_for_alone(search: ArchiveSearch) -> None:
    assert files(search.search(SearchRequest("中国"))) == ["e.txt", "d.txt"]
    assert files(search.search(SearchRequest("word:中国"))) == ["e.txt"]
    assert files(search.search(SearchRequest("中国", whole_words=True))) == ["e.txt"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("兰州 -公交", "a"),
        ("兰州 NOT 公交", "a"),
        ("科技 OR 治沙", "abcd"),
        ("(科技 OR 治沙) -馆", "d"),
        ("来源:陇原晚报", "ac"),
        ("來源:隴原晚報 日期:2021", "a"),
        ("date:[2019 TO 2020-06]", "bd"),
        ("点击:>=300", "ae"),
        ("clicks:<100 -标题:蘭州", "c"),
        ('"科技馆今天"', "a"),
        ("的", "abcd"),
        ("NOT 的", "e"),
        ("file:a.txt", "a"),
    ],
)
def test_the_query_language_finds(search: ArchiveSearch, q: str, found: str) -> None:
    assert sorted(files(search.search(SearchRequest(q, limit=0)))) == [f"{name}.txt" for name in found]


@pytest.mark.parametrize(
    ("sort", "order"), [("newest", "eacbd"), ("oldest", "dbcae"), ("clicks", "aecbd"), ("relevance", "eacbd")]
)
def test_sorts_put_missing_values_last(search: ArchiveSearch, sort: str, order: str) -> None:
    request = SearchRequest("date:[2000 TO 2030]", sort=sort, limit=0)  # type: ignore[arg-type]
    assert "".join(name[0] for name in files(search.search(request))) == order


def test_a_facets_counts_ignore_its_own_choice_and_heed_the_others(search: ArchiveSearch) -> None:
    request = SearchRequest("", filters={"source": ("陇原晚报",), "year": ("2020", "2021")})
    results = search.search(request)
    assert sorted(files(results)) == ["a.txt", "c.txt"]
    assert {one.value: one.count for one in results.facets["year"]} == {"2020": 1, "2021": 1}
    assert {one.value: one.count for one in results.facets["source"]} == {"陇原晚报": 2, "西北見聞": 1}
    assert [one.value for one in results.facets["source"] if one.chosen] == ["陇原晚报"]


def test_a_chosen_value_without_hits_stays_in_its_facet(search: ArchiveSearch) -> None:
    results = search.search(SearchRequest("治沙", filters={"source": ("陇原晚报",)}))
    assert (results.total, next(one for one in results.facets["source"] if one.chosen).count) == (0, 0)


@pytest.mark.parametrize(
    ("request_", "notice"),
    [
        (SearchRequest("，。！？"), "nothing_to_search"),
        (SearchRequest("科技 治沙 火箭"), None),
        (SearchRequest("科技馆 公交 火箭"), "most_words"),
        (SearchRequest("科技", page=9), "page_past_end"),
        (SearchRequest("科技", page=DEEPEST + 1, limit=1), "page_past_end"),
        (SearchRequest(""), None),
        (SearchRequest("科技"), None),
    ],
)
def test_an_answer_says_what_to_know_of_it(search: ArchiveSearch, request_: SearchRequest, notice: str | None) -> None:
    assert search.search(request_).notice == notice


def test_a_filter_without_hits_does_not_loosen_the_words(search: ArchiveSearch) -> None:
    results = search.search(SearchRequest("科技 馆", filters={"year": ("2019",)}))
    assert (results.total, results.notice) == (0, None)


def test_choosing_one_more_value_never_takes_hits_away(tmp_path: Path) -> None:
    texts = {"甲报": "苹果、香蕉和葡萄都熟了。", "乙报": "苹果和香蕉都熟了。", "丙报": "葡萄熟了。"}
    (tmp_path / "archive").mkdir()
    for number, (source, text) in enumerate(texts.items()):
        content = f"果园里的事\n时间：2021-07-0{number + 1}\n来源：{source}\n\n  {text}园里来的人比往年多了不少。\n"
        (tmp_path / "archive" / f"{number}.txt").write_text(content, encoding="utf-8")
    settings = Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)
    synchronise(settings)
    search = ArchiveSearch(settings)
    narrow = search.search(SearchRequest("苹果 香蕉 葡萄 石榴", filters={"source": ("乙报",)}))
    wider = search.search(SearchRequest("苹果 香蕉 葡萄 石榴", filters={"source": ("乙报", "甲报")}))
    assert narrow.read_as == wider.read_as
    assert wider.total - narrow.total == next(one.count for one in narrow.facets["source"] if one.value == "甲报")


def test_most_words_put_the_fuller_match_first(search: ArchiveSearch) -> None:
    results = search.search(SearchRequest("兰州 科技馆 火箭"))
    assert results.notice == "most_words"
    assert set(files(results)) == {"a.txt", "b.txt"}


def test_pages_are_pieces_of_the_whole(search: ArchiveSearch) -> None:
    whole = files(search.search(SearchRequest("date:[2000 TO 2030]", limit=0)))
    pages = [search.search(SearchRequest("date:[2000 TO 2030]", limit=2, page=page)) for page in (1, 2, 3)]
    assert [name for page in pages for name in files(page)] == whole
    assert [page.pages for page in pages] == [3, 3, 3]
    assert list(search.ids(SearchRequest("date:[2000 TO 2030]", limit=2))) == [
        hit.article.id for page in pages for hit in page.hits
    ]


def test_pages_end_where_nobody_turns_any_more() -> None:
    assert Results(SearchRequest("的", limit=30), "的", 10 * DEEPEST, 1.0, (), {}).pages == -(-DEEPEST // 30)
    assert Results(SearchRequest("的", limit=0), "的", 10 * DEEPEST, 1.0, (), {}).pages == 1


def test_an_article_shows_the_marks_of_a_query(search: ArchiveSearch) -> None:
    (hit,) = search.search(SearchRequest("公交")).hits
    shown = search.article(hit.article.id, "公交 科技馆")
    text = shown.article.text
    assert [text[start:end] for start, end in shown.text_marks] == ["公交", "科技館"]
    assert shown.files == ("b.txt",)
    with pytest.raises(UnknownArticleError):
        search.article("nothing")


def test_a_lone_character_is_marked_only_where_its_stretch_does_not_occur(search: ArchiveSearch) -> None:
    (hit, *_) = search.search(SearchRequest("馆今天")).hits
    assert hit.article.file == "a.txt"
    assert (marked_title(hit), marked(hit)) == ([], ["馆今天"])
    (hit,) = search.search(SearchRequest("馆故事")).hits
    assert hit.article.file == "c.txt"
    assert marked(hit) == ["馆", "故事"]


def test_what_others_commit_is_seen(search: ArchiveSearch, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    settings = Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)
    mine = ArchiveSearch(settings)
    with pytest.raises(IndexMissingError):
        mine.search(SearchRequest("雪"))
    synchronise(settings)
    assert mine.search(SearchRequest("雪")).total == 0
    (tmp_path / "archive" / "x.txt").write_text("初雪\n\n  山上落了雪，路边的松树都白了头发。\n", encoding="utf-8")
    synchronise(settings)
    assert mine.search(SearchRequest("雪")).total == 1
    synchronise(settings, rebuild=True)
    assert mine.search(SearchRequest("雪")).total == 1


def small_place(tmp_path: Path, **more: str) -> Settings:
    (tmp_path / "archive").mkdir()
    save_snow(tmp_path, "x.txt")
    return Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1, **more)


def save_snow(place: Path, name: str) -> None:
    text = f"{name}初雪\n\n  山上落了雪，路边的松树都白了头发。\n"
    (place / "archive" / name).write_text(text, encoding="utf-8")


def opened_by_a_reader(pipe: Path) -> int:
    """Return the end of a pipe that is written to, as soon as somebody has opened the other one."""
    deadline = time.monotonic() + 30
    while True:
        try:
            descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        else:
            os.set_blocking(descriptor, True)
            return descriptor


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that takes long to read is a pipe of POSIX")
def test_others_are_answered_while_a_new_state_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "MOST_STRETCHES", 1)  # so that the record of files is put together anew each time
    settings = small_place(tmp_path, engine="whoosh")
    synchronise(settings)
    search = ArchiveSearch(settings)
    (found,) = search.search(SearchRequest("雪")).hits
    before = set(settings.index.glob("whoosh-*/segment-*/seal.json"))
    save_snow(tmp_path, "y.txt")
    synchronise(settings)
    (seal,) = set(settings.index.glob("whoosh-*/segment-*/seal.json")) - before
    content = seal.read_bytes()
    seal.unlink()
    os.mkfifo(seal)
    with ThreadPoolExecutor(2) as pool:
        opening = pool.submit(search.search, SearchRequest("雪"))
        writing = opened_by_a_reader(seal)
        try:
            totals = {search.search(SearchRequest("雪")).total for _ in range(5)}
            assert not opening.done()
            beside = pool.submit(search.article, found.article.id)  # its paths are no longer told by the state before
        finally:
            os.write(writing, content)
            os.close(writing)
        assert totals == {1}
        assert beside.result(timeout=30).files == ("x.txt",)
        assert opening.result(timeout=30).total == 2
    assert search.search(SearchRequest("雪")).total == 2


@pytest.mark.parametrize("engine", IN_FOLDER)
def test_a_server_serves_on_when_another_version_has_rebuilt_the_index(tmp_path: Path, engine: str) -> None:
    settings = small_place(tmp_path, engine=engine)
    (tmp_path / "words.txt").write_text("水文站\n", encoding="utf-8")
    synchronise(settings)
    search = ArchiveSearch(settings)
    assert search.search(SearchRequest("雪")).total == 1
    save_snow(tmp_path, "y.txt")
    other = replace(settings, words=tmp_path / "words.txt")
    synchronise(other, rebuild=True)
    assert ArchiveSearch(other).search(SearchRequest("雪")).total == 2
    (hit,) = search.search(SearchRequest("雪")).hits
    assert search.article(hit.article.id).files == ("x.txt",)
    with pytest.raises(IndexVersionError):
        ArchiveSearch(settings).search(SearchRequest("雪"))


@pytest.mark.parametrize("q", ["字" * 2000, "甲 乙 丙 丁 " * 400, "(" * 1999, "-" * 2000, '"' * 2000, "科技 OR " * 300])
def test_a_huge_query_is_answered_in_time(search: ArchiveSearch, q: str) -> None:
    began = time.perf_counter()
    search.search(SearchRequest(q))
    assert time.perf_counter() - began < 10


MIRRORED = (
    "山區經(jīng)濟換新顏\n時間：2021-07-05\n\n"
    "  山區的經(jīng)濟有了起色，產(chǎn)業(yè)園里機器聲聲，應(yīng)季的果蔬當天運走。\n"
)


def test_a_repaired_text_is_found_in_either_form_and_marked_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "mirrored.txt").write_text(MIRRORED, encoding="utf-8")
    settings = Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)
    synchronise(settings)
    search = ArchiveSearch(settings)
    for q in ("产业", "產業", "产业园", "產(chǎn)業(yè)", '"產(chǎn)業(yè)園"', '"chǎn)"'):
        (hit,) = search.search(SearchRequest(q)).hits
        assert {repair.before for repair in hit.article.repairs} == {"經(jīng)", "產(chǎn)", "業(yè)", "應(yīng)"}
        assert "".join(marked(hit)).startswith("產"), q
        assert "(" not in hit.article.text


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference article lies beside the repository, not in it")
def test_the_reference_article_is_found_in_either_script(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "reference.txt").write_bytes(REFERENCE.read_bytes())
    settings = Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)
    synchronise(settings)
    for q in ("产业", "產業", "产业合作", "津企隴上行", "关系"):
        results = ArchiveSearch(settings).search(SearchRequest(q))
        assert files(results) == ["reference.txt"], q
        assert results.hits[0].article.clicks == 971
        assert len(results.hits[0].article.repairs) > 200


PICTURED = """<html><head><meta charset=utf-8><title>渡口修起新桥</title></head>
<body><h1>渡口修起新桥</h1><p>2021-07-05</p>
<div class=content><p>新桥昨日通车，两岸的人不必再等渡船，赶集的时间省下一半。</p>
<figure><img src=a.jpg><figcaption>老船工在桥头抽旱烟</figcaption></figure>
<figure><img src=b.jpg><figcaption>賣豆腐的推車過新橋</figcaption></figure>
<p>县里说，渡船留下一条，给愿意坐船的人。</p></div></body></html>"""


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> ArchiveSearch:
    place = tmp_path_factory.mktemp("pictured")
    (place / "archive").mkdir()
    (place / "archive" / "bridge.html").write_text(PICTURED, encoding="utf-8")
    settings = Settings(archive=place / "archive", index=place / "index", jobs=1)
    assert synchronise(settings).failed == {}
    return ArchiveSearch(settings)


def test_a_hit_in_a_caption_only_shows_the_caption_with_its_mark(pictured: ArchiveSearch) -> None:
    (hit,) = pictured.search(SearchRequest("旱烟")).hits
    assert "旱烟" not in hit.article.text
    assert [snippet.text for snippet in hit.snippets] == ["老船工在桥头抽旱烟"]
    assert marked(hit) == ["旱烟"]


def test_text_and_captions_share_the_snippets(pictured: ArchiveSearch) -> None:
    (hit,) = pictured.search(SearchRequest("渡船 豆腐")).hits
    assert {"渡船", "豆腐"} == set(marked(hit))


def test_an_article_tells_the_marks_of_each_caption(pictured: ArchiveSearch) -> None:
    (hit,) = pictured.search(SearchRequest("新桥")).hits
    shown = pictured.article(hit.article.id, "新桥")
    captions = zip(shown.article.captions, shown.caption_marks, strict=True)
    found = [[caption[a:b] for a, b in marks] for caption, marks in captions]
    assert found == [[], ["新橋"]]
    assert [shown.article.text[a:b] for a, b in shown.text_marks] == ["新桥"]


def test_values_are_counted_over_what_has_all_that_is_asked_for(search: ArchiveSearch) -> None:
    assert search.counts(search.search(SearchRequest("科技")), "day") == {
        "2021-07-05": 1,
        "2020-03-02": 1,
        "2020-11-30": 1,
    }
    narrowed = SearchRequest("科技", filters={"year": ("2020",), "source": ("陇原晚报",)})
    assert search.counts(search.search(narrowed), "day") == {"2020-11-30": 1}
    assert search.counts(search.search(SearchRequest(filters={"year": ("2022",)})), "source") == {"河西晨报": 1}
    assert search.counts(search.search(SearchRequest("，")), "day") == {}
