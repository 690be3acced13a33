"""Pages stay small, also where the archive has many values to narrow by, and travel compressed."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.settings import Settings
from indexer.sync import synchronise
from tests.web.conftest import Outline
from web.app import create_app

MOST_HTML = 60_000
"""Bytes of a page of results before compression."""

MOST_VISIT = 150_000
"""Bytes of a first visit: the page with all that it loads, compressed."""

COUNTIES = (
    *("安宁", "永登", "皋兰", "榆中", "靖远", "会宁", "景泰", "清水", "秦安", "甘谷"),
    *("武山", "张家川", "民勤", "古浪", "天祝", "肃南", "民乐", "临泽", "高台", "山丹"),
)
PAPERS = tuple(f"{county}{kind}" for county in COUNTIES for kind in ("日报", "融媒体中心", "晚报"))
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "明华建国志强秀英海燕雪梅"


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """An archive of sixty papers and many authors over twenty years, each text long enough for several snippets."""
    folder: Path = tmp_path_factory.mktemp("dense")
    lines = []
    for number in range(1_200):
        county, paper = COUNTIES[number % 20], PAPERS[number % 60]
        lines.append(
            {
                "title": f"{county}县第{number}号灌溉渠完成清淤并按时通水",
                "date": f"{2003 + number % 20}-{1 + number % 12:02d}-{1 + number % 28:02d}",
                "source": paper,
                "author": SURNAMES[number % 16] + GIVEN[number % 12] + GIVEN[number % 11],
                "url": f"http://www.paper{number % 45}.example/{number}.html",
                "text": f"{paper}讯　今年春灌前，{county}县组织各乡镇清理灌溉渠道，保证水能按时流到田头。\n"
                f"水管所的人沿着渠走了三天，把{number}处塌方都记了下来，灌溉季之前要修完，村民也出工帮忙。\n"
                f"到了月底，灌溉用水第一次不用排队，{county}县的老人说这样的春天多年没有见过。",
            }
        )
    (folder / "archive").mkdir()
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (folder / "archive" / "canals.jsonl").write_text(text, encoding="utf-8")
    settings = Settings(archive=folder / "archive", index=folder / "index", jobs=1)
    assert synchronise(settings).articles == len(lines)
    client = create_app(settings).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "zh-TW"
    return client


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=灌溉",
        "/search?q=灌溉 渠道 清淤 通水&sort=newest&words=whole",
        "/search?q=今年春灌前组织各乡镇清理灌溉渠道保证水能按时流到田头",
        "/search?source=安宁日报&source=永登日报&source=皋兰日报",
        "/search?q=灌溉&page=3",
    ],
)
def test_a_page_of_results_stays_small(dense: FlaskClient, path: str) -> None:
    page = dense.get(path).text
    assert len(Outline(page).all("h2")) > 20
    assert len(page.encode()) <= MOST_HTML


@pytest.mark.parametrize("path", ["/", "/search?q=灌溉", "/browse", "/browse/sources", "/trends?q=灌溉"])
def test_a_first_visit_is_light(dense: FlaskClient, path: str) -> None:
    accepting = {"Accept-Encoding": "gzip"}
    page = dense.get(path, headers=accepting)
    assert page.headers["Content-Encoding"] == "gzip"
    outline = Outline(gzip.decompress(page.data).decode())
    links = [a["href"] for a, _ in outline.all("link") if a["rel"] in ("icon", "stylesheet", "manifest")]
    loaded = {*links, *(a["src"] for a, _ in outline.all("script") + outline.all("img") if "src" in a)}
    parts = [dense.get(address, headers=accepting, buffered=True).data for address in loaded]
    assert len(page.data) + sum(map(len, parts)) <= MOST_VISIT


def test_no_script_holds_a_page_up(dense: FlaskClient) -> None:
    for path in ("/", "/search?q=灌溉", "/browse/2021", "/trends?q=灌溉"):
        scripts = [a for a, _ in Outline(dense.get(path).text).all("script")]
        assert scripts
        assert all("defer" in attributes for attributes in scripts)


def test_exports_and_feeds_travel_compressed_and_arrive_whole(dense: FlaskClient) -> None:
    for path in ("/export/jsonl?q=灌溉", "/feeds/search.atom?q=灌溉", "/static/fangzhi.css"):
        plain = dense.get(path, buffered=True)
        sent = dense.get(path, headers={"Accept-Encoding": "deflate"}, buffered=True)
        assert sent.headers["Content-Encoding"] == "deflate"
        assert len(sent.data) < len(plain.data) / 2
        assert zlib.decompress(sent.data) == plain.data
