"""A pytest plugin: how tests are spread over processes.

What asks the cluster goes to one process, so that there is one cluster, and with it what looks at the indices of all
news texts, of which one is there. Everything else goes file by file.
"""

from __future__ import annotations

import pytest

_CLUSTER = "cluster"
_CLUSTER_FILES = (
    *("tests/cluster/", "tests/conformance/corpus/"),
    *("tests/engines/test_opensearch", "tests/cli/test_moving"),
)


def _group_of(item: pytest.Item) -> str:
    file = item.nodeid.split("::")[0]
    asked_with = (
        *(item.callspec.params.values() if hasattr(item, "callspec") else ()),
        *getattr(item, "fixturenames", ()),
    )
    return _CLUSTER if file.startswith(_CLUSTER_FILES) or {"opensearch", "cluster"} & {*map(str, asked_with)} else file


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name each test's group, and begin with the one that takes longest."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group_of(item)))
    items.sort(key=lambda item: _group_of(item) != _CLUSTER)
