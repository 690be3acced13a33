"""Texts near each other: the spans found are those of all ways to choose one occurrence of each."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.nearness import near_spans

SECONDS_AT_MOST = 2.0

needles = st.lists(st.text("甲乙丙", min_size=1, max_size=2), min_size=1, max_size=4)


def chosen_by_hand(sought: Sequence[str], line: str, distance: int) -> list[tuple[int, int]]:
    places = [[at for at in range(len(line)) if line.startswith(one, at)] for one in sought]
    found: set[tuple[int, int]] = set()
    for choice in product(*places):
        spans = sorted((at, at + len(one)) for at, one in zip(choice, sought, strict=True))
        if all(0 <= after[0] - before[1] <= distance for before, after in pairwise(spans)):
            found.update(spans)
    return sorted(found)


@pytest.mark.parametrize(
    ("sought", "line", "distance", "spans"),
    [
        (["苹果", "合作社"], "合作社里的苹果", 2, [(0, 3), (5, 7)]),
        (["苹果", "合作社"], "合作社里的苹果", 1, []),
        (["苹果", "苹果"], "一个苹果", 9, []),
        (["苹果", "苹果"], "苹果和苹果", 1, [(0, 2), (3, 5)]),
        (["果", "苹果"], "苹果果", 0, [(0, 2), (2, 3)]),
        (["甲", "乙", "丙"], "丙甲xx乙xxxxx乙", 2, [(0, 1), (1, 2), (4, 5)]),
    ],
)
def test_texts_are_near_each_other(sought: list[str], line: str, distance: int, spans: list[tuple[int, int]]) -> None:
    assert near_spans(sought, line, distance) == spans


@given(sought=needles, line=st.text("甲乙丙丁", max_size=10), distance=st.integers(0, 4))
def test_every_way_to_choose_occurrences_counts(sought: list[str], line: str, distance: int) -> None:
    assert near_spans(sought, line, distance) == chosen_by_hand(sought, line, distance)


def test_long_lines_that_hold_texts_often_are_looked_through_quickly() -> None:
    began = time.perf_counter()
    assert len(near_spans(["甲", "甲"], "甲" * 20_000, 9_999)) == 20_000
    assert time.perf_counter() - began < SECONDS_AT_MOST


def test_a_text_asked_for_many_times_takes_no_longer() -> None:
    began = time.perf_counter()
    assert len(near_spans(["的"] * 8, "的" * 5_000, 9_999)) == 5_000
    assert time.perf_counter() - began < SECONDS_AT_MOST
