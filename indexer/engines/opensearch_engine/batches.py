"""Batches of articles that any process writes to a cluster, and what a commit makes of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple, TypeVar

from indexer.article import Article, FileRecord
from indexer.cluster import ClusterSettings
from indexer.engines.documents import make_document
from indexer.engines.opensearch_engine import states
from indexer.engines.opensearch_engine.editions import Edition, writing_name
from indexer.engines.opensearch_engine.requests import writing_cluster
from indexer.engines.opensearch_engine.schema import article_lines, article_name
from indexer.engines.opensearch_engine.sending import Sender
from indexer.engines.opensearch_engine.state_store import change
from indexer.engines.opensearch_engine.states import IndexState
from indexer.errors import IndexMissingError, StorageError
from indexer.text.segment import Segmenter

Item = TypeVar("Item")

MOST_TOGETHER = 4_000
"""Documents of one kind that one change of the state makes outdated: every search names them until they are removed."""


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

    def state(self) -> IndexState:
        """Return the present state of the edition. Raises IndexDamagedError where it is gone."""
        return self.change(lambda state: state)

    @contextmanager
    def sending(self, index: str) -> Iterator[Sender]:
        """Send documents to one of the edition's indices. Raises StorageError where the writer was shut out of it."""
        try:
            name = writing_name(index, self.writer)
            with Sender(writing_cluster(self.settings), name, require_alias="true") as sender:
                yield sender
        except IndexMissingError:
            self.check(self.state())
            raise

    def check(self, state: IndexState) -> None:
        """Raise StorageError where the state no longer knows the writer."""
        if self.writer not in state.writers:
            raise self.given_free()

    def given_free(self) -> StorageError:
        """Return the error for a writer that is no longer known."""
        return StorageError(
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
        with self.task.sending(self.task.edition.articles) as sender:
            for article in articles:
                sender.send(article_lines(make_document(article, self.segmenter), batch))
        return PreparedBatch(batch, {article.id: article.file for article in articles})


class Change(NamedTuple):
    """What one change of the state takes: batches of articles, records of files, ids to drop, paths to forget.

    ``records`` stand in the first of ``batches``.
    """

    added: Sequence[PreparedBatch] = ()
    records: Sequence[FileRecord] = ()
    dropped: Sequence[str] = ()
    forgotten: Sequence[str] = ()
    batches: Sequence[str] = ()

    @property
    def written(self) -> Mapping[str, str]:
        """The path of each article that is written, by id."""
        return {article_id: path for one in self.added for article_id, path in one.carried.items()}

    @property
    def paths(self) -> Sequence[str]:
        """The paths whose records are written or forgotten."""
        return (*(record.path for record in self.records), *self.forgotten)

    def overwritten(self) -> list[str]:
        """Return the documents of articles that a later one of these batches holds too."""
        last = {article_id: one.batch for one in self.added for article_id in one.carried}
        return [
            article_name(article_id, one.batch)
            for one in self.added
            for article_id in one.carried
            if last[article_id] != one.batch
        ]


def changes_of(
    added: Sequence[PreparedBatch],
    records: Sequence[FileRecord],
    dropped: Sequence[str],
    forgotten: Sequence[str],
    known: Collection[str],
) -> list[Change]:
    """Return the changes that together are one commit, in order: articles, then records, then what is to go.

    It is one change wherever no more than ``MOST_TOGETHER`` articles that are ``known``, by id, are written anew, and
    no more records written or things taken away. So a record is never there before its articles.
    """
    changes = [Change(added=share) for share in _articles_shared(added, known)]
    records_shared = [Change(records=share) for share in _shares(records)]
    taken = zip_longest(_shares(dropped), _shares(forgotten), fillvalue=())
    taken_shared = [Change(dropped=ids, forgotten=paths) for ids, paths in taken]
    return _joined(_joined(changes, records_shared), taken_shared)


def _joined(changes: list[Change], others: list[Change]) -> list[Change]:
    """Return both in order, the last of the ones and the first of the others as one change."""
    if not changes or not others:
        return [*changes, *others]
    both = changes[-1]._replace(**{name: value for name, value in others[0]._asdict().items() if value})
    return [*changes[:-1], both, *others[1:]]


def _shares(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[at : at + MOST_TOGETHER] for at in range(0, len(items), MOST_TOGETHER)]


def _articles_shared(added: Sequence[PreparedBatch], known: Collection[str]) -> list[list[PreparedBatch]]:
    shares: list[list[PreparedBatch]] = []
    room = 0
    for one in added:
        anew = sum(article_id in known for article_id in one.carried)
        if not shares or anew > room:
            shares.append([])
            room = MOST_TOGETHER
        shares[-1].append(one)
        room -= anew
    return shares
