"""A long text is replaced in slices as it would be at once."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.page import tidy, without_breaks
from indexer.reading.slices import SLICE, sub_in_slices

TAG = re.compile("<[^<>]*>")
BEHIND_TAG = re.compile("(?<=>).", re.DOTALL)


@given(st.lists(st.sampled_from(["<b>", "<", ">", "早市", " "]), min_size=1, max_size=40))
def test_tags_are_taken_out_of_a_long_text_as_of_a_short_one(pieces: list[str]) -> None:
    text = "".join(pieces)
    long = text * (2 * SLICE // len(text) + 2)
    assert sub_in_slices(TAG, " ", long, BEHIND_TAG) == TAG.sub(" ", long)


@given(st.lists(st.sampled_from(["早", "\n", " ", "\t", "市场"]), min_size=1, max_size=20))
def test_blanks_run_together_in_a_long_text_as_in_a_short_one(pieces: list[str]) -> None:
    text = "".join(["市", *pieces])
    long = text * (SLICE // len(text) + 2)
    assert tidy(long) == re.sub(r"[ \t\n]+", " ", long).strip()


@given(st.lists(st.sampled_from(["早", "\n", "a", " ", "市场"]), min_size=1, max_size=20))
def test_line_ends_are_left_out_of_a_long_text_as_of_a_short_one(pieces: list[str]) -> None:
    text = "".join(["市", *pieces])
    long = text * (SLICE // len(text) + 2)
    middle = len(text) * (len(long) // len(text) // 2)
    assert without_breaks(long).startswith(without_breaks(long[: middle + 1]))
    assert without_breaks(long).endswith(without_breaks(long[middle:]))
