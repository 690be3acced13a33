"""A pytest plugin: how tests are spread over processes.

What shares something that takes long to make goes to one process: all that looks at the indices of all news texts,
and the rest of what asks a cluster. Everything else goes file by file.
"""

from __future__ import annotations

import pytest

_CLUSTER, _NEWS = "cluster", "news"
_CLUSTER_FILES = ("tests/cluster/", "tests/engines/test_opensearch", "tests/cli/test_moving")
_NEWS_FILES = ("tests/conformance/corpus/",)
_FIRST = {_CLUSTER: 0, _NEWS: 1}


def _group_of(item: pytest.Item) -> str:
    file = item.nodeid.split("::")[0]
    if file.startswith(_NEWS_FILES):
        return _NEWS
    asked_with = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return _CLUSTER if file.startswith(_CLUSTER_FILES) or "opensearch" in asked_with else file


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name each test's group, and begin with those that take longest."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group_of(item)))
    items.sort(key=lambda item: _FIRST.get(_group_of(item), len(_FIRST)))
