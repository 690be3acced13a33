"""More articles than the corpus has: mixed of its paragraphs, the same ones every time.

Each mixed article has as many paragraphs as one of the corpus, its date, another one's title, and paragraphs that
chance picks among all there are. Words and characters are as frequent as in the corpus; new ones there are none, and
whole paragraphs repeat.
"""

from __future__ import annotations

import html
import json
import lzma
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ground

SEED = 20210806


def corpus_for(count: int, out: Path) -> Path:
    """Return a corpus with at least ``count`` articles: the one there is, or one written into ``out``."""
    ground.need_corpus()
    if count <= ground.DIFFERENT_TEXTS:
        return ground.CORPUS
    path = out / f"corpus-{count}.jsonl"
    if not path.exists():
        out.mkdir(parents=True, exist_ok=True)
        passing = path.with_suffix(".passing")
        with passing.open("w", encoding="utf-8") as lines:
            for item in varied_items(count):
                lines.write(json.dumps(item, ensure_ascii=False) + "\n")
        passing.rename(path)
    return path


def varied_items(count: int) -> Iterator[dict[str, Any]]:
    """Yield ``count`` articles as the corpus has them: its own first, then mixed ones."""
    sys.path.insert(0, str(ground.PAGE_MAKER.parent))
    from make_pages import paragraphs_of  # the corpus's own reader of its bodies

    with lzma.open(ground.CORPUS, "rt", encoding="utf-8") as lines:
        items = [item for item in map(json.loads, lines) if paragraphs_of(item["body"])]
    yield from items[:count]
    rng = random.Random(SEED)
    sizes = [len(paragraphs_of(item["body"])) for item in items]
    paragraphs = [paragraph for item in items for paragraph in paragraphs_of(item["body"])]
    for number in range(len(items), count):
        form = number % len(items)
        chosen = rng.choices(paragraphs, k=sizes[form])
        body = "".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in chosen)
        yield {**items[form], "id": number, "title": rng.choice(items)["title"], "body": body}


def mixture(count: int) -> str | None:
    """Return a sentence that says so where ``count`` articles are more than there are texts."""
    if count <= ground.DIFFERENT_TEXTS:
        return None
    return (
        f"The corpus has {ground.DIFFERENT_TEXTS:,} texts. More articles than that are mixed of their paragraphs: no "
        "two are alike, words are as frequent as in the corpus, but there are no new words and no new paragraphs."
    )
