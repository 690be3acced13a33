"""Clauses over terms → Tantivy's queries. None of them lends a score to what it matches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tantivy import FieldType, Occur, Query, Schema

from indexer.engines.bm25 import TITLE_WEIGHT
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
    Without,
)
from indexer.engines.documents import GREATEST, kept_value
from indexer.engines.tantivy_engine.implied import joints
from indexer.engines.tantivy_engine.schema import ARTICLE, CLICKS, DAY, ID, KIND, VALUE_FIELDS
from indexer.text.passages import TEXT_FIELDS
from indexer.text.terms import as_term

_BASIC = "basic"


class QueryMaker:
    """Makes queries over the fields of ``schema``."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def query(self, clause: Clause) -> Query:
        """Return the query of the articles that a settled ``clause`` matches."""
        match clause:
            case Everything():
                return self.term(KIND, ARTICLE)
            case Nothing():
                return Query.empty_query()
            case Phrase(field, ((_, term),)):
                return self.term(field, term)
            case Phrase():
                return self._phrase(clause)
            case HasValue(field, None):
                return Query.exists_query(VALUE_FIELDS[field])
            case HasValue(field, values) if values is not None:
                return self._one_of(VALUE_FIELDS[field], [*map(kept_value, values)])
            case Range():
                return self._range(clause)
            case Ids(ids):
                return self._one_of(ID, ids)
            case Every(parts):
                return self._every(parts)
            case Some(count, parts):
                asked = [(Occur.Should, self.query(part)) for part in parts]
                return Query.boolean_query(asked, None if count == 1 else count)
            case Without(part):
                return Query.boolean_query([(Occur.Must, self.query(Everything())), (Occur.MustNot, self.query(part))])
        raise AssertionError(f"{clause} is not settled")

    def term(self, field: str, term: str) -> Query:
        """Return the query of the documents with ``term`` in ``field``."""
        return Query.term_query(self._schema, field, term, _BASIC)

    def scored_words(self, words: Iterable[str]) -> Query:
        """Return the query of the articles with one of the folded ``words``, which scores them by BM25."""
        asked = []
        for word in dict.fromkeys(words):
            for field in TEXT_FIELDS:
                query = Query.term_query(self._schema, f"{field}_words", as_term(word), "freq")
                asked.append((Occur.Should, Query.boost_query(query, TITLE_WEIGHT) if field == "title" else query))
        return Query.boolean_query(asked)

    def number(self, field: str, low: int, high: int) -> Query:
        """Return the query of the documents whose number lies between, both included."""
        if low > high:
            return Query.empty_query()
        return Query.range_query(self._schema, field, FieldType.Unsigned, low, high)

    def _phrase(self, phrase: Phrase) -> Query:
        standing = Query.phrase_query(self._schema, phrase.field, list(phrase.terms))
        # The runs across the joints add nothing but are often rarer, so that fewer articles' places are looked at.
        rarer = [(Occur.Must, self.term(phrase.field, run)) for _, run in joints(phrase)]
        return Query.boolean_query([(Occur.Must, standing), *rarer]) if rarer else standing

    def _every(self, parts: Sequence[Clause]) -> Query:
        asked = [
            (Occur.MustNot, self.query(part.part)) if isinstance(part, Without) else (Occur.Must, self.query(part))
            for part in parts
        ]
        if all(isinstance(part, Without) for part in parts):
            asked.append((Occur.Must, self.query(Everything())))
        return Query.boolean_query(asked)

    def _one_of(self, field: str, terms: Sequence[str]) -> Query:
        if len(terms) == 1:
            return self.term(field, terms[0])
        return Query.term_set_query(self._schema, field, list(terms))

    def _range(self, clause: Range) -> Query:
        low = max(0, clause.low or 0)
        high = GREATEST if clause.high is None else clause.high
        return self.number(DAY if clause.field == "date" else CLICKS, low + 1, high + 1)


def unscored(query: Query) -> Query:
    """Return a query that matches the same documents and adds nothing to their scores."""
    return Query.const_score_query(query, 0.0)
