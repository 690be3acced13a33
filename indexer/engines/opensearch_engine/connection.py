"""A client of a cluster that waits out what passes and says in our errors what does not."""

from __future__ import annotations

import gzip
import random
import ssl
import time
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.connection import Urllib3HttpConnection
from opensearchpy.exceptions import ConnectionTimeout, OpenSearchException, TransportError
from opensearchpy.transport import Transport
from urllib3 import Timeout

from indexer.cluster import ClusterSettings
from indexer.cluster_errors import ClusterAccessError, ClusterAwayError, ClusterError, ClusterVersionError
from indexer.engines.opensearch_engine.addresses import Address, cluster_of, read_addresses
from indexer.engines.opensearch_engine.refusals import as_error, read_refusal
from indexer.engines.opensearch_engine.versions import (
    NO_OPENSEARCH,
    Version,
    read_version,
    takes_replication_type,
)
from indexer.errors import SettingsError

PATIENCE = 5.0
"""Seconds for which a reader asks again before it gives up."""

TIMEOUT = 60.0
"""Seconds for which an answer is awaited where a request does not say: a cluster drops nodes that hang before."""

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0

_CONNECT_SECONDS = 3.0
"""Seconds for a connection to be made, on the slowest way that anyone would put before a cluster."""

_WORD_SECONDS = 1.0
"""Seconds in which a node that lives says something, however much it has to do."""

_AWAY_SECONDS = 30
"""Seconds for which a node that was lost or hangs is not asked: meeting one that hangs costs seconds each time."""

_AWAY_DOUBLINGS = 2
"""So often that time doubles while the node stays so: two minutes at most, and it is soon of use when it is back."""

_ROOT_SECONDS = 3.0
"""Seconds for what a node knows by itself."""

_CONNECTIONS = 32
"""Connections kept to each node: more threads than a web server has."""


def connect(settings: ClusterSettings, patience: float = PATIENCE, timeout: float = TIMEOUT) -> OpenSearch:
    """Return a client of the cluster, safe to use from several threads; nothing is sent yet.

    Each request goes to a node that is there, and is sent again for about ``patience`` seconds, with growing pauses,
    while nodes are lost, do not answer within ``timeout`` seconds or say 429 or 5xx: so it must do no harm if it
    is carried out twice. A request may bring a ``timeout`` of its own, whose end is told at once unless another node
    can be asked, and a ``patience``. Every request raises errors of our own only: ClusterAwayError,
    ClusterTrustError, ClusterAccessError, ClusterVersionError, ClusterBusyError, StorageError where the index is
    read-only, IndexMissingError, and ClusterError, with OpenSearch's ``status`` and ``kind``, for the rest. The
    cluster's version is looked at once, before the first request; a cluster that is not there then is not waited for
    longer than ``PATIENCE``. Raises SettingsError.
    """
    addresses = read_addresses(settings)
    uses_tls = any(address.tls for address in addresses)
    return OpenSearch(
        [_as_host(address) for address in addresses],
        transport_class=PatientTransport,
        connection_class=_Connection,
        settings=settings,
        patience=patience,
        # Behind a single address there may be several nodes.
        max_retries=max(1, len(addresses) - 1),
        retry_on_timeout=True,
        retry_on_status=(),
        dead_timeout=_AWAY_SECONDS,
        timeout_cutoff=_AWAY_DOUBLINGS,
        pool_maxsize=_CONNECTIONS,
        timeout=Timeout(connect=_CONNECT_SECONDS, read=timeout),
        http_compress=not all(address.is_this_machine for address in addresses),
        headers=_login(settings),
        **({"ssl_context": _tls_context(settings)} if uses_tls else {}),
    )


def pauses(patience: float) -> Iterator[float]:
    """Yield how long to wait before each next try, a little by chance, until ``patience`` seconds are over."""
    limit = time.monotonic() + patience
    pause = _FIRST_PAUSE
    while time.monotonic() + pause < limit:
        yield pause * random.uniform(0.5, 1.0)
        pause = min(2 * pause, _LONGEST_PAUSE)


def is_slow(error: ClusterAwayError) -> bool:
    """Tell whether nodes are there, but no answer came in time."""
    return isinstance(error.__cause__, _SlowAnswer)


def _as_host(address: Address) -> dict[str, Any]:
    return {"host": address.host, "port": address.port, "use_ssl": address.tls, "url_prefix": address.prefix}


def _login(settings: ClusterSettings) -> dict[str, str]:
    """Return the header that a cluster knows us by. A token may name its own scheme (``ApiKey …``)."""
    if settings.token and settings.user:
        raise SettingsError(
            "opensearch_user",
            settings.user,
            "a cluster takes a user or a token, not both: leave opensearch_token or this out",
            "The configuration",
        )
    if settings.token:
        return {"authorization": settings.token if " " in settings.token else f"Bearer {settings.token}"}
    if not settings.user:
        return {}
    return {"authorization": "Basic " + b64encode(f"{settings.user}:{settings.password}".encode()).decode()}


def _tls_context(settings: ClusterSettings) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=settings.ca)
    except OSError as error:
        reason = f"no certificates can be read from that file ({error.strerror or error})"
        raise SettingsError("opensearch_ca", str(settings.ca), reason, "The configuration") from error


class _SlowAnswer(TransportError):
    """A node is there and gave no answer in time: what a gateway would say."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.GATEWAY_TIMEOUT.value, "no answer came in time", {})


class _Connection(Urllib3HttpConnection):
    """Tells a node that hangs from one that has to wait for another, and compresses what is sent quickly."""

    def perform_request(self, *request: Any, **options: Any) -> Any:
        """Return the answer. Raises what the library does, and ``_SlowAnswer``."""
        try:
            return super().perform_request(*request, **options)
        except ConnectionTimeout as error:
            if self._is_there():
                raise _SlowAnswer from error
            raise

    def _is_there(self) -> bool:
        try:
            super().perform_request("HEAD", "/", timeout=_WORD_SECONDS)
        except TransportError as error:
            return isinstance(error.status_code, int)  # even that we may not ask is a word
        return True

    def _gzip_compress(self, body: Any) -> bytes:
        # As little as helps: the library's own level 9 takes longer than a network would.
        return gzip.compress(body, compresslevel=1)


class PatientTransport(Transport):
    """Tries again what may pass, and raises our errors."""

    def __init__(self, hosts: Any, *, settings: ClusterSettings, patience: float, **options: Any) -> None:
        super().__init__(hosts, **options)
        self._settings = settings
        self._patience = patience
        self._root_seconds = min(_ROOT_SECONDS, options["timeout"].read_timeout)
        self._is_known = False
        self._version: Version | None = None

    def perform_request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        timeout: int | float | None = None,
        ignore: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
        patience: float | None = None,
    ) -> Any:
        """Return the answer, asked for as ``connect`` says."""
        self._know_version()
        wanted = self._patience if patience is None else patience
        return self._persist(wanted, timeout, method, url, params, body, ignore=ignore, headers=headers)

    @property
    def knows_replication_types(self) -> bool:
        """Whether an index may say how its copies are kept; where the version may not be asked for, it may."""
        self._know_version()
        return self._version is None or takes_replication_type(self._version)

    def _know_version(self) -> None:
        if not self._is_known:
            self._check_version()
            self._is_known = True

    def _persist(
        self,
        patience: float,
        timeout: float | None,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        **options: Any,
    ) -> Any:
        waits = pauses(patience)
        if timeout is not None:
            options["timeout"] = Timeout(connect=min(timeout, _CONNECT_SECONDS), read=timeout)
        while True:
            try:
                # The library takes its own parameters out of what it is given.
                return super().perform_request(method, url, dict(params or {}), body, **options)
            except OpenSearchException as error:
                refusal = read_refusal(error)
                is_over = timeout is not None and isinstance(error, _SlowAnswer | ConnectionTimeout)
                wait = next(waits, None) if refusal.may_pass and not is_over else None
                if wait is None:
                    raise as_error(refusal, self._settings) from error
            time.sleep(wait)

    def _check_version(self) -> None:
        """Raise ClusterVersionError unless this is an OpenSearch that we know. Who may not ask may still search."""
        try:
            found = self._version = read_version(
                self._persist(min(self._patience, PATIENCE), self._root_seconds, "GET", "/")
            )
        except ClusterAccessError:
            return
        except ClusterError as error:
            raise ClusterVersionError(cluster_of(self._settings), NO_OPENSEARCH) from error
        if not found.is_known:
            raise ClusterVersionError(cluster_of(self._settings), str(found))
