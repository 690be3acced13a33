"""Values for one field from independent places, weighed against each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Candidate(NamedTuple, Generic[T]):
    """A value and how likely the place it was found in is to be right, from 0 to 1."""

    value: T
    weight: float


def choose(candidates: Iterable[Candidate[T]]) -> Candidate[T] | None:
    """Return the best value with the confidence in it.

    The strongest place decides, earlier ones first; places that agree add to the confidence, those that do not
    take from it.
    """
    known = list(candidates)
    if not known:
        return None
    best = max(known, key=lambda candidate: candidate.weight)
    doubt = 1.0
    for other in known:
        if other.value == best.value:
            doubt *= 1 - other.weight
    strongest_rival = max((c.weight for c in known if c.value != best.value), default=0.0)
    confidence = (1 - doubt) * (1 - strongest_rival / 4)
    return Candidate(best.value, round(min(1.0, max(0.0, confidence)), 2))
