"""Builders of containers for the tests: pages made here, packed with the standard library."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping

Files = Mapping[str, bytes]


def page(title: str, text: str, charset: str = "utf-8") -> bytes:
    """Return a small saved page."""
    head = f'<html><head><meta charset="{charset}"><title>{title}</title></head>'
    return f"{head}<body><h1>{title}</h1><p>{text}</p></body></html>".encode(charset)


MARKET = page("早市今日开张", "县城北门的早市重新开张，摊位沿河排开。")
SCHOOL = page("小学搬进新楼", "河边的小学搬进了新楼，操场上铺了跑道。")
BRIDGE = page("新桥今日通车", "河上的新桥今天通车，两岸的人走到桥上看水。", "gb18030")
TITLES = {"早市今日开张": MARKET, "小学搬进新楼": SCHOOL, "新桥今日通车": BRIDGE}


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return packed.getvalue()


def tarred(files: Files, packing: str = "") -> bytes:
    """Return a tar archive, packed by gz, bz2 or xz where that is asked."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=f"w:{packing}") as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()
