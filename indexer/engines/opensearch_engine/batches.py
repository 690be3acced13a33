"""Batches of articles that any process writes to a cluster, and what a commit makes of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.article import Article
from indexer.cluster import ClusterSettings
from indexer.engines.documents import make_document
from indexer.engines.opensearch_engine import states
from indexer.engines.opensearch_engine.editions import Edition
from indexer.engines.opensearch_engine.requests import writing_cluster
from indexer.engines.opensearch_engine.schema import article_lines, article_name
from indexer.engines.opensearch_engine.sending import Sender
from indexer.engines.opensearch_engine.state_store import change
from indexer.engines.opensearch_engine.states import IndexState
from indexer.errors import StorageError
from indexer.text.segment import Segmenter


@dataclass(frozen=True, slots=True)
class Task:
    """What a writer writes: the indices, and under which name the state knows the writer."""

    settings: ClusterSettings
    place: str
    edition: Edition
    writer: str

    def opened_batch(self) -> str:
        """Return the name of a new batch, which the state says is being written. Raises StorageError."""
        batch = uuid.uuid4().hex[:12]

        def alter(state: IndexState) -> IndexState:
            self.check(state)
            return state if batch in state.open else states.opened(state, batch, self.writer)

        self.change(alter)
        return batch

    def change(self, alter: Callable[[IndexState], IndexState]) -> IndexState:
        """Replace the state by what ``alter`` makes of it; return that."""
        return change(writing_cluster(self.settings), self.edition.files, self.place, alter)

    def check(self, state: IndexState) -> None:
        """Raise StorageError where the state no longer knows the writer."""
        if self.writer not in state.writers:
            raise StorageError(
                self.place, "this run was not heard of for so long that it was taken for dead and its place given free"
            )


@dataclass(frozen=True, slots=True)
class PreparedBatch:
    """Articles that the cluster has, in a batch that is still open: the path of each, by id."""

    batch: str
    carried: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BatchPreparer:
    """Writes articles into a batch of their own; can be sent to another process."""

    task: Task
    segmenter: Segmenter

    def __call__(self, articles: Sequence[Article]) -> PreparedBatch | None:
        """Return the batch of ``articles``; None for none. Raises StorageError and errors about the cluster."""
        if not articles:
            return None
        batch = self.task.opened_batch()
        with Sender(writing_cluster(self.task.settings), self.task.edition.articles) as sender:
            for article in articles:
                sender.send(article_lines(make_document(article, self.segmenter), batch))
        return PreparedBatch(batch, {article.id: article.file for article in articles})


class Change(NamedTuple):
    """What one commit takes: batches of articles, the paths whose records stand in a batch, what is to go."""

    added: Sequence[PreparedBatch]
    batches: Sequence[str]
    recorded: Sequence[str]
    dropped: Sequence[str]
    forgotten: Sequence[str]

    @property
    def written(self) -> Mapping[str, str]:
        """The path of each article that is written, by id."""
        return {article_id: path for one in self.added for article_id, path in one.carried.items()}

    def overwritten(self) -> list[str]:
        """Return the documents of articles that a later one of these batches holds too."""
        last = {article_id: one.batch for one in self.added for article_id in one.carried}
        return [
            article_name(article_id, one.batch)
            for one in self.added
            for article_id in one.carried
            if last[article_id] != one.batch
        ]
