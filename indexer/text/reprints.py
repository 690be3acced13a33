"""Whether two texts are one: the same report in another paper, cut or with a line more, or in the other script."""

from __future__ import annotations

from collections.abc import Set

from indexer.text.fold import fold_text

RUN = 4
"""Characters of the runs that are compared; shorter ones are shared by texts about the same thing."""

SHARED = 0.8
"""The share of the shorter text's runs that the longer one has too, at least. Different texts of official news, which
has set phrases for whole sentences, share nearly as much."""

_SHORTEST = 40
"""Runs of a text that says enough to be told from others."""


def runs_of(text: str) -> Set[str]:
    """Return the runs of ``RUN`` letters that stand in a text, folded, over signs and ends of lines."""
    letters = "".join(filter(str.isalnum, fold_text(text)))
    return {letters[at : at + RUN] for at in range(len(letters) - RUN + 1)}


def is_reprint(runs: Set[str], others: Set[str]) -> bool:
    """Tell whether two texts, of which these are the runs, are one."""
    shorter = min(len(runs), len(others))
    return shorter >= _SHORTEST and len(runs & others) >= SHARED * shorter
