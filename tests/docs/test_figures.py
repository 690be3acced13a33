"""Numbers that stand in the pages are those of the code."""

from __future__ import annotations

import pytest

from indexer.archive import LARGEST_CONTAINER, LARGEST_FILE
from indexer.article import ID_LENGTH
from indexer.cli.reading import LIKELY, SURE
from indexer.engines.bm25 import K1, TITLE_WEIGHT, B
from indexer.query.parse import DEEPEST_GROUP, LONGEST_QUERY
from indexer.query.preferences import MOST_RELAXED
from indexer.reading.containers.limits import DEEPEST, LARGEST_PAGE, LEAST_PAGE, LEAST_UNPACKED, MB, MOST_PARTS, RATIO
from indexer.reading.documents.docx import MOST_PARAGRAPHS
from indexer.reading.documents.pdf import MOST_PAGES
from indexer.settings import Settings
from tests.docs.pages import read
from web.parameters import LARGEST_LIMIT


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("docs/architecture.md", f"(k1 = {K1}, b = {B}; the title weighs {TITLE_WEIGHT:g})"),
        ("docs/architecture.md", f"the first {ID_LENGTH} hexadecimal digits"),
        ("docs/adding-articles.md", f"A file over {LARGEST_FILE >> 20} MB that is no container is not opened"),
        ("docs/adding-articles.md", f"a container up to {LARGEST_CONTAINER >> 30} GB"),
        ("docs/adding-articles.md", f"{RATIO} times the file's size unpacked, but always {LEAST_UNPACKED // MB} MB"),
        ("docs/adding-articles.md", f"but always {LEAST_PAGE // MB} MB and never over {LARGEST_PAGE // MB} MB"),
        ("docs/adding-articles.md", f"{MOST_PARTS:,} parts, {DEEPEST} containers within each other"),
        (
            "docs/adding-articles.md",
            f"{MOST_PAGES:,} pages of a PDF, {MOST_PARAGRAPHS:,} paragraphs of a Word document",
        ),
        ("docs/adding-articles.md", f"{ID_LENGTH} hexadecimal digits"),
        ("docs/query-language.md", f"The first {LONGEST_QUERY:,} characters of a query are read"),
        ("docs/query-language.md", f"brackets up to {DEEPEST_GROUP} deep"),
        ("docs/query-language.md", f"of the first {MOST_RELAXED}"),
        ("docs/query-language.md", f"hits on a page, up to {LARGEST_LIMIT}"),
        ("docs/reading.md", f"*sure* from {SURE} on, *likely* from {LIKELY} on"),
        ("docs/security.md", f"Files over {LARGEST_FILE >> 20} MB are not opened"),
        ("README.md", f"<http://{Settings().host}:{Settings().port}/>"),
        ("README.zh.md", f"<http://{Settings().host}:{Settings().port}/>"),
    ],
)
def test_a_number_is_that_of_the_code(name: str, told: str) -> None:
    assert told in " ".join(read(name).split())


def test_the_sample_archive_is_as_large_as_the_readme_says() -> None:
    articles = read("tests/sample_archive_gold.jsonl").splitlines()
    for name, told in (("README.md", "The {} articles in `archive/`"), ("README.zh.md", "`archive/` 里的 {} 篇文章")):
        assert told.format(len(articles)) in " ".join(read(name).split())
