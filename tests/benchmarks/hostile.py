"""How long hostile files take to read, and how much memory, each in a process of its own.

python tests/benchmarks/hostile.py [--only WORD] [--all]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from hostile_files import hostile_files
from tables import option_parser, print_table

from indexer.errors import ReadingError
from indexer.reading import read_articles

AIM_SECONDS = 2.0
"""Seconds for each MB."""

AIM_MEMORY = 10.0
"""Times the file's size, held over what the process held before."""

_TIMEOUT = 120
_SMALLEST = 1_000_000
"""Bytes that a smaller file counts as: some memory is needed for anything."""


def _peak() -> int:
    """Return the most bytes the process has held since ``_forget_peak``."""
    status = Path("/proc/self/status").read_text()
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _measure(saved: Path, file: str) -> dict[str, Any]:
    data = saved.read_bytes()
    ordinary = "<h1>早市</h1><p>北门的早市开张，来源：县报。</p>"
    read_articles(ordinary.encode() * 20, "b.html")
    _forget_peak()
    before = _peak()
    start = time.perf_counter()
    try:
        outcome = f"{len(read_articles(data, file).articles)} read"
    except ReadingError as refused:
        outcome = refused.reason
    return {"seconds": time.perf_counter() - start, "memory": _peak() - before, "size": len(data), "outcome": outcome}


def _measure_apart(data: bytes, file: str, folder: Path) -> dict[str, Any]:
    # The process that makes the files holds room that it would read in without asking for more.
    saved = folder / "hostile"
    saved.write_bytes(data)
    try:
        done = subprocess.run(
            [sys.executable, __file__, "--child", saved, "--only", file],
            capture_output=True,
            text=True,
            timeout=_TIMEOUT,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return {"seconds": float(_TIMEOUT), "memory": 0, "size": _SMALLEST, "outcome": "STOPPED"}
    except subprocess.CalledProcessError as failed:
        return {"seconds": 0.0, "memory": 0, "size": _SMALLEST, "outcome": f"FAILED: {failed.stderr[-200:]}"}
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _misses(found: dict[str, Any]) -> bool:
    size = max(found["size"], _SMALLEST)
    return bool(
        found["seconds"] > AIM_SECONDS * size / 1e6
        or found["memory"] > AIM_MEMORY * size
        or found["outcome"].startswith(("FAILED", "STOPPED"))
    )


def main() -> None:
    """Measure and print what misses the aims, and the slowest and largest of the rest."""
    parser = option_parser(__doc__ or "")
    parser.add_argument("--only", default="", help="only files with this word in their name")
    parser.add_argument("--all", action="store_true", help="print every file")
    parser.add_argument("--child", type=Path, help="measure one file in this process and print JSON")
    chosen = parser.parse_args()
    if chosen.child:
        print(json.dumps(_measure(chosen.child, chosen.only)))
        return
    files = {name: file for name, file in hostile_files().items() if chosen.only in name}
    names = list(files)
    with tempfile.TemporaryDirectory() as folder:
        found = {name: _measure_apart(*files[name], Path(folder)) for name in names}
    missed = [name for name in names if _misses(found[name])]
    slowest = sorted(names, key=lambda name: -found[name]["seconds"])[:5]
    largest = sorted(names, key=lambda name: -found[name]["memory"])[:5]
    shown = names if chosen.all else dict.fromkeys([*missed, *slowest, *largest])
    print(f"{len(names)} files; aims: {AIM_SECONDS:g} s and {AIM_MEMORY:g} times the size for each MB; one run.\n")
    rows = [
        (name, f"{at['seconds']:.2f} s", f"{at['memory'] / max(at['size'], _SMALLEST):.1f} x",
         "MISSED" if name in missed else "", at["outcome"][:60])
        for name, at in ((name, found[name]) for name in shown)
    ]  # fmt: skip
    print_table(("file", "time", "memory", "", "outcome"), rows, markdown=chosen.markdown)
    print(f"\n{len(missed)} of {len(names)} miss an aim.")


if __name__ == "__main__":
    main()
