"""Saved pages in several ways of building, made up for these tests, with what should be read of each."""

from __future__ import annotations

from typing import Any, NamedTuple


class SavedPage(NamedTuple):
    """A page and the fields that reading must give; a field that is not named is not looked at."""

    name: str
    markup: str
    expected: dict[str, Any]


FIRST = "本周三清晨，县城北门的早市重新开张，两百多个摊位沿河排开，卖的多是刚摘下的蔬菜。"
SECOND = "市场管理员说，新市场装了雨棚和路灯，摊贩不必再为天气发愁。"
THIRD = "住在附近的老人提着篮子走了一圈，只说了一句：价钱公道。"
BODY = [FIRST, SECOND, THIRD]
TITLE = "北门早市换新颜 两百摊位沿河开张"
PARAGRAPHS = "".join(f"<p>　　{text}</p>\n" for text in BODY)
OTHERS = "".join(
    f'<li><a href="/n/{n}.html">{text}</a><span>2016-03-{n:02d}</span></li>'
    for n, text in enumerate(
        ["山路通车第一天", "小学添了图书角", "苹果套袋正当时", "老戏台修缮完工", "水渠清淤近尾声"], 1
    )
)
EXPECTED: dict[str, Any] = {"title": TITLE, "text": "\n".join(BODY), "date": "2018-05-09"}

NO_SUCH_DAY = "The date 2018-13-45 (label 发布时间 beside the title) is on no calendar and was left out."

PAGES = [
    SavedPage(
        "facts as list items",
        f"""<html><head><title>{TITLE}_河湾县门户网</title></head><body><div class="menu"><a href="/">首页</a>
        <a href="/x">县情</a></div><h1>{TITLE}</h1><ul><li>时间：2018-05-09</li><li>浏览量：<b>318</b>次</li>
        <li>稿件来源：河湾县融媒体中心</li><li>通讯员：韩松</li></ul>
        <div class="editor">{PARAGRAPHS}</div>
        <p>上一篇：<a href="#">山路通车第一天</a></p><h3>相关新闻</h3><ul>{OTHERS}</ul>
        <div id="footer">版权所有 河湾县人民政府 ICP备案号：测ICP备1号</div></body></html>""",
        EXPECTED | {"clicks": 318, "source": "河湾县融媒体中心", "author": ("韩松",), "site": "河湾县门户网"},
    ),
    SavedPage(
        "facts in one run, half-width colons",
        f"""<html><head><title>{TITLE}--河湾新闻</title></head><body><table><tr><td><a href="/">首页</a></td></tr>
        </table><table><tr><td align=center><font size=5><b>{TITLE}</b></font></td></tr><tr><td>
        来源:河湾报&nbsp;&nbsp;作者:韩松
        &nbsp;&nbsp;2018年5月9日 08:30&nbsp;&nbsp;点击数:<font color=red>1,204</font></td></tr>
        <tr><td>{"<br><br>".join("　　" + text for text in BODY)}</td></tr>
        <tr><td>【<a href="#">打印</a>】【<a href="#">关闭</a>】</td></tr></table></body></html>""",
        EXPECTED | {"time": "08:30", "clicks": 1204, "source": "河湾报", "author": ("韩松",), "site": "河湾新闻"},
    ),
    SavedPage(
        "nothing labelled",
        f"""<html><head><title>{TITLE}</title></head><body><h2>{TITLE}</h2>
        <small>2018/5/9 8:30 河湾晚报 77次浏览</small><div>{"<br/>".join(BODY)}</div><hr><div>最新评论</div>
        <div class=cmt><b>路人</b> 明天我也去看看，听说还有豆腐</div>
        <div class=cmt><b>邻居</b> 早该修了，支持！</div></body></html>""",
        EXPECTED | {"time": "08:30", "clicks": 77, "source": "河湾晚报", "author": ()},
    ),
    SavedPage(
        "linked data and Open Graph",
        f"""<!doctype html><html><head><title>{TITLE} - 河湾在线</title><meta property="og:title" content="{TITLE}">
        <link rel="canonical" href="https://hewan.example/2018/05/09/1.html"><script type="application/ld+json">
        {{"@type": "NewsArticle", "headline": "{TITLE}", "datePublished": "2018-05-09T08:30:00+08:00",
        "author": {{"@type": "Person", "name": "韩松"}}, "publisher": {{"name": "河湾日报"}}}}</script></head>
        <body><nav><a href="/">首页</a></nav><article><h1>{TITLE}</h1>{PARAGRAPHS}</article>
        <aside><h2>推荐阅读</h2><ul>{OTHERS}</ul></aside><footer>未经许可不得转载</footer></body></html>""",
        EXPECTED
        | {
            "time": "08:30:00",
            "author": ("韩松",),
            "source": "河湾日报",
            "clicks": None,
            "site": "河湾在线",
            "url": "https://hewan.example/2018/05/09/1.html",
        },
    ),
    SavedPage(
        "meta tags of government sites",
        f"""<html><head><title>{TITLE}-河湾县人民政府</title><meta name="ArticleTitle" content="{TITLE}">
        <meta name="PubDate" content="2018-05-09 08:30"><meta name="ContentSource" content="县农业局">
        <meta name="Author" content="韩松"><meta name="SiteName" content="河湾县人民政府网"></head><body>
        <div class="crumb">您的位置：<a href="/">首页</a></div><div class="tit">{TITLE}</div>{PARAGRAPHS}
        <p>责任编辑：何静</p></body></html>""",
        EXPECTED | {"time": "08:30", "source": "县农业局", "author": ("韩松",), "site": "河湾县人民政府网"},
    ),
    SavedPage(
        "an empty counter and an editor",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>日期：2018.05.09 来源：河湾报 点击：<span
        id="hits"></span> 责任编辑：何静</p>{PARAGRAPHS}<ul>{OTHERS}</ul></body></html>""",
        EXPECTED | {"clicks": None, "source": "河湾报", "author": ()},
    ),
    SavedPage(
        "byline inside the text",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>2018-05-09 来源：河湾报</div>
        <p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}（记者 韩松 通讯员 陆小雨）</p></body></html>""",
        {
            "title": TITLE,
            "author": ("韩松", "陆小雨"),
            "text": f"{FIRST}\n{SECOND}\n{THIRD}（记者 韩松 通讯员 陆小雨）",
        },
    ),
    SavedPage(
        "traditional characters",
        """<html><head><title>北門早市換新顏 | 河灣新聞網</title></head><body>
        <h1>北門早市換新顏</h1><div>發佈時間：2018-05-09
        來　源：河灣日報　作　者：韓松　瀏覽次數：３１８</div>
        <p>縣城北門的早市重新開張，攤位沿河排開，賣的多是剛摘下的蔬菜。</p>
        <p>管理員說，新市場裝了雨棚和路燈。</p><p>下一篇：山路通車第一天</p></body></html>""",
        {
            "title": "北門早市換新顏",
            "date": "2018-05-09",
            "source": "河灣日報",
            "author": ("韓松",),
            "clicks": 318,
            "site": "河灣新聞網",
            "script": "hant",
            "text": "縣城北門的早市重新開張，攤位沿河排開，賣的多是剛摘下的蔬菜。\n管理員說，新市場裝了雨棚和路燈。",
        },
    ),
    SavedPage(
        "a box of links in the middle of the text",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>
        <div>2018-05-09 来源：河湾报</div><div><p>{FIRST}</p>
        <div><h4>相关阅读</h4><ul>{OTHERS}</ul></div><p>{SECOND}</p><p>{THIRD}</p></div></body></html>""",
        EXPECTED,
    ),
    SavedPage(
        "a date that no calendar has",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>发布时间：2018-13-45 来源：河湾报</div>
        {PARAGRAPHS}</body></html>""",
        {"date": None, "source": "河湾报", "problems": (NO_SUCH_DAY,)},
    ),
    SavedPage(
        "a counter of ten thousands behind its number",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>
        <div><time datetime="2018-05-09T08:30">昨天</time>
        <span class="source">河湾报</span> 1.2万阅读</div>{PARAGRAPHS}<p>读者评论</p><p>3.4万阅读</p></body></html>""",
        EXPECTED | {"clicks": 12000, "source": "河湾报"},
    ),
    SavedPage(
        "blanks inside a paragraph",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>　　中共河湾县委　河湾县人民政府\n
        联合&nbsp;&nbsp;&nbsp;发布，自即日起施行。</p></body></html>""",
        {"text": "中共河湾县委　河湾县人民政府 联合 发布，自即日起施行。", "date": None},
    ),
    SavedPage(
        "a caption",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{FIRST}</p><figure><img src="a.jpg">
        <figcaption>早市一角。韩松 摄</figcaption></figure><p>{SECOND}</p><p>{THIRD}</p></body></html>""",
        {"text": "\n".join(BODY), "captions": ("早市一角。韩松 摄",)},
    ),
    SavedPage(
        "a source that the title names too",
        f"""<html><head><title>河湾日报评论：早市里的新气象</title></head><body><h2>河湾日报评论：早市里的新气象</h2>
        <small>2018/5/9 8:30 河湾日报 77次浏览</small><div>{"<br/>".join(BODY)}</div></body></html>""",
        {"title": "河湾日报评论：早市里的新气象", "source": "河湾日报", "clicks": 77},
    ),
    SavedPage(
        "a counter said of the text behind it",
        f"""<html><head><title>{TITLE}</title></head><body><h2>{TITLE}</h2><p>2018/05/09 来源:河湾报 记者:韩松</p>
        <div>{"<br>".join(BODY)}</div><p>本文已被浏览 318 次</p><p>[<a href="#">打印</a>]</p></body></html>""",
        EXPECTED | {"clicks": 318, "source": "河湾报", "author": ("韩松",), "text": "\n".join(BODY)},
    ),
    SavedPage(
        "editors in brackets at the end",
        f"""<html><head><title>{TITLE}</title></head><body><h2>{TITLE}</h2><p>2018年5月9日 来源：河湾报</p>
        {PARAGRAPHS}<p>（责任编辑 何静）</p><p>[审核：县委宣传部]</p><p>【校对：何静】</p></body></html>""",
        EXPECTED | {"author": ()},
    ),
    SavedPage(
        "counters in traditional words",
        """<html><head><title>北門早市換新顏</title></head><body><h1>北門早市換新顏</h1>
        <div>2018年5月9日　【河灣新聞】　記者：韓松 點閱：318</div><p>縣城北門的早市重新開張，攤位沿河排開。</p>
        <p>管理員說，新市場裝了雨棚和路燈。</p></body></html>""",
        {"date": "2018-05-09", "source": "河灣新聞", "author": ("韓松",), "clicks": 318},
    ),
    SavedPage(
        "a digital newspaper, its day in the masthead",
        f"""<html><head><title>河湾日报数字报-{TITLE}</title></head><body><table><tr><td>2018年5月9日 星期三</td>
        <td>第03版：城事</td></tr></table><ul><li><a href="c_1.htm">山路通车第一天</a></li></ul><h1>{TITLE}</h1>
        <div>{PARAGRAPHS}</div></body></html>""",
        EXPECTED | {"source": "河湾日报", "time": None},
    ),
    SavedPage(
        "today's day above an article",
        f"""<html><head><title>{TITLE}_河湾在线</title></head><body><div>2024年1月3日 星期三 晴</div><div>欢迎</div>
        <div>新闻</div><div>县情</div><div>乡镇</div><div>图库</div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></body></html>""",
        {"title": TITLE, "date": None, "source": None},
    ),
    SavedPage(
        "a counter in an element of its own",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>2018年05月09日<i>318人看过</i></p>
        {PARAGRAPHS}</body></html>""",
        EXPECTED | {"source": None, "clicks": 318},
    ),
    SavedPage(
        "a counter behind authors",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div><time>2018-05-09 08:30</time>
        <span>来源：河湾报</span><span>作者：韩松、陆小雨</span><em>318次阅读</em></div>{PARAGRAPHS}</body></html>""",
        EXPECTED | {"source": "河湾报", "author": ("韩松", "陆小雨"), "clicks": 318},
    ),
    SavedPage(
        "indent of any width",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>2018-05-09</p>
        <p>&emsp;&ensp;&thinsp;{FIRST}&#8203;&#65279;</p><p>&#8195;&#8195;{SECOND}</p><p>&zwnj;{THIRD}&lrm;</p></body>
        </html>""",
        EXPECTED,
    ),
    SavedPage(
        "labels and values in a list of terms",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><dl><dt>日期</dt><dd>2018-05-09 08:30</dd>
        <dt>来源</dt><dd>河湾文史馆</dd><dt>记者</dt><dd>韩松</dd><dt>点击</dt><dd>318</dd></dl>
        <div>{PARAGRAPHS}</div></body></html>""",
        EXPECTED | {"time": "08:30", "source": "河湾文史馆", "author": ("韩松",), "clicks": 318},
    ),
    SavedPage(
        "labels and values in cells",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><table><tr><th>来源：</th><td>河湾文史馆</td>
        <th>作者</th><td>韩松</td></tr><tr><th>发布日期</th><td>2018-05-09</td><th>阅读量</th><td>318</td></tr></table>
        <div>{PARAGRAPHS}</div></body></html>""",
        EXPECTED | {"source": "河湾文史馆", "author": ("韩松",), "clicks": 318},
    ),
    SavedPage(
        "a label with a blank for a colon",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div><span>2018-05-09</span>
        <span>来源 河湾报</span><span>浏览量 1,318</span></div>{PARAGRAPHS}</body></html>""",
        EXPECTED | {"source": "河湾报", "clicks": 1318},
    ),
    SavedPage(
        "label and value in elements of their own",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div><b>2018-05-09</b><b>来源</b><i>河湾报</i>
        <b>阅读</b><i>318</i></div>{PARAGRAPHS}</body></html>""",
        EXPECTED | {"source": "河湾报", "clicks": 318},
    ),
    SavedPage(
        "microdata",
        f"""<html><head><title>{TITLE} - 河湾在线</title></head><body><div itemscope>
        <h1 itemprop="headline">{TITLE}</h1><div>
        <span itemprop="datePublished" content="2018-05-09T08:30:00+08:00">昨天</span>
        <span>来源: 河湾报</span><span itemprop="author">韩松</span></div>
        <div>{PARAGRAPHS}</div></div></body></html>""",
        EXPECTED | {"source": "河湾报", "author": ("韩松",), "time": "08:30:00"},
    ),
    SavedPage(
        "a site that calls itself the author",
        f"""<html><head><title>{TITLE}_河湾新闻</title><meta name="author" content="河湾"></head><body><h1>{TITLE}</h1>
        <div>2018-05-09 来源：县电视台</div>{PARAGRAPHS}</body></html>""",
        EXPECTED | {"source": "县电视台", "author": (), "site": "河湾新闻"},
    ),
    SavedPage(
        "an office that wrote it",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>
        <div>2018-05-09 来源：县门户网 作者：县市场管理委员会</div>{PARAGRAPHS}</body></html>""",
        EXPECTED | {"source": "县门户网", "author": ("县市场管理委员会",)},
    ),
    SavedPage(
        "a byline between its paragraphs",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>2018-05-09 来源：河湾报</div>
        <p>{FIRST}</p><p>{SECOND}</p><p>《早市》作者 韩松</p><p>{THIRD}</p><p>{FIRST}</p></body></html>""",
        {"author": ("韩松",)},
    ),
    SavedPage(
        "a heading that is no byline",
        f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>2018-05-09 来源：河湾报</div>
        <p>{FIRST}</p><p>记者 手记</p><p>{SECOND}</p><p>{THIRD}</p></body></html>""",
        {"author": (), "text": "\n".join([FIRST, "记者 手记", SECOND, THIRD])},
    ),
    SavedPage(
        "no day but that of the last change",
        f"""<html><head><title>{TITLE}</title><meta itemprop="dateUpdate" content="2018-05-09 08:30:00"></head><body>
        <h1>{TITLE}</h1>{PARAGRAPHS}</body></html>""",
        EXPECTED | {"time": "08:30:00"},
    ),
]
