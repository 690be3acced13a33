"""The words of a segment are an index that Whoosh itself reads, however many articles hold a word."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from whoosh import fields, formats, index

from indexer.engines.whoosh_engine.words import InvertedWords, WordReader, write_words
from indexer.text.passages import TextField

HELD_BY = {"一": 1, "两三": 2, "二十四": 24, "二十五": 25, "一百二十八": 128, "一百二十九": 129, "三百": 300}
"""Words named for how many of the 300 articles hold them."""


def words_of(article: int) -> list[str]:
    """Return the words of an article; some of them stand there more than once."""
    return [word for word, articles in HELD_BY.items() if article < articles for _ in range(article % 3 + 1)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inverted: dict[TextField, InvertedWords] = {"title": InvertedWords(), "text": InvertedWords()}
    for article in range(300):
        inverted["text"].add(article, words_of(article))
    inverted["title"].add(7, ["标题", "标题"])
    write_words(tmp_path, 300, inverted)
    return tmp_path


@pytest.mark.parametrize("word", HELD_BY)
def test_a_word_gives_the_articles_with_it_and_how_often_it_stands_in_each(folder: Path, word: str) -> None:
    numbers, times = WordReader(folder).postings("text", word)
    assert list(numbers) == list(range(HELD_BY[word]))
    assert list(times) == [Counter(words_of(article))[word] for article in numbers]


def test_title_and_text_are_apart(folder: Path) -> None:
    reader = WordReader(folder)
    assert [list(part) for part in reader.postings("title", "标题")] == [[7], [2]]
    assert not reader.postings("text", "标题")[0]
    assert not reader.postings("title", "三百")[0]


def test_whoosh_by_itself_reads_what_was_written(folder: Path) -> None:
    counted = fields.KEYWORD(scorable=False)
    counted.format = formats.Existence()
    reader = index.open_dir(str(folder), schema=fields.Schema(title=counted, text=counted)).reader()
    assert reader.doc_count_all() == 300
    assert list(reader.field_terms("text")) == sorted(HELD_BY)
    for word, articles in HELD_BY.items():
        expected = sum(Counter(words_of(article))[word] for article in range(articles))
        assert (reader.doc_frequency("text", word), reader.frequency("text", word)) == (articles, expected)
        assert list(reader.postings("text", word.encode()).all_ids()) == list(range(articles))
    reader.close()
