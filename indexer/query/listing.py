"""A list of words → the words: what commas part, but for those in quotes and brackets."""

from __future__ import annotations

from indexer.query.tokens import BRACKETS, quoted_at

COMMAS = ",，、"
"""What parts one word of a list from the next."""


def listed(text: str) -> tuple[str, ...]:
    """Return what the commas in ``text`` part, each without the white space at its ends; nothing for what is empty."""
    words, depth, start, at = [], 0, 0, 0
    opening, closing = BRACKETS
    while at < len(text):
        char = text[at]
        if quoted := quoted_at(text, at):
            at = quoted[1]
            continue
        depth = max(0, depth + (char in opening) - (char in closing))
        if char in COMMAS and not depth:
            words.append(text[start:at])
            start = at + 1
        at += 1
    return tuple(word.strip() for word in (*words, text[start:]) if word.strip())
