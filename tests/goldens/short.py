"""Goldens of short queries: what each finds in the known articles, and what it must find where one just looks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from indexer.article import Article, paragraphs_as_saved
from indexer.reading import read_articles
from indexer.search import ArchiveSearch, SearchRequest
from indexer.text.fold import fold_text
from indexer.text.segment import Segmenter

FILE = Path(__file__).with_name("short.jsonl")
FIRST = 5
"""Hits by relevance whose order is kept."""

_QUOTES = "“”"


@dataclass(frozen=True, slots=True)
class Golden:
    """A query of one to four characters, why it is asked, the files that it finds, and the first of them in order."""

    q: str
    why: str
    found: tuple[str, ...] = ()
    first: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return what is asked for, without quotes."""
        return self.q.strip(_QUOTES)

    @property
    def is_quoted(self) -> bool:
        return self.q != self.text


def read_goldens() -> list[Golden]:
    """Return the goldens as they are kept; a new one has no answer yet."""
    rows = map(json.loads, FILE.read_text(encoding="utf-8").splitlines())
    return [Golden(row["q"], row["why"], tuple(row.get("found", ())), tuple(row.get("first", ()))) for row in rows]


def as_lines(goldens: Iterable[Golden]) -> str:
    """Return the content of the file, a line for each golden."""
    return "".join(json.dumps(asdict(golden), ensure_ascii=False) + "\n" for golden in goldens)


def answered(golden: Golden, search: ArchiveSearch) -> Golden:
    """Return the golden as ``search`` answers it. Raises AssertionError where its total is not that of its hits."""
    results = search.search(SearchRequest(golden.q, synonyms=False, limit=0))
    found = [hit.article.file for hit in results.hits]
    assert results.total == len(found), golden.q
    return replace(golden, found=tuple(sorted(found)), first=tuple(found[:FIRST]))


def differences(before: Golden, after: Golden) -> Iterator[str]:
    """Yield a line for each thing that another answer changes."""
    yield from (f"{before.q}: no longer finds {file}" for file in before.found if file not in after.found)
    yield from (f"{before.q}: finds {file}" for file in after.found if file not in before.found)
    if before.first != after.first:
        yield f"{before.q}: first come {', '.join(after.first)}, and not {', '.join(before.first) or 'any'}"


Texts = Mapping[str, Sequence[str]]
"""File → its title, text and captions, folded, with what was saved in the place of what was repaired."""


def read_texts(archive: Path) -> Texts:
    """Return the texts of all articles of ``archive``, read without any index."""
    texts: dict[str, Sequence[str]] = {}
    for path in sorted(path for path in archive.rglob("*") if path.is_file()):
        file = path.relative_to(archive).as_posix()
        (article,) = read_articles(path.read_bytes(), file).articles
        texts[file] = [fold_text(text) for text in _texts_of(article)]
    return texts


def _texts_of(article: Article) -> Iterator[str]:
    shown = {"title": article.title, "text": article.text, "captions": "\n".join(article.captions)}
    yield from shown.values()
    for name, text in shown.items():
        yield from paragraphs_as_saved(text, article.repairs, name).values()


def looked_up(golden: Golden, texts: Texts, segmenter: Segmenter) -> tuple[str, ...]:
    """Return the files that a golden must find: those in which its text stands, or each of its unquoted words."""
    folded = fold_text(golden.text)
    words = [] if golden.is_quoted else segmenter.words(folded)
    needles = words or [folded]
    return tuple(
        file for file, own in sorted(texts.items()) if all(any(needle in text for text in own) for needle in needles)
    )
