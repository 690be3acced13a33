"""tantivy-py by itself with the same terms, to compare with: ``bare_tantivy.py INDEX ARTICLES``.

The documents are made before the clock starts. Then they are added to a schema that keeps the same terms, values and
articles as Fangzhi does, by one writer as tantivy-py makes it by default, committed once, and its merges awaited.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import tantivy
from stored import all_articles

from indexer.engines.documents import NAME_FIELDS, STREAM_FIELDS, ArticleDocument, make_document
from indexer.text.segment import Segmenter
from indexer.text.terms import FILLER

_PLACED = ("_runs", "_words", "names")
"""The streams in which the places of terms count."""


def make_index(folder: Path) -> tantivy.Index:
    """Return a new index whose text fields cut at white space, which separates the terms."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in STREAM_FIELDS:
        option = "position" if name.endswith(_PLACED) else "basic"
        builder.add_text_field(name, tokenizer_name="terms", index_option=option)
    for field in NAME_FIELDS:
        builder.add_text_field(f"{field}_values", fast=True, tokenizer_name="raw", index_option="basic")
    for number in ("day", "clicks", "newest", "oldest"):
        builder.add_integer_field(number, indexed=True, fast=True)
    builder.add_text_field("article", stored=True, tokenizer_name="raw", index_option="basic")
    index = tantivy.Index(builder.build(), str(folder))
    cutter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer("terms", cutter.filter(tantivy.Filter.custom_stopword([FILLER])).build())
    return index


def to_tantivy(made: ArticleDocument) -> tantivy.Document:
    """Return the document as tantivy-py takes it."""
    document = tantivy.Document()
    document.add_text("id", made.id)
    for name, stream in made.streams.items():
        document.add_text(name, stream)
    for field, values in made.values.items():
        for value in values:
            document.add_text(f"{field}_values", value)
    for name in ("day", "clicks", "newest", "oldest"):
        number = getattr(made, name)
        if number is not None:
            document.add_integer(name, number)
    document.add_text("article", made.article)
    return document


def write(folder: Path, articles: Path) -> dict[str, float]:
    """Write all articles; return the processors' seconds of making documents, and the seconds of writing them and the
    processors' for that."""
    segmenter = Segmenter()
    segmenter.words("方志")
    began = time.process_time()
    made = [make_document(article, segmenter) for article in all_articles(articles)]
    preparing = time.process_time() - began
    folder.mkdir(parents=True)
    index = make_index(folder)
    began, worked = time.perf_counter(), time.process_time()
    writer = index.writer()
    for document in made:
        writer.add_document(to_tantivy(document))
    writer.commit()
    writer.wait_merging_threads()
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    return {"preparing": preparing, "seconds": seconds, "cpu": cpu, "articles": len(made)}


if __name__ == "__main__":
    print(json.dumps(write(Path(sys.argv[1]), Path(sys.argv[2]))))
