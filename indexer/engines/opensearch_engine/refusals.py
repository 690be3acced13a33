"""What a cluster or the way to it refused, as errors for people. Pure."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from opensearchpy.exceptions import ConnectionError as LostConnection
from opensearchpy.exceptions import (
    ConnectionTimeout,
    OpenSearchException,
    SSLError,
    TransportError,
)
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError, ProtocolError

from indexer.cluster import ClusterSettings
from indexer.cluster_errors import (
    ClusterAccessError,
    ClusterAwayError,
    ClusterBusyError,
    ClusterError,
    ClusterTrustError,
    ClusterVersionError,
)
from indexer.engines.opensearch_engine.addresses import cluster_of, place_of
from indexer.engines.opensearch_engine.versions import NO_OPENSEARCH
from indexer.errors import FangzhiError, IndexMissingError, StorageError

_LOST = -1
_TLS = -2
_UNREADABLE = -3
_BAD_LOGIN, _FORBIDDEN, _MISSING, _TOO_MANY = 401, 403, 404, 429
_UNAVAILABLE = frozenset({502, 503, 504})
_SERVER = range(500, 600)
# A part of the index is just moving away from a lost node or to one that came back.
_MOVING = frozenset({"shard_not_found_exception", "illegal_index_shard_state_exception"})
# So is a part whose query was just being read, which OpenSearch reports as a fault of the query (status 400).
_CLOSING = "this Analyzer is closed"
_FULL = ("read-only-allow-delete", "read-only / allow delete", "flood-stage")


class Refusal(NamedTuple):
    """What was said: an HTTP status (below 0 where there was no answer), OpenSearch's name for it, and its sentence."""

    status: int
    kind: str
    reason: str

    @property
    def is_block(self) -> bool:
        """Whether someone or something set a block on the index, which waiting does not lift."""
        return self.kind == "cluster_block_exception" and self.status in (_FORBIDDEN, _TOO_MANY)

    @property
    def may_pass(self) -> bool:
        """Whether asking again a little later may help. A node lost on the way to an answer is a plain 500."""
        if self.status == _LOST or self.status in _SERVER or self.kind in _MOVING:
            return True
        if _CLOSING in self.reason:
            return True
        return self.status == _TOO_MANY and not self.is_block


def read_refusal(error: OpenSearchException) -> Refusal:
    """Return what ``error`` of the client says."""
    if isinstance(error, SSLError):
        return Refusal(_TLS, type(error).__name__, _tls_reason(error))
    if isinstance(error, LostConnection):
        return Refusal(_LOST, type(error).__name__, _lost_reason(error))
    if isinstance(error, TransportError) and isinstance(error.status_code, int):
        found = error.info.get("error") if isinstance(error.info, dict) else None
        return _read_answer(error.status_code, found if found is not None else error.error)
    return Refusal(_UNREADABLE, type(error).__name__, str(error))


def read_item_refusal(item: Mapping[str, Any]) -> Refusal:
    """Return what a bulk answer says of one item that was not carried out."""
    return _read_answer(int(item["status"]), item["error"])


def _read_answer(status: int, error: object) -> Refusal:
    if not isinstance(error, Mapping):
        return Refusal(status, str(status), " ".join(str(error).split())[:300])
    causes = [cause for cause in (*error.get("root_cause", ()), error) if cause.get("reason")]
    cause = causes[0] if causes else error
    return Refusal(status, str(cause.get("type", status)), str(cause.get("reason", status)))


def _lost_reason(error: LostConnection) -> str:
    cause = error.info
    if isinstance(cause, NameResolutionError):
        return "no machine of that name is known"
    if isinstance(cause, NewConnectionError):
        system = cause.__cause__
        return (system.strerror if isinstance(system, OSError) else None) or "no connection"
    if isinstance(error, ConnectionTimeout) or isinstance(cause, ConnectTimeoutError):
        return "no answer came in time"
    return "the connection was cut" if isinstance(cause, ProtocolError) else str(error.error)


def _tls_reason(error: SSLError) -> str:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
    return "no TLS is spoken there, or none that is understood here; an address without TLS begins with http://"


def _causes(error: OpenSearchException) -> Iterator[BaseException]:
    todo: list[object] = [error]
    while todo:
        cause = todo.pop()
        if isinstance(cause, BaseException):
            yield cause
            todo += [*cause.args, cause.__cause__]


_Sentence = Callable[[Refusal, ClusterSettings], FangzhiError]
_Row = tuple[Callable[[Refusal], bool], _Sentence]


def _full(refusal: Refusal, settings: ClusterSettings) -> FangzhiError:
    reason = "a disk of its cluster is nearly full, so OpenSearch made it read-only until there is room again"
    return StorageError(place_of(settings), reason)


def _blocked(refusal: Refusal, settings: ClusterSettings) -> FangzhiError:
    return StorageError(place_of(settings), f"its cluster says “{refusal.reason.rstrip(';. ')}”")


def _away(refusal: Refusal, settings: ClusterSettings) -> FangzhiError:
    return ClusterAwayError(cluster_of(settings), settings.index, refusal.reason)


def _access(refusal: Refusal, settings: ClusterSettings) -> FangzhiError:
    return ClusterAccessError(cluster_of(settings), settings.index, _as_whom(settings), refusal.reason)


def _as_whom(settings: ClusterSettings) -> str:
    if settings.token:
        return "with the token that it was given"
    return f"as the user {settings.user}" if settings.user else "without a user"


_TABLE: tuple[_Row, ...] = (
    (
        lambda refusal: refusal.status == _TLS and "http://" in refusal.reason,
        _away,
    ),
    (
        lambda refusal: refusal.status == _TLS,
        lambda refusal, settings: ClusterTrustError(cluster_of(settings), refusal.reason),
    ),
    (lambda refusal: refusal.status == _LOST, _away),
    (
        lambda refusal: refusal.status == _UNREADABLE,
        lambda _, settings: ClusterVersionError(cluster_of(settings), NO_OPENSEARCH),
    ),
    (lambda refusal: refusal.is_block and any(word in refusal.reason for word in _FULL), _full),
    (lambda refusal: refusal.is_block, _blocked),
    (lambda refusal: refusal.status in (_BAD_LOGIN, _FORBIDDEN), _access),
    (
        lambda refusal: refusal.kind == "index_not_found_exception",
        lambda _, settings: IndexMissingError(place_of(settings)),
    ),
    (
        lambda refusal: refusal.status == _TOO_MANY,
        lambda refusal, settings: ClusterBusyError(cluster_of(settings), settings.index, refusal.reason),
    ),
    (lambda refusal: refusal.status in _UNAVAILABLE, _away),
)
"""Refusals and the errors they become, most specific first."""


def as_error(refusal: Refusal, settings: ClusterSettings) -> FangzhiError:
    """Return the error that tells people of ``refusal``."""
    for fits, sentence in _TABLE:
        if fits(refusal):
            return sentence(refusal, settings)
    return ClusterError(cluster_of(settings), settings.index, refusal.status, refusal.kind, refusal.reason)
