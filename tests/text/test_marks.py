"""Marks: every occurrence, at the characters that are shown."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Repair
from indexer.text.fold import Variants, fold_text
from indexer.text.marks import Match, Needle, find_matches, merged
from indexer.text.segment import Segmenter
from tests.text.sentences import ODD, texts

SEGMENTER = Segmenter()


def marked(text: str, *needles: Needle | str, repairs: tuple[Repair, ...] = ()) -> str:
    """Return ``text`` with its marks in square brackets."""
    asked = [Needle(needle) if isinstance(needle, str) else needle for needle in needles]
    shown, at = "", 0
    for start, end in merged(find_matches(text, asked, SEGMENTER, repairs)):
        shown += f"{text[at:start]}[{text[start:end]}]"
        at = end
    return shown + text[at:]


MARKED = {
    "each occurrence": ("中国与中国人", ("中国",), "[中国]与[中国]人"),
    "the other script": ("圖書館裏", ("图书馆",), "[圖書館]裏"),
    "another width and case": ("ＣＯＶＩＤ与covid", ("Covid",), "[ＣＯＶＩＤ]与[covid]"),
    "overlapping": ("哈哈哈！", ("哈哈",), "[哈哈哈]！"),
    "touching": ("发展经济", ("发展", "经济"), "[发展经济]"),
    "one in the other": ("大图书馆", ("图书", "大图书馆"), "[大图书馆]"),
    "several spaces": ("甲 \u3000乙丙", ("甲 乙",), "[甲 \u3000乙]丙"),
    "a space looked for marks the first": ("甲  乙", (" ",), "甲[ ] 乙"),
    "no width inside": ("甲\u200b乙", ("甲乙",), "[甲\u200b乙]"),
    "no width at the ends": ("\u200b甲乙\u200b丙", ("甲乙",), "\u200b[甲乙]\u200b丙"),
    "a newline in between": ("甲\n乙", ("甲 乙", "甲乙"), "甲\n乙"),
    "nothing looked for": ("甲乙", ("", "\u200b"), "甲乙"),
    "nothing there": ("", ("甲",), ""),
    "whole": ("发展中国家在中国", (Needle("中国", whole=True),), "发展中国家在[中国]"),
    "whole in the other script": ("發展中國家在中國", (Needle("中国", whole=True),), "發展中國家在[中國]"),
    "whole over two words": ("图书馆周末开放", (Needle("图书馆周末", whole=True),), "[图书馆周末]开放"),
    "exact": ("瞭解与了解", (Needle("了解", variants="exact"),), "瞭解与[了解]"),
    "exact and whole": (
        "發展中國家在中國，中国",
        (Needle("中國", whole=True, variants="exact"),),
        "發展中國家在[中國]，中国",
    ),
}


@pytest.mark.parametrize(("text", "needles", "shown"), MARKED.values(), ids=MARKED)
def test_marks_of_needles(text: str, needles: tuple[Needle | str, ...], shown: str) -> None:
    assert marked(text, *needles) == shown


def spans_by_force(text: str, needle: Needle) -> set[tuple[int, int]]:
    """Return the shortest spans of ``text`` that fold to the needle, each from a character that folding keeps."""

    def folded(piece: str) -> str:
        return fold_text(piece, needle.variants)

    edges = {0, *accumulate(len(piece) for piece, _ in SEGMENTER.pieces(fold_text(text)))}
    sought = folded(needle.text)
    found = set()
    for start in range(len(text)):
        at = len(folded(text[:start]))
        if len(folded(text[: start + 1])) == at:
            continue
        end = next((end for end in range(start + 1, len(text) + 1) if folded(text[start:end]) == sought), None)
        if end and (not needle.whole or {at, at + len(sought)} <= edges):
            found.add((start, end))
    return found


@given(
    st.lists(st.sampled_from("中國国发展家 \u3000\u200b\nAａ,"), max_size=16).map("".join),
    st.lists(st.sampled_from("中国展家 \u200ba"), min_size=1, max_size=3).map("".join).filter(fold_text),
    st.booleans(),
    st.sampled_from(["fold", "exact"]),
)
def test_every_occurrence_is_a_match_and_nothing_else_is(text: str, sought: str, whole: bool, how: Variants) -> None:
    needle = Needle(sought, whole, how)
    assert {(match.start, match.end) for match in find_matches(text, [needle], SEGMENTER)} == spans_by_force(
        text, needle
    )


@given(texts, st.lists(texts, max_size=3))
def test_matches_come_by_start_and_say_which_needle_they_spell(text: str, sought: list[str]) -> None:
    found = find_matches(text, [Needle(one) for one in sought], SEGMENTER)
    assert [match.start for match in found] == sorted(match.start for match in found)
    for match in found:
        assert fold_text(text[match.start : match.end]) == fold_text(sought[match.needle])


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5))))
def test_merged_marks_cover_what_the_matches_cover_and_stand_apart(spans: list[tuple[int, int]]) -> None:
    matches = [Match(start, start + length, 0) for start, length in sorted(spans)]
    marks = merged(matches)
    assert {at for start, end in marks for at in range(start, end)} == {
        at for match in matches for at in range(match.start, match.end)
    }
    ends = [end for _, end in marks[:-1]]
    assert all(end < start for end, (start, _) in zip(ends, marks[1:], strict=True))
    assert all(start < end for start, end in marks)


GLOSS = Repair("text", 4, 5, "镕(róng)", "镕", "gloss")


@pytest.mark.parametrize(
    ("sought", "shown"),
    [
        ("姓朱镕是", "师傅[姓朱镕是]木匠\n镕"),
        ("镕(róng)是", "师傅姓朱[镕是]木匠\n镕"),
        ("róng", "师傅姓朱[镕]是木匠\n镕"),
        ("姓朱镕(ró", "师傅[姓朱镕]是木匠\n镕"),
        ("是木匠", "师傅姓朱镕[是木匠]\n镕"),
        ("镕", "师傅姓朱[镕]是木匠\n[镕]"),
        ("朱是", "师傅姓朱镕是木匠\n镕"),
    ],
)
def test_what_was_saved_is_marked_where_it_was_repaired(sought: str, shown: str) -> None:
    assert marked("师傅姓朱镕是木匠\n镕", sought, repairs=(GLOSS,)) == shown


def test_whole_words_of_what_was_saved_are_cut_as_it_was_saved() -> None:
    text, repairs = "发展中国家", (Repair("text", 4, 4, "。", "", "stop"),)
    assert marked(text, Needle("中国", whole=True)) == "发展中国家"
    assert marked(text, Needle("中国", whole=True), repairs=repairs) == "发展[中国]家"


Part = tuple[str, str | None]
"""Characters that are shown, and what was saved in their place where that was something else."""

LETTERS = "中国发展家abc"
parts = st.lists(
    st.tuples(st.text(LETTERS, max_size=3), st.one_of(st.none(), st.text(LETTERS + "(?)", max_size=4))).filter(any),
    min_size=1,
    max_size=7,
)


@given(parts, parts, st.data())
def test_any_piece_of_what_was_saved_is_marked(above: list[Part], below: list[Part], data: st.DataObject) -> None:
    text = "".join(shown for shown, _ in above) + "\n"
    origins: list[tuple[int, int]] = []
    saved, repairs = "", []
    for shown, before in below:
        start, end = len(text), len(text) + len(shown)
        text += shown
        saved += shown if before is None else before
        if before is None:
            origins += [(at, at + 1) for at in range(start, end)]
        else:
            origins += [(start, end)] * len(before)
            repairs.append(Repair("text", start, end, before, shown, "rule"))
    if not saved or not repairs:
        return
    first = data.draw(st.integers(0, len(saved) - 1))
    last = data.draw(st.integers(first + 1, len(saved)))
    expected = (min(a for a, _ in origins[first:last]), max(b for _, b in origins[first:last]))
    found = find_matches(text, [Needle(saved[first:last])], SEGMENTER, repairs)
    assert expected in {(match.start, match.end) for match in found}
    assert all(0 <= match.start <= match.end <= len(text) for match in found)


@pytest.mark.parametrize("text", ODD)
def test_every_character_of_odd_text_is_marked(text: str) -> None:
    for line in text.split("\n"):
        shown = merged(find_matches(line, [Needle(line)], SEGMENTER))
        assert fold_text("".join(line[start:end] for start, end in shown)) == fold_text(line)
