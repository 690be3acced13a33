"""A pytest plugin: how tests are spread over processes.

What asks the cluster goes to one process, so that there is one cluster, and with it what looks at the indices of all
news texts, of which one is there. Everything else goes file by file.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

_CLUSTER = "cluster"
_CLUSTER_FILES = (
    *("tests/cluster/", "tests/conformance/corpus/"),
    *("tests/engines/test_opensearch", "tests/cli/test_moving"),
)
_ASKS_CLUSTER = re.compile(r"\[(?:.*-)?opensearch(?:-.*)?\]$")
"""Tests of every engine have the engine's name among their parameters."""


def group_of(nodeid: str) -> str:
    """Return the name of the group that a test belongs to, of which all go to one process."""
    file = nodeid.split("::")[0]
    return _CLUSTER if file.startswith(_CLUSTER_FILES) or _ASKS_CLUSTER.search(nodeid) else file


class _ByGroup(LoadScopeScheduling):
    """Gives a process a whole group at a time."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Take the groups above, whatever else xdist would go by."""
    return _ByGroup(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the group that takes longest."""
    items.sort(key=lambda item: group_of(item.nodeid) != _CLUSTER)
