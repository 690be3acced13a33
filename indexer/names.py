"""What the names of files and folders say: which are articles', which were saved along with one."""

from __future__ import annotations

import re
from collections.abc import Collection

_CONTAINER = re.compile(r"\.(?:zip|wacz|tar|tgz|tbz2?|txz|gz|bz2|xz|warc|csv|tsv|jsonl|ndjson|json)$", re.IGNORECASE)
_FURNITURE = re.compile(
    r"\.(?:css|js|mjs|map|png|jpe?g|jfif|gif|webp|bmp|svgz?|ico|cur|avif|heic|tiff?|psd|woff2?|ttf|eot|otf|swf|mp[34]|m4a"
    r"|avi|flv|wmv|wav|ogg|webm|mov|mpe?g|rm|rmvb|db|ini|lnk|url|axd)(?:\.(?:download|下载|下載))?$",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\.(?:x?html?|shtml?|php|aspx?|jsp|do|mht(?:ml)?)$", re.IGNORECASE)
# What browsers put behind a page's name for the folder of what it shows, in the languages of their systems.
_PAGE_FOLDER = re.compile(
    r"(?:[_.]files|[_. ]?(?:文件|檔案)|_fichiers|-Dateien|_archivos|_arquivos|_ficheiros|_bestanden|_pliki|-filer)$"
)


def is_article_name(name: str) -> bool:
    """Tell whether a file of this name is an article's; READMEs, sidecars and hidden files are not."""
    return not (name.startswith(".") or name.upper().startswith("README") or name.endswith(".fangzhi.toml"))


def is_furniture_name(name: str) -> bool:
    """Tell whether a file of this name is a picture, a style sheet, a script or the like, which holds no article."""
    return _FURNITURE.search(name) is not None


def text_beside(name: str) -> str:
    """Return the name under which the text of a scanned document lies beside it."""
    return f"{name.rpartition('.')[0]}.txt"


def is_container_name(name: str) -> bool:
    """Tell whether a file of this name may hold many articles, so that it may be large."""
    return _CONTAINER.search(name) is not None


def pages_of_folder(folder: str) -> str | None:
    """Return the name, less its ending, of the page that a folder was saved with; None for an ordinary folder."""
    found = _PAGE_FOLDER.search(folder)
    return folder[: found.start()] if found and found.start() else None


def belongs_to_page(folder: str, beside: Collection[str]) -> bool:
    """Tell whether a folder holds what a browser saved along with a page; ``beside`` are the files next to it."""
    page = pages_of_folder(folder)
    return page is not None and any(
        name.startswith(page) and _PAGE.fullmatch(name, len(page)) is not None for name in beside
    )
