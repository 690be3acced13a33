"""How much memory indexing many files takes, all processes together.

python tests/benchmarks/memory.py [--pages 20000] [--out DIR] [--markdown]
"""

from __future__ import annotations

from pathlib import Path

import ground
from drawing import QUERY_KINDS, Drawer
from program import ask_index, index_pages
from tables import megabytes, option_parser, percentile_95, print_table
from usage import HOW_MEMORY, Usage

AIM_MB = 600


def _each(usage: Usage) -> str:
    return " + ".join(megabytes(peak).removesuffix(" MB") for peak in usage.peaks)


def main() -> None:
    """Measure and print."""
    parser = option_parser(__doc__ or "")
    parser.add_argument("--pages", type=int, default=20_000, help="saved pages to make (default: 20000)")
    parser.add_argument("--queries", type=int, default=40, help="queries of each kind (default: 40)")
    parser.add_argument("--out", type=Path, help="a folder to keep pages and index in")
    chosen = parser.parse_args()
    with ground.working_folder(chosen.out) as out:
        pages = ground.make_pages(out, chosen.pages)
        print(f"{len(pages):,} saved pages; {ground.machine()}; one run.")
        print(*filter(None, [pages.repetition, HOW_MEMORY]), sep="\n", end="\n\n")
        drawer = Drawer(pages.texts[: ground.DIFFERENT_TEXTS])
        queries = {kind: draw(drawer, chosen.queries) for kind, draw in QUERY_KINDS.items()}
        first, report = index_pages(pages.folder, ground.fresh(out / "index"))
        second, _ = index_pages(pages.folder, out / "index")
        answer = ask_index(out / "index", queries)
        times = [time for kind in answer.times for time in answer.medians(kind)]
        rows = [
            (
                f"indexing (aim: under {AIM_MB} MB)",
                megabytes(first.at_once),
                megabytes(first.memory),
                _each(first),
                f"{first.seconds:,.1f} s",
            ),
            (
                "second run, nothing changed",
                megabytes(second.at_once),
                megabytes(second.memory),
                _each(second),
                f"{second.seconds:,.1f} s",
            ),
            (
                f"{len(times)} searches of all kinds",
                megabytes(answer.memory),
                megabytes(answer.memory),
                megabytes(answer.memory).removesuffix(" MB"),
                f"{percentile_95(times):,.1f} ms at the 95th percentile",
            ),
        ]
        print_table(("what", "at once", "sum of peaks", "each process, MB", "time"), rows, markdown=chosen.markdown)
        size = ground.folder_size(out / "index")
        print(f"{report['articles']:,} articles; index {megabytes(size)}; {len(pages) / first.seconds:,.0f} files/s.")


if __name__ == "__main__":
    main()
