"""The errors that a person can meet with a cluster."""

from __future__ import annotations

from indexer.errors import FangzhiError


class ClusterAwayError(FangzhiError):
    """No node of a cluster answers, or none can serve."""

    def __init__(self, cluster: str, index: str, reason: str) -> None:
        super().__init__(
            f"The cluster at {cluster} with the index {index} cannot be reached: {reason}. Start it, or say in the "
            "setting opensearch_url where it is, then try again. What was reported as indexed is kept there."
        )


class ClusterTrustError(FangzhiError):
    """A cluster shows a certificate that is not trusted."""

    def __init__(self, cluster: str, reason: str) -> None:
        super().__init__(
            f"The cluster at {cluster} is not trusted ({reason}), so nothing was sent to it. Name in the setting "
            "opensearch_ca a file with the certificate that its own is signed with, and in opensearch_url the machine "
            "as that certificate names it."
        )


class ClusterAccessError(FangzhiError):
    """A cluster does not let us in, or not do what was asked. ``whom`` are words for how we came."""

    def __init__(self, cluster: str, index: str, whom: str, reason: str) -> None:
        super().__init__(
            f"The cluster at {cluster} does not allow {whom} what was asked of the index {index} ({reason}). Set "
            "opensearch_user with opensearch_password, or opensearch_token, to what may read and write that index."
        )


class ClusterVersionError(FangzhiError):
    """What answers is no OpenSearch, or one of a version that we do not know."""

    exit_status = 2

    def __init__(self, cluster: str, found: str) -> None:
        super().__init__(
            f"At {cluster} answers {found}, but Fangzhi knows OpenSearch 2 from 2.4 on, and 3. "
            "Say in the setting opensearch_url where such a cluster is."
        )


class ClusterBusyError(FangzhiError):
    """A cluster has too much to do, and had so at every try."""

    def __init__(self, cluster: str, index: str, reason: str) -> None:
        super().__init__(
            f"The cluster at {cluster} has too much to do for the index {index} ({reason}). Try again later, or give "
            "the cluster more memory or nodes. What was reported as indexed is kept there."
        )


class ClusterError(FangzhiError):
    """A cluster refused something for another reason, which OpenSearch calls ``kind`` under an HTTP ``status``."""

    def __init__(self, cluster: str, index: str, status: int, kind: str, reason: str) -> None:
        super().__init__(
            f"The cluster at {cluster} refused what was asked of the index {index}: {reason} ({kind}, {status}). "
            "The logs of its nodes may say more. What was reported as indexed is kept there."
        )
        self.status = status
        self.kind = kind
