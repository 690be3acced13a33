"""What every benchmark stands on: the project's folder, the corpus beside it, pages made from it, the machine.

The corpus lies in ``../shared``, beside the project. Importing this module puts the project on the path.
"""

from __future__ import annotations

import json
import lzma
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "data" / "articles.jsonl.xz"
PAGE_MAKER = SHARED / "tools" / "make_pages.py"
CALLED_WRONGLY = 2

DIFFERENT_TEXTS = 14_867
"""Texts in the corpus; more pages than this repeat them."""

sys.path.insert(0, str(ROOT))


@dataclass(frozen=True, slots=True)
class Pages:
    """A folder of saved pages and what stands in them: each page's title and paragraphs."""

    folder: Path
    texts: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    @property
    def size(self) -> int:
        return sum(path.stat().st_size for path in self.files)

    @property
    def repetition(self) -> str | None:
        """A sentence for those who read the figures, where texts repeat."""
        return repetition(len(self))


def repetition(count: int) -> str | None:
    """Return a sentence that says so where ``count`` articles are more than there are texts."""
    if count <= DIFFERENT_TEXTS:
        return None
    return (
        f"The corpus has {DIFFERENT_TEXTS:,} texts; beyond that they repeat on pages of their own, "
        "so that terms grow less than with as many different articles."
    )


def need_corpus() -> None:
    """End the program with a sentence where the corpus is missing."""
    for path in (CORPUS, PAGE_MAKER):
        if not path.is_file():
            print(f"This benchmark needs ../shared/{path.relative_to(SHARED).as_posix()}, which is not there.")
            sys.exit(CALLED_WRONGLY)


def corpus_articles(count: int) -> list[tuple[str, str]]:
    """Return title and text (paragraphs joined by newlines) of the first ``count`` articles of the corpus."""
    need_corpus()
    sys.path.insert(0, str(PAGE_MAKER.parent))
    from make_pages import paragraphs_of  # the corpus's own reader of its bodies

    found: list[tuple[str, str]] = []
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            if paragraphs := paragraphs_of(item["body"]):
                found.append((item["title"], "\n".join(paragraphs)))
            if len(found) == count:
                break
    return found


def make_pages(out: Path, count: int, corpus: Path = CORPUS) -> Pages:
    """Write ``count`` saved pages of all kinds into ``out``/pages, unless they lie there, and return them."""
    need_corpus()
    folder, gold = out / "pages", out / f"gold-{count}.jsonl"
    if not gold.exists():
        shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, str(PAGE_MAKER), "--articles", str(corpus), "--out", str(folder)]
        subprocess.run([*command, "--count", str(count), "--charsets", "utf-8,gb18030"], check=True)
        for old in out.glob("gold-*.jsonl"):
            old.unlink()
        (folder / "gold.jsonl").rename(gold)
    with gold.open(encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    return Pages(folder, tuple((item["title"], *item["paragraphs"]) for item in items))


@contextmanager
def working_folder(chosen: Path | None) -> Iterator[Path]:
    """Yield ``chosen``, made if need be and kept; or else a folder that is gone in the end."""
    if chosen is not None:
        chosen.mkdir(parents=True, exist_ok=True)
        yield chosen.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="fangzhi-benchmark-") as folder:
        yield Path(folder).resolve()


def clean_environment() -> dict[str, str]:
    """Return the environment for the program's own processes: the project on the path, no settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FANGZHI_")}
    return {**kept, "PYTHONPATH": str(ROOT)}


def fresh(folder: Path) -> Path:
    """Return ``folder`` when nothing is left of it."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def folder_size(folder: Path) -> int:
    """Return the bytes of all files in ``folder``."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def machine() -> str:
    """Say on what the figures were measured, and how busy it was."""
    system = platform.system()
    with suppress(OSError, KeyError):
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} processors, Python {platform.python_version()}, {system}{busy} at the start"
