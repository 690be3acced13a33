"""What an index is written with: all that gives another index of the same files when it changes."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.article import READING_RULES
from indexer.errors import IndexVersionError, Place
from indexer.text.fold import FOLD_VERSION
from indexer.text.segment import Segmenter

_NAMES = {
    "format": "the index format",
    "reading": "the rules of reading",
    "terms": "the rules of terms",
    "segmenter": "the segmenter and words of your own",
    "folding": "the table of character forms",
}
"""Names for people; a library's is its own with a capital."""

_SEARCHABLE = frozenset({"reading"})
"""What may have changed in an index that is only searched: it still answers rightly about what was read."""


def versions_to_write(segmenter: Segmenter, **own: str) -> dict[str, str]:
    """Return what an index written now is written with; ``own`` are an engine's format and library."""
    return {
        **own,
        "reading": str(READING_RULES),
        "segmenter": segmenter.version,
        "folding": FOLD_VERSION,
    }


def check_versions(place: Place, written: Mapping[str, str], present: Mapping[str, str], *, to_write: bool) -> None:
    """Raise IndexVersionError where what an index was written with does not go with the ``present`` versions.

    An index that is not written on may be of pages that were read by other rules.
    """
    for key, version in present.items():
        before = written.get(key, "unknown")
        if before != version and (to_write or key not in _SEARCHABLE):
            raise IndexVersionError(place, _NAMES.get(key, key.capitalize()), before, version)
