"""Segmentation: which pieces a text is cut into."""

from __future__ import annotations

import re
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.fold import fold_text
from indexer.text.segment import LONGEST_WORD, Library, Segmenter, boundaries, readable
from tests.text import make_folded_words
from tests.text.sentences import HAN_RUN, ODD, SIMPLIFIED, TRADITIONAL, texts

LIBRARIES: tuple[Library, ...] = ("rjieba", "jieba")

CUTS = {
    "a decimal number": ("增长13.91%", ["增长", "13.91"]),
    "a number in thousands": ("共12,000人", ["共", "12,000", "人"]),
    "millions": ("1,234,567.8元", ["1,234,567.8", "元"]),
    "two numbers at a comma": ("2018，2019年", ["2018", "2019", "年"]),
    "a comma before four digits": ("12,0000", ["12", "0000"]),
    "a comma before Latin": ("1,abc", ["1", "abc"]),
    "a hyphen": ("COVID-19病毒", ["covid-19", "病毒"]),
    "digits and letters": ("5G网络", ["5g", "网络"]),
    "an ampersand": ("A&B公司", ["a&b", "公司"]),
    "an apostrophe": ("rock'n’roll", ["rock'n’roll"]),
    "an address of mail": ("wang.li-1@news.example.cn", ["wang.li-1", "news.example.cn"]),
    "signs at the ends": ("-a- .5. a..b", ["a", "5", "a", "b"]),
    "underscores": ("_a_b__c", ["a_b", "c"]),
    "signs alone": ("，。！ …— +", []),
    "Han and Latin": ("卡拉OK厅", ["卡拉", "ok", "厅"]),
    "Han beyond the dictionary": ("𠮷野", ["𠮷", "野"]),
    "Kana": ("ひらがな", ["ひらがな"]),
    "Hangul": ("한국어 문장", ["한국어", "문장"]),
    "Uyghur": ("ئۇيغۇرچە گېزىت", ["ئۇيغۇرچە", "گېزىت"]),
    "emoji": ("笑😀哭", ["笑", "哭"]),
}


@pytest.fixture(scope="module", params=LIBRARIES)
def segmenter(request: pytest.FixtureRequest) -> Segmenter:
    return Segmenter(library=request.param)


@pytest.mark.parametrize(("text", "words"), CUTS.values(), ids=CUTS)
def test_words_are_cut_by_rule(segmenter: Segmenter, text: str, words: list[str]) -> None:
    assert segmenter.words(fold_text(text)) == words


@pytest.mark.parametrize(
    "word", ["现象", "現象", "著名", "对象", "產業鏈", "供应链", "讲座", "与时俱进", "瞭望", "执著"]
)
@pytest.mark.parametrize("library", LIBRARIES)
def test_words_that_folding_changes_stay_words(word: str, library: Library) -> None:
    folded = fold_text(word)
    assert Segmenter(library=library).words(folded) == [folded]
    assert fold_text(readable(folded)) == folded
    assert readable(fold_text("现象")) == "现象"


def test_the_table_of_folded_words_is_the_one_that_is_generated() -> None:
    written = resources.files("indexer.text").joinpath("folded_words.txt").read_text(encoding="utf-8")
    assert written.splitlines() == make_folded_words.folded_words()


def test_han_is_cut_into_words_and_not_characters(segmenter: Segmenter) -> None:
    assert segmenter.words("县里的图书馆周末开放") == ["县里", "的", "图书馆", "周末", "开放"]


@given(text=texts)
def test_pieces_together_are_the_text(segmenter: Segmenter, text: str) -> None:
    folded = fold_text(text)
    pieces = list(segmenter.pieces(folded))
    assert "".join(piece for piece, _ in pieces) == folded
    for piece, is_word in pieces:
        assert piece
        assert any(char.isalnum() or HAN_RUN.match(char) for char in piece) == is_word


@given(text=texts)
def test_no_word_holds_han_and_something_else(segmenter: Segmenter, text: str) -> None:
    for word in segmenter.words(fold_text(text)):
        assert HAN_RUN.fullmatch(word) or not HAN_RUN.search(word)


@given(text=texts)
def test_both_libraries_cut_any_text_alike(text: str) -> None:
    one, other = (list(Segmenter(library=library).pieces(fold_text(text))) for library in LIBRARIES)
    assert one == other


@pytest.mark.parametrize("text", [*SIMPLIFIED, *TRADITIONAL, *ODD])
def test_both_libraries_cut_own_sentences_alike(text: str) -> None:
    one, other = (list(Segmenter(library=library).pieces(fold_text(text))) for library in LIBRARIES)
    assert one == other


def test_both_libraries_cut_real_news_alike(news: list[str]) -> None:
    runs = sorted({run for text in news for run in HAN_RUN.findall(fold_text(text))})
    assert len(runs) > 20_000
    one, other = (Segmenter(library=library) for library in LIBRARIES)
    differing = [run for run in runs if one.words(run) != other.words(run)]
    assert differing == []


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("若尔盖草原湿地", "记者走进若尔盖草原湿地采访"),
        ("云岫隘口", "列车经过云岫隘口隧道"),
        ("百合小镇", "在百合小镇里住了一夜"),
        ("花椒直播间", "花椒直播间开播"),
    ],
)
def test_own_words_are_kept_whole(library: Library, word: str, text: str) -> None:
    assert word not in Segmenter(library=library).words(text)
    own = Segmenter([word], library)
    assert word in own.words(text)
    assert "".join(piece for piece, _ in own.pieces(text)) == text


KEPT = {
    "between words that overlap it": ("黄河铁桥文化节", "看中山桥黄河铁桥文化节目单", ["黄河铁桥文化节"]),
    "three characters": ("金城关", "在金城关中路", ["金城关"]),
    "eight characters": ("兰州牛肉拉面街区", "到兰州牛肉拉面街区去", ["兰州牛肉拉面街区"]),
    "Latin before Han": ("C919大飞机", "国产C919大飞机首航", ["c919大飞机"]),
    "Latin behind Han": ("卡拉OK", "去卡拉OK厅", ["卡拉ok"]),
    "Latin on both sides": ("T恤A型", "一件Ｔ恤Ａ型。", ["t恤a型"]),
    "a number before Han": ("5G基站", "北京，5G基站开通", ["5g基站"]),
    "two characters of two kinds": ("A股", "今天A股上涨", ["a股"]),
    "a sign inside": ("阿不都·买买提", "村民阿不都·买买提说", ["阿不都·买买提"]),
    "a character that the dictionary lacks": ("一号𠮷店", "去一号𠮷店里", ["一号𠮷店"]),
    "in the other script": ("金城關", "金城关與金城關", ["金城关", "金城关"]),
    "a part of a Latin word": ("卡拉OK", "卡拉OKAY", []),
    "a part of a number": ("5G基站", "85G基站、1.5G基站", []),
    "a part of a number in thousands": ("型号12", "型号12,000", []),
    "a number of four digits behind a comma": ("型号12", "型号12,0000", ["型号12"]),
    "two characters in another word": ("海东", "上海东方明珠", []),
    "two characters by themselves": ("海东", "青海海东市", ["海东"]),
}


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(("word", "text", "kept"), KEPT.values(), ids=KEPT)
def test_own_words_are_kept_whole_wherever_they_stand(library: Library, word: str, text: str, kept: list[str]) -> None:
    own, folded = Segmenter([fold_text(word)], library), fold_text(text)
    assert [piece for piece in own.words(folded) if piece == fold_text(word)] == kept
    assert "".join(piece for piece, _ in own.pieces(folded)) == folded
    if not kept:
        assert own.words(folded) == Segmenter(library=library).words(folded)


def test_of_own_words_that_overlap_the_first_is_kept_and_of_those_the_longest() -> None:
    own = Segmenter(["金城关", "金城关隘口", "隘口村寨", "城关隘"])
    assert own.words("金城关隘口村寨") == ["金城关隘口", "村寨"]
    assert own.words("金城关上隘口村寨") == ["金城关", "上", "隘口村寨"]


@given(text=texts, words=st.lists(st.text("甲乙国a5.-·，", min_size=2, max_size=4), max_size=4))
def test_pieces_together_are_the_text_with_own_words_too(text: str, words: list[str]) -> None:
    folded, own = fold_text(text), Segmenter(map(fold_text, words))
    assert "".join(piece for piece, _ in own.pieces(folded)) == folded


def test_own_words_do_not_reach_other_segmenters(segmenter: Segmenter) -> None:
    text = "列车经过青岚关隧道"
    before = segmenter.words(text)
    for library in LIBRARIES:
        Segmenter(["青岚关隧道"], library).words(text)
    assert segmenter.words(text) == before


def test_the_version_names_what_the_cut_depends_on() -> None:
    versions = [
        Segmenter().version,
        Segmenter(library="jieba").version,
        Segmenter(["土门关"]).version,
        Segmenter(["土门关", "百合小镇"]).version,
    ]
    assert len(set(versions)) == len(versions)
    assert re.fullmatch(r"\d+-rjieba-[\d.]+-words-none", versions[0])
    assert re.fullmatch(r"\d+-jieba-[\d.]+-words-none", versions[1])


def test_the_version_is_the_same_for_the_same_words_in_any_order() -> None:
    assert Segmenter(["甲乙", "丙丁"]).version == Segmenter(["丙丁", "甲乙", "甲乙"]).version


def test_a_piece_that_is_too_long_is_no_word(segmenter: Segmenter) -> None:
    longest, too_long = "a" * LONGEST_WORD, "b" * (LONGEST_WORD + 1)
    assert segmenter.words(f"{longest} {too_long}") == [longest]


@given(text=texts)
def test_boundaries_are_where_pieces_meet(segmenter: Segmenter, text: str) -> None:
    folded = fold_text(text)
    pieces = [piece for piece, _ in segmenter.pieces(folded)]
    edges = sorted(boundaries(pieces))
    assert edges[0] == 0
    assert edges[-1] == len(folded)
    assert [folded[start:end] for start, end in pairwise(edges)] == pieces
