"""Over 14,867 real texts everything that holds what is asked for is found, and nothing else, in either script."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import opencc
import pytest

from indexer.article import Article, paragraphs_as_saved
from indexer.query.parse import parse_query
from indexer.query.tree import Node
from indexer.search import ArchiveSearch, SearchRequest
from indexer.text.fold import fold_text
from indexer.text.segment import Segmenter
from tests.conformance.corpus.asked import Drawing
from tests.conformance.corpus.shelf import Shelf

QUOTED, LONGEST = 1_000, 12
TYPED, MOST_WORDS = 300, 3
QUOTES = (("“", "”"), ("「", "」"), ('"', '"'))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query and the ids of the articles that it must find, no more and no fewer."""

    q: str
    ids: frozenset[str]


Convert = Callable[[str], str]


@pytest.fixture(scope="session")
def conversions() -> Mapping[str, Convert]:
    """Return for each script what turns it into the other one."""
    to_hant, to_hans = opencc.OpenCC("s2t").convert, opencc.OpenCC("t2s").convert
    return {"hans": to_hant, "hant": to_hans, "other": to_hant}


def text_of(article: Article) -> str:
    """Return the title, the text and the captions, and what was saved where something was repaired."""
    saved = (paragraphs_as_saved(getattr(article, name), article.repairs, name).values() for name in ("title", "text"))
    return "\n".join((article.title, article.text, *article.captions, *chain.from_iterable(saved)))


def draw(chance: random.Random, articles: Sequence[Article]) -> Iterator[tuple[Article, str]]:
    """Yield different texts that stand in an article and can stand in quotes: nothing ends these or a paragraph."""
    seen = {""}
    while True:
        article = chance.choice(articles)
        whole = text_of(article)
        at = chance.randrange(len(whole))
        text = whole[at : at + chance.randint(1, LONGEST)]
        fits = "\n" not in text and any(closing not in text for _, closing in QUOTES)
        if fits and text == text.strip() and fold_text(text) not in seen:
            seen.add(fold_text(text))
            yield article, text


def in_quotes(text: str) -> str:
    opening, closing = next(pair for pair in QUOTES if pair[1] not in text)
    return f"{opening}{text}{closing}"


@pytest.fixture(scope="session")
def quoted(news: Sequence[Article], conversions: Mapping[str, Convert]) -> Sequence[Wanted]:
    """Return drawn texts in quotes, every other one in the script that it was not saved in."""
    texts = {article.id: fold_text(text_of(article)) for article in news}
    wanted = []
    drawn = draw(random.Random("recall"), news)
    for number in range(QUOTED):
        article, text = next(drawn)
        folded = fold_text(text)
        asked = conversions[article.script](text) if number % 2 else text
        wanted.append(Wanted(in_quotes(asked), frozenset(one for one, whole in texts.items() if folded in whole)))
    return wanted


@pytest.fixture(scope="session")
def typed(shelf: Shelf, segmenter: Segmenter, conversions: Mapping[str, Convert]) -> Sequence[Wanted]:
    """Return words without quotes, every other query turned into one script or the other."""
    drawing = Drawing(shelf.articles, segmenter, "recall")
    wanted: dict[Node, Wanted] = {}
    while len(wanted) < TYPED:
        number = len(wanted)
        words = " ".join(drawing.words(1 + number % MOST_WORDS))
        tree = parse_query(words, segmenter)
        assert tree is not None
        asked = conversions["hans" if number % 4 == 1 else "hant"](words) if number % 2 else words
        wanted.setdefault(tree, Wanted(asked, frozenset(shelf.ids(shelf.answer(tree)))))
    return list(wanted.values())


def share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def measure(search: ArchiveSearch, wanted: Collection[Wanted]) -> tuple[float, float, list[str]]:
    """Return recall and precision over all queries together, and the queries that another set answers."""
    right = found = shared = 0
    wrong = []
    for one in wanted:
        answer = search.ids(SearchRequest(one.q, sort="newest", synonyms=False))
        ids = set(answer)
        assert len(answer) == len(ids), one.q
        right, found, shared = right + len(one.ids), found + len(ids), shared + len(ids & one.ids)
        if ids != one.ids:
            wrong.append(f"{one.q}: {len(one.ids - ids)} missing, {len(ids - one.ids)} too many of {len(one.ids)}")
    return share(shared, right), share(shared, found), wrong


@pytest.mark.parametrize("kind", ["quoted", "typed"])
def test_recall_and_precision_are_whole(
    kind: str, search: ArchiveSearch, engine_name: str, request: pytest.FixtureRequest
) -> None:
    wanted: Sequence[Wanted] = request.getfixturevalue(kind)
    assert all(one.ids for one in wanted)
    recall, precision, wrong = measure(search, wanted)
    print(f"\n{engine_name}, {len(wanted)} {kind} queries: recall {recall:.3f}, precision {precision:.3f}")
    assert wrong == []
    assert (recall, precision) == (1.0, 1.0)
