"""Queries drawn from the texts themselves: of each kind half common and half as chance has it, always the same ones."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import ground  # noqa: F401  (puts the project on the path)

from indexer.text.fold import fold_text
from indexer.text.segment import Segmenter

SEED = 20210805
_HAN = re.compile("[\u4e00-\u9fd5]{2,}")
_COMMON = 200
"""From so many of the most frequent the common ones are drawn."""

_WEIGHED = 300
"""Of so many long runs it is counted how many articles hold them."""

_SHORTEST_WORD = 2
_LONG = (5, 12)
_WORDS_IN_QUERY = (2, 4)


class Drawer:
    """Draws queries from ``texts``, each the passages of an article."""

    def __init__(self, texts: Sequence[Sequence[str]], seed: int = SEED) -> None:
        self._rng = random.Random(seed)
        self._texts = [[fold_text(passage) for passage in passages] for passages in texts]
        self._whole = ["\n".join(passages) for passages in self._texts]
        self._segmenter = Segmenter()

    def runs(self, shortest: int, longest: int) -> Iterator[str]:
        """Yield for ever runs of Han characters from places that chance picks."""
        while True:
            found = _HAN.findall(self._rng.choice(self._whole))
            run = self._rng.choice(found) if found else ""
            length = self._rng.randint(shortest, longest)
            if len(run) >= length:
                start = self._rng.randint(0, len(run) - length)
                yield run[start : start + length]

    def short_runs(self, length: int, count: int) -> list[str]:
        """Return ``count`` runs of one or two characters: half frequent, half that chance picks among all there are."""
        frequency: Counter[str] = Counter()
        for text in self._whole:
            runs = _HAN.findall(text)
            frequency.update({run[at : at + length] for run in runs for at in range(len(run) - length + 1)})
        common = [run for run, _ in frequency.most_common(_COMMON)]
        return self._mixed(common, sorted(frequency), count)

    def long_runs(self, count: int, lengths: tuple[int, int] = _LONG) -> list[str]:
        """Return ``count`` long runs: half those that the most articles hold, half that chance picks."""
        drawn = self.runs(lengths[0], lengths[1])
        weighed = sorted({next(drawn) for _ in range(_WEIGHED)}, key=self._holding, reverse=True)
        return [*weighed[: count - count // 2], *(next(drawn) for _ in range(count // 2))]

    def words(self, count: int) -> list[str]:
        """Return ``count`` words of two characters or more: half frequent, half that chance picks among all."""
        frequency = Counter(word for number in range(len(self._whole)) for word in set(self._words_of(number)))
        return self._mixed([word for word, _ in frequency.most_common(_COMMON)], sorted(frequency), count)

    def word_groups(self, count: int) -> list[str]:
        """Return ``count`` queries of two to four words: half frequent ones, half that stand in one article."""
        common = self.words(_COMMON)[: _COMMON // 2]
        groups: list[str] = []
        while len(groups) < count:
            size = self._rng.randint(*_WORDS_IN_QUERY)
            within = common if len(groups) % 2 else self._words_of(self._rng.randrange(len(self._whole)))
            if len(within) >= size:
                groups.append(" ".join(self._rng.sample(within, size)))
        return groups

    def strange_groups(self, count: int) -> list[str]:
        """Return ``count`` queries of four words from as many articles, which hardly any article holds together."""
        seldom = self.words(8 * count)[4 * count :]
        return [" ".join(seldom[at : at + 4]) for at in range(0, 4 * count, 4)]

    def _holding(self, run: str) -> int:
        return sum(run in text for text in self._whole)

    def _words_of(self, number: int) -> list[str]:
        words = self._segmenter.words(self._whole[number])
        return [word for word in dict.fromkeys(words) if len(word) >= _SHORTEST_WORD]

    def _mixed(self, common: Sequence[str], all_of_them: Sequence[str], count: int) -> list[str]:
        frequent = self._rng.sample(common, min(len(common), count - count // 2))
        return [*frequent, *self._rng.sample(all_of_them, min(len(all_of_them), count - len(frequent)))]


QUERY_KINDS: dict[str, Callable[[Drawer, int], list[str]]] = {
    "one character": lambda drawer, count: drawer.short_runs(1, count),
    "two characters": lambda drawer, count: drawer.short_runs(2, count),
    "5–12 characters, quoted": lambda drawer, count: [f'"{run}"' for run in drawer.long_runs(count)],
    "2–4 words": lambda drawer, count: drawer.word_groups(count),
    "whole word": lambda drawer, count: [f"word:{word}" for word in drawer.words(count)],
    "4 words no article has": lambda drawer, count: drawer.strange_groups(count),
}
"""Kind of query → what draws so many of it."""
