"""Questions in plain words: which of a query's words say what is asked about, and what brings a text close to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from indexer.query.asking import ASKING, EMPTY
from indexer.query.tree import And, AtLeast, Node, Occurs, Words, all_of, any_of
from indexer.text.closeness import Term
from indexer.text.fold import fold_text
from indexer.text.segment import Segmenter
from indexer.text.terms import RUN

LONGEST_QUESTION = 100
"""Characters of a question; what is longer is a text that somebody pasted."""

_SHARES = (80, 60, 40, 25)
"""How many in a hundred of a question's runs put a text before those with fewer of them."""

_RUN, _WORD, _CHARACTER = (1.0, 0.6), (0.6, 0.4), (1.0, 2.0)
"""What the rarity of a term counts anywhere in a text, and in its closest place."""

_ASKING_RUN = (0.0, 0.6)
"""The same for a run with something in it that only asks or joins."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    ``conditions`` are what holds beside the question, such as dates and sources. ``quoted`` is what a text must hold,
    ``about`` the words that say what is asked about, each once. Folded are ``spans``, these words and quotes as they
    stand side by side, and ``wholes``, all that stands between signs.
    """

    conditions: tuple[Node, ...]
    quoted: tuple[Occurs, ...]
    about: tuple[Occurs, ...]
    spans: tuple[str, ...]
    wholes: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words of what is asked about."""
        return tuple(fold_text(word.text) for word in self.about)

    @property
    def runs(self) -> tuple[str, ...]:
        """The runs of two characters in what is asked about."""
        return _runs(self.spans)

    @property
    def characters(self) -> tuple[str, ...]:
        """The characters of what is asked about."""
        return tuple(dict.fromkeys("".join(self.spans)))

    @property
    def counted(self) -> tuple[str, ...]:
        """All that has to be counted in the archive before a text can be compared."""
        return tuple(dict.fromkeys((*self.words, *self.characters, *self.runs, *_runs(self.wholes))))


def _runs(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[at : at + RUN] for text in texts for at in range(len(text) - 1)))


class _Parts(NamedTuple):
    """What stands side by side in a query: stretches of plain words, texts in quotes, and all else."""

    stretches: tuple[Words, ...]
    quoted: tuple[Occurs, ...]
    others: tuple[Node, ...]


def _parts_of(tree: Node) -> _Parts:
    found = _Parts((), (), ())
    for part in tree.parts if isinstance(tree, And) else (tree,):
        if isinstance(part, Words) and all(map(_is_plain, part.words)):
            found = found._replace(stretches=(*found.stretches, part))
        elif isinstance(part, Occurs) and _is_plain(part):
            found = found._replace(quoted=(*found.quoted, part))
        else:
            found = found._replace(others=(*found.others, part))
    return found


def _is_plain(one: Occurs) -> bool:
    return one.where == "any" and not one.whole and one.variants == "fold"


def read_question(tree: Node, segmenter: Segmenter) -> Question | None:
    """Return the question that ``tree`` asks in plain words; None where it is none, or is about nothing.

    Texts in quotes may stand among the words, and conditions beside them.
    """
    stretches, quoted, others = _parts_of(tree)
    texts = [fold_text(part.text) for part in stretches]
    words = {fold_text(word.text): word for part in stretches for word in part.words}
    asks = any(text.rstrip().endswith("?") for text in texts) or not ASKING.isdisjoint(words)
    about = tuple(word for text, word in words.items() if text not in EMPTY)
    if not asks or not (about or quoted) or sum(map(len, texts)) > LONGEST_QUESTION:
        return None
    shown = [fold_text(one.text) for one in quoted]
    pieces = [piece for text in texts for piece in (*segmenter.pieces(text), ("\n", False))]
    return Question(
        conditions=others,
        quoted=quoted,
        about=about,
        spans=(*shown, *_joined((piece, is_word and piece not in EMPTY) for piece, is_word in pieces)),
        wholes=(*shown, *_joined(pieces)),
    )


def marked_tree(tree: Node, segmenter: Segmenter) -> Node:
    """Return the tree whose texts are marked: of a question what it is about, without the words that only ask."""
    question = read_question(tree, segmenter)
    return tree if question is None else all_of(*question.conditions, *question.quoted, *question.about)


def _joined(pieces: Iterable[tuple[str, bool]]) -> Iterator[str]:
    """Yield the pieces that count, those joined that stand side by side."""
    for counts, group in groupby(pieces, key=lambda piece: piece[1]):
        if counts:
            yield "".join(text for text, _ in group)


def loosened(question: Question, counts: Mapping[str, int]) -> Node:
    """Return the tree of articles that a question may be about: they have what it quotes, or else a third of its words
    or the rarest.

    ``counts`` says how many articles a text occurs in. Words that occur nowhere are not asked for.
    """
    known = [(counts[text], word) for text, word in zip(question.words, question.about, strict=True) if counts[text]]
    if question.quoted or not known:
        return all_of(*question.conditions, *(question.quoted or question.about))
    several = -(-len(known) // 3)
    enough = AtLeast(several, tuple(word for _, word in known))
    rarest = min(known, key=lambda one: one[0])[1]
    return all_of(*question.conditions, any_of(enough, rarest) if several > 1 else enough)


def closer_first(question: Question, counts: Mapping[str, int]) -> tuple[Node, ...]:
    """Return trees, best first: articles that have most of the question's runs, those that have fewer."""
    runs = tuple(Occurs(run) for run in question.runs if counts[run])
    least = dict.fromkeys(-(-len(runs) * share // 100) for share in _SHARES)
    return tuple(AtLeast(count, runs) for count in least if count > 0)


def sought_terms(question: Question, rarity: Mapping[str, float]) -> tuple[Term, ...]:
    """Return what brings a text closer to the question; ``rarity`` says what a text weighs that the archive has."""
    weights = [
        *((run, _RUN) for run in question.runs),
        *((run, _ASKING_RUN) for run in _runs(question.wholes) if run not in question.runs),
        *((word, _WORD) for word in question.words),
        *((char, _CHARACTER) for char in question.characters),
    ]
    found: dict[str, Term] = {}
    for text, (anywhere, near) in weights:
        if text in rarity:
            before = found.get(text, Term(text, 0.0, 0.0))
            weight = rarity[text]
            found[text] = Term(text, before.anywhere + weight * anywhere, before.near + weight * near)
    return tuple(found.values())
