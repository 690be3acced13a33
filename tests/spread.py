"""A pytest plugin: how tests are spread over processes.

What asks the cluster goes to two processes, so that there are two clusters at most and two processors have the same to
do: one has what looks at the indices of all news texts, of which there is one, and what ends nodes; the other all else.
Everything besides goes file by file.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

_NEWS_FILES = ("tests/conformance/corpus/", "tests/cluster/")
_CLUSTER_FILES = ("tests/engines/test_opensearch", "tests/cli/test_moving")
_ASKS_CLUSTER = re.compile(r"\[(?:.*-)?opensearch(?:-.*)?\]$")
"""Tests of every engine have the engine's name among their parameters."""

_LONGEST = ("news", "cluster")
"""The groups that take longest, begun with."""


def group_of(nodeid: str) -> str:
    """Return the name of the group that a test belongs to, of which all go to one process."""
    file = nodeid.split("::")[0]
    if file.startswith(_NEWS_FILES):
        return "news"
    return "cluster" if file.startswith(_CLUSTER_FILES) or _ASKS_CLUSTER.search(nodeid) else file


class _ByGroup(LoadScopeScheduling):
    """Gives a process a whole group at a time."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Take the groups above in the order in which they stand, whatever else xdist would go by."""
    config.option.loadscopereorder = False
    return _ByGroup(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the groups that take longest, one in each of two processes."""

    def place(item: pytest.Item) -> int:
        group = group_of(item.nodeid)
        return _LONGEST.index(group) if group in _LONGEST else len(_LONGEST)

    items.sort(key=place)
