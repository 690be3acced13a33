"""Snippets: the places of a text that show why it is a hit."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.fold import fold_text
from indexer.text.marks import Needle, find_matches
from indexer.text.segment import Segmenter
from indexer.text.snippets import MOST_SNIPPETS, SNIPPET_LENGTH, Snippet, make_snippets
from tests.text.sentences import SIMPLIFIED, texts

SEGMENTER = Segmenter()
LEAD_AT_MOST = 30
SECONDS_AT_MOST = 2.0


def snippets_of(text: str, *sought: str) -> tuple[Snippet, ...]:
    return make_snippets(text, find_matches(text, [Needle(one) for one in sought], SEGMENTER))


def marked_texts(snippets: tuple[Snippet, ...]) -> list[str]:
    return [snippet.text[start:end] for snippet in snippets for start, end in snippet.marks]


long_texts = st.lists(
    st.one_of(st.sampled_from(["县城", "苹果", "，", "。", "！”", "\n", " ", "\u200b"]), st.sampled_from(SIMPLIFIED)),
    max_size=60,
).map("".join)


@given(long_texts, st.lists(st.sampled_from(["蘋果", "县城", "候鸟", "老人", "没有", "。"]), max_size=4, unique=True))
def test_snippets_are_pieces_of_the_text_in_order_and_within_a_paragraph(text: str, sought: list[str]) -> None:
    snippets = snippets_of(text, *sought)
    assert len(snippets) <= MOST_SNIPPETS
    assert bool(snippets) == bool(text.strip())
    end = 0
    for snippet in snippets:
        assert snippet.start >= end
        end = snippet.start + len(snippet.text)
        assert snippet.text == text[snippet.start : end]
        assert snippet.text.strip("\n")
        assert "\n" not in snippet.text
        assert len(snippet.text) <= SNIPPET_LENGTH


@given(long_texts, st.sampled_from(["蘋果", "县城", "候鸟一批批地飞", "老人"]))
def test_marks_lie_inside_and_spell_what_was_looked_for(text: str, sought: str) -> None:
    snippets = snippets_of(text, sought)
    for snippet in snippets:
        assert sum(end - start for start, end in snippet.marks) == len(fold_text(sought)) * fold_text(
            snippet.text
        ).count(fold_text(sought))
        for start, end in snippet.marks:
            assert 0 <= start < end <= len(snippet.text)
            spelt = fold_text(snippet.text[start:end])
            assert spelt == fold_text(sought) * (len(spelt) // len(sought))


@given(texts, texts)
def test_what_matches_is_shown(text: str, sought: str) -> None:
    sought = sought.replace("\n", "")
    matches = find_matches(text, [Needle(sought)], SEGMENTER)
    assert bool(marked_texts(make_snippets(text, matches))) == bool(matches)


def test_a_long_quote_is_marked_whole() -> None:
    quote = "".join(SIMPLIFIED[:5])
    text = f"{'前言' * 60}{quote}{'后记' * 60}"
    assert len(quote) > SNIPPET_LENGTH
    assert marked_texts(snippets_of(text, quote)) == [quote]


def test_a_sentence_that_ends_within_the_quote_does_not_end_the_snippet() -> None:
    quote = "集市上人声鼎沸" * 5 + "。" + "傍晚才散"
    text = f"{'早' * 30}{quote}{'晚' * 200}"
    assert marked_texts(snippets_of(text, quote)) == [quote]


def test_without_a_match_the_beginning_is_shown() -> None:
    (snippet,) = snippets_of(SIMPLIFIED[0] * 20, "没有")
    assert snippet.start == 0
    assert snippet.marks == ()
    assert not snippet.cut_before


@pytest.mark.parametrize(
    ("text", "shown"), [("", []), ("\n\n", []), (" \u3000\n", []), ("\n\n正文\n后文", ["正文"]), ("短", ["短"])]
)
def test_the_beginning_is_where_there_is_something_to_read(text: str, shown: list[str]) -> None:
    assert [snippet.text for snippet in snippets_of(text, "没有")] == shown


def test_every_part_of_the_query_is_shown() -> None:
    gap = "山路弯弯曲曲地绕过村庄。" * 15
    text = f"苹果丰收。{gap}苹果又丰收。{gap}候鸟来了。{gap}老人讲故事。"
    shown = snippets_of(text, "苹果", "候鸟", "老人")
    assert set(marked_texts(shown)) == {"苹果", "候鸟", "老人"}
    assert len(shown) == 3


def test_a_place_that_shows_two_parts_comes_before_places_that_show_one() -> None:
    gap = "山路弯弯曲曲地绕过村庄。" * 15
    text = f"苹果丰收。{gap}候鸟来了。{gap}候鸟吃苹果。{gap}"
    assert any(
        {snippet.text[start:end] for start, end in snippet.marks} == {"候鸟", "苹果"}
        for snippet in snippets_of(text, "苹果", "候鸟")
    )


def test_a_rare_part_is_shown_behind_a_thousand_frequent_ones() -> None:
    text = "的确是的。\n" * 1_000 + "候鸟来了。"
    assert "候鸟" in marked_texts(snippets_of(text, "的", "候鸟"))


def test_a_second_place_is_shown_and_no_third_that_adds_nothing() -> None:
    gap = "山路弯弯曲曲地绕过村庄。" * 15
    assert len(snippets_of(f"苹果。{gap}" * 4, "苹果")) == 2


def test_a_long_paragraph_is_cut_at_the_ends_of_sentences() -> None:
    text = "第一句讲的是一座很老的桥。" * 10 + "候鸟飞来了。" + "第二句讲的是桥下流过的水。" * 10
    (snippet,) = snippets_of(text, "候鸟")
    assert text[snippet.start - 1] == "。"
    assert snippet.text.endswith("。")
    assert len(snippet.text) > SNIPPET_LENGTH // 2
    assert not snippet.cut_before
    assert not snippet.cut_after


def test_text_without_punctuation_is_cut_near_the_match() -> None:
    text = "字" * 500 + "候鸟" + "字" * 500
    (snippet,) = snippets_of(text, "候鸟")
    assert len(snippet.text) == SNIPPET_LENGTH
    assert 0 < snippet.marks[0][0] <= LEAD_AT_MOST
    assert snippet.cut_before
    assert snippet.cut_after


def test_a_short_paragraph_is_shown_whole() -> None:
    text = f"上文\n{SIMPLIFIED[5]}\n下文"
    (snippet,) = snippets_of(text, "候鸟")
    assert snippet.text == SIMPLIFIED[5]
    assert not snippet.cut_before
    assert not snippet.cut_after


@pytest.mark.parametrize(
    "text",
    ["的" * 50_000, "的确是的。\n" * 20_000, "的确是这样的，" * 10_000],
    ids=["run", "paragraphs", "one paragraph"],
)
def test_thousands_of_matches_are_quick(text: str) -> None:
    began = time.process_time()
    snippets = snippets_of(text, "的", "确")
    assert time.process_time() - began < SECONDS_AT_MOST
    assert snippets[0].marks
