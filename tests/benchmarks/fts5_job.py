"""SQLite's FTS5 over the same articles, to compare with: ``fts5_job.py write|ask words|trigrams DATABASE ...``.

``write TOKENS DATABASE ARTICLES`` keeps what ``stored.py`` read; ``ask TOKENS DATABASE PASSES < queries`` answers as
``asking.py`` does: the number of hits, the values of four facets counted, and the best 20 with a snippet.

With *words* FTS5 is given what jieba cuts, with spaces between, and a query is cut alike: a run that is cut otherwise
in an article is missed. With *trigrams* FTS5 cuts by itself, and cannot look for one or two characters at all.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from asking import ask_all
from stored import all_articles
from usage import own_peak

from indexer.article import Article
from indexer.text.fold import fold_text
from indexer.text.segment import Segmenter

SHORTEST = {"words": 1, "trigrams": 3}
"""The fewest characters that can be looked for."""

_FACETS = ("source", "year", "site", "script")
_TABLES = {
    "words": "CREATE VIRTUAL TABLE found USING fts5(title, text, tokenize='unicode61 remove_diacritics 0')",
    "trigrams": "CREATE VIRTUAL TABLE found USING fts5(title, text, content='articles', content_rowid='id', "
    "tokenize='trigram')",
}
_PAGE = (
    "SELECT articles.title, snippet(found, 1, '[', ']', '…', 32) FROM found JOIN articles ON articles.id = found.rowid "
    "WHERE found MATCH ? ORDER BY bm25(found, 3.0, 1.0) LIMIT 20"
)


def _cut(text: str, segmenter: Segmenter) -> str:
    return " ".join(segmenter.words(fold_text(text)))


def _rows(articles: Iterable[Article], tokens: str, segmenter: Segmenter) -> Iterator[tuple[Article, str, str]]:
    for article in articles:
        if tokens == "words":
            yield article, _cut(article.title, segmenter), _cut(article.text, segmenter)
        else:
            yield article, article.title, article.text


def write(tokens: str, database: Path, folder: Path) -> dict[str, float]:
    """Write all articles in one transaction and return the seconds it took, cutting included."""
    segmenter = Segmenter()
    segmenter.words("方志")
    began = time.perf_counter()
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE articles(id INTEGER PRIMARY KEY, title, text)")
    connection.execute("CREATE TABLE facts(id INTEGER PRIMARY KEY, source, year, site, script)")
    connection.execute(_TABLES[tokens])
    count = 0
    for article, title, text in _rows(all_articles(folder), tokens, segmenter):
        count += 1
        connection.execute("INSERT INTO articles VALUES (?, ?, ?)", (count, article.title, article.text))
        facts = (article.source, (article.date or "")[:4], article.site, article.script)
        connection.execute("INSERT INTO facts VALUES (?, ?, ?, ?, ?)", (count, *facts))
        connection.execute("INSERT INTO found(rowid, title, text) VALUES (?, ?, ?)", (count, title, text))
    connection.commit()
    connection.close()
    return {"seconds": time.perf_counter() - began, "articles": count}


def expression(query: str, tokens: str, segmenter: Segmenter) -> str | None:
    """Return a query of ``drawing.py`` as FTS5 takes it; None where it cannot."""
    pieces = query.removeprefix("word:").replace('"', "").split()
    if any(len(piece) < SHORTEST[tokens] for piece in pieces):
        return None
    phrases = [_cut(piece, segmenter) if tokens == "words" else piece for piece in pieces]
    return " AND ".join(f'"{phrase}"' for phrase in phrases)


class Database:
    """Answers queries from one connection."""

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(database)
        self._connection.execute("CREATE TEMP TABLE hits(id INTEGER PRIMARY KEY)")

    def first_page(self, match: str) -> int:
        """Return the number of hits, after the facets were counted and the first page was made."""
        ask = self._connection.execute
        ask("DELETE FROM hits")
        ask("INSERT INTO hits SELECT rowid FROM found WHERE found MATCH ?", (match,))
        for name in _FACETS:
            ask(f"SELECT {name}, count(*) FROM hits JOIN facts USING (id) GROUP BY {name}").fetchall()
        ask(_PAGE, (match,)).fetchall()
        return int(ask("SELECT count(*) FROM hits").fetchone()[0])


def answer(tokens: str, database: Path, passes: int, queries: dict[str, list[str]]) -> dict[str, object]:
    """Return what ``asking.ask_index`` does; times are only of queries that can be asked, others have no hits."""
    began = time.perf_counter()
    segmenter = Segmenter()
    opened = Database(database)
    opened.first_page('"北京市"')
    opening = (time.perf_counter() - began) * 1000
    taken = {kind: [expression(query, tokens, segmenter) for query in asked] for kind, asked in queries.items()}
    askable = {kind: [match for match in matches if match] for kind, matches in taken.items()}
    times, found = ask_all(askable, passes, opened.first_page)
    hits = {kind: iter(totals) for kind, totals in found.items()}
    totals = {kind: [next(hits[kind]) if match else 0 for match in matches] for kind, matches in taken.items()}
    return {"opening": opening, "times": times, "totals": totals, "memory": own_peak()}


if __name__ == "__main__":
    job, tokens, database, last = sys.argv[1:]
    if job == "write":
        print(json.dumps(write(tokens, Path(database), Path(last))))
    else:
        print(json.dumps(answer(tokens, Path(database), int(last), json.load(sys.stdin))))
