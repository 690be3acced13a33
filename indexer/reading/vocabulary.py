"""The words by which pages name their facts and their furniture, in one script for both.

Text is folded before it is compared: the traditional characters that occur in these words become simplified and
full-width signs half-width, one for one, so that offsets stay.
"""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.text.fold import FREQUENT, script_pairs

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SIGNS = {"\u3000": " ", "\xa0": " ", "︰": ":", "﹕": ":", "∶": ":", "丨": "|", "｜": "|", "│": "|"}
_LINE = 300
_FOLDED = (
    {code: chr(code) for code in FREQUENT}
    | {ord(char): simple for char, simple in {**script_pairs(), **_SIGNS}.items()}
    | _WIDE
)


def fold_labels(text: str) -> str:
    """Return text of the same length in which labels can be looked for in either script."""
    return _fold_line(text) if len(text) <= _LINE else text.translate(_FOLDED)


# Each line of a page is looked at some times, and then never again.
@lru_cache(maxsize=256)
def _fold_line(text: str) -> str:
    return text.translate(_FOLDED)


def words_of(text: str) -> frozenset[str]:
    """Return the words of a list written as one text."""
    return frozenset(text.split())


def _spaced(words: str) -> str:
    """Return a pattern for any of the words, whose characters may stand apart as in 来　源."""
    return "|".join(r"\s{0,4}".join(word) for word in sorted(words.split(), key=len, reverse=True))


SOURCE_WORDS = _spaced(
    "来源 信息来源 稿件来源 文章来源 新闻来源 内容来源 消息来源 资料来源 来源媒体 出处 文章出处 稿源 来源于 来自 "
    "转自 摘自 转载自 发布机构 发布单位 供稿单位 来稿单位 发布部门 公告单位"
)
AUTHOR_WORDS = _spaced(
    "作者 文章作者 本文作者 记者 本报记者 本网记者 本刊记者 见习记者 实习记者 特约记者 通讯员 特约通讯员 撰稿 撰稿人 "
    "撰文 撰写 供稿 供稿人 文 采写 执笔 发布人 投稿人 发布者 报道 张贴者"
)
DATE_WORDS = _spaced(
    "时间 发布时间 发布日期 日期 发表时间 发表日期 发稿时间 添加时间 录入时间 上传时间 创建时间 出版日期 刊发时间 "
    "刊登日期 刊出日期 上线时间 上稿时间 发文日期 发文时间 印发日期 张贴日期 建立日期 建档日期 新闻日期 发布于 发表于 "
    "首次上载 首次上载时间 上载时间 出版 成文日期 信息时间 公开日期 公开时间 公布日期 公布时间 生成日期 公告日期"
)
UPDATE_WORDS = _spaced("更新时间 更新日期 更新于 更新 最后更新 最后更新时间 最后更新日期 修改时间 最后修改 最后编辑")
CLICK_WORDS = _spaced(
    "点击 点击数 点击量 点击率 点击次数 浏览 浏览数 浏览量 浏览次数 浏览人次 浏览人数 阅读 阅读数 阅读量 阅读次数 "
    "阅读人次 阅读人数 访问 访问量 访问数 访问次数 人气 热度 查看 查看次数 查看数 已读 围观 阅 点阅 点阅数 点阅率 "
    "点阅次数 点阅人次 阅览 阅览数 阅览次数 观看 观看次数 观看人次 观看数 累计浏览 累计阅读 总浏览 总点击 总阅读 "
    "总浏览数 总点击数 总浏览量 总阅读量 流览次数 流览量 浏览率 浏览人气 文章点击数 点击人次 人气指数"
)
# What is counted may stand before the word: 本文已被浏览 12 次.
_COUNTED = r"(?:[本该此](?:文章?|页面?|新闻|信息|稿|篇)\s?[已共总]{0,2}\s?[被有]?\s?|已被\s?)?"
# Labels whose values are nobody's here; they end the value before them.
OTHER_WORDS = _spaced(
    "责任编辑 责编 编辑 审核 审稿 校对 校对人 责任校对 初审 终审 复审 监制 总监制 值班主任 主编 编审 审读 摄影 图 视频 "
    "字号 字体 字体大小 字数 分享 分享到 打印 关键词 关键字 标签 栏目 所属栏目 分类 制图 统筹 策划 出品 编排 编校 总编 "
    "总编辑 索引号 文号 主题词 访客 下载 编译 翻译 信息员 网络编辑 本期编辑 网编 新媒体编辑 网站编辑 录入 录入员 "
    "发文字号 本文网址 语音播报 版次 版面 本版责编 本版编辑 版面责编 阅读时间 阅读时长 类别 类型"
)
TALLY_WORDS = _spaced(
    "评论 评论数 跟贴 跟贴数 跟帖 跟帖数 留言 留言数 回复 回复数 回应 点赞 点赞数 收藏 收藏数 转发 转发数 转载 喜欢 赞 "
    "推荐 推荐数 顶 踩 分享数 参与 下载次数 下载数"
)
"""Things that are counted beside an article and are no readers."""

CREDIT_WORDS = _spaced(
    "责任编辑 责编 编辑 网络编辑 本文编辑 本期编辑 新媒体编辑 网编 编审 文章录入 审核 审稿 审读 终审 初审 复审 一审 "
    "二审 三审 校对 责任校对 监制 总监制 值班主任 值班编委 值班总编 主编 编发 排版 录入 信息员"
)
"""Those who looked after a text without writing it."""

_CREDIT_FIRST = "".join(sorted({word[0] for word in CREDIT_WORDS.split("|")}))

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
    "伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单"
    "包司柏宁柯阮桂闵肖简古骆解强练褚娄窦宗连麦饶刁车蓝沙巩冉池荣佘仇米支符房喻占邬仲臧瞿滕闫付候冼邝巫艾"
)
"""Characters that most people's names begin with, folded."""

# Hardly any place in a line can begin a label, which its first character tells at once.
_LABELS = (DATE_WORDS, UPDATE_WORDS, CLICK_WORDS, SOURCE_WORDS, AUTHOR_WORDS, OTHER_WORDS, TALLY_WORDS)
_FIRST = "".join(sorted({word[0] for words in _LABELS for word in words.split("|")})) + "本该此已ABCDEHPRSUVabcdehprsuv"
_CLOSED = r"[\]】〗〕]\s{0,2}:?"
_DAY_FOLLOWS = r"(?=\s{0,4}(?:\d{4}|\d\d[-.年]\d|[一二][〇○零九]|民国))"

_ENGLISH_DATE = r"(?<![A-Za-z])(?:[Pp]ublished|[Pp]osted|Date)(?: on)?\s?:"
_ENGLISH_UPDATE = r"(?<![A-Za-z])(?:Last )?[Uu]pdated?(?: on| at)?\s?:"
_ENGLISH_OTHER = r"(?<![A-Za-z])(?:Editor|Photo|Category|Tag)s?\s?:"

LABEL = re.compile(
    rf"(?<![\u4e00-\u9fff])(?=[{_FIRST}])(?:"
    rf"(?P<date>(?:{DATE_WORDS})\s{{0,4}}(?:[:|]|{_CLOSED}|{_DAY_FOLLOWS})|{_ENGLISH_DATE})"
    rf"|(?P<updated>(?:{UPDATE_WORDS})\s{{0,4}}(?:[:|]|{_CLOSED}|{_DAY_FOLLOWS})|{_ENGLISH_UPDATE})"
    rf"|(?P<clicks>{_COUNTED}(?:{CLICK_WORDS})[了过]?\s{{0,4}}(?:[:|(]|{_CLOSED}|(?=[\d\[]))"
    r"|(?<![A-Za-z])(?:[Vv]iews?|[Hh]its|[Cc]licks|[Rr]eads?|[Pp]age ?[Vv]iews)\s?(?::|(?=\s\d)))"
    rf"|(?P<source>(?:{SOURCE_WORDS})\s{{0,4}}(?:[:>|]|{_CLOSED}|(?<=\s)(?=[\u4e00-\u9fffA-Za-z《【]))|(?<![A-Za-z])Source\s?:)"
    rf"|(?P<author>(?:{AUTHOR_WORDS})\s{{0,4}}(?:[:|/]|{_CLOSED})|(?<![^\s|])(?:作者|(?:本[报网刊])?记者|通讯员|撰文|撰稿)\s{{1,4}}"
    rf"(?=[{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:[\s|)\]]|$))|(?<![A-Za-z])Author\s?:|^作者\s{{0,2}},\s{{0,3}}(?=[{SURNAMES}])|^By(?::|\s)\s{{0,3}}(?=[A-Z\u4e00-\u9fff]))"
    rf"|(?P<tally>(?:{TALLY_WORDS})\s{{0,4}}(?:[:|/(]|(?=[\d\[]))|(?<![A-Za-z])(?:Comments?|Shares?)\s?:)"
    rf"|(?P<other>(?:{OTHER_WORDS})\s{{0,4}}(?:[:|/]|{_CLOSED})|{_ENGLISH_OTHER}))\s{{0,8}}"
)
"""A label in folded text, up to where its value begins."""

BARE_LABEL = re.compile(rf"{SOURCE_WORDS}|{AUTHOR_WORDS}|{DATE_WORDS}|{UPDATE_WORDS}|{CLICK_WORDS}")
"""A label that fills an element of its own, its value standing in the next one."""

COUNT = r"(?P<count>\d[\d,]{0,11}(?:\.\d{1,3})?)(?![\d.])\s{0,2}(?P<unit>[万千kKwW](?![A-Za-z]))?\+?"
"""A counter's number in folded text: 12, 1,234, 1.2万, 3k."""

COUNTER_AFTER = re.compile(
    rf"(?<![\d.,:/-]){COUNT}\s{{0,3}}(?:次|人次|人|位)?\s{{0,3}}(?:已|次)?(?:浏览|阅读|点击|访问|读过|看过|阅过|点阅|点看|(?<=次)播放|阅览|围观"
    r"|查看|观看|[Vv]iews?(?![A-Za-z])|[Hh]its(?![A-Za-z])|[Rr]eads(?![A-Za-z]))"
    r"(?!\s?(?:[:(\[]|本站|本网|网站|我们|时间|时长|全文|更多|原文|详情|评论))"
)
"""A counter whose word follows, in folded text."""

NO_ARTICLES_COUNT = re.compile(r"(?:[本全网]站|网站|栏目|频道|专题|今日|昨日|本日|当日|本月|在线|总共|合计)\s{0,4}$")
"""What stands before the counter of a whole site, a column or a day, in folded text."""

NEIGHBOUR = re.compile(
    r"^[\[【(<《«·•]?\s{0,3}(?:上|下|前|后)\s?(?:一|1)?\s?(?:篇|条|页|则|张|版)(?:文章|新闻|信息)?\s{0,3}(?:[\]】)>》»:]|没有|$)"
)
"""The beginning of a line that leads to the article before or behind, in folded text."""

_TOOL = "(?:放大|缩小|默认|朗读|收听|字号|字体|大|中|小|打印|关闭|分享|收藏|复制|转发|返回|纠错|夜间模式)"

FURNITURE = re.compile(
    r"^(?:(?:版权所有|copyright|©|\(c\)\s|all rights reserved|.{0,6}ICP[备证]|.{0,4}公网安备|技术支持|.{0,12}举报电话"
    r"|主办单位|主办:|承办单位|承办:|网站标识码|建议使用|备案号|联系我们|关于我们|设为首页|加入收藏|返回顶部|返回首页"
    r"|网站地图|扫一扫|微信扫|当前位置|您?现在的位置|您的位置|你的位置)"
    r"|欢迎(?:访问|光临|您访问|来到|您?进入).{0,30}$"
    r"|(?:\[|【|\()?\s{0,3}(?:打印|关闭|收藏|字体|字号|纠错|我要纠错|打印本页|关闭窗口|关闭本页|打印本文|推荐给朋友|我要评论"
    r"|发表评论|查看评论)(?:\s|[|:\]】)]|$)"
    rf"|{_TOOL}(?:[\s|/·]{{1,4}}{_TOOL}){{2,9}}$"
    r"|分享(?:到|至|给|按钮|本文)?(?:[:\s]|$)|一键分享|转发(?:到|至)|(?:相关)?(?:附件|专题)下载?$"
    r"|点击(?:查看|进入|下载|阅读)(?:全文|更多|原文|详情|专题)"
    rf"|(?=[{_CREDIT_FIRST}])(?:{CREDIT_WORDS})(?:\s{{0,4}}[:|/]|\s{{1,2}}[{SURNAMES}][\u4e00-\u9fff]{{1,2}}"
    rf"(?:\s{{1,2}}(?:{CREDIT_WORDS})\s{{1,2}}[\u4e00-\u9fff]{{2,4}}){{0,4}}$)"
    r"|(?:本文|稿件|文章)?来源\s?:[^。]{1,30}\s(?:责任编辑|责编|编辑)\s?:"
    r"|广告\s?[(].{0,6}继续.{0,10}[)]$|(?:-\s?)?advertisement(?:\s?-)?$"
    r"|(?:图像|图片|照片)来源,|此视频无法|您的(?:浏览器|设备)(?:暂?不支持|无法播放)"
    rf"|[(\[【<]\s?(?:{CREDIT_WORDS})(?:\s{{0,4}}[:|/]|\s)[^()\[\]【】<>。!?]{{1,40}}[)\]】>]$"
    r"|(?:阅读原文|查看原文|原文链接|原标题)\s{0,3}[:]?|(?:特别声明|免责声明|版权声明|声明)\s?:|【(?:免责|版权|特别)?声明】"
    r"|[(\[【]\s?原标题\s?:"
    r"|[(\[【]\s?(?:(?:本文|稿件)?来源|转载?自|摘自|原载)\s?[:《 ][^()\[\]【】]{1,40}[)\]】]$|[(\[【]?广告[)\]】]?$"
    r"|[(\[【]?转载请注明|.{0,8}观点(?:仅|只)代表|您是第.{0,16}(?:访|客|浏览)|长按.{0,8}(?:二维码|识别)"
    r"|预览时标签不可点|发表回复$|Powered by\s"
    r"|GMT\s?[+-]\d|您?收到(?:这封|此|本)邮件|(?:\d\d:)?\d\d:\d\d\s?/\s?(?:\d\d:)?\d\d:\d\d(?:\s|$)|相关(?:热词|标签)(?:搜索)?\s?:"
    r"|返回\S{1,8},查看更多$|查看更多$|阅读全文$"
    r")",
    re.IGNORECASE,
)
"""The beginning of a line that belongs to the page and not to its article, in folded text."""

RIGHTS = re.compile(
    r"版权(?:均为|归|均属|属于|所有)|未经.{0,12}(?:授权|许可|同意).{0,20}(?:不得|禁止|严禁|谢绝)|ICP[备证]|公网安备|本网站?所(?:刊|转)"
)
"""What a notice of rights says, in folded text."""

SECTION = re.compile(
    r"^[\s▪■●◆>\[【|]{0,3}(?:相关|最新|热门|热点|推荐|精彩|网友|读者|用户|全部|更多|猜你|你可能|大家|延伸|精选|今日|本周|今天|图片|图文|站内|48小时|24小时|为您|为你|编辑)"
    r"[\u4e00-\u9fff]{0,6}(?:新闻|阅读|评论|文章|推荐|链接|报道|资讯|喜欢|感兴趣|在看|头条|排行榜?|热点|图集|内容|信息|看点|跟帖|搜索|专题|要闻|留言|热榜|视频|点评)"
    r"[\s:>»\]】|]{0,4}(?:更多|MORE)?[\s>»\]】(\d)条]{0,8}$"
    r"|^(?:评论|留言|跟帖|发表评论|我要评论|我来说两句|热搜|排行榜|点击排行|新闻排行|推荐|热点|热评|相关)[\s:(\d)条]{0,8}$",
    re.IGNORECASE,
)
"""A whole line that heads a list of other texts, in folded text."""

BANNER = re.compile(r"^欢迎(?:您)?(?:访问|光临|来到|进入|阅读|浏览)\s?(?P<site>.{2,30}?)[!。.\s]*$")
"""A greeting that names the site, in folded text."""

MEDIUM = re.compile(
    r"(?:日报|晚报|早报|晨报|时报|商报|都市报|导报|周报|快报|青年报|新报|电视台|广播台|通讯社|新华社|中新社|新闻社|社|报|网|台|局|厅|委|委员会|政府|"
    r"办公室|办|中心|融媒|融媒体|新闻|在线|客户端|频道|杂志|周刊|公众号|微信|集团|公司|大学|学院|医院|法院|检察院|部|处|会|电台|发布|原创|半月谈|之声"
    r"|\s(?:Daily|News|Times|Post|Herald|Journal|Weekly|Agency|Online|Observer))$"
)
"""How the names of those whom a text can be from end, in folded text."""

PAPER = re.compile(
    r"(?:日报|晚报|早报|晨报|时报|商报|都市报|导报|周报|快报|青年报|新报|电视台|通讯社|新华社|中新社|社|报|网"
    r"|融媒体?中心|客户端)$"
)
"""How the names of papers, agencies and sites end, in folded text."""

NO_SOURCE = re.compile(
    r"^(?:字号|字体|大|中|小|特大|默认|打印|分享|评论|收藏|关闭|正文|首页|原创|转载|复制链接|我要(?:评论|纠错)|点赞|举报|微信|微博|朋友圈|手机看|听新闻|"
    r"语音播报|星期.|周.|上午|下午|发布|更新|阅读|浏览|点击|次|无|本站|未知|佚名|不详|编辑|责任编辑|返回|更多|订阅|关注|新闻|视频|图片|T|A|整理|整合|综合|编译|汇总|"
    r"(?:时政|国内|国际|社会|本地|地方|综合|财经|经济|体育|娱乐|科技|教育|军事|图片|视频|行业|公司|企业|最新|热点|今日|县区|区县|市县|部门|基层|工作|媒体)"
    r"(?:新闻|要闻|资讯|动态|信息|报道)|要闻|时政|\W*|[a-zA-Z]?\W*)$"
)
"""A token beside the date that is no source, in folded text."""
