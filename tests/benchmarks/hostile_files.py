"""Files of about 1 MB made to be slow or large to read: name → bytes and file name."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import zipfile

SIZE = 1_000_000
SENTENCE = "县城北门的早市重新开张，两百多个摊位沿河排开，卖的多是刚摘下的蔬菜。"
PAGE = f"<html><head><title>早市</title></head><body><h1>早市重新开张</h1><p>{SENTENCE}</p>"

REPEATED = {
    "nothing but <": "<",
    "nothing but >": ">",
    "<a": "<a",
    "</": "</",
    "<!": "<!",
    "<!--": "<!--",
    "<!-- -->": "<!-- -->",
    "<?": "<?",
    "<![CDATA[": "<![CDATA[",
    "open paragraphs": "<p>",
    "open divisions": "<div>",
    "open bold": "<b>",
    "open fonts": "<font size=5 color=red>",
    "open links": "<a href=x>",
    "open spans with a class": "<span class=source>",
    "open cells": "<table><tr><td>",
    "open lists": "<ul><li>",
    "open scripts": "<script>",
    "open titles": "<title>",
    "open svg": "<svg>",
    "open forms": "<form><select><option>",
    "closed elements that were never open": "</div></p></td>",
    "badly nested": "<b><p><i></b></p></i>",
    "thousands of tables": "<table><tr><td>早</td></tr></table>",
    "thousands of one-character paragraphs": "<p>早",
    "thousands of empty divisions with classes": "<div class=content id=article></div>",
    "line breaks": "<br>",
    "images": "<img src=a.jpg alt=早市>",
    "metas": '<meta name="PubDate" content="2021-07-05 08:00:00">',
    "links": "<a href=/a/1.html>早市重新开张</a>",
    "headings": "<h1>早市</h1>",
    "entities": "&amp;",
    "numbered entities": "&#26089;",
    "broken entities": "&#x",
    "ampersands": "&",
    "zero bytes": "早\0",
    "one line of Chinese": SENTENCE,
    "lines of one character": "早\n",
    "blank lines": "\r\n",
    "blanks": " ",
    "ideographic spaces": "\u3000",
    "readings in brackets": "產(chǎn)",
    "opened brackets": "（记者",
    "closed brackets": "）",
    "lost bytes": "聘請?zhí)旖蚺",
    "days": "2021-07-05 08:00 ",
    "Chinese days": "二〇二一年七月五日",
    "numbers": "1",
    "digits and dashes": "20-",
    "sources": "来源：甘肃日报 ",
    "authors": "作者：李四 王五 ",
    "counters": "点击：12 ",
    "bylines": "本报记者 ",
    "lost characters": "锟斤拷",
    "UTF-8 read as GBK": "涓浗锛屼腑鍥",
    "GBK read as Latin-1": "ÖÐ¹ú ",
    "UTF-8 read as Latin-1": "ä¸\xadå›½",
    "accents": "é à ",
    "GBK read as Big5": "笢弊ㄛ",
    "private use": "\ue000",
    "tildes": "~{",
    "mail fields": "A: b\n",
    "Markdown": "# 早市\n\n- [a](b) *c* `d`\n",
    "quote marks in CSV": '"早,",',
    "JSON brackets": "[",
    "JSON lines": '{"title": "早市", "text": "早市重新开张。"}\n',
}
"""Name → text that is repeated."""

_IN_PAGES = {
    "one huge attribute": f'<div title="{"早" * (SIZE // 3)}">',
    "one tag of attributes": "<div " + " ".join(f"a{n}=1" for n in range(SIZE // 9)) + ">",
    "tags of attributes": ("<p " + " ".join(f"a{n}=1" for n in range(2_000)) + ">早") * (SIZE // 15_000),
    "tags of bare attributes": ("<p " + " ".join(f"a{n}" for n in range(3_000)) + ">早") * (SIZE // 17_000),
    "short tags of bare attributes": "<p a b c d e f g h i j k l m>早" * (SIZE // 33),
    "one lost byte in a long line": "聘請?zhí)旖蚺" + SENTENCE * (SIZE // 105),
    "lost bytes here and there": ("聘請?zhí)旖蚺" + SENTENCE) * (SIZE // 125),
    "readings in many brackets": "產(chǎn)" * 3 + "產" + "(chǎn)" * (SIZE // 7),
    "different readings": "".join(f"產(ch{chr(97 + n % 26)}{chr(97 + n // 26 % 26)})" for n in range(SIZE // 10)),
    "different classes": "".join(f"<div class='c{n} content source{n}'>早</div>" for n in range(SIZE // 50)),
    "nested linked data": f'<script type="application/ld+json">{"[" * SIZE}</script>',
    "wide linked data": f'<script type="application/ld+json">[{"{}," * (SIZE // 3)}0]</script>',
    "deep divisions with text": "".join(f"<div>早市{n}" for n in range(SIZE // 14)),
    "a million blanks in a tag": f"<div{' ' * SIZE}>",
    "one script": f"<script>{'var a = 1 < 2;' * (SIZE // 14)}</script>",
    "one comment": f"<!--{'早' * (SIZE // 3)}-->",
}

_HEAD = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"


def hostile_files() -> dict[str, tuple[bytes, str]]:
    """Return the bytes and the name of each file."""
    files: dict[str, tuple[bytes, str]] = {}
    for name, piece in REPEATED.items():
        data = (piece * (SIZE // len(piece.encode()))).encode()
        files[f"{name}, as a page"] = (PAGE.encode() + data, "a.html")
        files[f"{name}, as text"] = (data, "a.txt")
    for name, content in _IN_PAGES.items():
        files[name] = (f"{PAGE}{content}<p>{SENTENCE}".encode(), "a.html")
    return files | _of_bytes() | _containers()


def _of_bytes() -> dict[str, tuple[bytes, str]]:
    noise = random.Random(1).randbytes(SIZE)
    gbk = SENTENCE.encode("gbk")
    return {
        "noise": (noise, "a.html"),
        "noise as text": (noise, "a.txt"),
        "high noise": (bytes(byte | 0x80 for byte in noise), "a.html"),
        "GBK with a cut in each line": ((gbk[:-1] + b"<p>") * (SIZE // len(gbk)), "a.html"),
        "one run of GBK with cuts": (gbk[:-1] * (SIZE // len(gbk)), "a.html"),
        "GBK and UTF-8 in turn": ((gbk + b"<p>" + SENTENCE.encode() + b"<p>") * (SIZE // 180), "a.html"),
        "UTF-8 cut everywhere": (b"\xe6\x97" * (SIZE // 2), "a.html"),
        "stray bytes in GBK": (gbk + b"\xd4\xe7\xff " * (SIZE // 4), "a.html"),
        "stray bytes in UTF-8": (SENTENCE.encode() * 4_000 + b"\xff " * (SIZE // 3), "a.html"),
        "UTF-16": ((PAGE + SENTENCE * (SIZE // 72)).encode("utf-16"), "a.html"),
        "escapes of ISO-2022": (b"\x1b$B" * (SIZE // 3), "a.html"),
        "shifts of ISO-2022": (b"\x1b$)A" + b"\x0e" * SIZE, "a.html"),
        "headers of answers": (b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n" * (SIZE // 26), "a.html"),
        "fields of an answer": (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * (SIZE // 6), "a.html"),
    }


def _containers() -> dict[str, tuple[bytes, str]]:
    page = (PAGE * 3).encode()
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        for number in range(SIZE // 700):
            archive.writestr(f"{number}.html", page)
    with tarfile.open(fileobj=tarred, mode="w") as tar:
        for number in range(SIZE // 1_600):
            entry = tarfile.TarInfo(f"{number}.html")
            entry.size = len(page)
            tar.addfile(entry, io.BytesIO(page))
    return {
        "a ZIP of pages": (zipped.getvalue(), "a.zip"),
        "a tar of pages": (tarred.getvalue(), "a.tar"),
        "a gzip of blanks, 100 times as large": (gzip.compress(b" " * SIZE * 100), "a.html.gz"),
        "a package of parts": (_HEAD + b"--x\r\nContent-Type: text/html\r\n\r\n<p>a</p>\r\n" * (SIZE // 42), "a.mhtml"),
        "a package of boundaries": (_HEAD + b"--x\r\n" * (SIZE // 5), "a.mhtml"),
        "a package in packages": (_HEAD.replace(b"boundary=x", b"boundary=x\r\n\r\n--x") * (SIZE // 70), "a.mhtml"),
    }
