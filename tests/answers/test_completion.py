"""Completions: what goes on as it was typed, by characters of either script, by pinyin, or by both."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.search import ArchiveSearch, SearchRequest
from indexer.sync import synchronise
from indexer.text.fold import fold_text
from indexer.text.pinyin import fits, spelling_of, syllables
from tests.answers.conftest import ARTICLES, NewArchive, save

TO_TRADITIONAL = opencc.OpenCC("s2t")
TEXTS = [text for title, _, source, body in ARTICLES.values() for text in (title, source, body)]


def texts(search: ArchiveSearch, typed: str, limit: int = 10) -> list[str]:
    return [one.text for one in search.complete(typed, limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("乡村振", "乡村振兴"),
        ("鄉村振", "乡村振兴"),
        ("xczx", "乡村振兴"),
        ("XCZX", "乡村振兴"),
        ("xiangcunzhenxing", "乡村振兴"),
        ("xiangcun zhenxing", "乡村振兴"),
        ("xiang'cun'zhen", "乡村振兴"),
        ("xiangcunzx", "乡村振兴"),
        ("xcunzhen", "乡村振兴"),
        ("乡村zx", "乡村振兴"),
        ("鄉村zhenx", "乡村振兴"),
        ("xiangcun", "乡村"),
        ("lvse", "绿色"),
        ("lüse", "绿色"),
        ("lǜsè", "绿色"),
        ("yinhang", "银行"),
        ("chongqing", "重庆"),
        ("changjiang", "长江"),
        ("covid", "covid-19"),
        ("ＣＯＶ", "covid-19"),
        ("兰州新", "兰州新区"),
        ("longyuan", "陇原晚报"),
        ("lyw", "陇原晚报"),
        ("晚报", "陇原晚报"),
        ("走进", "走进"),
    ],
)
def test_what_goes_on_as_it_was_typed_comes_first(search: ArchiveSearch, typed: str, first: str) -> None:
    assert texts(search, typed)[0] == first


def test_kinds_and_counts_are_told(search: ArchiveSearch) -> None:
    kinds = {(one.text, one.kind): one.count for one in search.complete("kejiguan", 20)}
    assert kinds["科技馆", "word"] == 2
    assert kinds["科技馆走进重庆", "title"] == 1
    assert {(one.text, one.kind, one.count) for one in search.complete("林远")} == {("林远", "author", 7)}
    (source, *_) = search.complete("陇原晚")
    assert (source.text, source.kind, source.count) == ("陇原晚报", "source", 4)


def test_what_stands_in_one_title_alone_is_a_phrase_of_two_words_at_most(new_archive: NewArchive) -> None:
    titles = ("两岸制种玉米进入收获期", "兰州一社区办起食堂", "甘肃省兰州市西固区的夜市", "甘肃省兰州市西固区的早市")
    articles = {f"{n}": (title, "2021-01-01", "陇原晚报", "今天开门。") for n, title in enumerate(titles)}
    search = ArchiveSearch(new_archive(articles))

    def phrases(typed: str) -> set[str]:
        return {one.text for one in search.complete(typed, 50) if one.kind == "phrase"}

    assert phrases("制种") == {"制种玉米"}
    assert phrases("玉米") == {"玉米进入"}
    assert phrases("兰州一") == set()
    assert "甘肃省兰州市西固区" in phrases("甘肃")


def test_a_title_is_found_by_characters_anywhere_in_it(search: ArchiveSearch) -> None:
    assert "银行把柜台搬到村口" in texts(search, "櫃台搬")
    assert "鄉村振興的帶頭人" in texts(search, "带头")
    assert "苹果合作社分红" in texts(search, "pingguohezuo")


def test_no_syllable_goes_on_over_an_apostrophe(search: ArchiveSearch) -> None:
    assert "现代化" in texts(search, "xiand")
    assert "现代化" not in texts(search, "xi'and")


def test_newer_titles_come_before_older_ones(search: ArchiveSearch) -> None:
    titles = [one.text for one in search.complete("的", 50) if one.kind == "title"]
    assert titles == ["鄉村振興的帶頭人", "COVID-19 之后的小店"]


@pytest.mark.parametrize("typed", ["", " ", "，。", "没有的词", "qqqq", "'", "\0", "乡" * 49, "\ud800"])
def test_what_nothing_goes_on_from_has_none(search: ArchiveSearch, typed: str) -> None:
    assert search.complete(typed) == ()


def test_pinyin_finds_nothing_in_a_search(search: ArchiveSearch) -> None:
    for q in ("xczx", "xiangcun", "xiangcun*", "“xiangcun”"):
        assert search.search(SearchRequest(q)).total == 0


@st.composite
def typed_so_far(draw: st.DrawFn) -> str:
    """Draw the beginning of something in the archive, in characters, pinyin, first letters or some of each."""
    text = draw(st.sampled_from(TEXTS))
    start = draw(st.integers(0, len(text) - 1))
    piece = text[start : start + draw(st.integers(1, 6))]
    read = syllables(fold_text(piece))
    spelt = draw(st.sampled_from(["".join(read), "".join(one[0] for one in read), "'".join(read)]))
    head = draw(st.integers(0, len(piece)))
    mixed = piece[:head] + "".join(one[: draw(st.integers(1, 6))] for one in read[head:])
    way = draw(st.sampled_from([piece, spelt, mixed]))
    return way[: draw(st.integers(1, len(way)))]


def goes_on(typed: str, text: str) -> bool:
    """Tell whether a text has what was typed in it, or begins so in pinyin, with or without characters before it."""
    folded, whole = fold_text(typed).strip(), fold_text(text)
    if folded in whole:
        return True
    heads = [at for at in range(len(folded) + 1) if whole.startswith(folded[:at])]
    return any((spelt := spelling_of(folded[at:])) and fits(spelt, syllables(whole)[at:]) for at in heads)


@settings(deadline=None)
@given(typed=typed_so_far() | st.text("乡鄉村zhenxig' 19科技馆館lü", max_size=8), limit=st.integers(1, 20))
def test_every_completion_goes_on_as_it_was_typed(search: ArchiveSearch, typed: str, limit: int) -> None:
    found = search.complete(typed, limit)
    assert len(found) <= limit
    assert len({(one.text, one.kind) for one in found}) == len(found)
    for one in found:
        assert goes_on(typed, one.text), one


@settings(deadline=None)
@given(typed=typed_so_far())
def test_either_script_gives_the_same_completions(search: ArchiveSearch, typed: str) -> None:
    traditional = cast(str, TO_TRADITIONAL.convert(typed))
    assert search.complete(traditional) == search.complete(typed) == search.complete(fold_text(typed))


@settings(deadline=None)
@given(typed=typed_so_far())
def test_at_least_as_many_articles_are_found_as_are_told(search: ArchiveSearch, typed: str) -> None:
    for one in search.complete(typed):
        fields = {"title": "title:", "word": "", "phrase": ""}
        q = f"{fields.get(one.kind, one.kind + ':')}“{one.text}”"
        assert search.search(SearchRequest(q, limit=1)).total >= one.count > 0, one


def test_what_was_indexed_since_is_completed(new_archive: NewArchive) -> None:
    settings = new_archive({"museum": ARTICLES["museum"]})
    search = ArchiveSearch(settings)
    assert texts(search, "pingguo") == []
    save(settings.archive, "apples", *ARTICLES["apples"])
    synchronise(settings)
    assert texts(search, "pingguo")[0] == "苹果"


def test_a_server_completes_from_the_words_before_while_new_ones_are_gathered(new_archive: NewArchive) -> None:
    settings = new_archive({"museum": ARTICLES["museum"]})
    search = ArchiveSearch(settings, patience=60)
    assert texts(search, "kejig")[0] == "科技馆"
    save(settings.archive, "apples", *ARTICLES["apples"])
    synchronise(settings)
    assert texts(search, "kejig")[0] == "科技馆"
    assert search.search(SearchRequest("合作社")).total == 1


def test_an_empty_archive_completes_nothing(new_archive: NewArchive) -> None:
    settings = new_archive({"museum": ARTICLES["museum"]})
    (settings.archive / "museum.txt").unlink()
    synchronise(settings)
    assert ArchiveSearch(settings).complete("科") == ()


def test_a_paper_is_completed_as_one_under_all_its_names(new_archive: NewArchive) -> None:
    sources = ("陇原晚报", "隴原晚報", "兰州晚报")
    articles = {f"{n}": (f"第{n}期", "2021-01-01", source, "今天开门。") for n, source in enumerate(sources)}
    settings = replace(new_archive(articles), sources=("兰州新报, 兰州晚报",))
    search = ArchiveSearch(settings)
    found = {(one.text, one.count) for typed in ("晚报", "兰州新") for one in search.complete(typed)}
    assert found == {("陇原晚报", 2), ("兰州晚报", 1), ("兰州新报", 1)}
    assert [one.query for one in search.search(SearchRequest("来源:陇元晚报")).suggestions] == ["来源:陇原晚报"]
