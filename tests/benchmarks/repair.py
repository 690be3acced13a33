"""How much of a mirror's damage reading undoes, on pages made with the right answer beside them.

    python tests/benchmarks/repair.py [--count 300] [--seeds 1,2,3] [--show 5] [--markdown]

For each seed it prints how
many of the readings put into the text are gone, how many brackets of authors with them, which share of the characters
of damaged paragraphs is back, how many paragraphs read worse than before, and how many pages a second were read.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from ground import CORPUS, PAGE_MAKER, need_corpus

from indexer.article import Article, paragraphs_as_saved
from indexer.reading import read_articles
from indexer.reading.repairs.glosses import TONED

_BRACKET = re.compile(rf"[(（][a-z{TONED}]{{1,7}}[)）]")


@dataclass
class Tally:
    """What was counted over some pages."""

    pages: int = 0
    glosses: int = 0
    glosses_left: int = 0
    brackets_touched: int = 0
    characters: int = 0
    before: float = 0
    after: float = 0
    places: int = 0
    shifts: int = 0
    worse: list[tuple[str, str, str]] = field(default_factory=list)
    different: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, gold: Sequence[str], article: Article) -> None:
        """Count one page: its right paragraphs beside what was read."""
        as_saved = paragraphs_as_saved(article.text, article.repairs)
        read = article.text.split("\n")
        saved = [as_saved.get(number, text) for number, text in enumerate(read)]
        right, had, has = (Counter(_BRACKET.findall("\n".join(texts))) for texts in (gold, saved, read))
        self.pages += 1
        self.glosses += (had - right).total()
        self.glosses_left += (has - right).total()
        self.brackets_touched += (right - has).total()
        self.places += len(article.repairs)
        self.shifts += sum(repair.rule == "shift" for repair in article.repairs)
        for want, before, after in _blocks(gold, saved, read):
            self._compare(want, before, after)

    def _compare(self, want: str, before: str, after: str) -> None:
        old, new = _alike(want, before), _alike(want, after)
        self.characters += len(want)
        self.before += old
        self.after += new
        if new < old:
            self.worse.append((want, before, after))
        elif want != after:
            self.different.append((want, before, after))


def _blocks(gold: Sequence[str], saved: Sequence[str], read: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the paragraphs that were damaged, each beside what was saved and what was read of it."""
    steps = SequenceMatcher(None, gold, read, autojunk=False).get_opcodes()
    for step, start, end, read_start, read_end in steps:
        if step == "equal":
            pairs = zip(gold[start:end], saved[read_start:read_end], strict=True)
            yield from ((want, before, want) for want, before in pairs if want != before)
        elif end - start == read_end - read_start:
            yield from zip(gold[start:end], saved[read_start:read_end], read[read_start:read_end], strict=True)
        else:
            parts = (gold[start:end], saved[read_start:read_end], read[read_start:read_end])
            yield tuple("\n".join(part) for part in parts)  # type: ignore[misc]


def _alike(want: str, got: str) -> float:
    """Return how many characters of ``want`` are there, taken down by those that are there beside them."""
    if want == got:
        return float(len(want))
    same = sum(block.size for block in SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks())
    return 2 * same / (len(want) + len(got)) * len(want)


def measure(pages: Path, count: int | None = None) -> Tally:
    """Return what reading the pages of a folder with their gold undoes."""
    tally = Tally()
    for line in (pages / "gold.jsonl").read_text(encoding="utf-8").splitlines()[:count]:
        gold = json.loads(line)
        read = read_articles((pages / gold["file"]).read_bytes(), gold["file"])
        for article in read.articles:
            tally.add(gold["paragraphs"], article)
    return tally


def _make(folder: Path, count: int, seed: int) -> None:
    options = {"--articles": CORPUS, "--out": folder, "--count": count, "--seed": seed}
    given = [str(part) for option in options.items() for part in option]
    subprocess.run([sys.executable, str(PAGE_MAKER), *given, "--damage", "1", "--script", "hant"], check=True)


def _report(seed: int, tally: Tally, seconds: float, show: int) -> None:
    removed = 1 - tally.glosses_left / max(1, tally.glosses)
    characters = max(1, tally.characters)
    print(
        f"seed {seed}: {tally.pages} pages, {tally.glosses} glosses, removed {removed:.4f}, "
        f"authors' brackets touched {tally.brackets_touched}; characters back {tally.after / characters:.4f} "
        f"(as saved {tally.before / characters:.4f}) of {tally.characters}; {tally.places} places mended, "
        f"{tally.shifts} of them shifted; paragraphs worse {len(tally.worse)}, not yet right {len(tally.different)}; "
        f"{tally.pages / seconds:.0f} pages/s"
    )
    for kind, cases in (("worse", tally.worse), ("not right", tally.different)):
        for want, before, after in cases[:show]:
            print(f"  {kind}\n    right {want}\n    saved {before}\n    read  {after}")


def _row(seed: int, tally: Tally) -> str:
    characters = max(1, tally.characters)
    shares = (
        f"{1 - tally.glosses_left / max(1, tally.glosses):.4f}",
        str(tally.brackets_touched),
        f"{tally.after / characters:.4f}",
        f"{tally.before / characters:.4f}",
        str(len(tally.worse)),
    )
    return f"| {seed} | {tally.glosses:,} | {' | '.join(shares)} |"


def main() -> None:
    """Make pages for each seed, read them and print what was undone."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=300)
    arguments.add_argument("--seeds", default="1,2,3")
    arguments.add_argument("--show", type=int, default=0, help="so many paragraphs that are not right yet")
    arguments.add_argument("--markdown", action="store_true", help="as a table")
    asked = arguments.parse_args()
    need_corpus()
    if asked.markdown:
        print(f"{asked.count} pages a seed, all damaged, in traditional script.")
        print("| seed | readings | removed | authors' touched | characters back | as saved | paragraphs worse |")
        print("|---:|---:|---:|---:|---:|---:|---:|")
    for seed in map(int, asked.seeds.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            _make(Path(folder), asked.count, seed)
            start = time.perf_counter()
            tally = measure(Path(folder))
            seconds = time.perf_counter() - start
            print(_row(seed, tally)) if asked.markdown else _report(seed, tally, seconds, asked.show)


if __name__ == "__main__":
    main()
