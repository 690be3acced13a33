"""Papers by all their names: one paper is counted, chosen and asked for as one, whatever it was called in print.

That is so when searching and not in the index, so that another list of names takes effect at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from indexer.answers.latest import OncePerState
from indexer.engines.base import Reader, Request
from indexer.query.tree import AnyArticle, Names, Node, OneOf, any_of, replaced
from indexer.text.fold import fold_name


class SourceNames:
    """The papers of an archive: those that the keeper names, and names that fold alike.

    ``papers`` has the names of each paper, the one to show first; ``counts`` how many articles bear each name in print.
    """

    def __init__(self, papers: Sequence[Sequence[str]], counts: Mapping[str, int]) -> None:
        self._shown = {fold_name(name): names[0] for names in papers for name in names}
        for value in sorted(counts, key=lambda value: (-counts[value], value)):
            self._shown.setdefault(fold_name(value), value)
        self._folded: defaultdict[str, set[str]] = defaultdict(set)
        for folded, shown in self._shown.items():
            self._folded[shown].add(folded)
        self._printed: defaultdict[str, list[str]] = defaultdict(list)
        for value in sorted(counts):
            self._printed[self.canonical(value)].append(value)

    def canonical(self, name: str) -> str:
        """Return the name under which the paper ``name`` is shown; itself where no such paper is known."""
        return self._shown.get(fold_name(name), name)

    def forms(self, name: str) -> tuple[str, ...]:
        """Return the names under which articles of the paper ``name`` were printed; itself where there are none."""
        return tuple(self._printed.get(self.canonical(name), ())) or (name,)

    def merged(self, counts: Mapping[str, int]) -> Mapping[str, int]:
        """Return counts by paper. They stay exact, since an article has one source."""
        summed: Counter[str] = Counter()
        for value, count in counts.items():
            summed[self.canonical(value)] += count
        return summed

    def chosen(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the papers that are meant by some names, each once."""
        return tuple(dict.fromkeys(map(self.canonical, names)))

    def asked(self, tree: Node) -> Node:
        """Return the tree in which a paper is found by any of its names."""

        def change(node: Node) -> Node | None:
            match node:
                case Names("source", text):
                    others = self._others(fold_name(text))
                    return any_of(node, OneOf("source", others)) if others else None
                case OneOf("source", values):
                    return OneOf("source", tuple(form for value in self.chosen(values) for form in self.forms(value)))
                case _:
                    return None

        return replaced(tree, change)

    def _others(self, text: str) -> tuple[str, ...]:
        """Return names in print without ``text`` in them of the papers that have a name with it."""
        papers = [shown for shown, folded in self._folded.items() if any(text in name for name in folded)]
        forms = (form for shown in papers for form in self._printed.get(shown, ()))
        return tuple(form for form in forms if text not in fold_name(form))


LatestSources = OncePerState[SourceNames]
"""The papers of the state that is asked about."""


def latest_sources(papers: Sequence[Sequence[str]]) -> LatestSources:
    """Return what gives the papers of a state, of which the keeper names ``papers``."""

    def names(reader: Reader) -> SourceNames:
        found = reader.search(Request(AnyArticle(), "newest", limit=0, facets={"source": AnyArticle()}))
        return SourceNames(papers, found.facets["source"])

    return OncePerState(names)
