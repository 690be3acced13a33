"""What stands in a link is read back as it was, and Chinese stays legible in it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from web.queries import query_of, quoted

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@given(pairs=st.lists(st.tuples(texts, texts), max_size=5))
def test_parameters_come_back_as_they_were(pairs: list[tuple[str, str]]) -> None:
    assert parse_qsl(query_of(pairs)[1:], keep_blank_values=True) == pairs


@given(text=st.text(max_size=30))
def test_nothing_that_ends_a_link_or_shows_otherwise_stands_in_it(text: str) -> None:
    assert all(char.isalnum() or char in "_.~-%+" for char in quoted(text))


def test_letters_stay_and_signs_are_encoded() -> None:
    assert query_of([("q", "乡村 振兴"), ("source", "甘肃日报")]) == "?q=乡村+振兴&source=甘肃日报"
    assert quoted("“a&b”\u202e\ud800") == "%E2%80%9Ca%26b%E2%80%9D%E2%80%AE%3F"
