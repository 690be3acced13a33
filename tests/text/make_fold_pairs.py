"""Write ``indexer/text/fold_pairs.txt``: which characters of either script count as one.

    python tests/text/make_fold_pairs.py > indexer/text/fold_pairs.txt

Two sources, both asked of OpenCC:

1. Its ``t2s`` conversion of every single Han character.
2. The pairs that its own phrase conversions (to the traditional script, also as Taiwan and Hong Kong write it) leave
   apart after step 1: 了解 becomes 瞭解 but 瞭 alone stays, so 瞭 and 了 must count as one. The phrases
   are the words of jieba's dictionary, and each conversion that keeps a word's length is compared with it
   character by character.

Each line holds one character that everything else on the line is folded to, then those others.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import jieba
from opencc import OpenCC

HAN = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32400))
TO_TRADITIONAL = ("s2t", "s2tw", "s2hk")


def single_pairs() -> dict[str, str]:
    """Return traditional → simplified for single characters."""
    convert = OpenCC("t2s").convert
    pairs = {}
    for code in chain(*HAN):
        char = chr(code)
        simple = convert(char)
        if simple != char and len(simple) == 1:
            pairs[char] = simple
    return pairs


def dictionary_words() -> dict[str, int]:
    """Return the words of jieba's dictionary that hold Han characters, with how often each occurs."""
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    return {row[0]: int(row[1]) for row in rows if any("一" <= c <= "鿿" for c in row[0])}


def converted(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each word with each of its conversions that differs from it."""
    conversions = [OpenCC(name).convert for name in TO_TRADITIONAL]
    for word in words:
        for form in sorted({convert(word) for convert in conversions} - {word}):
            yield word, form


def left_apart(pairs: dict[str, str], words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the character pairs that stand for each other in a conversion but fold apart."""
    for word, form in converted(words):
        if len(word) == len(form):
            for a, b in zip(word, form, strict=True):
                a, b = pairs.get(a, a), pairs.get(b, b)
                if a != b:
                    yield a, b


def classes(pairs: dict[str, str], apart: set[tuple[str, str]], frequency: Counter[str]) -> dict[str, list[str]]:
    """Return representative → the others of its class, with the pairs in ``apart`` joined.

    The representative is the character most frequent in simplified words, because folded text is what
    gets segmented.
    """
    parent = dict(pairs)

    def root(char: str) -> str:
        while char in parent:
            char = parent[char]
        return char

    for keep, join in sorted(apart):
        if root(keep) != root(join):
            parent[root(join)] = root(keep)
    members = defaultdict(list)
    for char in {*parent, *map(root, parent)}:
        members[root(char)].append(char)
    folded = {}
    for first, group in members.items():
        representative = max(sorted(group), key=lambda char: (frequency[char], char == first))
        folded[representative] = sorted(set(group) - {representative})
    return folded


def fold_pairs() -> str:
    """Return what ``indexer/text/fold_pairs.txt`` must hold."""
    pairs = single_pairs()
    words = dictionary_words()
    frequency: Counter[str] = Counter()
    for word, times in words.items():
        for char in word:
            frequency[char] += times
    groups = classes(pairs, set(left_apart(pairs, words)), frequency)
    return "".join(f"{representative}{''.join(groups[representative])}\n" for representative in sorted(groups))


if __name__ == "__main__":
    sys.stdout.write(fold_pairs())
