"""Which lines of a saved page are captions, where its pictures stand, and which pictures are not the article's."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article
from indexer.reading import read_articles
from indexer.reading.markup.embedded import embedded_pictures, name_embedded

FIRST = "河湾县的油菜花开了，沿河的坡地一片金黄，周末来看花的人比去年多了三成，村口停满了车。"
SECOND = "种花的农户说，花谢之后还能榨油，一亩地能收二百多斤菜籽，县里的油坊早早来订了货。"
THIRD = "县里还在河边修了木栈道，三公里长，走一个来回正好看完上下两片花田，沿途有三处歇脚的亭子。"
IMAGE = '<img src="flowers.jpg">'


def read(middle: str, before: str = "", behind: str = "") -> Article:
    """Return the article of a page with ``middle`` between its first two paragraphs."""
    page = (
        f"<title>河湾油菜花开</title><h1>河湾油菜花开</h1><p>2018-05-09 来源：河湾报</p><div>{before}<p>{FIRST}</p>"
        f"{middle}<p>{SECOND}</p><p>{THIRD}</p>{behind}</div>"
    )
    return read_articles(page.encode(), "a.html").articles[0]


CAPTIONS = [
    f"<figure>{IMAGE}<figcaption>%s</figcaption></figure>",
    f"<figure><figcaption>%s</figcaption>{IMAGE}</figure>",
    f'<div>{IMAGE}</div><p class="pic-desc">%s</p>',
    f'<p align="center">{IMAGE}</p><p align="center">%s</p>',
    f'<p style="text-align: center">{IMAGE}<br>%s</p>',
    f"<center>{IMAGE}<br>%s</center>",
    f'<p class="f_center">{IMAGE}<br>%s<br></p>',
    f"<table><tr><td>{IMAGE}</td></tr><tr><td>%s</td></tr></table>",
    f'<div class="photo"><div>{IMAGE}</div><p>%s</p></div>',
    f"<ul><li><div>{IMAGE}</div><p>%s</p></li></ul>",
    '<p><img src="flowers.jpg" alt="%s"></p>',
    '<p><img src="flowers.jpg" alt="图片" title="%s"></p>',
]


@pytest.mark.parametrize("markup", CAPTIONS)
def test_a_caption_is_one_however_the_page_is_made(markup: str) -> None:
    article = read(markup % "坡地上的花田与木栈道")
    assert article.text == f"{FIRST}\n{SECOND}\n{THIRD}"
    assert article.captions == ("坡地上的花田与木栈道",)
    assert [(one.src, one.at, one.caption) for one in article.pictures] == [("flowers.jpg", 1, 0)]


WORDED = [
    "图为坡地上的花田。",
    "圖為坡地上的花田。",
    "▲ 坡地上的花田",
    "图片说明：坡地上的花田",
    "资料图：坡地上的花田",
    "坡地上的花田。（记者 韩松 摄）",
    "坡地上的花田。韓松 攝",
    "坡地上的花田（河湾县文旅局供图）",
    "坡地上的花田。视频截图",
    "坡地上的花田。圖／河灣文旅局",
]


@pytest.mark.parametrize("line", WORDED)
def test_a_line_under_a_picture_that_reads_like_a_caption_is_one(line: str) -> None:
    article = read(f"<p>{IMAGE}</p><p>{line}</p>")
    assert (article.text, article.captions) == (f"{FIRST}\n{SECOND}\n{THIRD}", (line,))
    elsewhere = read(f"<p>{line}</p>")
    assert (line in elsewhere.text.split("\n"), elsewhere.captions) == (True, ())


TEXT = [
    "<p>{image}</p><p>花开得正好</p>",
    "<p>{image}花开得正好，人也来得正好。</p>",
    '<p align="center">{image}</p><h3 align="center">栈道修好了</h3>',
    '<p align="center">{image}</p><p align="center"><b>栈道修好了</b></p>',
    '<p align="center">{image}</p><p align="center">二、栈道修好了</p>',
    "<p>{image}</p><p>花期还有两周，县里提醒大家错开周末再来。韩松 摄影报道</p>",
]


@pytest.mark.parametrize("markup", TEXT)
def test_what_may_be_text_stays_text(markup: str) -> None:
    article = read(markup.format(image=IMAGE))
    assert len(article.text.split("\n")) == 4
    assert article.captions == ()
    assert [one.src for one in article.pictures] == ["flowers.jpg"]


def test_a_photo_story_keeps_its_text() -> None:
    lines = [f"<p>{IMAGE}</p><p>图为第{n}片花田，坡上坡下都是看花的人，孩子们在田埂上跑。</p>" for n in "一二三"]
    page = f"<title>河湾油菜花开</title><h1>河湾油菜花开</h1><div>{''.join(lines)}</div>"
    article = read_articles(page.encode(), "a.html").articles[0]
    assert len(article.text.split("\n")) == 3
    assert [one.at for one in article.pictures] == [0, 1, 2]
    assert article.captions == ()


@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_picture_at_either_end_of_the_text_is_the_articles(place: str) -> None:
    figure = f"<figure>{IMAGE}<figcaption>坡地上的花田</figcaption></figure>"
    article = read("", **{place: figure})
    assert article.captions == ("坡地上的花田",)
    assert [(one.at, one.caption) for one in article.pictures] == [(0 if place == "before" else 3, 0)]


FURNITURE = [
    '<img src="pic.jpg" width="16" height="16">',
    '<img src="pic.jpg" style="width:900px;height:60px">',
    '<img src="/images/share_btn.png">',
    '<img src="x/qrcode.png">',
    '<img src="pic.jpg" class="avatar">',
    '<a href="http://shop.example/"><img src="pic.jpg"></a>',
    '<img src="">',
    '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    '<div style="display:none"><img src="pic.jpg"></div>',
    '<div class="sidebar"><img src="pic.jpg"></div>',
]


@pytest.mark.parametrize("image", FURNITURE)
def test_furniture_is_no_picture(image: str) -> None:
    assert read(image).pictures == ()


@pytest.mark.parametrize(
    "told", ["IMG_2031.jpg", "图片", "image", "河湾油菜花开", "河湾油菜花开_河湾网", "DSC 0042", "花开"]
)
def test_an_alternative_text_that_tells_nothing_is_no_caption(told: str) -> None:
    article = read(f'<p><img src="flowers.jpg" alt="{told}"></p>')
    assert (len(article.pictures), article.captions) == (1, ())


def test_what_loads_late_is_named_by_what_it_loads() -> None:
    late = read('<p><img src="/loading.gif" data-src="https://img.example/flowers.jpg"></p>')
    assert [one.src for one in late.pictures] == ["https://img.example/flowers.jpg"]
    saved = read('<p><img src="a_files/flowers.jpg" data-src="https://img.example/flowers.jpg"></p>')
    assert [one.src for one in saved.pictures] == ["a_files/flowers.jpg"]


def test_a_caption_whose_picture_is_missing_keeps_its_place() -> None:
    article = read('<p class="caption">坡地上的花田</p>')
    assert [(one.src, one.at, one.caption) for one in article.pictures] == [("", 1, 0)]


def test_embedded_pictures_are_counted_not_stored() -> None:
    bodies = [bytes([n]) * 60_000 for n in range(3)]
    shown = [f'<p><img src="data:image/jpeg;base64,{base64.b64encode(body).decode()}"></p>' for body in bodies]
    article = read("".join(shown))
    assert [one.src for one in article.pictures] == ["data:,0", "data:,1", "data:,2"]
    assert article.text == f"{FIRST}\n{SECOND}\n{THIRD}"


@given(st.lists(st.binary(min_size=200, max_size=300), max_size=4), st.text(alphabet="a<>:;, ", max_size=10))
def test_the_named_picture_is_the_one_that_stood_there(bodies: list[bytes], between: str) -> None:
    page = between.join(f'<img src="data:image/png;base64,{base64.b64encode(body).decode()}">' for body in bodies)
    named = name_embedded(page)
    assert all(f"data:,{number}" in named for number in range(len(bodies)))
    assert embedded_pictures(page, frozenset(range(len(bodies) + 1))) == dict(enumerate(bodies))


def test_pictures_without_end_are_bounded_and_quick() -> None:
    article = read("".join(f'<p align=center><img src="{n}.jpg"></p>' for n in range(20_000)))
    assert len(article.pictures) == 200


def test_the_title_again_above_a_player_is_no_caption() -> None:
    page = "<title>渡口修起新桥</title><h1>渡口修起新桥</h1><p>2021-07-05</p><div class=content>"
    page += "<p class=video-desc><span class=pic-title>渡口修起新桥</span></p><div class=pic-title>渡口修起新桥</div>"
    page += "<p>新桥昨日通车，两岸的人不必再等渡船，赶集的时间省下一半。</p></div>"
    (article,) = read_articles(page.encode(), "a.html").articles
    assert article.captions == ()
    assert article.text == "新桥昨日通车，两岸的人不必再等渡船，赶集的时间省下一半。"
