"""An article together with everything that was weighed for its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from indexer.article import Article
from indexer.reading.candidates import Candidate


class Explained(NamedTuple):
    """An article, and for each of its fields the candidates it was chosen from, in the order they were found."""

    article: Article
    candidates: Mapping[str, Sequence[Candidate[Any]]]
