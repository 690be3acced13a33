"""Fuzzing of reading with atheris, by hand: any bytes give an article or a reason, and nothing else.

pip install atheris
python tests/fuzz/any_file.py CORPUS [-max_total_time=300] [-max_len=20000] [-timeout=5]

CORPUS is a folder of files to begin with, to which finds are added. The first byte of each chooses a file's name.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["indexer.reading", "indexer.article", "indexer.text"]):
    from indexer.article import article_from_json, article_to_json
    from indexer.errors import ReadingError
    from indexer.reading import read_articles

NAMES = (
    "a.html", "a.txt", "a.mhtml", "a", "年/2021-07-05/甲.htm", "a.bin", "a.zip", "a.tar", "a.html.gz", "a.tgz", "a.md",
    "a.warc", "a.wacz", "a.pdf", "a.docx", "a.csv", "a.jsonl", "a.xhtml",
)  # fmt: skip


def read_one(data: bytes) -> None:
    """Read one file; anything but articles that keep their promises or a ReadingError is a find."""
    file = NAMES[data[0] % len(NAMES)] if data else NAMES[0]
    try:
        articles, failures = read_articles(data[1:], file)
    except ReadingError as refused:
        articles, failures = (), (refused,)
    assert articles or failures
    assert all(failure.reason.endswith(".") for failure in failures)
    for article in articles:
        assert article.text.encode()
        assert article_from_json(article_to_json(article)) == article
        for repair in article.repairs:
            value = getattr(article, repair.field)
            shown = "\n".join(value) if isinstance(value, tuple) else value
            assert shown[repair.start : repair.end] == repair.after


if __name__ == "__main__":
    atheris.Setup(sys.argv, read_one)
    atheris.Fuzz()
