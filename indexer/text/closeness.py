"""How close a text comes to what is asked: which of the terms it holds, how often, and how many in one place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

_SENTENCE = re.compile(r"[^。!?;\n]+")

_DAMPING, _LENGTH_SHARE = 0.5, 0.7
"""BM25's k and b: the second time that a term occurs adds little, for a text is about it or is not."""

_TWO_SENTENCES = 0.85
"""What terms count that stand in two neighbouring sentences, beside those in one."""

_SHORT = 800
"""Characters that make a sentence count half; so the shorter of two is closer."""


class Term(NamedTuple):
    """Folded characters that are looked for; what they count anywhere in a text, and in its closest place."""

    text: str
    anywhere: float
    near: float


def closeness(text: str, terms: Iterable[Term], average: float) -> Mapping[str, float]:
    """Return what each term that a folded ``text`` holds adds to its closeness, which is the sum.

    ``average`` is how many characters the texts have that are compared.
    """
    damping = _DAMPING * (1 - _LENGTH_SHARE + _LENGTH_SHARE * len(text) / average)
    shares: dict[str, float] = {}
    near: list[tuple[str, float]] = []
    for term, anywhere, close in terms:
        if times := text.count(term):
            shares[term] = anywhere * (1 + _DAMPING) * times / (times + damping)
            near.append((term, close))
    place, counted = _closest_place(_SENTENCE.findall(text), near)
    for term, weight in place.items():
        shares[term] += weight * counted
    return shares


def _closest_place(sentences: Sequence[str], terms: Sequence[tuple[str, float]]) -> tuple[Mapping[str, float], float]:
    """Return the terms, with what they count, of the sentence or the two neighbouring ones that hold most of them,
    and how much of it counts there."""
    best: tuple[Mapping[str, float], float] = ({}, 0.0)
    most, before, length_before = 0.0, dict[str, float](), 0
    for sentence in sentences:
        here = {term: weight for term, weight in terms if term in sentence}
        length = len(sentence)
        places = (
            (here, _shortness(length)),
            ({**before, **here}, _shortness(length_before + length) * _TWO_SENTENCES),
        )
        for place, counted in places:
            if (score := sum(place.values()) * counted) > most:
                most, best = score, (place, counted)
        before, length_before = here, length
    return best


def _shortness(length: int) -> float:
    return _SHORT / (_SHORT + length)
