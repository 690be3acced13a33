"""Words like one that was typed: which of the archive's words are meant, and in which order they are cut."""

from __future__ import annotations

import time
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query.expansion import MOST_EXPANDED, expanded, words_like
from indexer.query.tree import And, LikeWord, Not, Occurs

SECONDS_AT_MOST = 1.0

WORDS = {"兰州": 9, "兰": 1, "州": 4, "兰溪": 4, "苏州": 7, "州兰": 1, "兰州市": 2, "大兰州": 2, "兰州大学": 5, "汉": 8}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("兰州~", ["兰州", "苏州", "兰溪", "州", "兰州市", "大兰州", "兰", "州兰"]),
        ("蘭州~", ["兰州", "苏州", "兰溪", "州", "兰州市", "大兰州", "兰", "州兰"]),
        ("兰州大雪~", ["兰州大学"]),
        ("兰*", ["兰州", "兰州大学", "兰溪", "兰州市", "兰"]),
        ("兰?", ["兰州", "兰溪"]),
        ("杭州?", []),
    ],
)
def test_words_like_one_come_by_frequency_then_by_code_point(typed: str, words: list[str]) -> None:
    assert words_like(typed, WORDS) == words


def edits(one: str, other: str) -> bool:
    """Tell by hand whether one word becomes the other by one edit at most."""
    if one == other:
        return True
    cuts = [(one[:at], one[at:]) for at in range(len(one) + 1)]
    return any(
        other in (head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:])
        or (len(other) == len(one) + 1 and other[: len(head)] == head and other[len(head) + 1 :] == tail)
        or (len(other) == len(one) and other[: len(head)] == head and other[len(head) + 1 :] == tail[1:])
        for head, tail in cuts
    )


short = st.text("甲乙丙.a", min_size=1, max_size=4)


@given(typed=st.text("甲乙丙.a", min_size=2, max_size=4), words=st.sets(short, max_size=30))
def test_exactly_the_words_within_one_edit_are_alike(typed: str, words: set[str]) -> None:
    assert set(words_like(f"{typed}~", dict.fromkeys(words, 1))) == {word for word in words if edits(typed, word)}


def test_a_tree_is_given_its_words_and_told_what_was_cut() -> None:
    many = {f"兰{chr(0x4E00 + at)}": at for at in range(MOST_EXPANDED + 5)}
    tree = And((Occurs("甲"), Not(LikeWord("兰?"))))
    full, expansions = expanded(tree, lambda: many)
    assert isinstance(full, And)
    assert isinstance(full.parts[1], Not)
    assert isinstance(full.parts[1].part, LikeWord)
    assert len(full.parts[1].part.words) == MOST_EXPANDED
    assert full.parts[1].part.words[0] == f"兰{chr(0x4E00 + MOST_EXPANDED + 4)}"
    assert [tuple(one) for one in expansions] == [("兰?", MOST_EXPANDED, MOST_EXPANDED + 5)]


def test_the_vocabulary_is_not_asked_for_where_no_word_needs_it() -> None:
    def never() -> dict[str, int]:
        raise AssertionError

    assert expanded(Occurs("甲"), never) == (Occurs("甲"), ())


@pytest.mark.parametrize(
    "typed", ["*?*?*?*?*?Z", "t*?*?*?*?Z", "*0" * 12 + "z", "0*" * 40, "ab" * 900 + "~", "?" * 900]
)
def test_words_that_fit_nothing_are_told_quickly(typed: str) -> None:
    words = {f"tv.example.com/2026/08/22/{at:034}": 1 for at in range(200)} | {"0" * 60: 1, "ab" * 30: 1}
    began = time.process_time()
    words_like(typed, words)
    assert time.process_time() - began < SECONDS_AT_MOST


@given(typed=st.text("甲乙*?", min_size=1, max_size=7), word=st.text("甲乙", min_size=1, max_size=8))
def test_words_fit_wildcards_as_file_names_do(typed: str, word: str) -> None:
    assert (words_like(typed, {word: 1}) == [word]) == fnmatchcase(word, typed)
