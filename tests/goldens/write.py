"""Write the goldens of short queries anew, from the answers of Whoosh, and show what changes.

    .venv/bin/python -m tests.goldens.write

A new query needs a line with ``q`` and ``why`` alone. What plain looking through the articles contradicts is not
written.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from indexer.text.segment import Segmenter
from tests.goldens.indexed import index, lay_out
from tests.goldens.short import FILE, Golden, answered, as_lines, differences, looked_up, read_goldens, read_texts


def answer_all(goldens: list[Golden], folder: Path) -> tuple[list[Golden], list[str]]:
    """Return the goldens with new answers, and those queries whose answer is wrong."""
    archive = folder / "archive"
    lay_out(archive)
    search = index(archive, folder / "index", "whoosh")
    new = [answered(golden, search) for golden in goldens]
    texts, segmenter = read_texts(archive), Segmenter()
    return new, [golden.q for golden in new if golden.found != looked_up(golden, texts, segmenter)]


def main() -> None:
    """Answer, show what changes, write."""
    goldens = read_goldens()
    with tempfile.TemporaryDirectory() as folder:
        new, wrong = answer_all(goldens, Path(folder))
    changes = [line for before, after in zip(goldens, new, strict=True) for line in differences(before, after)]
    print("\n".join(changes) or "Nothing changes.")
    if wrong:
        sys.exit(f"Nothing is written, since plain looking finds other articles for: {' '.join(wrong)}")
    FILE.write_text(as_lines(new), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
