"""Write ``indexer/text/folded_words.txt``: the words of jieba's dictionary that folding changes, as they stand folded.

    python tests/text/make_folded_words.py > indexer/text/folded_words.txt

Folding takes some simplified characters for one, as traditional script does (象 and 像, 著 and 着, 链 and 炼). What
is cut is folded text, in which jieba would know neither 现象 nor 著名. Each line holds a folded word, how often the
words occur in the dictionary that become it, and the most frequent of those.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import jieba

from indexer.text.fold import fold_text


def folded_words() -> list[str]:
    """Return the lines of the file, by code points."""
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    words = {row[0]: int(row[1]) for row in (line.split(" ") for line in lines)}
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for word in sorted(words, key=lambda word: (-words[word], word)):
        counts[fold_text(word)] += words[word]
        shown.setdefault(fold_text(word), word)
    changed = {fold_text(word) for word in words if fold_text(word) != word}
    return [
        f"{word} {counts[word]} {shown[word]}"
        for word in sorted(changed)
        if counts[word] != words.get(word) and all("一" <= char <= "鿕" for char in word)
    ]


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write("\n".join(folded_words()) + "\n")
