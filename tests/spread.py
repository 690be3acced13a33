"""A pytest plugin: how tests are spread over processes.

What shares something that takes long to make goes to one process: all that asks the cluster, and the rest of what
looks at the index of all news texts. Everything else goes file by file.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

_CLUSTER_FILES = ("tests/cluster/", "tests/engines/test_opensearch", "tests/cli/test_moving")


def _group_of(item: pytest.Item) -> str:
    file = item.nodeid.split("::")[0]
    if file.startswith(_CLUSTER_FILES) or "opensearch" in item.name or "cluster" in getattr(item, "fixturenames", ()):
        return "cluster"
    return "news" if file.startswith("tests/conformance/corpus/") else file


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    if not config.pluginmanager.has_plugin("xdist"):
        return
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group_of(item)))
    # Begun first, what takes longest ends soonest.
    order = {"cluster": 0, "news": 1}
    items[:] = sorted(items, key=lambda item: order.get(_group_of(item), 2))  # type: ignore[index]
