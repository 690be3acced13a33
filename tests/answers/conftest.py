"""A small archive whose words, titles and names are known, and the search over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from indexer.search import ArchiveSearch
from indexer.settings import Settings
from indexer.sync import synchronise

ARTICLES = {
    "village": ("青石县推进乡村振兴", "2021-05-01", "陇原晚报", "乡村振兴要先修路，青石县的乡村公路通到了每一户门口。"),
    "village-2": ("鄉村振興的帶頭人", "2021-06-02", "西北見聞", "鄉村振興靠人，老支書帶著大家種花椒，也種蘋果。"),
    "village-3": ("银行把柜台搬到村口", "2022-03-04", "陇原晚报", "银行的人说，乡村振兴也要有人管账，取钱不再跑远路。"),
    "museum": ("兰州新区建起科技馆", "2020-07-05", "陇原晚报", "科技馆今天开门迎客，孩子们围着展台问个不停。"),
    "museum-2": ("科技馆走进重庆", "2020-08-05", "山城晨报", "流动科技馆到了重庆，孩子们第一次看见绿色的火焰。"),
    "covid": ("COVID-19 之后的小店", "2020-11-30", "山城晨报", "小店重新开张，Merkel 的照片还在墙上，COVID-19 没了。"),
    "apples": ("苹果合作社分红", "2019-09-09", "陇原晚报", "合作社给社员分红，苹果卖到长江边，现代化的冷库建了起来。"),
}  # fmt: skip


def save(folder: Path, name: str, title: str, day: str, source: str, text: str) -> None:
    """Save an article as a text file."""
    folder.mkdir(exist_ok=True)
    facts = f"时间：{day}\n来源：{source}\n作者：林远"
    (folder / f"{name}.txt").write_text(f"{title}\n{facts}\n\n  {text}\n", encoding="utf-8")


NewArchive = Callable[[Mapping[str, tuple[str, str, str, str]]], Settings]


@pytest.fixture(scope="session")
def new_archive(tmp_path_factory: pytest.TempPathFactory) -> NewArchive:
    """Return a function that saves and indexes articles, and returns the settings to search them with."""

    def make(articles: Mapping[str, tuple[str, str, str, str]]) -> Settings:
        place = tmp_path_factory.mktemp("place")
        for name, (title, day, source, text) in articles.items():
            save(place / "archive", name, title, day, source, text)
        settings = Settings(archive=place / "archive", index=place / "index", jobs=1)
        assert synchronise(settings).failed == {}
        return settings

    return make


@pytest.fixture(scope="session")
def search(new_archive: NewArchive) -> ArchiveSearch:
    return ArchiveSearch(new_archive(ARTICLES))
