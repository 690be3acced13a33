"""Which clauses need not be asked, since another one that is asked says as much.

Where words stand together each of them stands in the text; a word of the cut does so too. Not asking for that again
spares a search most of its work.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from indexer.engines.clauses import Clause, Every, Nothing, Phrase, Some, every
from indexer.text.passages import TEXT_FIELDS
from indexer.text.terms import RUN, PlacedTerm

_MOST_COMPARED = 16
"""Clauses of more parts than this are asked as they are: comparing them would take longer than asking."""

_RUNS_OF_WORDS = {(f"{field}_runs", f"{field}_words") for field in TEXT_FIELDS}
_CHARS_OF_OTHERS = {(f"{field}_chars", f"{field}_{other}") for field in TEXT_FIELDS for other in ("runs", "words")}


def narrowed(main: Clause, by: Clause) -> Clause:
    """Return the conjunction of ``main`` and ``by`` without those parts of ``main`` that ``by`` implies."""
    parts = main.parts if isinstance(main, Every) else (main,)
    if len(parts) > _MOST_COMPARED:
        return every((main, by))
    return every((by, *(part for part in parts if not is_implied(part, by))))


def is_implied(clause: Clause, by: Clause) -> bool:
    """Tell whether it shows that each article that ``by`` matches is one that ``clause`` matches."""
    if clause == by or isinstance(by, Nothing):
        return True
    match clause, by:
        case Every(parts), _:
            return all(is_implied(part, by) for part in parts)
        case _, Every(parts):
            return any(is_implied(clause, part) for part in parts[:_MOST_COMPARED])
        case _, Some(_, parts):
            return len(parts) <= _MOST_COMPARED and all(is_implied(clause, part) for part in parts)
        case Some(1, parts), _:
            return any(is_implied(part, by) for part in parts)
        case Phrase(), Phrase():
            return _stands_in(clause, by)
    return False


def _stands_in(phrase: Phrase, other: Phrase) -> bool:
    """Tell whether a phrase stands wherever another one does."""
    if phrase.field == other.field:
        known: Collection[PlacedTerm] = {*other.terms, *joints(other)}
    elif (phrase.field, other.field) in _RUNS_OF_WORDS:
        known = {(at + i, word[i : i + RUN]) for at, word in other.terms for i in range(len(word) - 1)}
    elif (phrase.field, other.field) in _CHARS_OF_OTHERS:
        known = {(0, char) for _, term in other.terms for char in term}
    else:
        return False
    return any(all((at + shift, term) in known for at, term in phrase.terms) for shift, _ in known)


def joints(phrase: Phrase) -> list[PlacedTerm]:
    """Return the runs that stand where two runs of a phrase meet, but for those with escaped characters."""
    if not phrase.field.endswith("_runs"):
        return []
    return [
        (at + 1, one[-1] + other[0])
        for (at, one), (next_at, other) in pairwise(phrase.terms)
        if next_at - at == len(one) == len(other) == RUN
    ]
