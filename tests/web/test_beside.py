"""What stands beside an article: versions of its text, others under its title, its neighbours in the paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.settings import Settings
from indexer.sync import synchronise
from tests.text.test_reprints import OTHER, REPORT
from tests.web.conftest import Outline
from web.app import create_app

CANAL = "渠水分到三个村，每个村派一个人看闸，三天一换，谁也不多放一寸水。" * 3
SCHOOL = "夜校请来的会计讲了两个晚上，把合作社的账一笔一笔写在黑板上给大家看。" * 3
SAVED = {
    "report": ("老水磨又转起来了", "2023-04-02", "洮砚日报", REPORT),
    "reprint": ("停了三十年的水磨", "2023-04-05", "临潭晚报", REPORT),
    "column": ("老水磨又转起来了", "2024-05-06", "卓尼周刊", OTHER),
    "before": (
        "渠水分到了三个村",
        "2023-04-01",
        "洮砚日报",
        "渠水分到三个村，每个村派一个人看闸，三天一换，谁也不多放一寸水。" * 3,
    ),
    "after": (
        "夜校里来了会计",
        "2023-04-09",
        "洮砚日报",
        "夜校请来的会计讲了两个晚上，把合作社的账一笔一笔写在黑板上给大家看。" * 3,
    ),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("beside")
    (folder / "archive").mkdir()
    for name, (title, day, paper, text) in SAVED.items():
        page = f"{title}\n{day} 来源：{paper}\n\n{text}\n"
        (folder / "archive" / f"{name}.txt").write_text(page, encoding="utf-8")
    settings = Settings(archive=folder / "archive", index=folder / "index", jobs=1)
    assert synchronise(settings).articles == len(SAVED)
    made = create_app(settings).test_client()
    made.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return made


@pytest.fixture(scope="module")
def report(client: FlaskClient) -> Outline:
    hits = client.get("/api/v1/search?q=file:report").get_json()["hits"]
    return Outline(client.get(f"/articles/{hits[0]['id']}").text)


def section(page: Outline, name: str) -> str:
    (found,) = page.texts("section", **{"aria-labelledby": name})
    return found


def test_the_same_text_elsewhere_is_a_version(report: Outline) -> None:
    assert section(report, "versions").startswith("Other versions of this text 停了三十年的水磨")
    assert "卓尼周刊" not in section(report, "versions")


def test_another_text_under_the_same_title_is_told_as_that(report: Outline) -> None:
    assert "卓尼周刊" in section(report, "same-title")
    assert "临潭晚报" not in section(report, "same-title")


def test_what_stands_elsewhere_on_the_page_is_not_told_again(client: FlaskClient, report: Outline) -> None:
    (hit,) = client.get("/api/v1/search?q=file:report").get_json()["hits"]
    alike = [one["title"] for one in client.get(f"/api/v1/articles/{hit['id']}/alike").get_json()["articles"]]
    assert SAVED["reprint"][0] in alike
    assert report.texts("a").count(SAVED["reprint"][0]) == 1


def test_the_paper_goes_on_before_and_after(report: Outline) -> None:
    (nav,) = report.texts("nav", class_="neighbours")
    assert nav.index("渠水分到了三个村") < nav.index("夜校里来了会计")
