"""How scores are counted: lengths as coarse as the byte in which Lucene and Tantivy keep them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.bm25 import coarse_length, damping, squeezed

LENGTHS = {0: 0, 1: 1, 39: 39, 40: 40, 41: 40, 42: 42, 55: 54, 56: 56, 59: 56, 60: 60, 87: 84, 88: 88, 95: 88, 96: 96}
"""How many words a field has → how many count, around the places where the steps double."""


@pytest.mark.parametrize(("words", "counted"), LENGTHS.items())
def test_lengths_count_in_steps(words: int, counted: int) -> None:
    assert coarse_length(words) == counted


def test_all_lengths_fit_one_byte() -> None:
    near_steps = {2**power + off for power in range(4, 31) for off in range(0, 2**power, 2 ** (power - 4))}
    lengths = {coarse_length(words + 24) for words in near_steps} | set(map(coarse_length, range(64)))
    assert len(lengths | {coarse_length(2**31 - 1)}) <= 256


@given(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))
def test_a_longer_field_never_counts_as_shorter(one: int, other: int) -> None:
    shorter, longer = sorted((one, other))
    assert coarse_length(shorter) <= coarse_length(longer)
    assert damping(shorter, 100.0) <= damping(longer, 100.0)


@given(st.integers(0, 2**31 - 1))
def test_what_counts_is_itself_counted_exactly_and_at_most_an_eighth_less(words: int) -> None:
    counted = coarse_length(words)
    assert coarse_length(counted) == counted
    assert words * 7 / 8 < counted <= words or words == counted == 0


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_squeezing_keeps_the_order_below_one(one: float, other: float) -> None:
    lower, higher = sorted((one, other))
    assert 0 <= squeezed(lower) <= squeezed(higher) < 1
