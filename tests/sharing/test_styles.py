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
        "a title that asks": (ASKING, f"王磊. (2021, August 5). 公路何时通车？ 陇东乡村报. {ADDRESS}"),
    },
    "mla": {
        "one author": (ALONE, f"王磊. “柳湾公路通车了.” 陇东乡村报, 5 Aug. 2021, {ADDRESS}. Accessed 1 Mar. 2022."),
        "two": (ROAD, f"王磊, and 刘芳. “柳湾公路通车了.” 陇东乡村报, 5 Aug. 2021, {ADDRESS}. Accessed 1 Mar. 2022."),
        "four": (CROWD, f"王磊, et al. “柳湾公路通车了.” 陇东乡村报, 5 Aug. 2021, {ADDRESS}. Accessed 1 Mar. 2022."),
        "nothing else": (BARE, f"“柳湾公路通车了.” {ADDRESS}. Accessed 1 Mar. 2022."),
    },
    "chicago": {
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
