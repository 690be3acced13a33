"""The small job that each Whoosh does: ``python whoosh_job.py WORDS INDEX``, seconds in JSON on standard output.

WORDS is JSON: the words of each article, and the words to ask for. Runs on Whoosh 2.7.4 and later alike.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from whoosh import fields
from whoosh.index import create_in, open_dir


def write(articles: list[str], index: Path) -> float:
    """Index the articles' words and return the seconds it took."""
    began = time.perf_counter()
    schema = fields.Schema(text=fields.KEYWORD(scorable=True))
    writer = create_in(str(index), schema).writer(limitmb=64)
    for words in articles:
        writer.add_document(text=words)
    writer.commit(merge=False)
    return time.perf_counter() - began


def ask(asked: list[str], index: Path) -> tuple[float, int]:
    """Return the seconds that the words' postings took, with every weight read, and how many there were."""
    reader = open_dir(str(index)).reader()
    began = time.perf_counter()
    found = 0
    for word in asked:
        matcher = reader.postings("text", word)
        while matcher.is_active():
            found += matcher.id() >= 0 and matcher.weight() > 0
            matcher.next()
    return time.perf_counter() - began, found


def main() -> None:
    """Do the job once."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    index = Path(sys.argv[2])
    index.mkdir()
    written = write(job["articles"], index)
    size = sum(path.stat().st_size for path in index.iterdir())
    asked, found = ask(job["asked"], index)
    print(json.dumps({"written": written, "asked": asked, "found": found, "size": size}))


if __name__ == "__main__":
    main()
