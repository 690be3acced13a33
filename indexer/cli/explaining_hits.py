"""An explanation of a hit as lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.cli.output import counted
from indexer.search import Explanation

_SUMS = {"bm25": "BM25", "closeness": "closeness to the question"}


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """Yield what matched where, then what the score is made of."""
    for part in explanation.parts:
        yield f"{part.part}: {_places(part.in_title, part.in_text)}"
    name = _SUMS[explanation.counted_by]
    yield f"score {explanation.score:.4f} = level {explanation.level} + {name} {explanation.sum:.3f}, brought below 1"
    if explanation.tier:
        yield f"level {explanation.level}: {explanation.tier}"
    for word in explanation.words:
        yield f"{name} {word.share:.3f}: {word.word}, {_places(word.in_title, word.in_text)}"


def _places(in_title: int, in_text: int) -> str:
    places = [f"{counted(number, 'time')} in the {name}" for number, name in ((in_title, "title"), (in_text, "text"))]
    return " and ".join(place for number, place in zip((in_title, in_text), places, strict=True) if number)
