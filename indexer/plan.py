"""What a folder and an index differ in: a pure comparison of fingerprints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.article import FileRecord


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes to be read: once, under the path that counts, for all paths at which they lie.

    ``wanted`` are the ids of the articles to take from them; None takes all.
    """

    records: tuple[FileRecord, ...]
    wanted: tuple[str, ...] | None = None

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


def _expected(groups: Iterable[tuple[str, Sequence[str]]]) -> dict[str, str]:
    """Return for each article's id the smallest of the paths that hold it."""
    expected: dict[str, str] = {}
    for path, articles in groups:
        for article in articles:
            expected[article] = min(path, expected.get(article, path))
    return expected


def _in_place(
    before: Mapping[str, Sequence[FileRecord]], now: Mapping[str, Sequence[FileRecord]]
) -> dict[str, FileRecord]:
    """Return by content what was indexed of the bytes that still lie at the path under which they were read.

    Others are read anew: a name can tell what bytes are.
    """
    return {
        content: before[content][0]
        for content, group in now.items()
        if content in before and before[content][0].path == group[0].path
    }


def _with_what_was_read(record: FileRecord, indexed: FileRecord) -> FileRecord:
    return replace(record, articles=indexed.articles, error=indexed.error, problems=indexed.problems)


def plan_within(
    plan: Plan, known: Mapping[str, FileRecord], present: Mapping[str, FileRecord], inside: Callable[[str], bool]
) -> Plan:
    """Return what of ``plan``, made of ``known`` and ``present``, touches only files whose paths are ``inside``.

    No other is read, written down, forgotten or counted.

    An article of which both hold a copy may then stay under a path that does not count, until all is compared.
    """
    readings, records = [], [record for record in plan.records if inside(record.path)]
    for reading in plan.readings:
        within = tuple(record for record in reading.records if inside(record.path))
        if within and (reading.wanted is None or inside(reading.path)):
            readings.append(replace(reading, records=within))
        else:
            records += [record for record in within if known.get(record.path) != record]
    read = {record.path for reading in readings for record in reading.records}
    return replace(
        plan,
        readings=tuple(readings),
        records=tuple(records),
        forget=tuple(filter(inside, plan.forget)),
        new=tuple(path for path in plan.new if path in read),
        changed=tuple(path for path in plan.changed if path in read),
        unchanged=sum(map(inside, present)) - len(read),
    )


def make_plan(known: Mapping[str, FileRecord], present: Mapping[str, FileRecord], carried: Mapping[str, str]) -> Plan:
    """Compare what the index knows with what is in the folder (records without articles), both by path.

    ``carried`` gives for each article's id the path under which the index has read it. That is to be the smallest of
    all paths that hold the article, be they of identical bytes or of containers that share it: where it is not, the
    article is read again under that one. What files hold that are new or changed shows only when they are read, so
    that after a run in which there were such, a second plan tells what they have moved.
    """
    before, now = _by_content(known.values()), _by_content(present.values())
    same = _in_place(before, now)
    expected = _expected((indexed.path, indexed.articles) for indexed in same.values())
    readings, records = [], []
    for content, group in now.items():
        indexed = same.get(content)
        if indexed is None:
            readings.append(Reading(tuple(group)))
            continue
        completed = [_with_what_was_read(record, indexed) for record in group]
        wanted = tuple(
            article
            for article in indexed.articles
            if expected[article] == indexed.path and carried.get(article) != indexed.path
        )
        if wanted:
            readings.append(Reading(tuple(completed), wanted))
        else:
            records += [record for record in completed if known.get(record.path) != record]
    read = [record.path for reading in readings for record in reading.records]
    return Plan(
        readings=tuple(sorted(readings, key=lambda reading: reading.path)),
        records=tuple(records),
        forget=tuple(sorted(known.keys() - present.keys())),
        new=tuple(sorted(path for path in read if path not in known)),
        changed=tuple(sorted(path for path in read if path in known)),
        unchanged=len(present) - len(read),
    )
