"""Periods beside each other: which unit, how much room, what is folded, and the names below."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.slots import LONGEST_GAP, MOST_YEARS, make_slots, months_between


def years(*numbers: int) -> dict[str, int]:
    return {f"{number:04d}-06": 1 for number in numbers}


def test_months_follow_each_other_over_the_ends_of_years() -> None:
    assert months_between("2019-11", "2020-02") == ["2019-11", "2019-12", "2020-01", "2020-02"]
    assert months_between("2020-02", "2020-02") == ["2020-02"]


@pytest.mark.parametrize(
    ("months", "unit", "count"),
    [
        (years(2020), "month", 12),
        (years(2016, 2020), "month", 60),
        (years(2015, 2020), "year", 6),
        (years(1950, 1999), "year", 50),
        (years(*range(1900, 1900 + MOST_YEARS)), "year", MOST_YEARS),
        (years(*range(1900, 1901 + MOST_YEARS)), "decade", 11),
    ],
)
def test_the_unit_fits_the_time(months: dict[str, int], unit: str, count: int) -> None:
    made = make_slots(months, {})
    assert (made.unit, len(made.slots), made.gaps) == (unit, count, ())


def test_days_fill_their_months() -> None:
    made = make_slots({"2020-02": 3}, {"2020-02-29": 3})
    assert [slot.first for slot in made.slots] == [f"2020-02-{day:02d}" for day in range(1, 30)]
    assert [slot.count for slot in made.slots] == [0] * 28 + [3]
    assert [tick.period[-2:] for tick in made.ticks] == ["01", "08", "15", "22", "29"]


def test_long_gaps_are_folded_in_a_long_time_alone() -> None:
    assert not make_slots(years(1980, 2020), {}).gaps
    made = make_slots(years(1931, 1932, 1990, 2020), {})
    assert [(gap.first, gap.last) for gap in made.gaps] == [("1933", "1989"), ("1991", "2019")]
    assert [slot.first for slot in made.slots] == ["1931", "1932", "1990", "2020"]
    assert [tick.period for tick in made.ticks] == ["1931", "1990", "2020"]


def test_tens_of_years_have_both_ends() -> None:
    made = make_slots(years(1, *range(1901, 2020)), {})
    assert (made.slots[0].first, made.slots[0].last) == ("0001", "0009")
    assert (made.slots[-1].first, made.slots[-1].last) == ("2010", "2019")
    assert [(gap.first, gap.last) for gap in made.gaps] == [("0010", "1899")]


MONTHS = st.builds("{:04d}-{:02d}".format, st.integers(1, 9999), st.integers(1, 12))


@given(st.dictionaries(MONTHS, st.integers(1, 10**6), min_size=1, max_size=40))
def test_every_article_has_a_place_and_nothing_lies_on_another(months: dict[str, int]) -> None:
    made = make_slots(months, {})
    assert sum(slot.count for slot in made.slots) == sum(months.values())
    rooms = sorted((one.start, one.width) for one in (*made.slots, *made.gaps))
    assert rooms[0][0] == 0
    assert sum(rooms[-1]) == pytest.approx(100)
    for (start, width), (following, _) in pairwise(rooms):
        assert start + width == pytest.approx(following)
    assert [slot.first for slot in made.slots] == sorted(slot.first for slot in made.slots)
    assert len(made.slots) <= len(months) * (LONGEST_GAP + 1) + 60
    assert all(after.at - before.at >= 10 for before, after in pairwise(made.ticks))
    assert made.ticks
