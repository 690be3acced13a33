"""Addresses and versions of clusters: what is refused, and that nothing of a password is told."""

from __future__ import annotations

import json

import pytest

from indexer.cluster import ClusterSettings
from indexer.cluster_errors import ClusterVersionError
from indexer.engines.opensearch_engine.addresses import Address, cluster_of, read_addresses
from indexer.engines.opensearch_engine.connection import connect
from indexer.errors import SettingsError
from tests.engines.fronts import Always, Answer, front

REFUSED = (
    "The configuration sets opensearch_url to '…', but an address with an @ is not taken: "
    "user and password belong in opensearch_user and opensearch_password."
)


@pytest.mark.parametrize(
    "urls",
    [
        ("https://fangzhi:pass@machine",),
        ("https://fangzhi:pa/ss@machine",),
        ("https://fangzhi:se#cret@machine",),
        ("https://fangzhi:se?cret@machine:9200",),
        ("https://fangzhi:12/34word@machine:9200",),
        ("https://fangzhi:pa", "ss@machine:9200"),
        ("https://fangzhi:pass＠machine",),
        ("fangzhi:pass@machine",),
        ("https://fangzhi:[pa@machine",),
    ],
)
def test_nothing_of_an_address_with_a_password_is_told(urls: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError, match="user and password belong in opensearch_user") as refused:
        read_addresses(ClusterSettings(urls))
    assert str(refused.value) == REFUSED
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("url", ["http://machine:nine", "http://[::1", "https://machine:99999", "http://machine：9200"])
def test_an_address_that_cannot_be_read_is_told_as_it_stands(url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_addresses(ClusterSettings((url,)))
    assert str(refused.value) == f"The configuration sets opensearch_url to {url!r}, but that is no address."


def test_addresses_are_read() -> None:
    settings = ClusterSettings(("https://search1", "http://[::1]:9201/behind/", "http://search2"))
    assert read_addresses(settings) == (
        Address("search1", 443, True),
        Address("::1", 9201, False, "/behind"),
        Address("search2", 9200, False),
    )
    assert cluster_of(settings) == "https://search1:443, http://[::1]:9201/behind, http://search2:9200"


@pytest.mark.parametrize("number", ["2.0.0", "2.3.1", "2.3.9-rc1", "2", "two", "1.3.20", "4.0.0"])
def test_an_opensearch_without_points_in_time_is_refused(number: str) -> None:
    told = rf"answers OpenSearch {number}, .*OpenSearch 2 from 2\.4 on"
    with front(_answering(number)) as old, pytest.raises(ClusterVersionError, match=told):
        connect(ClusterSettings((old.url,)), 0.5).info()


@pytest.mark.parametrize("number", ["2.4.0", "2.19.3", "2.10.0-SNAPSHOT", "3.0.0", "3.3.0"])
def test_an_opensearch_with_points_in_time_is_taken(number: str) -> None:
    with front(_answering(number)) as known:
        assert connect(ClusterSettings((known.url,)), 0.5).info()["version"]["number"] == number


def _answering(number: str) -> Always:
    version = {"distribution": "opensearch", "number": number}
    return Always(Answer(200, json.dumps({"version": version}).encode()))
