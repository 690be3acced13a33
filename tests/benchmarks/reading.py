"""How well and how fast pages are read, by this project and by other extractors, in one run over the same pages.

    python tests/benchmarks/reading.py [--made 300] [--rounds 5] [--peers PYTHON] [--markdown]

Pages: the real ones in ``../shared``, the project's own in ``tests/reading/pages``, and freshly made ones. The scores
are those of ``../shared/tools/score_pages.py``, which also says how the others are called. These are installed as
``reading-peers.txt`` lists them, into a virtual environment that is gone in the end, unless ``--peers`` names a Python.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import ground
from reading_job import OWN, load_scorer
from tables import option_parser, print_table

PEERS = {
    "trafilatura": "trafilatura",
    "gne": "GeneralNewsExtractor",
    "newspaper4k": "newspaper4k",
    "readability": "readability-lxml",
}
"""How the scorer calls the others → what they call themselves."""

MEASURES = (
    "title", "day", "minute", "source", "source_made_up", "author", "author_made_up", "clicks", "clicks_made_up",
    "text_recall", "text_precision", "clean",
)  # fmt: skip

SCORER = ground.SHARED / "tools" / "score_pages.py"
REAL_PAGES = ground.SHARED / "data" / "pages"
OWN_PAGES = ground.ROOT / "tests" / "reading" / "pages"
_HERE = Path(__file__).parent


class Pages(NamedTuple):
    """Saved pages and what should be read from each; ``name`` heads their table."""

    name: str
    folder: Path
    gold: list[dict[str, Any]]

    @property
    def files(self) -> list[str]:
        return [row["file"] for row in self.gold]


class Outcome(NamedTuple):
    """What one extractor read of each page, the pages it failed on, and the seconds of its quickest round."""

    read: dict[str, Any]
    failed: list[str]
    seconds: float


def pages_in(name: str, folder: Path) -> Pages:
    """Return the pages in a folder with its gold."""
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    return Pages(name, folder, [{"file": f"{row.get('name')}.html", **row} for row in rows])


def made_pages(folder: Path, count: int) -> Pages:
    """Write ``count`` pages of all kinds, in both scripts and two charsets, into the new folder ``folder``."""
    command = [sys.executable, str(ground.PAGE_MAKER), "--articles", str(ground.CORPUS), "--out", str(folder)]
    options = ["--count", str(count), "--script", "both", "--charsets", "utf-8,gb18030", "--seed", "7"]
    subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)
    return pages_in("made", folder)


def make_python(folder: Path) -> str:
    """Make a virtual environment with the other extractors in it and return its Python."""
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    # The list is complete, so that nothing has to be resolved.
    options = ["-q", "--disable-pip-version-check", "--no-deps", "-r", str(_HERE / "reading-peers.txt")]
    subprocess.run([python, "-m", "pip", "install", *options], check=True, stdout=sys.stderr)
    return python


def versions() -> list[str]:
    """Return the other extractors with their versions, and what trafilatura finds days with."""
    listed = (_HERE / "reading-peers.txt").read_text(encoding="utf-8").split()
    return [line.replace("==", " ") for line in listed if line.split("==")[0] in {*PEERS.values(), "gne", "htmldate"}]


def read_once(python: str, name: str, pages: Pages) -> Outcome:
    """Let an extractor read all pages in a new process, so that it remembers nothing of them."""
    command = [python, "-W", "ignore", str(_HERE / "reading_job.py"), str(SCORER), name, str(pages.folder)]
    env = {**ground.clean_environment(), "PYTHONUTF8": "1"}
    names = json.dumps(pages.files)
    done = subprocess.run(command, input=names, capture_output=True, encoding="utf-8", env=env, check=False)
    if done.returncode:
        raise ChildProcessError(f"{name} ended with status {done.returncode}: {done.stderr[-1000:]}")
    return Outcome(**json.loads(done.stdout))


def read_in_turns(pages: Pages, pythons: dict[str, str], rounds: int) -> dict[str, Outcome]:
    """Let each extractor read all pages, one after another, so many times over; return the quickest time of each."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for _ in range(rounds):
        for name, python in pythons.items():
            found[name].append(read_once(python, name, pages))
            print(f"{pages.name}: {name} {found[name][-1].seconds:.2f} s", file=sys.stderr, flush=True)
    return {name: min(outcomes, key=lambda one: one.seconds) for name, outcomes in found.items()}


def scores(pages: Pages, read: dict[str, Any]) -> dict[str, tuple[float, int]]:
    """Return for each measure the mean and over how many pages it is."""
    scorer = load_scorer(SCORER)
    columns: dict[str, list[float]] = defaultdict(list)
    for row in pages.gold:
        for measure, value in scorer.score(row, read.get(row["file"]) or {}).items():
            columns[measure].append(float(value))
    return {measure: (sum(values) / len(values), len(values)) for measure, values in columns.items()}


def rows_of(pages: Pages, outcomes: dict[str, Outcome]) -> list[Sequence[str]]:
    """Return the table's rows: each measure, then how fast."""
    means = {name: scores(pages, outcome.read) for name, outcome in outcomes.items()}
    rows: list[Sequence[str]] = []
    for measure in MEASURES:
        if measure in means[OWN]:
            label = f"{measure.replace('_', ' ')} ({means[OWN][measure][1]})"
            rows.append([label, *(f"{means[name][measure][0]:.3f}" for name in outcomes)])
    if any(outcome.failed for outcome in outcomes.values()):
        rows.append(["pages it gave up", *(str(len(outcome.failed)) for outcome in outcomes.values())])
    rates = {name: len(pages.gold) / outcome.seconds for name, outcome in outcomes.items()}
    quickest = max(rate for name, rate in rates.items() if name != OWN)
    rows.append(["pages a second", *(f"{rate:,.1f}" for rate in rates.values())])
    rows.append(["÷ the quickest of the others", *(f"{rate / quickest:.2f}" for rate in rates.values())])
    return rows


def print_pages(pages: Pages, pythons: dict[str, str], rounds: int, *, markdown: bool) -> None:
    """Measure over one folder and print its table."""
    outcomes = read_in_turns(pages, pythons, rounds)
    size = sum((pages.folder / file).stat().st_size for file in pages.files) / len(pages.files)
    head = (f"{len(pages.gold):,} {pages.name} pages, {size / 1000:,.0f} kB each", "Fangzhi", *PEERS.values())
    print_table(head, rows_of(pages, outcomes), markdown=markdown)


def main() -> None:
    """Measure and print."""
    parser = option_parser(__doc__ or "")
    parser.add_argument("--made", type=int, default=300, help="pages to make (default: 300)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, of which the quickest counts (default: 5)")
    parser.add_argument("--peers", metavar="PYTHON", help="a Python in which the others are installed")
    chosen = parser.parse_args()
    ground.need_corpus()
    with ground.working_folder(None) as folder:
        python = chosen.peers or make_python(folder / "peers")
        pythons = {OWN: sys.executable, **dict.fromkeys(PEERS, python)}
        print(f"{ground.machine()}; each in one process, the quickest of {chosen.rounds} rounds in turns.\n")
        print(f"Compared with {', '.join(versions())}.\n")
        folders = [("real", REAL_PAGES)] + [("own", OWN_PAGES)] * (OWN_PAGES / "gold.jsonl").is_file()
        sets = [pages_in(name, where) for name, where in folders] + [made_pages(folder / "made", chosen.made)]
        for pages in sets:
            print_pages(pages, pythons, chosen.rounds, markdown=chosen.markdown)


if __name__ == "__main__":
    main()
