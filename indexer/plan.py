"""What a folder and an index differ in: a pure comparison of fingerprints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from indexer.article import FileRecord


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes to be read: once, under the path that counts, for all paths at which they lie."""

    records: tuple[FileRecord, ...]

    @property
    def path(self) -> str:
        """The path that counts, the smallest by code point."""
        return self.records[0].path


@dataclass(frozen=True, slots=True)
class Plan:
    """What brings an index up to date: read, write down again, forget paths.

    ``new`` and ``changed`` are the paths in ``readings`` by whether the index knew them; ``unchanged``
    counts the others.
    """

    readings: tuple[Reading, ...]
    records: tuple[FileRecord, ...]
    forget: tuple[str, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int


def _by_content(records: Iterable[FileRecord]) -> dict[str, list[FileRecord]]:
    groups: dict[str, list[FileRecord]] = {}
    for record in sorted(records, key=lambda record: record.path):
        groups.setdefault(record.sha256, []).append(record)
    return groups


def _carrying(indexed: FileRecord, carried: Mapping[str, str]) -> str | None:
    """Return the path under which the index has read what ``indexed`` holds; None where it has lost that."""
    return carried.get(indexed.articles[0]) if indexed.articles else indexed.path


def make_plan(known: Mapping[str, FileRecord], present: Mapping[str, FileRecord], carried: Mapping[str, str]) -> Plan:
    """Compare what the index knows with what is in the folder (records without articles), both by path.

    ``carried`` gives for each article's id the path under which the index has read it.

    Identical bytes are one article, which carries the smallest of its paths; where that changes, the
    bytes are read again under the new one.
    """
    before, now = _by_content(known.values()), _by_content(present.values())
    readings, records = [], []
    for content, group in now.items():
        indexed = before.get(content)
        if not indexed or _carrying(indexed[0], carried) != group[0].path:
            readings.append(Reading(tuple(group)))
            continue
        for record in group:
            completed = replace(
                record, articles=indexed[0].articles, error=indexed[0].error, problems=indexed[0].problems
            )
            if known.get(record.path) != completed:
                records.append(completed)
    read = [record.path for reading in readings for record in reading.records]
    return Plan(
        readings=tuple(sorted(readings, key=lambda reading: reading.path)),
        records=tuple(records),
        forget=tuple(sorted(known.keys() - present.keys())),
        new=tuple(sorted(path for path in read if path not in known)),
        changed=tuple(sorted(path for path in read if path in known)),
        unchanged=len(present) - len(read),
    )
