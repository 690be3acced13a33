"""The same small job under the Whoosh that is used here and under the one of 2016, each in a venv of its own.

python tests/benchmarks/whoosh_distributions.py [--articles 2000] [--runs 3] [--markdown]
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import venv
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

import ground
from tables import megabytes, option_parser, print_table, spread

from indexer.text.fold import fold_text
from indexer.text.segment import Segmenter

DISTRIBUTIONS = ("whoosh3==3.54.0", "whoosh==2.7.4")
ASKED = 50
_FREQUENT = 500
_JOB = Path(__file__).with_name("whoosh_job.py")


def make_python(folder: Path, requirement: str) -> str:
    """Make a virtual environment with ``requirement`` in it and return its Python."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", requirement], check=True)
    return str(python)


def write_job(path: Path, count: int) -> None:
    """Write the words of ``count`` articles and those to ask for, half of them frequent."""
    segmenter = Segmenter()
    articles = [segmenter.words(fold_text(f"{title}\n{text}")) for title, text in ground.corpus_articles(count)]
    frequency = Counter(word for words in articles for word in set(words))
    rng = random.Random(1)
    asked = rng.sample([word for word, _ in frequency.most_common(_FREQUENT)], ASKED // 2)
    asked += rng.sample(sorted(frequency), ASKED - len(asked))
    job = {"articles": [" ".join(words) for words in articles], "asked": asked}
    path.write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")


def run_job(python: str, job: Path, index: Path) -> dict[str, Any]:
    """Do the job once in a process of its own."""
    command = [python, "-W", "ignore", str(_JOB), str(job), str(index)]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def main() -> None:
    """Measure and print."""
    parser = option_parser(__doc__ or "")
    parser.add_argument("--articles", type=int, default=2000, help="articles to index (default: 2000)")
    parser.add_argument("--runs", type=int, default=3, help="runs, of which the median counts (default: 3)")
    chosen = parser.parse_args()
    with ground.working_folder(None) as folder:
        job = folder / "job.json"
        write_job(job, chosen.articles)
        pythons = {name: make_python(folder / name, name) for name in DISTRIBUTIONS}
        print(f"{chosen.articles:,} articles; {ground.machine()}; median of {chosen.runs} runs (least to greatest).\n")
        results: dict[str, list[dict[str, Any]]] = {name: [] for name in DISTRIBUTIONS}
        for turn in range(chosen.runs):
            for name, python in pythons.items():
                results[name].append(run_job(python, job, folder / f"index-{turn}-{name}"))
    rows = []
    for name, runs in results.items():
        rates = [chosen.articles / run["written"] for run in runs]
        asking = [run["asked"] * 1000 / ASKED for run in runs]
        rows.append((name.replace("==", " "), spread(rates), megabytes(runs[0]["size"]), f"{median(asking):.2f}"))
    print_table(("", "articles/s written", "on disk", "ms a word's postings"), rows, markdown=chosen.markdown)
    new, old = (median(run["written"] for run in results[name]) for name in DISTRIBUTIONS)
    print(f"{DISTRIBUTIONS[0]} writes {old / new:.2f} times as many articles a second as {DISTRIBUTIONS[1]}.")


if __name__ == "__main__":
    main()
