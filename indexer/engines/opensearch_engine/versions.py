"""Which product answers, and in which version, from what it says at its root. Pure."""

from __future__ import annotations

from typing import NamedTuple

KNOWN_VERSIONS = (2, 3)
"""The major versions of OpenSearch that Fangzhi knows."""

NO_OPENSEARCH = "something else than OpenSearch"
"""Words for what does not say what it is."""


class Version(NamedTuple):
    """A product by name, and its version as it gives it."""

    product: str
    number: str

    def __str__(self) -> str:
        return f"{self.product} {self.number}".rstrip()

    @property
    def major(self) -> int:
        """The number before the first dot; 0 where there is none."""
        first = self.number.partition(".")[0]
        return int(first) if first.isdecimal() else 0


def read_version(answer: object) -> Version:
    """Return what the answer to ``GET /`` says; Elasticsearch, which OpenSearch came from, names no distribution."""
    said = answer.get("version") if isinstance(answer, dict) else None
    if not isinstance(said, dict) or "number" not in said:
        return Version(NO_OPENSEARCH, "")
    products = {"opensearch": "OpenSearch", "": "Elasticsearch"}
    distribution = str(said.get("distribution", ""))
    return Version(products.get(distribution, distribution), str(said["number"]))
