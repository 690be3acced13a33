"""How long hostile files take to read, and how much memory, each in a process of its own that has read pages before.

python tests/benchmarks/hostile.py [--only WORD] [--all] [--markdown]
"""

from __future__ import annotations

import gc
import multiprocessing
import tempfile
import time
import zipfile
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import ground  # noqa: F401  (puts the project on the path)
from hostile_files import PAGE, hostile_files
from tables import option_parser, print_table

from indexer.errors import ReadingError
from indexer.reading import read_articles
from indexer.text.likelihood import likelihood

AIM_SECONDS = 2.0
"""Processor's seconds for each MB: other work on the machine does not count."""

AIM_MEMORY = 10.0
"""Times the file's size, held over what the process held before."""

_TIMEOUT = 120
_SMALLEST = 1_000_000
"""Bytes that a smaller file counts as: some memory is needed for anything."""

_FORK = multiprocessing.get_context("fork")


def _peak() -> int:
    """Return the most bytes the process has held since ``_forget_peak``."""
    status = Path("/proc/self/status").read_text()
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _warm_up() -> None:
    """Read small files of every way of reading, so that what is loaded once for all files is loaded."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as members:
        members.writestr("a.html", PAGE * 20)
    damaged = "<h1>早市</h1><p>市區裡的產(chǎn)業園開張，聘請?zhí)旖蚺的人很多，產(chǎn)品也多。</p>" * 3
    for data, file in (
        (PAGE.encode() * 20, "a.html"),
        (damaged.encode(), "a.html"),
        (PAGE.encode("gb18030"), "a.html"),
        (PAGE.encode(), "a.txt"),
        (PAGE.encode(), "a.md"),
        (b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + PAGE.encode(), "a.mhtml"),
        (archive.getvalue(), "a.zip"),
    ):
        read_articles(data, file)
    likelihood("北门的早市")
    gc.collect()


def _measure(saved: Path, file: str, reply: Connection) -> None:
    data = saved.read_bytes()
    # A forked process holds of the program only what it has used.
    _warm_up()
    _forget_peak()
    before = _peak()
    start = time.process_time()
    try:
        outcome = f"{len(read_articles(data, file).articles)} read"
    except ReadingError as refused:
        outcome = refused.reason
    except Exception as fault:
        outcome = f"FAILED: {fault!r}"
    reply.send({"seconds": time.process_time() - start, "memory": _peak() - before, "outcome": outcome})


def _measure_apart(saved: Path, file: str) -> dict[str, Any]:
    ours, theirs = _FORK.Pipe(duplex=False)
    child = _FORK.Process(target=_measure, args=(saved, file, theirs))
    child.start()
    theirs.close()
    try:
        found: dict[str, Any] = ours.recv() if ours.poll(_TIMEOUT) else {"outcome": "STOPPED"}
    except EOFError:
        found = {"outcome": "FAILED: the process ended"}
    child.kill()
    child.join()
    return {"seconds": 0.0, "memory": 0, "size": max(saved.stat().st_size, _SMALLEST), **found}


def _save_all(folder: Path, word: str) -> dict[str, tuple[Path, str]]:
    """Write the files whose name holds ``word`` and return where; in a process of its own, which holds much then."""
    with _FORK.Pool(1) as pool:
        return pool.apply(_save, (folder, word))


def _save(folder: Path, word: str) -> dict[str, tuple[Path, str]]:
    saved = {}
    for name, (data, file) in hostile_files().items():
        if word in name:
            saved[name] = (folder / str(len(saved)), file)
            saved[name][0].write_bytes(data)
    return saved


def _misses(found: dict[str, Any]) -> bool:
    return bool(
        found["seconds"] > AIM_SECONDS * found["size"] / 1e6
        or found["memory"] > AIM_MEMORY * found["size"]
        or found["outcome"].startswith(("FAILED", "STOPPED"))
    )


def main() -> None:
    """Measure and print what misses the aims, and the slowest and largest of the rest."""
    parser = option_parser(__doc__ or "")
    parser.add_argument("--only", default="", help="only files with this word in their name")
    parser.add_argument("--all", action="store_true", help="print every file")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        saved = _save_all(Path(folder), chosen.only)
        _warm_up()
        found = {name: _measure_apart(*file) for name, file in saved.items()}
    missed = [name for name in found if _misses(found[name])]
    slowest = sorted(found, key=lambda name: -found[name]["seconds"])[:3]
    largest = sorted(found, key=lambda name: -found[name]["memory"])[:3]
    shown = found if chosen.all else dict.fromkeys([*missed, *slowest, *largest])
    aims = f"{AIM_SECONDS:g} s of the processor and {AIM_MEMORY:g} times the file's size"
    print(f"{len(found)} files of about 1 MB, each read once; {len(missed)} miss an aim: {aims}.")
    print("These miss it, or are the slowest and the largest:\n")
    rows = [
        (name, f"{at['seconds']:.2f} s", f"{at['memory'] / at['size']:.1f} x",
         "missed" if name in missed else "", at["outcome"][:60])
        for name, at in ((name, found[name]) for name in shown)
    ]  # fmt: skip
    print_table(("file", "time", "memory", "", "outcome"), rows, markdown=chosen.markdown)


if __name__ == "__main__":
    main()
