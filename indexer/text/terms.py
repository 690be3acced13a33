"""Terms: folded text → what engines with postings keep of it, and what is sought there.

Each stream of terms is one string, so that an engine needs no analyser of its own: it cuts at ``SEPARATOR``,
numbers the terms from 0 and leaves out ``FILLER``, whose number stays free. The separator is the only white space in
a stream as Unicode's property has it (Java counts U+001C to U+001F too). A text has four streams:

- ``chars``: each character once;
- ``runs``: every two characters that stand together, numbered by the offset of the first;
- ``words``: the words of the cut, numbered by the offset of their first character;
- ``written``: in which characters and runs the text as it is written differs from the folded one.

Two-character runs and not single characters answer where longer text occurs: they are a hundredth as frequent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from operator import add
from typing import NamedTuple

from indexer.text.fold import fold_text, forms_of
from indexer.text.segment import HAN, LONGEST_WORD, Segmenter

TERM_RULES = 2
"""Counts up when the same text gives other terms."""

SEPARATOR = " "
FILLER = "\x1e"
_ESCAPE = "\x1d"
_SPACE, _LINE_END = "\x1c", "\x1f"
"""Stand for white space in a term. Folded text has no other than these two kinds, and none of its stand-ins."""

RUN = 2
"""Characters of a run."""

MOST_CUTS = 64
"""So many ways of cutting a text are asked for; a text with more is looked for by its characters."""

MOST_FORMS = 128
"""So many other forms of a text are asked for; with more of them, texts are looked at."""

_FILLED = SEPARATOR + FILLER

_UNFIT = re.compile("[\x1c-\x1f\ud800-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(f"{_ESCAPE}([0-9a-f]{{4}})")
_HAN = re.compile(f"[{HAN}]+")

PlacedTerm = tuple[int, str]
"""A term with its place from the beginning of what is sought."""


def escaped(text: str) -> str:
    """Return ``text`` without what has a meaning of its own in streams, and without lone surrogates, which engines
    cannot keep; no two become one."""
    return _UNFIT.sub(_escape, text) if _UNFIT.search(text) else text


def _escape(match: re.Match[str]) -> str:
    return f"{_ESCAPE}{ord(match[0]):04x}"


def unescaped(text: str) -> str:
    """Return what ``escaped`` was given."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if _ESCAPE in text else text


def as_term(text: str) -> str:
    """Return folded text as it stands in a stream, as one term or a part of one."""
    return _spaceless(escaped(text))


def _spaceless(text: str) -> str:
    return text.replace(" ", _SPACE).replace("\n", _LINE_END)


def _joined(terms: Iterable[str], source: str) -> str:
    """Join terms that are made of the characters of ``source``, a folded text without white space."""
    if _LONE.search(source):
        terms = (_LONE.sub(_escape, term) for term in terms)
    return SEPARATOR.join(terms)


class TermStreams(NamedTuple):
    """The four streams of a text."""

    chars: str
    runs: str
    words: str
    written: str


def term_streams(original: str, segmenter: Segmenter) -> TermStreams:
    """Return the streams of a text that is not folded yet."""
    folded = fold_text(original)
    spaceless = _spaceless(folded)
    runs = list(map(add, spaceless, spaceless[1:]))
    return TermStreams(
        chars=_joined(sorted(set(spaceless)), folded),
        runs=_joined(runs, folded),
        words=_word_stream(folded, segmenter),
        written=_written_stream(spaceless, runs, _spaceless(fold_text(original, "exact"))),
    )


def _word_stream(folded: str, segmenter: Segmenter) -> str:
    # A word has no white space in it, so that its characters seldom need to be looked at one by one.
    plain = not _UNFIT.search(folded)
    terms: list[str] = []
    for piece, is_word in segmenter.pieces(folded):
        if is_word and len(piece) <= LONGEST_WORD:
            terms.append((piece if plain else as_term(piece)) + _FILLED * (len(piece) - 1))
        else:
            terms.append(FILLER + _FILLED * (len(piece) - 1))
    return SEPARATOR.join(terms)


def _written_stream(folded: str, runs: Iterable[str], written: str) -> str:
    if folded == written:
        return ""
    here = set(folded).union(runs)
    there = set(written).union(map(add, written, written[1:]))
    terms = [*(f"+{run}" for run in sorted(there - here)), *(f"-{run}" for run in sorted(here - there))]
    return _joined(terms, folded + written)


def run_phrase(needle: str) -> tuple[PlacedTerm, ...]:
    """Return the runs that stand one behind the other where ``needle``, at least one run long, occurs."""
    places = [*range(0, len(needle) - 1, RUN)]
    if len(needle) % RUN:
        places.append(len(needle) - RUN)
    return tuple((at, as_term(needle[at : at + RUN])) for at in places)


def written_term(run: str, *, there: bool) -> str:
    """Return the term in ``written`` that says a run of one or two characters is in the text only as it is written
    (``there``), or only as it is folded."""
    return ("+" if there else "-") + as_term(run)


def other_forms(written: str) -> tuple[str, ...] | None:
    """Return runs of which one stands wherever ``written`` does in another form (another script, case or width).

    None where they are too many.
    """
    places = range(0, len(written), RUN)
    found: dict[str, None] = {}
    for run in (written[max(0, min(at, len(written) - RUN)) :][:RUN] for at in places):
        forms = ["".join(chars) for chars in product(*(forms_of(char) for char in fold_text(run)))]
        found.update(dict.fromkeys(form for form in forms if form != run))
        if len(found) > MOST_FORMS:
            return None
    return tuple(found)


def word_cuts(needle: str, segmenter: Segmenter) -> tuple[tuple[PlacedTerm, ...], ...] | None:
    """Return the ways in which a folded text may be cut into words where both its ends are boundaries.

    Words in Latin and numbers are cut alike everywhere, Han characters as their surroundings are. None where terms
    cannot tell: signs, spaces and pieces that are too long are no words, a long text can be cut in too many ways, and
    a keeper's own word may join Han characters with others or not, as its surroundings are.
    """
    if segmenter.reach_beyond_han(needle):
        return None
    ways: list[list[tuple[str, ...]]] = []
    for han, piece, is_word in _stretches(needle, segmenter):
        if not is_word or (not han and len(piece) > LONGEST_WORD):
            return None
        if han and len(piece) > MOST_CUTS.bit_length():
            return None
        ways.append(list(_compositions(piece)) if han else [(piece,)])
    count = 1
    for choices in ways:
        count *= len(choices)
    if not ways or count > MOST_CUTS:
        return None
    return tuple(_placed([word for words in choice for word in words]) for choice in product(*ways))


def _stretches(needle: str, segmenter: Segmenter) -> Iterator[tuple[bool, str, bool]]:
    """Yield runs of Han characters, and between them pieces of the cut: whether Han, the characters, whether a word."""
    at = 0
    for match in _HAN.finditer(needle):
        yield from ((False, piece, is_word) for piece, is_word in segmenter.pieces(needle[at : match.start()]))
        yield True, match[0], True
        at = match.end()
    yield from ((False, piece, is_word) for piece, is_word in segmenter.pieces(needle[at:]))


def _compositions(run: str) -> Iterator[tuple[str, ...]]:
    """Yield every way to cut ``run``, the whole first."""
    yield (run,)
    for size in range(1, len(run)):
        for rest in _compositions(run[size:]):
            yield run[:size], *rest


def _placed(words: Iterable[str]) -> tuple[PlacedTerm, ...]:
    placed, at = [], 0
    for word in words:
        placed.append((at, as_term(word)))
        at += len(word)
    return tuple(placed)


def name_stream(values: Iterable[tuple[str, str]]) -> str:
    """Return one stream for names, given as a letter for the field and the folded value.

    Each character and run has its field's letter before it. Nothing that is sought reaches from one value to the next.
    """
    terms: list[str] = []
    for letter, value in values:
        terms.extend(letter + as_term(value[at : at + RUN]) for at in range(len(value) - 1))
        terms.extend(FILLER * RUN)
        terms.extend(letter + as_term(char) for char in sorted(set(value)))
        terms.extend(FILLER * RUN)
    return SEPARATOR.join(terms)


def name_phrase(letter: str, needle: str) -> tuple[PlacedTerm, ...]:
    """Return the terms that stand one behind the other in ``name_stream`` where a folded ``needle`` occurs."""
    if len(needle) == 1:
        return ((0, letter + as_term(needle)),)
    return tuple((at, letter + run) for at, run in run_phrase(needle))
