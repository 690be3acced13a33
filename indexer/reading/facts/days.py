"""The day and the time of an article, from all places that tell one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from indexer.reading.candidates import Candidate, choose
from indexer.reading.dates import EARLIEST, Stamp, Yearless, day_of, find_stamps, is_day
from indexer.reading.facts.dated_paths import day_of_path, day_of_served_path, year_of_path
from indexer.reading.facts.gathering import Found
from indexer.reading.facts.issues import Masthead
from indexer.reading.facts.relative_days import resolve
from indexer.reading.origin import Origin
from indexer.reading.told import Told, told_of
from indexer.reading.told_times import in_china, told_stamp
from indexer.reading.vocabulary import fold_labels

_LONGEST_DAY = 24
_LABELLED, _BARE, _UPDATED = 0.95, 0.92, 0.6


class Days(NamedTuple):
    """The days told with their times, the likelier ones not before the others, and sentences on those left out."""

    candidates: tuple[Candidate[Stamp], ...]
    problems: tuple[str, ...]


class Moment(NamedTuple):
    """The day chosen, the time of that day where one is told, and the candidates for that time."""

    day: Candidate[str] | None
    time: Candidate[str] | None
    times: tuple[Candidate[str], ...]


def find_days(
    found: Sequence[Found],
    told: tuple[Told, ...],
    times: tuple[str, ...],
    url: str | None,
    issue: Masthead,
    origin: Origin,
    closing: str,
) -> Days:
    """Return the days told in the lines around the text, to machines, in the masthead and in the address.

    ``closing`` is the text's last line: a letter's or a notice's holds its day.
    """
    shown = list(_shown(found))
    machine = list(_machine(told, times, {(c.value.day, (c.value.time or "")[:5]) for c in shown}))
    strong = [*machine, *_addressed(url, origin.path)]
    strong += [Candidate(issue.day, 0.7, "masthead")] if issue.day else []
    strong += _signed(closing)
    completed = [c for f in found for c in _completed(f, strong, url, origin.saved)]
    return _sifted([*shown, *completed, *strong], _last_day(origin), origin.latest)


def choose_moment(candidates: Iterable[Candidate[Stamp]]) -> Moment:
    """Return the likeliest day with the likeliest time that is told with that day, as its best place writes it."""
    known = list(candidates)
    day = choose(Candidate(c.value.day, c.weight, c.place) for c in known if c.value.day)
    if day is None:
        return Moment(None, None, ())
    times = tuple(
        Candidate(c.value.time, c.weight, c.place) for c in known if c.value.day == day.value and c.value.time
    )
    minute = choose(c._replace(value=c.value[:5]) for c in times)
    if minute is None:
        return Moment(Candidate(day.value or "", day.weight, day.place), None, times)
    whole = max((c for c in times if c.value[:5] == minute.value), key=lambda c: c.weight).value
    return Moment(Candidate(day.value or "", day.weight, day.place), minute._replace(value=whole), times)


def _shown(found: Sequence[Found]) -> Iterator[Candidate[Stamp]]:
    for _, facts, nearness, where in found:
        labelled, updated = "date" in facts.labelled, "updated" in facts.labelled
        weight = (_LABELLED if labelled else _UPDATED if updated else _BARE) * nearness
        place = facts.place("date" if labelled else "updated", "line")
        for n, stamp in enumerate(facts.stamps):
            yield Candidate(stamp, weight - n / 100, f"{place} {where}")


def _machine(
    told: tuple[Told, ...], times: tuple[str, ...], shown: set[tuple[str | None, str]]
) -> Iterator[Candidate[Stamp]]:
    """Yield the days in metas, linked data, comments, scripts and ``time`` elements, UTC turned into China's time.

    ``shown`` are the days and minutes that readers see.
    """
    values = [(t.value, t.weight, t.place) for t in told_of(told, "date")]
    values += [(value, 0.8, "time element") for value in times[:1]]
    values += [(t.value, t.weight, t.place) for t in told_of(told, "updated")[:1]]
    for value, weight, place in values:
        stamp = told_stamp(value)
        if stamp and stamp.is_utc and (stamp.day, (stamp.time or "")[:5]) in shown:
            stamp = stamp._replace(is_utc=False)
        if stamp:
            yield Candidate(in_china(stamp), weight, place)


def _signed(closing: str) -> Iterator[Candidate[Stamp]]:
    folded = fold_labels(closing) if len(closing) <= _LONGEST_DAY else ""
    if is_day(folded):
        yield Candidate(find_stamps(folded)[0], 0.45, "day under the text")


def _addressed(url: str | None, file: str) -> Iterator[Candidate[Stamp]]:
    for day, weight, place in (
        (day_of_path(url or ""), 0.5, "address"),
        (day_of_served_path(file), 0.4, "file's path"),
    ):
        if day:
            yield Candidate(Stamp(day, None), weight, place)


def _completed(
    found: Found, strong: Sequence[Candidate[Stamp]], url: str | None, saved: date | None
) -> Iterator[Candidate[Stamp]]:
    """Yield the day that a line tells without its year, or by its distance from the day of saving."""
    _, facts, nearness, where = found
    if facts.relative and saved:
        meant = resolve(facts.relative, saved)
        if meant:
            yield Candidate(meant, 0.75 * nearness, f"distance from the day of saving, {where}")
    if facts.yearless:
        year, place = _year_for(facts.yearless, strong, url, saved)
        day = day_of(year, facts.yearless.month, facts.yearless.day) if year else None
        if day:
            yield Candidate(Stamp(day, facts.yearless.time), 0.85 * nearness, f"line {where}, its year from {place}")


def _year_for(
    told: Yearless, strong: Sequence[Candidate[Stamp]], url: str | None, saved: date | None
) -> tuple[int | None, str]:
    """Return the year of a day without one: that of the same day elsewhere, the address's, or the last possible."""
    ending = f"-{told.month:02d}-{told.day:02d}"
    for candidate in strong:
        if candidate.value.day and candidate.value.day.endswith(ending):
            return int(candidate.value.day[:4]), candidate.place
    year = year_of_path(url or "")
    if year:
        return year, "the address"
    if saved:
        last = next((y for y in range(saved.year, saved.year - 8, -1) if _is_by(y, told, saved)), None)
        return last, "the day of saving"
    return None, ""


def _is_by(year: int, told: Yearless, saved: date) -> bool:
    day = day_of(year, told.month, told.day)
    return day is not None and day <= saved.isoformat()


def _last_day(origin: Origin) -> str | None:
    """Return the last day an article of this origin can be of, None where nobody knows."""
    try:
        after_saving = origin.saved + timedelta(days=1) if origin.saved else None
    except OverflowError:
        after_saving = None
    return min((day.isoformat() for day in (after_saving, origin.latest) if day), default=None)


def _sifted(candidates: list[Candidate[Stamp]], last: str | None, latest: date | None) -> Days:
    """Return the days that can be, and a sentence on one that cannot where none that can be is as likely.

    ``last`` is the last day that can be, ``latest`` that of the reader's own calendar; saving may have been before.
    """
    good = [c for c in candidates if c.value.day and (last is None or c.value.day <= last)]
    bad = [c for c in candidates if not c.value.day or (last is not None and c.value.day > last)]
    worst = max(bad, key=lambda c: c.weight, default=None)
    if worst is None or worst.weight <= max((c.weight for c in good), default=0.0):
        return Days(tuple(good), ())
    flaw = _flaw_of(worst.value.text)
    if worst.value.day:
        known = latest is not None and worst.value.day <= latest.isoformat()
        flaw = "lies behind the day of saving" if known else "lies in the future"
    told = worst.value.day or worst.value.text
    return Days(tuple(good), (f"The date {told} ({worst.place}) {flaw} and was left out.",))


def _flaw_of(text: str) -> str:
    year = text[:4]
    old = year.isdigit() and 0 < int(year) < EARLIEST
    return f"is before {EARLIEST}" if old else "is on no calendar"
