"""Query tree → clauses over terms: what an engine with postings is asked, the same for each of them.

What terms cannot tell (exact characters three long or more, whole texts that are no words) is ``Unsettled``:
``settled`` looks at the texts of its candidates and puts their ids in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.article import Article
from indexer.engines.documents import GREATEST, NAME_LETTERS, NAMES, day_number
from indexer.query.looking import is_anything, needs_a_look, pieces_of
from indexer.query.oracle import matches
from indexer.query.tree import (
    And,
    AnyArticle,
    AtLeast,
    Between,
    HasWord,
    LikeWord,
    NameField,
    Names,
    Near,
    Node,
    Not,
    Occurs,
    OneOf,
    Or,
    Place,
    ValueField,
    Wildcard,
    WithId,
    Words,
)
from indexer.text.fold import fold_name, fold_text
from indexer.text.passages import TEXT_FIELDS, TextField
from indexer.text.segment import Segmenter
from indexer.text.terms import (
    RUN,
    PlacedTerm,
    as_term,
    escaped,
    name_phrase,
    other_forms,
    run_phrase,
    word_cuts,
    written_term,
)

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(~?)")


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Articles with these terms in the stream ``field``, each as far from the first as its place says."""

    field: str
    terms: tuple[PlacedTerm, ...]


@dataclass(frozen=True, slots=True)
class HasValue:
    """Articles with one of the ``values``, escaped, in a name field; None means any value at all."""

    field: NameField
    values: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Range:
    """Articles whose number (``day`` or ``clicks``) lies between, both bounds included; None leaves a side open."""

    field: ValueField
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Ids:
    """The articles with these ids."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """Articles that each of the parts matches; two at least."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Articles that at least ``count`` of the parts match; there are at least two, and as many as ``count``."""

    count: int
    parts: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Articles that ``part`` does not match."""

    part: Clause


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Those of the candidates whose text shows that ``node`` matches them."""

    candidates: Clause
    node: Occurs | Wildcard | Near


Clause = Everything | Nothing | Phrase | HasValue | Range | Ids | Every | Some | Without | Unsettled

Texts = Callable[[Clause], Iterable[Article]]
"""Gives the articles that a settled clause matches."""


def every(parts: Iterable[Clause]) -> Clause:
    """Return the conjunction of ``parts``, flattened."""
    flat: dict[Clause, None] = {}
    for part in parts:
        if isinstance(part, Nothing):
            return part
        flat.update(dict.fromkeys(part.parts if isinstance(part, Every) else (part,)))
    flat.pop(Everything(), None)
    if not flat:
        return Everything()
    return next(iter(flat)) if len(flat) == 1 else Every(tuple(flat))


def some(count: int, parts: Iterable[Clause]) -> Clause:
    """Return the clause of articles that at least ``count`` of the ``parts`` match."""
    kept: list[Clause] = []
    for part in parts:
        if isinstance(part, Everything):
            count -= 1
        elif not isinstance(part, Nothing):
            kept.append(part)
    if count <= 0:
        return Everything()
    if count > len(kept):
        return Nothing()
    if count == len(kept):
        return every(kept)
    if count > 1:
        return Some(count, tuple(kept))
    flat = [inner for part in kept for inner in (part.parts if isinstance(part, Some) and part.count == 1 else (part,))]
    found = tuple(dict.fromkeys(flat))
    return found[0] if len(found) == 1 else Some(1, found)


def without(part: Clause) -> Clause:
    """Return the clause of articles that ``part`` does not match."""
    match part:
        case Everything():
            return Nothing()
        case Nothing():
            return Everything()
        case Without(inner):
            return inner
        case _:
            return Without(part)


def lowered(node: Node, segmenter: Segmenter) -> Clause:
    """Return the clause that says what ``node`` does."""
    match node:
        case AnyArticle():
            return Everything()
        case Occurs():
            forms = node.forms()
            return some(1, (_occurs(form, field, segmenter) for form in forms for field in _text_fields(node.where)))
        case Words(_, words):
            return every(lowered(word, segmenter) for word in words)
        case Wildcard() | Near():
            return some(1, (_looked_at(node, field) for field in _text_fields(node.where)))
        case LikeWord(_, where, words):
            return some(1, (_has_word(word, field) for word in words for field in _text_fields(where)))
        case HasWord(word, where):
            return some(1, (_has_word(word, field) for field in _text_fields(where)))
        case Names(field, text):
            needle = fold_name(text)
            return Phrase(NAMES, name_phrase(NAME_LETTERS[field], needle)) if needle else HasValue(field, None)
        case Place():
            return lowered(node.meaning(), segmenter)
        case WithId(ids):
            return Ids(ids) if ids else Nothing()
        case OneOf(field, values):
            return HasValue(field, tuple(map(escaped, values))) if values else Nothing()
        case Between():
            return _between(node)
        case And(parts):
            return every(lowered(part, segmenter) for part in parts)
        case Or(parts):
            return some(1, (lowered(part, segmenter) for part in parts))
        case AtLeast(count, parts):
            return some(count, (lowered(part, segmenter) for part in parts))
        case Not(part):
            return without(lowered(part, segmenter))


def _text_fields(where: str) -> Sequence[TextField]:
    return [field for field in TEXT_FIELDS if where in ("any", field)]


def _has_word(word: str, field: TextField) -> Clause:
    return Phrase(f"{field}_words", ((0, as_term(word)),))


def _looked_at(node: Wildcard | Near, field: TextField) -> Clause:
    """Return the articles that hold each piece of ``node`` and are what it says."""
    if is_anything(node):
        return Everything()
    holding = every(_runs(piece, field) for piece in map(fold_text, pieces_of(node)) if piece)
    if node.variants == "fold" and not needs_a_look(node):
        return holding
    return Unsettled(holding, replace(node, where=field))


def _occurs(node: Occurs, field: TextField, segmenter: Segmenter) -> Clause:
    needle = fold_text(node.text)
    written = fold_text(node.text, "exact")
    if not needle or not written:
        return Nothing()
    here = replace(node, where=field)
    folded = _whole(needle, field, segmenter) if node.whole else _runs(needle, field)
    if node.variants == "exact":
        return _exactly(here, field, written, folded)
    return Unsettled(_runs(needle, field), here) if folded is None else folded


def _whole(needle: str, field: TextField, segmenter: Segmenter) -> Clause | None:
    """Return the articles in which a folded ``needle`` occurs between boundaries; None where terms cannot tell."""
    cuts = word_cuts(needle, segmenter)
    return None if cuts is None else some(1, (Phrase(f"{field}_words", cut) for cut in cuts))


def _exactly(node: Occurs, field: TextField, written: str, folded: Clause | None) -> Clause:
    """Return the articles in which ``written`` occurs as it is written.

    ``folded`` are those where it occurs in any form. Where no other form of it stands beside its own, that is enough;
    else the text has to be looked at.
    """
    here = [_written(run, field) for run in _runs_of(written)]
    if len(written) <= RUN and not node.whole:
        return every(here)
    candidates = every((_runs(fold_text(written), field) if folded is None else folded, *here))
    others = other_forms(written)
    if folded is None or others is None:
        return Unsettled(candidates, node)
    other = some(1, (_written(run, field) for run in others))
    return some(1, (every((candidates, without(other))), Unsettled(every((candidates, other)), node)))


def _runs(needle: str, field: TextField) -> Clause:
    """Return the articles in which a folded ``needle`` occurs."""
    if len(needle) < RUN:
        return Phrase(f"{field}_chars", ((0, as_term(needle)),))
    return Phrase(f"{field}_runs", run_phrase(needle))


def _runs_of(written: str) -> Sequence[str]:
    return [written] if len(written) < RUN else list(dict.fromkeys(map(str.__add__, written, written[1:])))


def _written(run: str, field: TextField) -> Clause:
    """Return the articles that hold a run of one or two characters as it is written."""

    def said(*, there: bool) -> Clause:
        return Phrase(f"{field}_written", ((0, written_term(run, there=there)),))

    if fold_text(run) != run:
        return said(there=True)
    return every((_runs(run, field), without(said(there=False))))


def _between(node: Between) -> Clause:
    if node.field == "clicks":
        low, high = node.low, node.high
        assert not isinstance(low, str)
        assert not isinstance(high, str)
        if (low is not None and low > GREATEST) or (high is not None and high < 0):
            return Nothing()
        return Range("clicks", None if low is None else max(low, -1), None if high is None else min(high, GREATEST))
    return Range("date", _day_bound(node.low, low=True), _day_bound(node.high, low=False))


def _day_bound(bound: str | int | None, *, low: bool) -> int | None:
    """Return a bound of dates as a number: ``~`` behind a day lies before the next day, the empty text before all."""
    if bound is None:
        return None
    match = _DAY.fullmatch(str(bound))
    if match is None:
        return 0
    return day_number(match[1]) + (1 if low and match[2] else 0)


def settled(clause: Clause, texts: Texts, segmenter: Segmenter, within: Clause | None = None) -> Clause:
    """Return a clause without ``Unsettled`` that matches the same articles.

    ``within``, which is settled itself, says among which articles that is asked.
    """
    match clause:
        case Unsettled(candidates, node):
            found = texts(every((within or Everything(), candidates)))
            ids = tuple(article.id for article in found if matches(node, article, segmenter))
            return Ids(ids) if ids else Nothing()
        case Every(parts):
            done = every(part for part in parts if is_settled(part))
            for part in parts:
                if not is_settled(part):
                    done = every((done, settled(part, texts, segmenter, every((within or Everything(), done)))))
            return done
        case Some(count, parts):
            return some(count, [settled(part, texts, segmenter, within) for part in parts])
        case Without(part):
            return without(settled(part, texts, segmenter, within))
        case _:
            return clause


def is_settled(clause: Clause) -> bool:
    """Tell whether terms alone answer ``clause``."""
    match clause:
        case Unsettled():
            return False
        case Every(parts) | Some(_, parts):
            return all(map(is_settled, parts))
        case Without(part):
            return is_settled(part)
        case _:
            return True
