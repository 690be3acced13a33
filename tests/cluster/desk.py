"""A news desk for tests on a cluster: writes archives of small articles, runs Fangzhi on them, asks all the time."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.search import ArchiveSearch, Results, SearchRequest
from indexer.settings import Settings, load_settings
from tests.cluster.fixtures import login_variables
from tests.repeating import repeated

ROOT = Path(__file__).parents[2]

_PLACES = ("渡口镇", "盐井村", "石桥乡", "老街", "北坡", "河湾", "茶场", "新区", "东关", "白塔")
_PEOPLE = ("村民", "老师", "护林员", "船工", "卖瓜人", "图书管理员", "养蜂人", "木匠")
_DEEDS = ("修好了水渠", "种下两百棵核桃树", "开了一家旧书店", "唱起了秧歌", "腌了三缸酸菜", "点亮了路灯", "数了数候鸟")
_ENDS = ("大家都来帮忙", "雨一直下到傍晚", "集市因此热闹起来", "明年还要再来", "孩子们看得入了神")

_PAUSE = 0.05

EVERY = "本报讯"
"""Stands in every article."""


def sign(number: int) -> str:
    """Return what stands in the article of that number and in no other."""
    return f"稿件第{number:06d}号"


def write_text(number: int) -> str:
    """Return a small article, always the same for a number."""
    chance = random.Random(number)
    place, person = chance.choice(_PLACES), chance.choice(_PEOPLE)
    lines = [f"{place}{person}{chance.choice(_DEEDS)}", f"{EVERY} {place}，{sign(number)}。"]
    for _ in range(3):
        lines.append(
            f"{chance.choice(_PLACES)}的{chance.choice(_PEOPLE)}{chance.choice(_DEEDS)}，{chance.choice(_ENDS)}。"
        )
    return "\n".join(lines)


def save_articles(folder: Path, numbers: Iterable[int]) -> None:
    """Write a file for each article."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:06d}.txt").write_text(write_text(number), encoding="utf-8")


def save_list(file: Path, numbers: Iterable[int]) -> None:
    """Write the beginnings of articles into one file, a line of JSON each."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as lines:
        for number in numbers:
            title, text, *_ = write_text(number).split("\n")
            lines.write(json.dumps({"title": title, "text": text}, ensure_ascii=False) + "\n")


@dataclass(frozen=True)
class Desk:
    """An archive folder with an index on a cluster."""

    archive: Path
    variables: Mapping[str, str]

    def settings(self, **others: str) -> Settings:
        """Return the settings, some of them otherwise."""
        changed = {f"FANGZHI_{name.upper()}": value for name, value in others.items()}
        return load_settings(environ={**login_variables(), **self.variables, **changed}, file=self.archive / "no.toml")

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start ``fangzhi`` as a process."""
        return subprocess.Popen(
            [sys.executable, "-m", "indexer", *arguments],
            cwd=ROOT,
            env={**os.environ, **self.variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def index(self, *arguments: str) -> dict[str, Any]:
        """Run ``fangzhi index`` and return its report."""
        return report_of(self.start("index", "--json", *arguments))


def report_of(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Wait for ``fangzhi index --json`` and return its report; the test fails unless all went well."""
    out, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    report: dict[str, Any] = json.loads(out)
    return report


@contextmanager
def killed_at_last(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """Let no process outlive a test that failed."""
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@dataclass
class Asker:
    """Asks one thing again and again in a thread; keeps each total and whatever went wrong."""

    search: ArchiveSearch
    query: str
    totals: list[int] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)

    def ask(self) -> Results:
        """Ask once."""
        return self.search.search(SearchRequest(q=self.query, limit=5))

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask all the time within the block."""

        def work() -> None:
            try:
                self.totals.append(self.ask().total)
            except Exception as failure:
                self.failures.append(failure)

        with repeated(work, _PAUSE):
            yield


def total(search: ArchiveSearch, query: str) -> int:
    """Return how many articles a query finds."""
    return search.search(SearchRequest(q=query, limit=1)).total
