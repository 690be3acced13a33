"""What a charset is called where it is declared → the codec that such text is read with.

The labels are those of the WHATWG Encoding Standard, section 4.2 (Names and labels); what it does not list is looked
up among Python's codecs.
"""

from __future__ import annotations

import codecs
import re

_SPACE = "\t\n\x0c\r \"'"
_NAME = re.compile(r"[\w.:+()-]{1,60}", re.ASCII)

_LABELS = {
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 utf8mb4 x-unicode20utf8 ascii us-ascii",
    "gb18030": "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030 "
    "gb18030-2000 gb18030-2005 gb2312-80 gb231280 cp936 936 ms936 windows-936 euc-cn euccn x-euc-cn cn-gb",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5 x-big5 big5-eten big5hkscs cp950 950 ms950 windows-950",
    "hz": "hz-gb-2312 hz hzgb hz-gb",
    "iso2022_cn": "iso-2022-cn iso-2022-cn-ext csiso2022cn",
    "iso2022_jp_2": "iso-2022-jp csiso2022jp iso-2022-jp-2",
    "iso2022_kr": "iso-2022-kr csiso2022kr",
    "cp932": "shift_jis shift-jis sjis x-sjis csshiftjis ms_kanji ms932 windows-31j cp932",
    "euc_jp": "euc-jp x-euc-jp cseucpkdfmtjapanese eucjp",
    "cp949": "euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
    "windows-949 euckr cp949",
    "cp1252": "windows-1252 x-cp1252 cp1252 ansi_x3.4-1968 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 "
    "iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 latin-1",
    "cp1254": "windows-1254 x-cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 "
    "iso_8859-9:1989 l5 latin5",
    "cp874": "windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620",
    "cp1250": "x-cp1250",
    "cp1251": "x-cp1251",
    "cp1253": "x-cp1253",
    "cp1255": "x-cp1255",
    "cp1256": "x-cp1256",
    "cp1257": "x-cp1257",
    "cp1258": "x-cp1258",
    "koi8_r": "koi koi8 koi8-r cskoi8r",
    "koi8_u": "koi8-u koi8-ru",
    "mac_roman": "macintosh mac csmacintosh x-mac-roman",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "iso8859-6": "asmo-708 ecma-114 iso-8859-6-e iso-8859-6-i csiso88596e csiso88596i",
    "iso8859-8": "visual logical csiso88598e csiso88598i iso-8859-8-e iso-8859-8-i",
    "iso8859-7": "sun_eu_greek elot_928",
    # A page that really were UTF-16 could not have told so in single bytes; where it is, the bytes say so.
    "utf-16-le": "utf-16 utf-16le ucs-2 unicode unicodefeff iso-10646-ucs-2 csunicode",
    "utf-16-be": "utf-16be unicodefffe",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}


def canonical_charset(name: str | None) -> str | None:
    """Return the codec that text claiming to be ``name`` is read with, or None for an unknown label.

    It is the newest member of its family, which holds all the older ones: GB2312 and GBK mean GB18030, Big5 means
    Big5-HKSCS. ``iso2022_cn`` is the one name that Python has no codec for.
    """
    label = name.strip(_SPACE).lower() if name else ""
    if not _NAME.fullmatch(label):
        return None
    told = _CODECS.get(label) or _CODECS.get(label.replace("_", "-"))
    if told:
        return told
    try:
        known = codecs.lookup(label).name
        # Some of Python's codecs turn bytes into bytes; they are no charsets.
        "".encode(known)
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if known in _NO_CHARSETS else _CODECS.get(known, known)


_NO_CHARSETS = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"))
