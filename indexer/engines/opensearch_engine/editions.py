"""Editions of an index in a cluster: versioned indices, and the aliases that say which of them is searched.

An edition is an index made from nothing: ``fangzhi-3f…`` with the articles, ``fangzhi-3f…-files`` with the records of
files and the state. The alias ``fangzhi`` points to the articles of the one that is searched, ``fangzhi-files`` to its
records, and ``fangzhi-previous`` to the articles of the one before. Aliases are moved in one step.

Each writer writes through aliases of its own (``fangzhi-3f…-by-…``), and to nothing else: without them the cluster
refuses what it sends, be it hours after it was taken for dead.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from indexer.engines.opensearch_engine.requests import Cluster
from indexer.engines.opensearch_engine.schema import META, articles_index, files_index
from indexer.errors import IndexBusyError, IndexMissingError

_FIRST = "0" * 12
_NEWBORN = 300.0


class Edition(NamedTuple):
    """The indices of one edition."""

    articles: str

    @property
    def files(self) -> str:
        """The index with the records of files and the state."""
        return f"{self.articles}-files"


class Editions:
    """All editions of the index that the settings name, in one cluster."""

    def __init__(self, cluster: Cluster, place: str) -> None:
        self._cluster = cluster
        self._place = place
        self._name = cluster.settings.index
        self.files_alias = f"{self._name}-files"
        self._previous_alias = f"{self._name}-previous"

    def current(self) -> Edition | None:
        """Return the edition that is searched; None where there is none yet."""
        return self._behind(self._name)

    def previous(self) -> Edition | None:
        """Return the edition that can be gone back to; None where there is none."""
        return self._behind(self._previous_alias)

    def _behind(self, alias: str) -> Edition | None:
        found = self._cluster.look_up(f"/_alias/{alias}")
        return Edition(min(found)) if found else None

    def written_with(self, edition: Edition) -> Mapping[str, str]:
        """Return the versions of what an edition was written with, by what they are of."""
        found = self._cluster.look_up(f"/{edition.files}/_mapping")
        meta = {} if found is None else found[edition.files]["mappings"].get("_meta", {}).get(META, {})
        return dict(meta.get("written_with", {}))

    def begin(self, written_with: Mapping[str, str]) -> Edition:
        """Make the indices of a new edition, which nothing points to yet."""
        edition = Edition(f"{self._name}-{uuid.uuid4().hex[:12]}")
        self._make(edition, written_with)
        return edition

    def begin_first(self, written_with: Mapping[str, str]) -> Edition:
        """Make the indices of the first edition, unless another process is just doing so too."""
        edition = Edition(f"{self._name}-{_FIRST}")
        if self._cluster.look_up(f"/{edition.files}/_mapping") and self.written_with(edition) != written_with:
            self.remove(edition)
        self._make(edition, written_with)
        return edition

    def _make(self, edition: Edition, written_with: Mapping[str, str]) -> None:
        settings = self._cluster.settings
        meta = {"name": self._name, "written_with": dict(written_with), "made": time.time()}
        shards = settings.shards or self._data_nodes()
        says = self._cluster.knows_replication_types
        articles = articles_index(shards, settings.replicas, meta, says_replication=says)
        self._cluster.try_to("PUT", f"/{edition.articles}", articles)
        files = files_index(settings.replicas, meta, says_replication=says)
        self._cluster.try_to("PUT", f"/{edition.files}", files)

    def _data_nodes(self) -> int:
        return max(1, int(self._cluster.ask("GET", "/_cluster/health")["number_of_data_nodes"]))

    def point_to(self, edition: Edition, before: Edition | None, *, keep: bool = True) -> None:
        """Let ``edition`` be searched instead of ``before``, which becomes the previous one if it is to be kept.

        Raises IndexBusyError where another edition is searched by now. Done twice it is done once.
        """
        actions = [self._added(self._name, edition.articles), self._added(self.files_alias, edition.files)]
        if before is not None:
            actions += [self._taken(self._name, before.articles), self._taken(self.files_alias, before.files)]
            if keep:
                oldest = self.previous()
                actions += [self._taken(self._previous_alias, oldest.articles)] if oldest else []
                actions.append(self._added(self._previous_alias, before.articles))
        # What is taken away must be there: then nobody else has moved it. But where an answer was lost and the
        # request sent again, it is gone because it was moved as it should be.
        actions.sort(key=lambda action: "add" in action)
        if not self._move(actions) and not self._stands(edition, before if keep else None):
            raise IndexBusyError(self._place)

    def _stands(self, edition: Edition, before: Edition | None) -> bool:
        return self.current() == edition and (before is None or self.previous() == before)

    def admit(self, edition: Edition, writer: str) -> None:
        """Let ``writer`` write documents of an edition, under names that nobody else writes to.

        Raises IndexMissingError where the edition is gone.
        """
        actions = [self._added(writing_name(index, writer), index) for index in edition_indices(edition)]
        if not self._move(actions):
            raise IndexMissingError(self._place)

    def admitted(self, edition: Edition) -> set[str]:
        """Return the writers that may write documents of an edition."""
        found = self._cluster.look_up(f"/{','.join(edition_indices(edition))}/_alias") or {}
        return {
            alias.removeprefix(writing_name(index, ""))
            for index, one in found.items()
            for alias in one["aliases"]
            if alias.startswith(writing_name(index, ""))
        }

    def shut_out(self, edition: Edition, writers: Iterable[str]) -> None:
        """Let the cluster take no more documents from ``writers``, however late they are sent."""
        for writer in writers:
            names = {index: writing_name(index, writer) for index in edition_indices(edition)}
            self._move([{"remove": {"index": index, "alias": name}} for index, name in names.items()])

    def _move(self, actions: list[dict[str, Any]]) -> bool:
        return self._cluster.try_to("POST", "/_aliases", {"actions": actions})

    def _added(self, alias: str, index: str) -> dict[str, Any]:
        return {"add": {"index": index, "alias": alias}}

    def _taken(self, alias: str, index: str) -> dict[str, Any]:
        return {"remove": {"index": index, "alias": alias, "must_exist": True}}

    def set_replicas(self, edition: Edition) -> None:
        """Let an edition have as many replicas as the settings say."""
        wanted = str(self._cluster.settings.replicas)
        path = f"/{edition.articles},{edition.files}/_settings"
        present = self._cluster.ask("GET", f"{path}/index.number_of_replicas")
        if any(one["settings"]["index"]["number_of_replicas"] != wanted for one in present.values()):
            self._cluster.ask("PUT", path, {"index": {"number_of_replicas": wanted}})

    def remove_leftovers(self, is_wanted: Callable[[Edition, bool], bool]) -> None:
        """Remove editions that are neither searched nor the previous one.

        ``is_wanted`` is asked about each, with whether it was begun just now.
        """
        named = {self.current(), self.previous()}
        found = self._cluster.ask("GET", f"/{self._name}-*/_mapping", expand_wildcards="all")
        for edition in sorted({Edition(index.removesuffix("-files")) for index in found if self._is_form(index)}):
            metas = [
                found[index]["mappings"].get("_meta", {}).get(META, {})
                for index in edition_indices(edition)
                if index in found
            ]
            is_ours = all(meta.get("name") == self._name for meta in metas)
            is_new = any(time.time() - meta.get("made", 0) < _NEWBORN for meta in metas)
            if is_ours and edition not in named and not is_wanted(edition, is_new):
                self.remove(edition)

    def _is_form(self, index: str) -> bool:
        return bool(re.fullmatch(rf"{re.escape(self._name)}-[0-9a-f]{{12}}(-files)?", index))

    def remove(self, edition: Edition) -> None:
        """Remove the indices of an edition."""
        for index in edition_indices(edition):
            self._cluster.try_to("DELETE", f"/{index}")


def edition_indices(edition: Edition) -> tuple[str, str]:
    """Return the names of an edition's indices."""
    return edition.articles, edition.files


def writing_name(index: str, writer: str) -> str:
    """Return the alias under which a writer, and nobody else, writes documents to an index of an edition."""
    return f"{index}-by-{writer}"
