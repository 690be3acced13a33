"""Folding: what counts as one character, and the way back to the original."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from indexer.text.fold import Variants, fold, fold_text, script_pairs
from tests.text import make_fold_pairs
from tests.text.sentences import ODD, SIMPLIFIED, TRADITIONAL, texts

variants = st.sampled_from(["fold", "exact"])

CONVERSIONS = ("s2t", "s2tw", "s2hk")

SAME = {
    "traditional": ("縣裡的圖書館", "县里的图书馆"),
    "a variant that OpenCC leaves apart": ("瞭解", "了解"),
    "Hong Kong": ("衞生", "卫生"),
    "Taiwan": ("臺灣", "台湾"),
    "full-width digits and letters": ("ＧＤＰ２０２４", "gdp2024"),
    "full-width signs": ("（１３．９１％）：！", "(13.91%):!"),
    "upper case": ("COVID-19", "covid-19"),
    "Greek and Cyrillic case": ("ΩЖ", "ωж"),
    "half-width Kana": ("ｶﾅ", "カナ"),
    "ideographic space": ("甲　乙", "甲 乙"),
    "many kinds of white space": ("甲\t\u00a0\u2003\r 乙", "甲 乙"),
    "white space around what has no width": ("甲 \u200b 乙", "甲 乙"),
    "zero-width space": ("甲\u200b乙", "甲乙"),
    "byte order mark": ("\ufeff甲", "甲"),
    "soft hyphen": ("co\u00adop", "coop"),
    "marks of direction": ("\u2067甲\u2069\u061c乙\u202c", "甲乙"),
    "variation selectors": ("葛\U000e0100城❤\ufe0f", "葛城❤"),
    "a line separator is white space": ("甲\u2028乙", "甲 乙"),
}

APART = {
    "a newline stays": ("甲\n乙", "甲 乙"),
    "white space stays": ("甲 乙", "甲乙"),
    "vocabulary is not folded": ("資訊", "信息"),
    "accents stay": ("é", "e"),
    "Chinese quotes are not straight ones": ("“甲”", '"甲"'),
    "digits are not Han numerals": ("2", "二"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_these_fold_alike(one: str, other: str) -> None:
    assert fold_text(one) == fold_text(other)


@pytest.mark.parametrize(("one", "other"), APART.values(), ids=APART)
def test_these_stay_apart(one: str, other: str) -> None:
    assert fold_text(one) != fold_text(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("縣ＡB", "縣ＡB"),
        ("甲　 乙", "甲 乙"),
        ("甲\u200b\ufe0f乙", "甲乙"),
        ("甲 \n 乙", "甲 \n 乙"),
        ("瞭解 了解", "瞭解 了解"),
    ],
)
def test_exact_touches_only_white_space_and_what_has_no_width(text: str, folded: str) -> None:
    assert fold_text(text, "exact") == folded


@pytest.mark.parametrize(
    ("text", "folded"), [("  甲\n\n 乙 \n", " 甲\n\n 乙 \n"), ("甲\r\n乙", "甲 \n乙"), ("\n\u200b\n", "\n\n")]
)
def test_newlines_stay_each_for_itself(text: str, folded: str) -> None:
    assert fold_text(text) == folded


@given(texts, variants)
def test_folding_twice_is_folding_once(text: str, how: Variants) -> None:
    once = fold_text(text, how)
    assert fold_text(once, how) == once


def test_every_character_folds_to_one_that_stays() -> None:
    chars = [chr(code) for code in range(0x110000) if chr(code) != "\n"]
    folded = fold_text("\n".join(chars)).split("\n")
    assert len(folded) == len(chars)
    assert [char for char, to in zip(chars, folded, strict=True) if len(to) > 1] == []
    assert fold_text("\n".join(folded)).split("\n") == folded


@given(texts, variants)
def test_a_text_folds_as_its_characters_do_with_white_space_run_together(text: str, how: Variants) -> None:
    assert fold_text(text, how) == re.sub(" +", " ", "".join(fold_text(char, how) for char in text))


@given(texts)
def test_exact_is_a_step_on_the_way_to_folded(text: str) -> None:
    assert fold_text(fold_text(text, "exact")) == fold_text(text)


@given(texts, variants)
def test_each_folded_character_has_its_place_in_the_original(text: str, how: Variants) -> None:
    folded = fold(text, how)
    if folded.starts is None:
        assert len(folded.text) == len(text)
        return
    starts = list(folded.starts)
    assert len(starts) == len(folded.text) + 1
    assert starts[-1] == len(text)
    assert starts == sorted(set(starts))
    for char, start in zip(folded.text, starts, strict=False):
        assert fold_text(text[start], how) == char


@given(texts)
def test_both_variants_keep_the_same_places(text: str) -> None:
    assert fold(text).starts == fold(text, "exact").starts


@given(texts, variants, st.data())
def test_a_span_leads_back_to_the_characters_it_came_from(text: str, how: Variants, data: st.DataObject) -> None:
    folded = fold(text, how)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.original_span(start, end)
    assert 0 <= first <= last <= len(text)
    assert fold_text(text[first:last], how) == folded.text[start:end]
    if start < end:
        assert fold_text(text[first], how)
        assert fold_text(text[last - 1], how)


@pytest.mark.parametrize("conversion", CONVERSIONS)
def test_own_sentences_fold_alike_in_both_scripts(conversion: str) -> None:
    convert = OpenCC(conversion).convert
    for sentence in SIMPLIFIED:
        assert convert(sentence) != sentence
        assert fold_text(convert(sentence)) == fold_text(sentence)


@pytest.mark.parametrize("sentence", TRADITIONAL)
def test_traditional_sentences_fold_as_their_simplified_form(sentence: str) -> None:
    simple = OpenCC("t2s").convert(sentence)
    assert simple != sentence
    assert fold_text(sentence) == fold_text(simple)


@pytest.mark.parametrize("conversion", CONVERSIONS)
def test_real_news_folds_alike_in_both_scripts(conversion: str, news: list[str]) -> None:
    convert = OpenCC(conversion).convert
    apart = {(a, b) for text in news for a, b in zip(fold_text(text), fold_text(convert(text)), strict=True) if a != b}
    assert not apart


@pytest.mark.parametrize("text", ODD)
def test_odd_text_folds_with_its_way_back(text: str) -> None:
    folded = fold(text)
    assert folded.original_span(0, len(folded.text))[1] <= len(text)


def test_the_table_of_pairs_is_the_one_that_is_generated() -> None:
    generated = make_fold_pairs.fold_pairs()
    assert {line[0]: line[1:] for line in generated.splitlines()} == _table()


def _table() -> dict[str, str]:
    groups: dict[str, str] = {}
    for variant, representative in script_pairs().items():
        groups[representative] = groups.get(representative, "") + variant
    return groups


def test_no_variant_is_what_another_folds_to() -> None:
    pairs = script_pairs()
    assert len(pairs) > 4_000
    assert not set(pairs) & set(pairs.values())


@given(st.text(st.sampled_from("，（）：甲国國發业AbＣ𠮷㐀葛\U000e0100\u200b"), max_size=300))
def test_folding_a_long_text_folds_each_of_its_characters(text: str) -> None:
    assert fold_text(text) == "".join(map(fold_text, text))
