"""How to reach a cluster and what to keep there: the settings whose names begin with ``opensearch_``, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """The addresses of a cluster, any of which can be asked, and the index that is Fangzhi's there.

    ``user`` with ``password``, or ``token`` (an API key or a bearer token), where the cluster asks for one;
    ``ca`` is a file with the certificates that its own is signed with, None takes the system's. ``shards`` is 0 for
    one on each data node there is when the index is made; ``replicas`` are the copies beside each shard.
    """

    urls: tuple[str, ...]
    index: str = "fangzhi"
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    ca: Path | None = None
    shards: int = 0
    replicas: int = 1
