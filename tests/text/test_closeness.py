"""How close a text comes to the terms of a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.closeness import Term, closeness

TERMS = (Term("石桥", 3.0, 2.0), Term("修建", 2.0, 2.0), Term("县里", 1.0, 1.0))


def score(text: str, average: float = 40.0) -> float:
    return sum(closeness(text, TERMS, average).values())


@pytest.mark.parametrize(
    ("closer", "farther"),
    [
        ("石桥是县里修建的。", "石桥很长。"),
        ("石桥很长。", "县里很大。"),
        ("石桥是去年修建的。候鸟来了。", "石桥很长。候鸟来了。老人修建。"),
        ("石桥很长。去年修建。候鸟来了。", "石桥很长。候鸟来了。去年修建。"),
        ("石桥，石桥。", "石桥，木桥。"),
        ("石桥很长。", "石桥很长，" + "候鸟来了，" * 20),
    ],
    ids=["more terms", "weightier term", "one sentence", "neighbouring sentences", "more often", "shorter text"],
)
def test_the_closer_text_has_the_greater_score(closer: str, farther: str) -> None:
    assert score(closer) > score(farther)


def test_a_text_without_any_term_is_not_close() -> None:
    assert score("候鸟来了。") == score("") == 0.0


@given(st.text("石桥修建县里候鸟。\n", max_size=40), st.text("石桥修建县里候鸟。\n", max_size=40))
def test_more_lines_never_take_a_text_farther_away(text: str, more: str) -> None:
    most = sum(term.anywhere * 1.5 + term.near for term in TERMS)
    assert 0 <= score(text) <= most
    assert score(f"{text}\n{more}", 1e9) >= score(text, 1e9) - 1e-6
