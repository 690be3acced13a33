"""Feeds hold to their standards whatever stands in an article."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.sharing.feeds import Entry, Feed, atom, json_feed, printed_moment, saved_moment
from tests.sharing.feed_rules import check_atom, check_json_feed, moment

TEXTS = st.text(st.characters(), max_size=30)
NAMES = st.text(st.characters(), min_size=1, max_size=10).filter(str.strip)
ENTRIES = st.builds(
    Entry,
    address=st.integers(0, 10**6).map(lambda number: f"https://news.example.org/articles/{number:020x}"),
    title=NAMES,
    published=st.sampled_from(["", printed_moment("2021-07-01"), printed_moment("2021-07-01", "08:30")]),
    updated=st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 2)).map(saved_moment),
    authors=st.lists(NAMES, max_size=2).map(tuple),
    source=st.one_of(st.just(""), NAMES),
    language=st.sampled_from(["zh-Hans", "zh-Hant", "zh"]),
    summary=TEXTS,
)
FEEDS = st.builds(
    Feed,
    title=NAMES,
    archive=st.just("方志"),
    address=st.just("https://news.example.org/feeds/search.atom?q=%E4%B9%A1"),
    page=st.just("https://news.example.org/search?q=%E4%B9%A1"),
    language=st.sampled_from(["en", "zh-Hans", "zh-Hant"]),
    entries=st.lists(ENTRIES, max_size=4, unique_by=lambda entry: entry.address).map(tuple),
)


@settings(deadline=None)
@given(FEEDS)
def test_any_feed_is_a_valid_one_in_both_forms(feed: Feed) -> None:
    ids = [entry.address for entry in feed.entries]
    assert check_atom(atom(feed)) == ids
    assert check_json_feed(json_feed(feed).encode()) == ids


@pytest.mark.parametrize(
    ("date", "time", "told"),
    [
        ("2021-07-01", "", "2021-07-01T00:00:00+08:00"),
        ("2021-07-01", "08:30", "2021-07-01T08:30:00+08:00"),
        ("2021-07-01", "08:30:15", "2021-07-01T08:30:15+08:00"),
    ],
)
def test_what_is_printed_is_told_in_china_s_time(date: str, time: str, told: str) -> None:
    assert printed_moment(date, time) == told


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 2)))
def test_a_time_of_saving_is_the_same_moment_in_china_s_time(saved: datetime) -> None:
    told = saved_moment(saved)
    assert moment(told) == saved.replace(microsecond=0)
    assert told.endswith("+08:00")
