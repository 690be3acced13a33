"""Clauses over terms say what a query means: looked up in the streams alone, they find what the oracle finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.article import Article
from indexer.engines.clauses import (
    Clause,
    Every,
    Everything,
    HasValue,
    Ids,
    Nothing,
    Phrase,
    Range,
    Some,
    Unsettled,
    Without,
    lowered,
    settled,
)
from indexer.engines.documents import ArticleDocument, load_article, make_document
from indexer.query.oracle import matches
from indexer.query.tree import Node, Occurs
from indexer.text.segment import Segmenter
from indexer.text.terms import FILLER, SEPARATOR, escaped, unescaped
from tests.conformance.generated import articles, trees

SEGMENTER = Segmenter()


def term_places(stream: str) -> Mapping[str, set[int]]:
    places: dict[str, set[int]] = {}
    for at, term in enumerate(stream.split(SEPARATOR)):
        if term not in ("", FILLER):
            places.setdefault(term, set()).add(at)
    return places


def stands(clause: Phrase, document: ArticleDocument) -> bool:
    places = term_places(document.streams[clause.field])
    starts = [{at - offset for at in places.get(term, ())} for offset, term in clause.terms]
    return bool(set.intersection(*starts))


def holds(clause: Clause, document: ArticleDocument) -> bool:
    match clause:
        case Everything():
            return True
        case Nothing():
            return False
        case Phrase():
            return stands(clause, document)
        case HasValue(field, values):
            own = document.values[field]
            return bool(own) if values is None else any(value in own for value in values)
        case Range(field, low, high):
            number = document.day if field == "date" else document.clicks
            return number is not None and (low is None or number >= low) and (high is None or number <= high)
        case Ids(ids):
            return document.id in ids
        case Every(parts):
            return all(holds(part, document) for part in parts)
        case Some(count, parts):
            return sum(holds(part, document) for part in parts) >= count
        case Without(part):
            return not holds(part, document)
        case Unsettled():
            raise AssertionError("terms alone do not answer this")


def found(node: Node, documents: Sequence[ArticleDocument]) -> set[str]:
    def texts(clause: Clause) -> Iterable[Article]:
        return [load_article(document.article) for document in documents if holds(clause, document)]

    clause = settled(lowered(node, SEGMENTER), texts, SEGMENTER)
    return {document.id for document in documents if holds(clause, document)}


@settings(max_examples=150, deadline=None)
@given(
    library=st.lists(articles(), min_size=1, max_size=6, unique_by=lambda article: article.id),
    asked=st.lists(trees, min_size=6, max_size=16),
)
def test_clauses_find_what_the_oracle_finds(library: list[Article], asked: list[Node]) -> None:
    documents = [make_document(article, SEGMENTER) for article in library]
    for node in asked:
        right = {article.id for article in library if matches(node, article, SEGMENTER)}
        assert found(node, documents) == right, node


odd = st.text(st.sampled_from("甲乙 \n\x1c\x1d\x1e\x1f\ud800\0"), max_size=8)


@settings(max_examples=200, deadline=None)
@given(texts=st.lists(odd, min_size=1, max_size=4), needle=odd.filter(bool))
def test_signs_that_engines_cannot_keep_are_found_like_others(texts: list[str], needle: str) -> None:
    library = [
        Article(id=str(n), file=f"{n}{text}.txt", title=text, text=text, kind="text") for n, text in enumerate(texts)
    ]
    documents = [make_document(article, SEGMENTER) for article in library]
    for whole in (False, True):
        node = Occurs(needle, whole=whole)
        assert found(node, documents) == {article.id for article in library if matches(node, article, SEGMENTER)}
    assert [load_article(document.article) for document in documents] == library
    for document in documents:
        for stream in document.streams.values():
            assert not re.search(r"(?=[^\x1c-\x1f])\s", stream.replace(SEPARATOR, ""))
        (str(document.streams) + str(document.values) + document.article).encode()


@given(text=st.text(), other=st.text())
def test_escaping_is_undone_and_keeps_texts_apart(text: str, other: str) -> None:
    assert unescaped(escaped(text)) == text
    assert (escaped(text) == escaped(other)) == (text == other)


def test_ordinary_words_are_settled_without_looking_at_a_text() -> None:
    def texts(_: Clause) -> Iterable[Article]:
        raise AssertionError("a text was looked at")

    for node in (
        Occurs("乡村振兴", whole=True),
        Occurs("13.91"),
        Occurs("5G基站", whole=True),
        Occurs("國家", variants="exact"),
    ):
        settled(lowered(node, SEGMENTER), texts, SEGMENTER)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("written", ["图书馆", "圖書館", "ＡＢＣ", "abc"])
def test_exact_characters_are_looked_for_only_where_they_stand_in_several_forms(written: str, whole: bool) -> None:
    forms = ["图书馆", "圖書館", "圖书馆", "ＡＢＣ", "ABC", "abc"]
    in_pieces = ["圖書館里有图书和书馆", "图书馆里有圖書和書館", "abc里有ＡＢ和ＢＣ", "ＡＢＣ里有ab和bc"]
    texts = [*forms, "".join(forms), "，".join(forms), *in_pieces]
    library = [Article(id=text, file=f"{text}.txt", title="", text=f"有{text}了。", kind="text") for text in texts]
    documents = [make_document(article, SEGMENTER) for article in library]
    looked: list[str] = []

    def look(clause: Clause) -> Iterable[Article]:
        held = [article for article, document in zip(library, documents, strict=True) if holds(clause, document)]
        looked.extend(article.id for article in held)
        return held

    node = Occurs(written, whole=whole, variants="exact")
    clause = settled(lowered(node, SEGMENTER), look, SEGMENTER)
    right = {article.id for article in library if matches(node, article, SEGMENTER)}
    assert {document.id for document in documents if holds(clause, document)} == right
    assert written in right
    assert set(looked) <= set(texts) - set(forms)
