"""The words of the archive with how often they stand in it, as of the state that is searched."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import suppress

from indexer.engines.base import Reader
from indexer.errors import FangzhiError
from indexer.query.expansion import Vocabulary
from indexer.text.passages import TEXT_FIELDS

AGAIN_AFTER = 30.0
"""Seconds for which a vocabulary of a state before is good enough where it need not be exact."""


class LatestVocabulary:
    """The vocabulary of the last state that was asked for, counted once for all threads."""

    def __init__(self) -> None:
        self._state: str | None = None
        self._words: Vocabulary = {}
        self._counting = threading.Lock()
        self._not_before = 0.0

    @property
    def state(self) -> str | None:
        """The name of the commit that was counted last; None where none was."""
        return self._state

    def lately(self, reader: Reader) -> Vocabulary:
        """Return the vocabulary of the reader's state or of one shortly before it.

        A later one is counted beside the answers.
        """
        if self._state is None:
            return self.of(reader)
        if self._state != reader.state and time.monotonic() >= self._not_before:
            self._not_before = time.monotonic() + AGAIN_AFTER
            threading.Thread(target=self._count_beside, args=(reader,), daemon=True).start()
        return self._words

    def of(self, reader: Reader) -> Vocabulary:
        """Return the vocabulary of the reader's state: each word with how many titles and texts hold it."""
        with self._counting:
            if self._state != reader.state:
                counts: Counter[str] = Counter()
                for field in TEXT_FIELDS:
                    counts.update(reader.vocabulary(field))
                self._words, self._state = counts, reader.state
            return self._words

    def _count_beside(self, reader: Reader) -> None:
        with suppress(FangzhiError):  # where the state has gone meanwhile, a later one is counted next time
            self.of(reader)
