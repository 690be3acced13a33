"""BM25 as every engine here counts it, so that they rank alike.

An article's score is the sum over fields and words of weight · rarity · times / (times + damping), where the rarity
is that of Lucene and Tantivy, ln(1 + (N - n + 0.5) / (n + 0.5)): N articles, of which n hold the word in the field.
Lengths are as coarse as the one byte in which those two keep them.
"""

from __future__ import annotations

import math

K1, B = 1.2, 0.75
"""The constants of BM25 as Robertson and Zaragoza give them (2009), and as most engines have them."""

TITLE_WEIGHT = 3.0
"""How many times the title's BM25 counts."""

_FREE_VALUES, _DIGITS = 24, 4
"""Of a length, what lies above 24 is kept with its first four binary digits."""

HALF_WAY = 10.0
"""The BM25 that becomes a score of one half; keeps every score of a tier below the next tier's."""


def coarse_length(words: int) -> int:
    """Return the length that counts for a field of so many words: the next one below that fits Lucene's byte.

    The rule of ``SmallFloat.intToByte4``, whose values Tantivy has as a table: exact up to 40, then in steps that
    double each time the length above 24 does.
    """
    above = words - _FREE_VALUES
    dropped = max(0, above).bit_length() - _DIGITS
    return words if dropped <= 0 else _FREE_VALUES + (above >> dropped << dropped)


def rarity(articles: int, holding: int) -> float:
    """Return what a word weighs that ``holding`` of so many articles hold."""
    return math.log(1 + (articles - holding + 0.5) / (holding + 0.5))


def damping(words: int, average: float) -> float:
    """Return what is added to the number of times under the fraction, for a field of so many words."""
    return K1 * (1 - B + B * coarse_length(words) / average)


def unsqueezed(score: float) -> float:
    """Return the score that ``squeezed`` was given."""
    return HALF_WAY * score / (1 - score)


def squeezed(score: float) -> float:
    """Return a score brought between 0 and 1, its order kept."""
    return score / (score + HALF_WAY)
