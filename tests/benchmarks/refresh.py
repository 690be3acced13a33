"""Measures anew what ``docs/performance.md``, ``reading.md`` and ``scale.md`` show, and writes the tables there.

    python tests/benchmarks/refresh.py [indexing.py memory.py ...]

Without names everything is measured, which takes the better part of an hour. Each stretch between
``<!-- measured: COMMAND -->`` and ``<!-- end -->`` is replaced by what the command prints.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
from pathlib import Path

from ground import ROOT, need_corpus

DOCUMENTS = tuple(ROOT / "docs" / name for name in ("performance.md", "reading.md", "scale.md"))
"""In this order: what scale.md shows is reckoned from what was measured for performance.md."""

_STRETCH = re.compile(r"(<!-- measured: (?P<command>[^\n]+?) -->\n).*?(?=<!-- end -->)", re.DOTALL)


def measured(command: str) -> str:
    """Run a benchmark's command and return what it prints, as Markdown."""
    print(f"{command} ...", file=sys.stderr, flush=True)
    script, *options = shlex.split(command)
    path = ROOT / "tests" / "benchmarks" / script
    done = subprocess.run(
        [sys.executable, str(path), *options, "--markdown"], check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return as_paragraphs(done.stdout)


def as_paragraphs(output: str) -> str:
    """Return a benchmark's output with each sentence outside the tables a paragraph of its own."""
    spaced: list[str] = []
    for line in output.splitlines():
        is_row = line.startswith("|") and bool(spaced) and spaced[-1].startswith("|")
        spaced += [line.rstrip()] if is_row else ["", line.rstrip()]
    return "\n" + re.sub(r"\n{3,}", "\n\n", "\n".join(spaced)).strip("\n") + "\n\n"


def refresh(document: Path, scripts: list[str]) -> None:
    """Measure what a page shows and write it there; only ``scripts``, if there are any."""
    text = document.read_text(encoding="utf-8")
    for stretch in _STRETCH.finditer(text):
        if scripts and stretch["command"].split()[0] not in scripts:
            continue
        anew = stretch[1] + measured(stretch["command"])
        text = text.replace(stretch[0], anew)
        document.write_text(text, encoding="utf-8")


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scripts", nargs="*", help="only these scripts, by name (default: all)")
    chosen = parser.parse_args()
    need_corpus()
    for document in DOCUMENTS:
        refresh(document, chosen.scripts)


if __name__ == "__main__":
    main()
