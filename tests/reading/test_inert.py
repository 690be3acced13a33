"""Markup that does nothing: what a saved page shows stays, and what runs, asks or leads on does not."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree

from indexer.reading.inert.markup import Finders, inert_markup
from indexer.reading.inert.styles import inert_style

PICTURE = "data:image/png;base64,AAAA"


def find_picture(reference: str) -> str | None:
    return PICTURE if reference.endswith(".png") and "//" not in reference else None


def find_sheet(reference: str) -> str | None:
    return "p { color: green }" if reference.endswith(".css") and "//" not in reference else None


FINDERS = Finders(find_picture, find_sheet)
LOOK = "<style>:where([data-link]){color:#00e;text-decoration:underline}</style>"


def inert(markup: str) -> str:
    return inert_markup(markup, FINDERS).replace(LOOK, "")


@pytest.mark.parametrize(
    ("saved", "shown"),
    [
        ("<P Align=center>鱼 &amp; 米 &lt;1&gt; a < b</P>", '<p align="center">鱼 &amp; 米 &lt;1&gt; a &lt; b</p>'),
        ("<td nowrap width=20%>", '<td nowrap="" width="20%">'),
        ("<font color='#f00' face='宋体'>", '<font color="#f00" face="宋体">'),
        ("一<!-- 二 --><!-->三<!--->四<!x>五<?php x ?>六</1>七", "一三四五六七"),
        ("<!DOCTYPE html PUBLIC '-//W3C//DTD'><html>", "<!DOCTYPE html PUBLIC '-//W3C//DTD'><html>"),
        ("<title>甲<b>乙</title>", "<title>甲&lt;b>乙</title>"),
        ("<xmp><a href=x></xmp>", "<pre>&lt;a href=x></pre>"),
        ("<noscript><p>没有脚本</p></noscript>", "<noscript><p>没有脚本</p></noscript>"),
        ("<object data=x.swf><p>没有插件</p></object>", "<p>没有插件</p>"),
        ("<svg viewBox='0 0 1 1'><path d='M0'/></svg>", '<svg viewbox="0 0 1 1"><path d="M0" /></svg>'),
    ],
)
def test_what_shows_stays(saved: str, shown: str) -> None:
    assert inert(saved) == shown


@pytest.mark.parametrize(
    ("saved", "shown"),
    [
        ("<script>x</script>甲<script src=//e.example></script>", "甲"),
        ("<SCRIPT>'</p>'</SCRIPT >甲", "甲"),
        ("<p onclick=x ONLOAD='y' title=t>", '<p title="t">'),
        ("<svg/onload=x>", "<svg>"),
        ('<meta http-equiv=refresh content="0;url=//e.example"><base href=//e.example>甲', "甲"),
        ("<iframe src=//e.example>甲</iframe>乙", "乙"),
        ("<embed src=x><link rel=prefetch href=//e.example><link rel=icon href=a.png>甲", "甲"),
        ("<video src=//e.example poster=//e.example></video>", ""),
        ("<form action=//e.example><button formaction=//e.example>", "<form><button>"),
        ("<svg><a><animate attributeName=href values=//e.example /></a></svg>", "<svg><a></a></svg>"),
        ("<body background=//e.example>", "<body>"),
        ("<img src=//e.example srcset='a.png 2x' alt=图>", '<img alt="图">'),
        ("<use xlink:href='a.svg#b'><use href='#b'>", '<use><use href="#b">'),
        ("<input autofocus type=image src=//e.example>", '<input type="image">'),
        ("<p \"onclick=x' =x <b=1 title=甲>", '<p title="甲">'),
    ],
)
def test_what_runs_or_asks_goes(saved: str, shown: str) -> None:
    assert inert(saved) == shown


@pytest.mark.parametrize(
    "style",
    [
        r"a{b:u\rl(http://e.example)}",
        r'a{b:url("http://e\"x/2")}',
        "a{b:url(http://e.example/3",
        'a{b:url("http://e.example/4',
        r'@imp\ort "http://e.example";',
        r'a{b:image-s\et("http://e.example" 1x)}',
        'a{b:image("http://e.example")} a{b:src("http://e.example")}',
        "a{b:\\75rl(http://e.example)}",
    ],
)
def test_styles_ask_for_nothing_however_it_is_written(style: str) -> None:
    left = inert_style(style, find_picture)
    assert not re.search(r"\b(?:url|src|image|image-set)\((?!\"?data:,)|@import", left), left


@pytest.mark.parametrize("opening", ["url(", "a{b:url( ", "@import ", "@import url(", "image-set(", "\\", "/*", "<!--"])
@pytest.mark.parametrize("filling", [" ", "a", '"', "'", "(", "\\", "\n", "url("])
def test_looking_through_a_style_takes_time_in_proportion(opening: str, filling: str) -> None:
    """A sheet of half a million characters is done at once; with time that grows by squares it would take minutes."""
    left = inert_style(opening + filling * (500_000 // len(filling)), find_picture)
    assert not re.search(r"\b(?:url|src|image|image-set)\((?!\"?data:,)|@import", left)


def test_of_very_many_attributes_the_first_are_kept() -> None:
    kept = "".join(f' a{number}=""' for number in range(200))
    assert inert("<p " + "".join(f"a{number} " for number in range(999)) + "onclick=x>甲") == f"<p{kept}>甲"


@pytest.mark.parametrize(
    ("saved", "shown"),
    [
        (
            "<a href='//e.example/?a=1&amp;b=2' target=_top>甲</a>",
            '<a data-link="" title="//e.example/?a=1&amp;b=2">甲</a>',
        ),
        ("<a href=x title=问>", '<a data-link="" title="问">'),
        ("<a href=java&#115;cript:x title=问>", '<a data-link="" title="问">'),
        ("<a name=a href='#b'>", '<a name="a" href="#b">'),
        ("<a href=x ping=y data-link=z>", '<a data-link="" title="x">'),
    ],
)
def test_links_show_where_they_led_and_lead_within_the_page(saved: str, shown: str) -> None:
    assert inert(saved) == shown


def test_links_look_like_links_unless_the_page_says_otherwise() -> None:
    page = inert_markup("<!doctype html><html><head><style>a:link{color:red}</style>", FINDERS)
    assert page == f"<!doctype html><html><head>{LOOK}<style>a[data-link]{{color:red}}</style>"


@pytest.mark.parametrize(
    ("saved", "shown"),
    [
        ("<img src=a.png>", f'<img src="{PICTURE}">'),
        ("<img src=//e.example/x.gif data-src=a.png>", f'<img src="{PICTURE}" data-src="a.png">'),
        ("<img src='data:image/gif;base64,R0'>", '<img src="data:image/gif;base64,R0">'),
        ("<table background=a.png>", f'<table background="{PICTURE}">'),
        ("<svg><image xlink:href=a.png /></svg>", f'<svg><image href="{PICTURE}" /></svg>'),
        ("<p style='background: url(a.png)'>", f'<p style="background: url(&quot;{PICTURE}&quot;)">'),
        ("<link rel=StyleSheet media='print' href=a.css>", '<style media="print">p { color: green }</style>'),
        ("<link rel='alternate stylesheet' href=a.css><link rel=stylesheet href=//e.example/a.css>", ""),
    ],
)
def test_what_was_saved_beside_a_page_is_in_it(saved: str, shown: str) -> None:
    assert inert(saved) == shown


@pytest.mark.parametrize(
    ("saved", "shown"),
    [
        ("b{background:URL( 'a.png' )}", f'b{{background:url("{PICTURE}")}}'),
        ("b{background:url(//e.example/x)}", 'b{background:url("data:,")}'),
        ("b{fill:url(#c)}", "b{fill:url(#c)}"),
        ("@import url('//e.example/a;b.css') screen; b{}", " b{}"),
        ('@IMPORT "//e.example"', ""),
        ("<!-- b{} -->", " b{} "),
        ("b{content:'</style><p>'}", r"b{content:'\3c /style>\3c p>'}"),
        (r"b{background:u\72l(//e.example)}", 'b{background:url("data:,")}'),
        (r"b{background:\000075 rl(//e.example)}", 'b{background:url("data:,")}'),
        (r"b{content:'\4e00\f101\30\5b'}", r"b{content:'\4e00\f101\30\5b'}"),
        ("b{background:-webkit-image-set('//e.example' 1x)}", "b{background:unsaved('//e.example' 1x)}"),
        ("@media (width < 600px){}", "@media (width < 600px){}"),
        ("a:link,a:any-link,a:link-x{}", "a[data-link],a[data-link],a:link-x{}"),
    ],
)
def test_style_sheets_name_nothing_outside(saved: str, shown: str) -> None:
    assert inert_style(saved, find_picture) == shown


class Seen(HTMLParser):
    """Every tag and attribute that another parser sees."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def seen_by_lxml(markup: str) -> list[tuple[str, dict[str, str]]]:
    root = etree.HTML(markup) if markup.strip() else None
    return [] if root is None else [(str(one.tag).lower(), dict(one.attrib)) for one in root.iter("*")]


HARMFUL = (
    "script", "iframe", "frame", "object", "embed", "applet", "base", "meta", "link", "video", "audio", "source",
    "animate", "set",
)  # fmt: skip
PIECES = st.sampled_from((
    "<", ">", "</", "<!--", "-->", "<![CDATA[", "]]>", '"', "'", "=", " ", "/", "\n", "甲", "x", "\0", "&lt;", "&#60;",
    "<a href=//e.example", "<script>", "</script>", "<style>", "</style>", "<svg>", "<title>", "</title>", "<textarea>",
    "</textarea>", "<plaintext>", "<xmp>", "<math>", "<noscript>", "<template>", "<img ", "<base href=//e.example>",
    "<meta http-equiv=refresh ", "onload=x", "style='background:url(//e.example)'", "src=a.png", "url(//e.example)",
    "@import ",
))  # fmt: skip


@hypothesis_settings(deadline=None, max_examples=300)
@given(st.lists(PIECES | st.text(max_size=3), max_size=24).map("".join))
def test_whatever_was_saved_no_parser_sees_anything_that_acts(markup: str) -> None:
    shown = inert(markup)
    for name, attributes in [*Seen(shown).tags, *seen_by_lxml(shown)]:
        assert name not in HARMFUL
        for key, value in attributes.items():
            assert not key.startswith("on")
            assert key not in ("action", "formaction", "ping", "srcset", "target")
            assert key not in ("href", "src", "xlink:href", "background") or value.startswith(("#", "data:image/"))
            assert key != "style" or "url(//" not in value
    root = etree.HTML(shown) if shown.strip() else None
    for style in [] if root is None else root.iter("style"):
        assert "url(//" not in (style.text or "")
        assert "@import" not in (style.text or "")
