"""Addresses of a cluster as the client takes them, and as sentences name them. Pure."""

from __future__ import annotations

import unicodedata
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from indexer.cluster import ClusterSettings
from indexer.errors import SettingsError

_PORTS = {"http": 9200, "https": 443}


class Address(NamedTuple):
    """Where one node, or what stands before it, listens. ``prefix`` is the path under which the cluster answers."""

    host: str
    port: int
    tls: bool
    prefix: str = ""

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{self.prefix}"

    @property
    def is_this_machine(self) -> bool:
        """Whether what is sent there goes through no network."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def read_addresses(settings: ClusterSettings) -> tuple[Address, ...]:
    """Return the addresses that the settings name, at least one. Raises SettingsError.

    Where one has an ``@``, a password may stand anywhere in any of them: nothing is read or told then.
    """
    if any("@" in unicodedata.normalize("NFKC", url) for url in settings.urls):
        raise _refused(
            "…",
            "an address with an @ is not taken: user and password belong in opensearch_user and opensearch_password",
        )
    if not settings.urls:
        raise _refused("", "the engine opensearch needs the address of a cluster, for example http://127.0.0.1:9200")
    return tuple(_read(url) for url in settings.urls)


def _read(url: str) -> Address:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused(url, "that is no address") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise _refused(url, "an address begins with http:// or https://, for example http://127.0.0.1:9200")
    return Address(parts.hostname, port or _PORTS[parts.scheme], parts.scheme == "https", parts.path.rstrip("/"))


def _refused(value: str, reason: str) -> SettingsError:
    return SettingsError("opensearch_url", value, reason, "The configuration")


def place_of(settings: ClusterSettings) -> str:
    """Return words for where the index is: its address on the first node that the settings name."""
    return f"{read_addresses(settings)[0]}/{settings.index}"


def cluster_of(settings: ClusterSettings) -> str:
    """Return words for the cluster: all addresses that the settings name."""
    return ", ".join(str(address) for address in read_addresses(settings))
