"""A pytest plugin: one real cluster a session, started when the first test asks for it.

Three nodes, each a process, unless ``FANGZHI_OPENSEARCH_URL`` names another cluster (several addresses with
commas between them). How to log in there, and whose certificates to trust, the other settings of that family say.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from indexer.cluster import ClusterSettings
from tests.cluster.distribution import MissingPartError
from tests.cluster.nodes import Cluster

ADDRESS_VARIABLE = "FANGZHI_OPENSEARCH_URL"

_LOGIN = ("user", "password", "token", "ca")


def login_variables() -> Mapping[str, str]:
    """Return what the environment says of the login to the cluster under test and of its certificates."""
    names = [f"FANGZHI_OPENSEARCH_{name.upper()}" for name in _LOGIN]
    return {name: os.environ[name] for name in names if os.environ.get(name)}


def login() -> Mapping[str, Any]:
    """Return the same as ``ClusterSettings`` takes it."""
    said = {name: login_variables().get(f"FANGZHI_OPENSEARCH_{name.upper()}", "") for name in _LOGIN}
    return {**said, "ca": Path(said["ca"]) if said["ca"] else None}


def authorization() -> Mapping[str, str]:
    """Return the header with that login; none where there is none."""
    user, password, token, _ = login().values()
    if token:
        return {"Authorization": token if " " in token else f"Bearer {token}"}
    if not user:
        return {}
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def trust() -> ssl.SSLContext:
    """Return what trusts the certificates of the cluster under test."""
    return ssl.create_default_context(cafile=login()["ca"])


@dataclass(frozen=True)
class ClusterUnderTest:
    """Where the session's cluster is, and its nodes where they are ours."""

    urls: tuple[str, ...]
    own: Cluster | None = None

    @property
    def url(self) -> str:
        """All addresses, as the setting takes them."""
        return ",".join(self.urls)

    def settings(self, index: str = "fangzhi", **others: Any) -> ClusterSettings:
        """Return settings for an index there."""
        return ClusterSettings(self.urls, index, **{**login(), **others})

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Return the answer to a request to the first node that is there, past the product's own client.

        What is refused fails the test with the cluster's reason.
        """
        nodes = self.own.nodes if self.own else []
        url = next((node.url for node in nodes if node.is_running), self.urls[0])
        data = None if body is None else json.dumps(body).encode()
        request = Request(url + path, data, {"Content-Type": "application/json", **authorization()}, method=method)
        try:
            with urlopen(request, timeout=60, context=trust() if url.startswith("https") else None) as answer:
                return json.load(answer)
        except HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from error


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterUnderTest]:
    """Return the session's cluster, with all its nodes there at first."""
    if elsewhere := os.environ.get(ADDRESS_VARIABLE):
        yield ClusterUnderTest(tuple(url.strip().rstrip("/") for url in elsewhere.split(",")))
        return
    try:
        own = Cluster(tmp_path_factory.mktemp("cluster"))
    except MissingPartError as missing:
        pytest.skip(str(missing))
    with own:
        own.start()
        yield ClusterUnderTest(own.urls, own)


@pytest.fixture
def nodes(cluster: ClusterUnderTest) -> Iterator[Cluster]:
    """Return the session's nodes, for tests that kill or halt some; afterwards all are there again."""
    if cluster.own is None:
        pytest.skip(f"this test kills nodes, so it needs its own: unset {ADDRESS_VARIABLE}")
    yield cluster.own
    cluster.own.resume()
    cluster.own.start()


@pytest.fixture
def index_name(cluster: ClusterUnderTest) -> Iterator[str]:
    """Return a name for an index that no other test has; whatever begins with it is removed afterwards."""
    name = f"fangzhi-test-{secrets.token_hex(8)}"
    yield name
    remove_indices(cluster, name)


def remove_indices(cluster: ClusterUnderTest, prefix: str) -> None:
    """Remove the indices whose names begin with ``prefix``, and their aliases with them."""
    for row in cluster.ask("GET", f"/_cat/indices/{prefix}*?format=json&h=index&expand_wildcards=all"):
        cluster.ask("DELETE", f"/{row['index']}")
