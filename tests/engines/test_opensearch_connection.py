"""The way to a cluster: real nodes, before them what may stand in the way, and each failure as a sentence."""

from __future__ import annotations

import base64
import json
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from indexer.cluster import ClusterSettings
from indexer.cluster_errors import (
    ClusterAccessError,
    ClusterAwayError,
    ClusterBusyError,
    ClusterError,
    ClusterTrustError,
    ClusterVersionError,
)
from indexer.engines.opensearch_engine.connection import connect
from indexer.engines.opensearch_engine.refusals import as_error, read_item_refusal
from indexer.errors import FangzhiError, IndexMissingError, SettingsError, StorageError
from tests.cluster.fixtures import ClusterUnderTest, login
from tests.cluster.nodes import Cluster
from tests.engines.fronts import Always, Answer, Behaviour, Crowd, Login, front

SENTENCE = {"title": "渡口的老船工"}
PASSWORD = "核桃-7791"


@pytest.fixture
def filled(cluster: ClusterUnderTest, index_name: str) -> str:
    """Return the name of an index with one document."""
    with connect(cluster.settings()) as client:
        client.index(index=index_name, id="1", body=SENTENCE, params={"refresh": "true"})
    return index_name


def title_in(urls: tuple[str, ...], index: str, patience: float = 0.5, **settings: Any) -> object:
    """Return the document of an index, asked for with these settings."""
    with connect(ClusterSettings(urls, index, **settings), patience) as client:
        return client.get(index=index, id="1")["_source"]


@pytest.fixture
def ca() -> trustme.CA:
    return trustme.CA()


def tls_context(ca: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture
def ca_file(ca: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    ca.cert_pem.write_to_path(path)
    return path


@pytest.fixture
def nobody() -> Iterator[str]:
    """Return an address of this machine at which nobody listens, and nobody will."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_a_document_comes_back(cluster: ClusterUnderTest, filled: str) -> None:
    assert title_in(cluster.urls, filled, **login()) == SENTENCE


def test_a_lost_address_is_passed_over(cluster: ClusterUnderTest, filled: str, nobody: str) -> None:
    for _ in range(4):
        assert title_in((nobody, *cluster.urls), filled, **login()) == SENTENCE


def test_a_killed_node_is_passed_over(nodes: Cluster, cluster: ClusterUnderTest, filled: str) -> None:
    with connect(cluster.settings(filled), patience=30) as client:
        client.cluster.health(index=filled, params={"wait_for_status": "green"})
        nodes.kill_node(nodes.nodes[2])
        for _ in range(10):
            assert client.get(index=filled, id="1")["_source"] == SENTENCE


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, "rejected_execution_exception"),
        (500, "node_disconnected_exception"),
        (502, ""),
        (503, "cluster_manager_not_discovered_exception"),
        (504, ""),
        (404, "shard_not_found_exception"),
        (0, "connection cut"),
    ],
)
def test_what_passes_is_waited_out(cluster: ClusterUnderTest, filled: str, status: int, kind: str) -> None:
    with front(Crowd(status, 3, kind), cluster.urls[0]) as crowded:
        assert title_in((crowded.url,), filled, patience=30) == SENTENCE
        assert len(crowded.requests) == 3 + len(["version", "document"])


@pytest.mark.parametrize(("status", "error"), [(429, ClusterBusyError), (503, ClusterAwayError)])
def test_what_does_not_pass_is_said(
    cluster: ClusterUnderTest, filled: str, status: int, error: type[FangzhiError]
) -> None:
    with front(Crowd(status, 1000), cluster.urls[0]) as crowded:
        with pytest.raises(error, match=f"{crowded.url}.*{filled}.*the queue is full"):
            title_in((crowded.url,), filled)
        assert len(crowded.requests) > 2


@pytest.mark.parametrize(
    "settings",
    [{"user": "编辑", "password": PASSWORD}, {"token": "abc.def.ghi"}, {"token": "ApiKey abcdefghi"}],
    ids=["user", "token", "key"],
)
def test_tls_and_a_login(
    cluster: ClusterUnderTest, filled: str, ca: trustme.CA, ca_file: Path, settings: dict[str, str]
) -> None:
    login = {
        "编辑": "Basic " + base64.b64encode(f"编辑:{PASSWORD}".encode()).decode(),
        "abc.def.ghi": "Bearer abc.def.ghi",
        "ApiKey abcdefghi": "ApiKey abcdefghi",
    }[settings.get("user") or settings["token"]]
    with front(Login(login), cluster.urls[0], tls_context(ca, "127.0.0.1")) as guarded:
        assert title_in((guarded.url,), filled, ca=ca_file, **settings) == SENTENCE


def test_a_wrong_password_is_not_told(cluster: ClusterUnderTest, filled: str) -> None:
    with (
        front(Login("Basic other"), cluster.urls[0]) as guarded,
        pytest.raises(ClusterAccessError, match=f"{guarded.url}.*as the user 编辑.*{filled}") as refused,
    ):
        title_in((guarded.url,), filled, user="编辑", password=PASSWORD)
    assert PASSWORD not in repr(refused.value)


def test_no_user_is_said(cluster: ClusterUnderTest, filled: str) -> None:
    with (
        front(Login("Basic other"), cluster.urls[0]) as guarded,
        pytest.raises(ClusterAccessError, match=r"without a user.*Unauthorized.*opensearch_password"),
    ):
        title_in((guarded.url,), filled)


def test_who_may_not_ask_for_the_version_may_search(cluster: ClusterUnderTest, filled: str) -> None:
    class NoRoot(Behaviour):
        def __call__(self, path: str, headers: Any) -> Answer | None:
            reason = "no permissions for [cluster:monitor/main]"
            body = {"error": {"root_cause": [{"type": "security_exception", "reason": reason}]}, "status": 403}
            return Answer(403, json.dumps(body).encode()) if path == "/" else None

    with front(NoRoot(), cluster.urls[0]) as guarded:
        assert title_in((guarded.url,), filled) == SENTENCE


def test_an_unknown_certificate_is_not_trusted(cluster: ClusterUnderTest, filled: str, ca: trustme.CA) -> None:
    with (
        front(Behaviour(), cluster.urls[0], tls_context(ca, "127.0.0.1")) as guarded,
        pytest.raises(ClusterTrustError, match=r"unable to get local issuer certificate.*opensearch_ca"),
    ):
        title_in((guarded.url,), filled)
    assert not guarded.requests


def test_a_certificate_of_another_machine_is_not_trusted(
    cluster: ClusterUnderTest, filled: str, ca: trustme.CA, ca_file: Path
) -> None:
    with (
        front(Behaviour(), cluster.urls[0], tls_context(ca, "elsewhere.invalid")) as guarded,
        pytest.raises(ClusterTrustError, match="IP address mismatch"),
    ):
        title_in((guarded.url,), filled, ca=ca_file)


def test_no_tls_where_tls_was_meant(cluster: ClusterUnderTest, filled: str) -> None:
    with (
        front(Behaviour(), cluster.urls[0]) as plain,
        pytest.raises(ClusterAwayError, match=r"no TLS is spoken there.*http://"),
    ):
        title_in((plain.url.replace("http://", "https://"),), filled)


def test_tls_where_none_was_meant(cluster: ClusterUnderTest, filled: str, ca: trustme.CA) -> None:
    with (
        front(Behaviour(), cluster.urls[0], tls_context(ca, "127.0.0.1")) as guarded,
        pytest.raises(ClusterAwayError, match="connection was cut"),
    ):
        title_in((guarded.url.replace("https://", "http://"),), filled)


def test_nobody_there(nobody: str) -> None:
    with pytest.raises(ClusterAwayError, match=f"{nobody} with the index fangzhi.*refused.*opensearch_url"):
        title_in((nobody,), "fangzhi")


def test_somebody_there_who_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with (
            connect(ClusterSettings((url,)), patience=0, timeout=0.2) as client,
            pytest.raises(ClusterAwayError, match=f"{url}.*no answer came in time"),
        ):
            client.get(index="fangzhi", id="1")


def test_an_unknown_name() -> None:
    with pytest.raises(ClusterAwayError, match="no machine of that name"):
        title_in(("http://nosuch.invalid:9200",), "fangzhi")


def test_no_index_yet(cluster: ClusterUnderTest, index_name: str) -> None:
    with pytest.raises(IndexMissingError, match=f"{cluster.urls[0]}/{index_name}"):
        title_in(cluster.urls, index_name, **login())


def test_an_index_made_read_only_by_a_full_disk(cluster: ClusterUnderTest, filled: str) -> None:
    block = {"index.blocks.read_only_allow_delete": True}
    cluster.ask("PUT", f"/{filled}/_settings", block)
    settings = cluster.settings(filled)
    with connect(settings) as client:
        with pytest.raises(StorageError, match=f"{filled} cannot be written: a disk of its cluster is nearly full"):
            client.index(index=filled, id="2", body=SENTENCE)
        assert client.get(index=filled, id="1")["_source"] == SENTENCE
        answer = client.bulk(body=[{"index": {"_index": filled, "_id": "2"}}, SENTENCE])
    assert answer["errors"]
    item = read_item_refusal(answer["items"][0]["index"])
    assert "nearly full" in str(as_error(item, settings))


def test_an_index_made_read_only_by_its_keeper(cluster: ClusterUnderTest, filled: str) -> None:
    cluster.ask("PUT", f"/{filled}/_settings", {"index.blocks.write": True})
    with (
        connect(cluster.settings(filled)) as client,
        pytest.raises(StorageError, match=r"index write \(api\)"),
    ):
        client.index(index=filled, id="2", body=SENTENCE)


def test_any_other_refusal_has_its_kind(cluster: ClusterUnderTest, filled: str) -> None:
    with connect(cluster.settings(filled)) as client:
        with pytest.raises(ClusterError, match=r"nosuch.*parsing_exception, 400") as refused:
            client.search(index=filled, body={"query": {"nosuch": {}}})
        assert (refused.value.status, refused.value.kind) == (400, "parsing_exception")
        with pytest.raises(ClusterError) as refused:
            client.indices.create(index=filled)
        assert refused.value.kind == "resource_already_exists_exception"


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (Answer(200, b'{"version": {"number": "8.15.0"}, "tagline": "You Know, for Search"}'), "Elasticsearch 8.15.0"),
        (Answer(200, b'{"version": {"distribution": "opensearch", "number": "1.3.20"}}'), "OpenSearch 1.3.20"),
        (Answer(200, b'{"version": {"distribution": "opensearch", "number": "9.0.0"}}'), "OpenSearch 9.0.0"),
        (Answer(200, b'{"hello": "world"}'), "something else than OpenSearch"),
        (Answer(200, b"<h1>It works!</h1>", "text/html"), "something else than OpenSearch"),
        (Answer(404, b"<h1>Not found</h1>", "text/html"), "something else than OpenSearch"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_product_or_version(answer: Answer, found: str) -> None:
    with front(Always(answer)) as other:
        with pytest.raises(ClusterVersionError, match=f"{other.url} answers {found}, but Fangzhi knows OpenSearch 2"):
            title_in((other.url,), "fangzhi")
        assert len(other.requests) == 1


def test_what_goes_over_a_network_is_packed(cluster: ClusterUnderTest, index_name: str) -> None:
    with front(Behaviour(), cluster.urls[0], host="0.0.0.0") as far, front(Behaviour(), cluster.urls[0]) as near:
        for number, address in enumerate((far, near)):
            with connect(ClusterSettings((address.url,), index_name)) as client:
                client.index(index=index_name, id=str(number), body=SENTENCE)
                assert client.get(index=index_name, id=str(number))["_source"] == SENTENCE
    assert [headers.get("content-encoding") for method, _, headers in far.requests if method == "PUT"] == ["gzip"]
    assert [headers.get("content-encoding") for method, _, headers in near.requests if method == "PUT"] == [None]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"urls": ()}, "needs the address of a cluster"),
        ({"urls": ("localhost:9200",)}, "begins with http"),
        ({"urls": ("http://127.0.0.1:nine",)}, "no address"),
        ({"urls": (f"https://editor:{PASSWORD}@127.0.0.1",)}, "belong in opensearch_user"),
        ({"user": "editor", "token": "abc"}, "not both"),
        ({"ca": Path("nosuch.pem")}, "opensearch_ca.*No such file"),
        ({"ca": Path(__file__)}, "opensearch_ca.*no certificate"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_settings_that_cannot_be_used(settings: dict[str, Any], reason: str) -> None:
    with pytest.raises(SettingsError, match=reason) as refused:
        connect(ClusterSettings(**{"urls": ("https://127.0.0.1:9200",), **settings}))
    assert PASSWORD not in str(refused.value)
