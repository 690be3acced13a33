"""An index → the lexicon of its archive: words with their counts, what recurs in titles and texts, names, titles."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.answers.latest import LatestMade
from indexer.answers.lexicon import CompletionKind, Entry, Lexicon
from indexer.answers.sources import LatestSources, SourceNames
from indexer.engines.base import Reader, Request
from indexer.errors import UnknownArticleError
from indexer.query.tree import AnyArticle, NameField, OneOf
from indexer.text.fold import fold_name, fold_text
from indexer.text.passages import TEXT_FIELDS
from indexer.text.segment import Segmenter, readable

MOST_WORDS = 50_000
"""Words that are kept, the most frequent ones; phrases likewise."""

MOST_NAMES = 20_000
"""Sources that are kept, those with the most articles; authors and sites likewise."""

MOST_TITLES = 100_000
"""Titles that are kept, the newest ones."""

SMALL_ARCHIVE = 2_000
"""In archives with fewer titles two words that stand together in one of them are a phrase; all others must recur."""

TITLE_WEIGHT = 10
"""Each title with a phrase that recurs counts as so many articles with a word: words are counted in texts."""

TEXTS_READ = 500
"""Texts that are read for phrases, the newest ones: in a small archive all of them."""

NEWEST_YEARS = 12
"""Years whose titles are told apart from those before."""

AGAIN_AFTER = 60.0
"""Seconds after which a lexicon is made anew where the index has changed."""

_LONGEST_ENTRY = 16
_PHRASE_SIZES = (2, 3, 4)
_ALWAYS_SO = 3
"""Where so many titles have a phrase and all go on alike, it is the longer phrase that recurs."""


def gather(reader: Reader, segmenter: Segmenter, papers: SourceNames) -> Lexicon:
    """Return the lexicon of the state that is read, with its sources by paper."""
    everything = AnyArticle()
    fields: tuple[NameField, ...] = ("title", "source", "author", "site", "year")
    facets = reader.search(Request(everything, "newest", limit=0, facets=dict.fromkeys(fields, everything))).facets
    in_titles = _phrases_of_titles(facets["title"], segmenter)
    in_texts, share = _phrases_of_texts(reader, segmenter)
    weights = {phrase: count * (TITLE_WEIGHT if count > 1 else 1) for phrase, count in in_titles.items()}
    for phrase, count in in_texts.items():
        weights[phrase] = max(weights.get(phrase, 0), int(count / share))
    weighted = [(weight, Entry(readable(word), "word", weight)) for word, weight in _words(reader)]
    for phrase, weight in _most(weights.items(), MOST_WORDS):
        weighted.append((weight, Entry(phrase, "phrase", max(in_titles[phrase], in_texts[phrase]))))
    weighted.sort(key=lambda one: (-one[0], one[1].text))
    words = [entry for _, entry in weighted]
    named: dict[CompletionKind, Mapping[str, int]] = {
        "source": _by_paper(facets["source"], papers),
        "author": facets["author"],
        "site": facets["site"],
    }
    names = [Entry(name, kind, n) for kind, counts in named.items() for name, n in _most(counts.items(), MOST_NAMES)]
    names.sort(key=lambda entry: (-entry.count, entry.text))
    titles = _newest_first(reader, facets["title"], facets["year"])
    return Lexicon(words, names, [Entry(title, "title", count) for title, count in titles.items()])


def _by_paper(printed: Mapping[str, int], papers: SourceNames) -> Mapping[str, int]:
    """Return all names of papers that are not alike when folded, each with the count of its paper."""
    counts = papers.merged(printed)
    others = {name: counts[papers.canonical(name)] for name in printed}
    alike = {fold_name(name) for name in counts}
    return {**{name: count for name, count in others.items() if fold_name(name) not in alike}, **counts}


def _most(counted: Iterable[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    return heapq.nsmallest(most, counted, key=lambda item: (-item[1], item[0]))


def _words(reader: Reader) -> list[tuple[str, int]]:
    """Return the most frequent words of two characters or more, with how many titles or texts have them."""
    counts: dict[str, int] = {}
    for field in TEXT_FIELDS:
        for word, count in reader.vocabulary(field).items():
            if 1 < len(word) <= _LONGEST_ENTRY and count > counts.get(word, 0) and any(map(str.isalpha, word)):
                counts[word] = count
    return _most(counts.items(), MOST_WORDS)


def _phrases_of_titles(titles: Mapping[str, int], segmenter: Segmenter) -> Counter[str]:
    least = 1 if len(titles) < SMALL_ARCHIVE else 2
    return _recurring([(_runs(title, segmenter), count) for title, count in titles.items()], least)


def _phrases_of_texts(reader: Reader, segmenter: Segmenter) -> tuple[Counter[str], float]:
    """Return the phrases of the newest texts, and which share of all articles these are."""
    newest = reader.search(Request(AnyArticle(), "newest", limit=TEXTS_READ)).hits
    try:
        articles = reader.articles([article_id for article_id, _ in newest])
    except UnknownArticleError:  # one went meanwhile
        articles = []
    least = max(2, len(articles) // 100)
    phrases = _recurring([(_runs(article.text, segmenter), 1) for article in articles], least)
    return phrases, len(articles) / max(1, reader.count(), len(articles)) or 1.0


def _recurring(documents: Sequence[tuple[Sequence[str], int]], least: int) -> Counter[str]:
    """Return what stands together, two to four words long, with how many articles have it, where these are enough.

    ``least`` is enough for two words; more words must recur, for a piece of a single title is hardly ever a phrase.
    """
    found: Counter[str] = Counter()
    recurring: set[str] = set()
    for size in _PHRASE_SIZES:
        counts: Counter[str] = Counter()
        for runs, articles in documents:
            for phrase in {phrase for run in runs for phrase in _stretches(run.split(" "), size, recurring)}:
                counts[phrase] += articles
        # What does not recur is not looked at as a part of something longer either.
        enough = least if size == _PHRASE_SIZES[0] else max(2, least)
        recurring = {phrase for phrase, count in counts.items() if count >= enough}
        for phrase in recurring:
            first, *_, last = phrase.split(" ")
            if len(first) > 1 and len(last) > 1 and len(phrase) < _LONGEST_ENTRY + size:
                found[phrase] = counts[phrase]
                beginning = phrase.rpartition(" ")[0]
                if found[beginning] == counts[phrase] >= _ALWAYS_SO:
                    del found[beginning]
    joined: Counter[str] = Counter()
    for phrase, count in found.items():
        joined["".join(map(readable, phrase.split(" ")))] += count
    return joined


def _stretches(words: list[str], size: int, known: set[str]) -> Iterator[str]:
    """Yield so many words side by side; of more than two, both without the first and without the last are known."""
    for at in range(len(words) - size + 1):
        stretch = words[at : at + size]
        if size == 2 or (" ".join(stretch[1:]) in known and " ".join(stretch[:-1]) in known):
            yield " ".join(stretch)


def _runs(text: str, segmenter: Segmenter) -> list[str]:
    """Return the words that stand side by side, with a space between them."""
    pieces = segmenter.pieces(fold_text(text))
    grouped = itertools.groupby(pieces, key=lambda piece: piece[1])
    return [" ".join(piece for piece, _ in run) for are_words, run in grouped if are_words]


def _newest_first(reader: Reader, titles: Mapping[str, int], years: Iterable[str]) -> Mapping[str, int]:
    """Return the newest of the titles, those of the last years before the others, with their counts."""
    ordered: dict[str, int] = {}
    for year in sorted(years, reverse=True)[:NEWEST_YEARS]:
        asked = Request(AnyArticle(), "newest", limit=0, facets={"title": OneOf("year", (year,))})
        for title in sorted(reader.search(asked).facets["title"]):
            ordered.setdefault(title, titles[title])
    for title in sorted(titles):
        ordered.setdefault(title, titles[title])
    return dict(itertools.islice(ordered.items(), MOST_TITLES))


class StillGatheringError(Exception):
    """The archive's words are being gathered for the first time; ask again in a moment."""


class LatestLexicon:
    """The lexicon of the index as it was lately, not made anew oftener than once in ``AGAIN_AFTER`` seconds."""

    def __init__(self, segmenter: Segmenter, papers: LatestSources, patience: float | None = None) -> None:
        def make(reader: Reader) -> Lexicon:
            return gather(reader, segmenter, papers.of(reader))

        self._latest = LatestMade(make, patience, lambda _: AGAIN_AFTER)

    def of(self, reader: Reader) -> Lexicon | None:
        """Return the lexicon of the reader's state or one before; None where there is none yet."""
        return self._latest.of(reader)

    @property
    def state(self) -> str | None:
        """The name of the commit that the lexicon is of; None where there is none, or where it is being exchanged."""
        return self._latest.state

    def at_hand(self) -> Lexicon | None:
        """Return the lexicon if there is one already."""
        return self._latest.at_hand()
