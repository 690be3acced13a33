"""A process that reads many files keeps its size."""

from __future__ import annotations

import sys

from indexer.reading import read_articles
from indexer.reading.facts.facts import LONGEST
from indexer.reading.markup import meanings


def test_no_cache_of_this_room_grows_for_ever() -> None:
    rooms = [module for name, module in list(sys.modules.items()) if name.startswith("indexer.reading.")]
    caches = [value for room in rooms for value in vars(room).values() if hasattr(value, "cache_parameters")]
    assert caches
    assert all(cache.cache_parameters()["maxsize"] for cache in caches)


def test_long_names_are_not_kept_whole() -> None:
    meanings._known_meaning.cache_clear()
    line = "摊位沿河排开，" * LONGEST
    page = f"<title>早市</title><h1>早市今日开张</h1><p class='{'x' * 5_000}'>{line}</p>"
    assert read_articles(page.encode(), "a.html").articles[0].text == line.strip()
    assert meanings._known_meaning("x" * 200)
    assert meanings._known_meaning.cache_info().hits == 1
