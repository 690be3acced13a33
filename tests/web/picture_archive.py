"""An archive of one page with pictures of all sorts: saved beside it, in it, and not at all."""

from __future__ import annotations

import base64
from pathlib import Path

from tests.drawn import png

BRIDGE, FERRY, SEAL = png(640, 360, shade=120), png(1200, 800, shade=200), png(200, 200, shade=30) + bytes(200)

CAPTIONS = (
    "▲新桥合龙的一刻，吊车把最后一段桥面缓缓放下",
    "渡口的旧码头停用了（资料图片）",
    "两岸的孩子在桥头放风筝",
)

PARAGRAPHS = (
    "青石河上的新桥今天合龙，两岸的村子等这一天等了四年，桥头搭起了遮阳的棚子。",
    "渡船明天最后一次过河，撑船的老周说他也要走一走新桥，走到对岸去喝一碗茶。",
    "新桥下个月通车，到县城的路近了二十里，果园里的桃子当天就能摆上早市的摊位。",
)


def write_picture_archive(folder: Path) -> None:
    """Write the page ``qiao.html`` with what was saved along with it."""
    embedded = f"data:image/png;base64,{base64.b64encode(SEAL).decode()}"
    first, second, third = PARAGRAPHS
    page = (
        '<html><head><meta charset="utf-8"><title>新桥合龙</title></head><body><h1>新桥合龙</h1>'
        f'<p>{first}</p><figure><img src="qiao_files/a.png"><figcaption>{CAPTIONS[0]}</figcaption></figure>'
        f'<p>{second}</p><figure><img src="https://news.example/b.jpg"><figcaption>{CAPTIONS[1]}</figcaption></figure>'
        f'<p><img src="qiao_files/c.jpg"></p><p><img src="qiao_files/gone.jpg"></p><p>{third}</p>'
        f'<figure><img src="{embedded}"><figcaption>{CAPTIONS[2]}</figcaption></figure></body></html>'
    )
    (folder / "qiao_files").mkdir(parents=True)
    (folder / "qiao.html").write_text(page, encoding="utf-8")
    (folder / "qiao_files" / "a.png").write_bytes(BRIDGE)
    (folder / "qiao_files" / "c.jpg").write_bytes(FERRY)
