"""References as people write them, held against worked examples of each style's rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.article import Article
from indexer.sharing.reference import Reference, make_reference
from indexer.sharing.styles import STYLES

ADDRESS = "https://archive.example/articles/05ab0d31a69c823bf624"

ROAD = Reference(
    id="05ab0d31a69c823bf624",
    title="柳湾公路通车了",
    authors=("王磊", "刘芳"),
    source="陇东乡村报",
    date="2021-08-05",
    language="zh-Hans",
    address=ADDRESS,
    accessed="2022-03-01",
)
ALONE = replace(ROAD, authors=("王磊",))
CROWD = replace(ROAD, authors=("王磊", "刘芳", "周敏", "李敏"))
NOBODY = replace(ROAD, authors=())
BARE = replace(ROAD, authors=(), source="", date="")
QUOTING = replace(ALONE, title='柳湾“三农”公路与"5G"一起通了')
SEVEN = replace(ROAD, authors=tuple("甲乙丙丁戊己庚"))
MANY = replace(ROAD, authors=tuple(f"记者{number}" for number in range(1, 23)))
ASKING = replace(ALONE, title="公路何时通车？")

WRITTEN = {
    "gb-t-7714": {
        "two authors": (ROAD, f"王磊, 刘芳. 柳湾公路通车了[N/OL]. 陇东乡村报, 2021-08-05[2022-03-01]. {ADDRESS}."),
        "four": (CROWD, f"王磊, 刘芳, 周敏, 等. 柳湾公路通车了[N/OL]. 陇东乡村报, 2021-08-05[2022-03-01]. {ADDRESS}."),
        "none": (NOBODY, f"柳湾公路通车了[N/OL]. 陇东乡村报, 2021-08-05[2022-03-01]. {ADDRESS}."),
        "neither source nor date": (BARE, f"柳湾公路通车了[EB/OL]. [2022-03-01]. {ADDRESS}."),
        "no source": (replace(ALONE, source=""), f"王磊. 柳湾公路通车了[EB/OL]. (2021-08-05)[2022-03-01]. {ADDRESS}."),
    },
    "apa": {
        "two authors": (ROAD, f"王磊, & 刘芳. (2021, August 5). 柳湾公路通车了. 陇东乡村报. {ADDRESS}"),
        "none": (NOBODY, f"柳湾公路通车了. (2021, August 5). 陇东乡村报. {ADDRESS}"),
        "neither source nor date": (BARE, f"柳湾公路通车了. (n.d.). {ADDRESS}"),
        "more than twenty": (
            MANY,
            f"{', '.join(MANY.authors[:19])}, . . . 记者22. (2021, August 5). 柳湾公路通车了. 陇东乡村报. {ADDRESS}",
        ),
        "a title that asks": (ASKING, f"王磊. (2021, August 5). 公路何时通车？ 陇东乡村报. {ADDRESS}"),
    },
    "mla": {
        "marks in the title": (
            QUOTING,
            f"王磊. “柳湾‘三农’公路与‘5G’一起通了.” 陇东乡村报, 5 Aug. 2021, {ADDRESS}. Accessed 1 Mar. 2022.",
        ),
        "one author": (ALONE, f"王磊. “柳湾公路通车了.” 陇东乡村报, 5 Aug. 2021, {ADDRESS}. Accessed 1 Mar. 2022."),
        "two": (ROAD, f"王磊, and 刘芳. “柳湾公路通车了.” 陇东乡村报, 5 Aug. 2021, {ADDRESS}. Accessed 1 Mar. 2022."),
        "four": (CROWD, f"王磊, et al. “柳湾公路通车了.” 陇东乡村报, 5 Aug. 2021, {ADDRESS}. Accessed 1 Mar. 2022."),
        "nothing else": (BARE, f"“柳湾公路通车了.” {ADDRESS}. Accessed 1 Mar. 2022."),
    },
    "chicago": {
        "marks in the title": (
            QUOTING,
            f"王磊. “柳湾‘三农’公路与‘5G’一起通了.” 陇东乡村报, August 5, 2021. {ADDRESS}.",
        ),
        "seven": (SEVEN, f"甲, 乙, 丙, et al. “柳湾公路通车了.” 陇东乡村报, August 5, 2021. {ADDRESS}."),
        "two authors": (ROAD, f"王磊 and 刘芳. “柳湾公路通车了.” 陇东乡村报, August 5, 2021. {ADDRESS}."),
        "four": (CROWD, f"王磊, 刘芳, 周敏, and 李敏. “柳湾公路通车了.” 陇东乡村报, August 5, 2021. {ADDRESS}."),
        "a title that asks": (ASKING, f"王磊. “公路何时通车？” 陇东乡村报, August 5, 2021. {ADDRESS}."),
        "nothing else": (BARE, f"“柳湾公路通车了.” {ADDRESS}."),
    },
}  # fmt: skip

CASES = [(style, name) for style, cases in WRITTEN.items() for name in cases]


@pytest.mark.parametrize(("style", "name"), CASES)
def test_a_reference_is_written_as_the_style_asks(style: str, name: str) -> None:
    reference, written = WRITTEN[style][name]
    assert STYLES[style](reference) == written


def test_every_style_has_examples() -> None:
    assert WRITTEN.keys() == STYLES.keys()


def test_a_reference_tells_what_is_known_of_an_article_on_one_line() -> None:
    article = Article("0" * 20, "2021/路.html", " 路\n通了 ", "文", "html", site="陇坂新闻", author=("王磊 ", " "))
    reference = make_reference(article, ADDRESS, "2022-03-01")
    assert (reference.title, reference.authors, reference.source) == ("路 通了", ("王磊",), "陇坂新闻")
    untitled = make_reference(replace(article, title=""), ADDRESS, "2022-03-01")
    assert untitled.title == "路.html"


@pytest.mark.parametrize("archive", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:80"])
def test_an_address_that_nobody_else_can_follow_is_not_cited_where_there_is_another(archive: str) -> None:
    local = replace(ROAD, address=f"{archive}/articles/{ROAD.id}", original="http://news.example/2021/1.html")
    assert all("http://news.example/2021/1.html" in write(local) for write in STYLES.values())
    assert all(local.address in write(replace(local, original="")) for write in STYLES.values())
    assert all(ADDRESS in write(replace(local, address=ADDRESS)) for write in STYLES.values())
