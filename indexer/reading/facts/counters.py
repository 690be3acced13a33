"""The counter printed beside an article."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.reading.candidates import Candidate
from indexer.reading.facts.gathering import Found


def click_candidates(found: Sequence[Found]) -> list[Candidate[int]]:
    """Return the counters printed beside the article; scripts and side bars count other things."""
    return [
        Candidate(facts.clicks, 0.9 * near, f"{facts.place('clicks', 'counter')} {where}")
        for _, facts, near, where in found
        if facts.clicks is not None
    ]
