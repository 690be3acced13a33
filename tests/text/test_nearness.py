"""Texts near each other: the spans found are those of all ways to choose one occurrence of each."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Sequence
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.nearness import are_near, near_spans

SECONDS_AT_MOST = 2.0

BYTES_AT_MOST = 500
"""Memory for each occurrence that is looked at."""

DIGITS = "".join(random.Random(5).choices("0123456789", k=60_000))

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


@given(sought=needles, line=st.text("甲乙丙丁", max_size=12), distance=st.integers(0, 4))
def test_texts_are_near_where_there_is_a_span(sought: list[str], line: str, distance: int) -> None:
    assert are_near(sought, line, distance) == bool(near_spans(sought, line, distance))


class _CountedLine(str):
    """A line that counts how often something is looked for in it."""

    times = 0

    def find(self, *args: object) -> int:  # type: ignore[override]
        self.times += 1
        return super().find(*args)  # type: ignore[arg-type]


@pytest.mark.parametrize(("last", "near"), [("7", True), ("x", False)])
def test_no_more_is_looked_at_than_the_answer_takes(last: str, near: bool) -> None:
    line = _CountedLine(DIGITS + " " * 10_000 + "x")
    assert are_near([*"0123456", last], line, 9_999) is near
    assert line.times < (1_000 if near else len(line))


def test_memory_grows_with_occurrences_alone() -> None:
    tracemalloc.start()
    try:
        spans = near_spans([*"01234567"], DIGITS, 9_999)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(spans) == sum(char in "01234567" for char in DIGITS)
    assert most < BYTES_AT_MOST * len(spans)


def test_long_lines_that_hold_texts_often_are_looked_through_quickly() -> None:
    began = time.process_time()
    assert len(near_spans(["甲", "甲"], "甲" * 20_000, 9_999)) == 20_000
    assert time.process_time() - began < SECONDS_AT_MOST


def test_a_text_asked_for_many_times_takes_no_longer() -> None:
    began = time.process_time()
    assert len(near_spans(["的"] * 8, "的" * 5_000, 9_999)) == 5_000
    assert time.process_time() - began < SECONDS_AT_MOST


def test_eight_texts_in_a_long_line_are_looked_for_quickly() -> None:
    began = time.process_time()
    assert near_spans([*"01234567"], DIGITS, 9_999)
    assert not are_near([*"0123456x"], DIGITS + " " * 10_000 + "x", 9_999)
    assert time.process_time() - began < SECONDS_AT_MOST
