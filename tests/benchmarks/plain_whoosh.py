"""The plain way, to compare with: BeautifulSoup, jieba's analyser and Whoosh, as a short script puts them together.

``python plain_whoosh.py PAGES INDEX`` indexes every file under PAGES in one process.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

from bs4 import BeautifulSoup

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from jieba.analyse import ChineseAnalyzer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.index import create_in


def page_text(path: Path) -> tuple[str, str]:
    """Return title and text of a page, everything that stands on it."""
    data = path.read_bytes()
    if path.suffix == ".txt":
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("gb18030", "replace")
        return text.split("\n")[0], text
    soup = BeautifulSoup(data, "html.parser")
    return (soup.title.get_text() if soup.title else ""), soup.get_text("\n")


def index_pages(pages: Path, index: Path) -> int:
    """Index every file and return how many there were."""
    analyser = ChineseAnalyzer()
    schema = Schema(path=ID(unique=True, stored=True), title=TEXT(analyser), text=TEXT(analyser), body=STORED)
    writer = create_in(str(index), schema).writer()
    files = [path for path in sorted(pages.rglob("*")) if path.is_file()]
    for path in files:
        title, text = page_text(path)
        writer.add_document(path=str(path), title=title, text=text, body=text)
    writer.commit()
    return len(files)


if __name__ == "__main__":
    print(index_pages(Path(sys.argv[1]), Path(sys.argv[2])))
