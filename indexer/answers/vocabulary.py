"""The words of the archive with how often they stand in it, as of the state that is searched."""

from __future__ import annotations

import threading
from collections import Counter

from indexer.engines.base import Reader
from indexer.query.expansion import Vocabulary
from indexer.text.passages import TEXT_FIELDS


class LatestVocabulary:
    """The vocabulary of the last state that was asked for, counted once for all threads."""

    def __init__(self) -> None:
        self._state: str | None = None
        self._words: Vocabulary = {}
        self._counting = threading.Lock()

    def lately(self, reader: Reader) -> Vocabulary:
        """Return the vocabulary of the reader's state or of one before it, where that is known already."""
        return self._words or self.of(reader)

    def of(self, reader: Reader) -> Vocabulary:
        """Return the vocabulary of the reader's state: each word with how many titles and texts hold it."""
        with self._counting:
            if self._state != reader.state:
                counts: Counter[str] = Counter()
                for field in TEXT_FIELDS:
                    counts.update(reader.vocabulary(field))
                self._words, self._state = counts, reader.state
            return self._words
