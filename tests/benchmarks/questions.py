"""How well questions in plain words find the paragraph that answers them, among the corpus's articles.

    python tests/benchmarks/questions.py [--engine whoosh] [--every 1] [--keep FOLDER] [--markdown]

Each of the questions beside the corpus is typed as it stands, in its own script and converted into the other. MRR@10
is the mean of 1 ÷ the paragraph's place on a first page of ten, 0 where it is not there; recall@10 is the share of
questions whose paragraph is there.
"""

from __future__ import annotations

import argparse
import json
import lzma
import multiprocessing
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import ground
import opencc
from tables import option_parser, percentile_95, print_table

from indexer.article import Article, article_id
from indexer.engines.registry import open_engine
from indexer.known_engines import KNOWN_ENGINES
from indexer.opening import make_segmenter, search_from_now_on
from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings

ITEMS = ground.SHARED / "data" / "known_items.jsonl.xz"
TOP = 10
OTHER_SCRIPT = {"hans": ("hant", "s2t"), "hant": ("hans", "t2s")}
NAMES = {"hans": "simplified", "hant": "traditional"}

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is typed, with the script of its paragraph, its own, and the paragraph's id as an article."""

    text: str
    paragraph: str
    typed: str
    answer: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The place of a question's paragraph among the first hits, counted from 1, or 0; and the milliseconds it took."""

    question: Question
    place: int
    took: float


def read_items(every: int) -> tuple[list[Article], list[Question]]:
    """Return all paragraphs as articles, and the questions to every so many of them, in both scripts."""
    articles, questions = [], []
    with lzma.open(ITEMS, "rt", encoding="utf-8") as lines:
        for number, item in enumerate(map(json.loads, lines)):
            script, name = item["script"], article_id(item["id"].encode())
            articles.append(Article(name, f"items/{item['id']}.txt", "", item["text"], "text", script=script))
            if number % every == 0:
                questions += [Question(text, script, script, name) for text in item["questions"]]
                questions += _converted(item["questions"], script, name)
    return articles, questions


def _converted(questions: Sequence[str], script: str, answer: str) -> Iterator[Question]:
    other, rules = OTHER_SCRIPT[script]
    convert = opencc.OpenCC(rules).convert
    return (Question(convert(text), script, other, answer) for text in questions)


def read_corpus() -> list[Article]:
    """Return the corpus's articles."""
    texts = enumerate(ground.corpus_articles(ground.DIFFERENT_TEXTS))
    return [
        Article(article_id(f"news {number}".encode()), f"news/{number}.txt", title, text, "text", script="hans")
        for number, (title, text) in texts
    ]


def make_index(settings: Settings, articles: Sequence[Article]) -> None:
    """Index the articles, unless that was done."""
    engine = open_engine(settings.engine, settings, make_segmenter(settings))
    if engine.is_complete():
        return
    shares = [articles[at : at + _BATCH] for at in range(0, len(articles), _BATCH)]
    context = multiprocessing.get_context("spawn")
    with engine.writer() as writer, ProcessPoolExecutor(2, mp_context=context) as processes:
        for prepared in processes.map(writer.preparer(), shares):
            writer.commit([prepared])
        writer.publish()
    search_from_now_on(settings, engine)


def ask(search: ArchiveSearch, questions: Sequence[Question]) -> list[Answered]:
    """Ask every question and return where its paragraph stands."""
    search.search(SearchRequest("北京 上海"))  # opens the index
    answered = []
    for question in questions:
        began = time.perf_counter()
        hits = search.search(SearchRequest(question.text, limit=TOP)).hits
        took = (time.perf_counter() - began) * 1000
        ids = [hit.article.id for hit in hits]
        place = ids.index(question.answer) + 1 if question.answer in ids else 0
        answered.append(Answered(question, place, took))
    return answered


def _row(paragraph: str, typed: str, answered: Sequence[Answered]) -> tuple[str, ...]:
    own = [one for one in answered if (one.question.paragraph, one.question.typed) == (paragraph, typed)]
    asked = [one for one in own if one.question.text.strip()]
    found = [1 / one.place if one.place else 0.0 for one in asked]
    times = [one.took for one in asked]
    return (
        f"{NAMES[paragraph]}, typed in {NAMES[typed]}",
        f"{len(asked):,}",
        f"{mean(found):.4f}",
        f"{sum(found) / len(own):.4f}",
        f"{mean(one.place > 0 for one in asked):.4f}",
        f"{mean(one.place == 1 for one in asked):.4f}",
        f"{median(times):.1f}",
        f"{percentile_95(times):.1f}",
    )


HEAD = (
    "paragraphs",
    "questions",
    "MRR@10",
    "with empty ones",
    "recall@10",
    "first",
    "ms, median",
    "ms, 95 in 100 below",
)


def report(answered: Sequence[Answered], engine: str, *, markdown: bool) -> None:
    """Print the table."""
    print(f"{engine}; {ground.machine()}.")
    empty = sum(not one.question.text.strip() for one in answered) // 2
    print(f"{empty} of the questions are empty, and can find nothing; the column beside MRR@10 counts them as misses.")
    pairs = [(script, typed) for script in OTHER_SCRIPT for typed in (script, OTHER_SCRIPT[script][0])]
    print_table(HEAD, [_row(*pair, answered) for pair in pairs], markdown=markdown)


def _options() -> argparse.Namespace:
    parser = option_parser(__doc__ or "")
    in_folder = [engine.name for engine in KNOWN_ENGINES if engine.in_folder]
    parser.add_argument("--engine", choices=in_folder, default=in_folder[0])
    parser.add_argument("--every", type=int, default=1, help="ask about every so many paragraphs only (default: all)")
    parser.add_argument("--keep", type=Path, help="a folder where the index stays, to be asked again")
    return parser.parse_args()


def main() -> None:
    """Index, ask and print."""
    asked = _options()
    ground.need_corpus()
    if not ITEMS.is_file():
        print(f"This benchmark needs ../shared/data/{ITEMS.name}, which is not there.")
        sys.exit(ground.CALLED_WRONGLY)
    paragraphs, questions = read_items(asked.every)
    with ground.working_folder(asked.keep) as folder:
        settings = Settings(index=folder / asked.engine, engine=asked.engine)
        make_index(settings, [*read_corpus(), *paragraphs])
        report(ask(ArchiveSearch(settings), questions), asked.engine, markdown=asked.markdown)


if __name__ == "__main__":
    main()
