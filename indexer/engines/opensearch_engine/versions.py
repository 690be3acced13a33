"""Which product answers, and in which version, from what it says at its root. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

_KNOWN = {2: 4, 3: 0}
"""The major versions of OpenSearch that Fangzhi knows, each with the first minor one: points in time came with 2.4."""

NO_OPENSEARCH = "something else than OpenSearch"
"""Words for what does not say what it is."""


class Version(NamedTuple):
    """A product by name, and its version as it gives it."""

    product: str
    number: str

    def __str__(self) -> str:
        return f"{self.product} {self.number}".rstrip()

    @property
    def is_known(self) -> bool:
        """Whether this is an OpenSearch that answers all that Fangzhi asks."""
        numbers = re.match(r"([0-9]+)\.([0-9]+)", self.number)
        if self.product != "OpenSearch" or numbers is None:
            return False
        major, minor = map(int, numbers.groups())
        return major in _KNOWN and minor >= _KNOWN[major]


def read_version(answer: object) -> Version:
    """Return what the answer to ``GET /`` says; Elasticsearch, which OpenSearch came from, names no distribution."""
    said = answer.get("version") if isinstance(answer, dict) else None
    if not isinstance(said, dict) or "number" not in said:
        return Version(NO_OPENSEARCH, "")
    products = {"opensearch": "OpenSearch", "": "Elasticsearch"}
    distribution = str(said.get("distribution", ""))
    return Version(products.get(distribution, distribution), str(said["number"]))


def takes_replication_type(version: Version) -> bool:
    """Tell whether an index may say how its copies are kept: from 2.7 on; those before know one way only."""
    numbers = [int(number) for number in version.number.split(".")[:2] if number.isdecimal()]
    return numbers >= [2, 7]
