"""The sheets that records of files stand on: all of them are there, and a change costs what it changes."""

from __future__ import annotations

import random
from collections.abc import Iterator

from indexer.article import FileRecord
from indexer.engines.tantivy_engine.records import SHEET_SIZE, Sheet, SheetBook, SheetChanges, files_of


def record(number: int, mtime: int = 1) -> FileRecord:
    return FileRecord(f"2021/{number}.html", 1, mtime, "ab" * 32, (f"{number:020x}",))


def after(sheets: dict[str, Sheet], changes: SheetChanges) -> dict[str, Sheet]:
    """Return the sheets of an index when ``changes`` are made there."""
    return {**{key: sheet for key, sheet in sheets.items() if key not in changes.removed}, **changes.written}


def test_all_records_are_there_after_any_changes_and_on_few_sheets() -> None:
    drawn = random.Random(5)
    book = SheetBook({})
    sheets: dict[str, Sheet] = {}
    known: dict[str, FileRecord] = {}
    for at in range(400):
        records = [record(drawn.randrange(9000), at) for _ in range(drawn.choice((0, 1, 5, 70, 1200)))]
        forget = [record(drawn.randrange(9000)).path for _ in range(drawn.choice((0, 1, 30)))]
        forget = [path for path in forget if path not in {one.path for one in records}]
        changes = book.changes(records, forget)
        sheets = after(sheets, changes)
        book.apply(changes)
        known = {path: one for path, one in known.items() if path not in forget}
        known |= {one.path: one for one in records}
        assert files_of(sheets.values()) == known
        assert sum(map(len, sheets.values())) == len(known)
        assert all(0 < len(sheet) <= SHEET_SIZE for sheet in sheets.values())
    anew = SheetBook(sheets).changes([record(1)], ["2021/2.html"])
    assert set(anew.removed) == set(book.changes([record(1)], ["2021/2.html"]).removed)
    assert len(sheets) < 60


def test_many_small_changes_leave_few_sheets() -> None:
    book = SheetBook({})
    sheets: dict[str, Sheet] = {}
    for number in range(3000):
        changes = book.changes([record(number)], [])
        sheets = after(sheets, changes)
        book.apply(changes)
    assert len(sheets) < 40


class CountedSheet(tuple[FileRecord, ...]):
    """A sheet that tells how often it was gone through."""

    times = 0

    def __iter__(self) -> Iterator[FileRecord]:
        CountedSheet.times += 1
        return super().__iter__()


def test_a_commit_goes_through_no_sheet_that_it_does_not_change() -> None:
    full = range(0, 50 * SHEET_SIZE, SHEET_SIZE)
    book = SheetBook({str(at): CountedSheet(record(at + one) for one in range(SHEET_SIZE)) for at in full})
    CountedSheet.times = 0
    book.apply(book.changes([record(number) for number in range(10**6, 10**6 + SHEET_SIZE)], ["nowhere.html"]))
    assert CountedSheet.times == 0
    book.apply(book.changes([record(3, mtime=7)], [record(4).path]))
    assert CountedSheet.times <= 2
