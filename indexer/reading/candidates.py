"""Values for one field from independent places, weighed against each other."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

SUREST = 0.99
"""The confidence that nothing read from a page exceeds."""


_WEIGHT = attrgetter("weight")


class Candidate(NamedTuple, Generic[T]):
    """A value, how likely the place it was found in is to be right, from 0 to 1, and that place in words for people."""

    value: T
    weight: float
    place: str


def choose(candidates: Iterable[Candidate[T]]) -> Candidate[T] | None:
    """Return the best value with the confidence in it and the place that speaks for it most.

    The strongest place decides, earlier ones first; other places that agree add to the confidence, those that do not
    take from it. One place counts once, however often it says the same.
    """
    known = list(candidates)
    if not known:
        return None
    best = max(known, key=_WEIGHT)
    agreeing: dict[str, float] = {}
    for other in known:
        if other.value == best.value:
            agreeing[other.place] = max(other.weight, agreeing.get(other.place, 0.0))
    doubt = 1.0
    for weight in agreeing.values():
        doubt *= 1 - weight
    strongest_rival = max((c.weight for c in known if c.value != best.value), default=0.0)
    confidence = (1 - doubt) * (1 - strongest_rival / 4)
    return Candidate(best.value, round(min(SUREST, max(0.0, confidence)), 2), best.place)
