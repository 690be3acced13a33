"""A small archive, written for these tests: every page says which of its features a test looks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path

SCRIPT = "<script>alert('来了')</script>"
"""What must never come to a page as anything but text."""


@dataclass(frozen=True)
class Page:
    """One saved page, as its parts."""

    file: str
    title: str
    paragraphs: tuple[str, ...]
    day: str = "2020-05-01"
    source: str = "青石日报"
    site: str = "青石在线"
    author: str = "林远"
    clicks: int | None = None
    more: dict[str, str] = field(default_factory=dict)

    def html(self) -> str:
        """Return the page as a browser would have saved it."""
        clicks = f" 点击：{self.clicks}" if self.clicks is not None else ""
        text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)
        return (
            '<!doctype html><html><head><meta charset="utf-8">'
            f"<title>{escape(self.title)}</title>"
            f'<meta property="og:site_name" content="{escape(self.site)}">'
            f'<meta property="og:title" content="{escape(self.title)}"></head><body>'
            f"<h1>{escape(self.title)}</h1>"
            f'<div class="info">{self.day} 08:30 来源：{escape(self.source)} 作者：{escape(self.author)}{clicks}</div>'
            f'<div class="content">{text}</div></body></html>'
        )


_HANS_END = "村里的老人说，这样的年景多年没有见过，大家都盼着来年雨水再足一些。"
_HANT_END = "村裏的老人說，這樣的年景多年沒有見過，大家都盼著來年雨水再足一些。"

PAGES = (
    Page(
        "2020/bridge.html",
        "石桥修好了 乡村振兴有了新路",
        (
            "五月的第一天，青石河上的石桥修好了，两岸的人走在桥上，说乡村振兴先要路通。",
            "修桥的师傅们用了三个月，河水涨了两次，谁也没有停工，桥头的柳树都绿了。",
            _HANS_END,
        ),
        clicks=1280,
    ),
    Page(
        "2021/terrace.html",
        "梯田裏的鄉村振興",
        (
            "秋天的梯田一層一層黃了，合作社的人把穀子收進倉庫，鄉村振興寫在每一塊地裏。",
            "縣裏的技術員每週來兩次，教大家看土、看水、看天，記在本子上。",
            _HANT_END,
        ),
        day="2021-10-03",
        source="白塔晚報",
        site="白塔網",
        author="陳嵐",
        clicks=64,
    ),
    Page(
        "2021/script.html",
        f"网页上的代码 {SCRIPT}",
        (
            f"有人在留言里写了 {SCRIPT} 这样一行，编辑把它原样登了出来，提醒大家小心钓鱼链接。",
            "技术员说，看见陌生的代码不要点，也不要转发，先问一问懂的人再说。",
            _HANS_END,
        ),
        day="2021-03-09",
        source='<b onclick="x">铁塔报',
        site="<i>铁塔网",
        author="<u>周周",
    ),
    Page(
        "2019/glosses.html",
        "東西部協(xié)作的故事",
        (
            "東西部協(xié)作已經(jīng)十年，兩地的關(guān)系越來越近，來往的車一天比一天多。",
            "領(lǐng)隊的人說，發(fā)展要靠人，人來了，學(xué)校和醫(yī)院也跟著好了起來。",
            _HANT_END,
        ),
        day="2019-07-20",
        source="白塔晚報",
        site="白塔網",
        author="陳嵐",
    ),
    Page(
        "2018/words.html",
        "发展中国家的来信",
        (
            "一封来自发展中国家的信寄到了青石县，信里问起这里的水窖怎么修。",
            "县里的水利员回了信，画了图，说水窖要修在坡下，口要小，肚要大。",
            _HANS_END,
        ),
        day="2018-01-15",
        clicks=7,
    ),
)

_CROPS = ("玉米", "荞麦", "胡麻", "豌豆", "燕麦", "莜麦", "大豆", "谷子", "糜子", "高粱", "红薯", "洋芋")

HARVESTS = tuple(
    Page(
        f"2022/harvest-{number:02d}.html",
        f"青石县{crop}丰收",
        (
            f"今年青石县的{crop}丰收了，家家的场院里都堆得满满的，收割的机器从早忙到晚。",
            f"种了一辈子{crop}的农户说，选对了种子，跟上了雨水，剩下的就是人勤快。",
            _HANS_END,
        ),
        day=f"2022-{number + 1:02d}-11",
        clicks=100 + number,
    )
    for number, crop in enumerate(_CROPS)
)
"""Enough articles with one word (丰收) for several pages of results."""


def write_archive(folder: Path) -> None:
    """Write every page of the small archive below ``folder``."""
    for page in (*PAGES, *HARVESTS):
        path = folder / page.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.html(), encoding="utf-8")
    plain = "\n\n".join(("夜里的雨", "雨下了一夜，\u202e屋檐\u202c下的水缸满了，早上孩子们在院里踩水。", _HANS_END))
    (folder / "rain.txt").write_text(plain, encoding="utf-8")
