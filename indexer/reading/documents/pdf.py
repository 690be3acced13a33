"""A PDF document → the lines of its text layer, as its reader would see them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from indexer.errors import SCANNED
from indexer.reading.containers.limits import Unreadable

MOST_PAGES = 2_000
MOST_CHARACTERS = 4_000_000
"""Characters in one document; whole books have fewer."""

_SCAN = 12
"""Characters a page, on average, below which a document of pictures has no text layer worth the name."""

_PASSWORD = 4
_BREAKS = (0x0A, 0x0D)
_NOTHING = (0x00, 0x02, 0xFFFE, 0xFFFF)
"""What PDFium gives for a hyphen at a line's end and for a character without a code."""

_STRANGE = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_PICTURE = 3


class TextLine(NamedTuple):
    """One line: its text, its edges and the height of its characters, in points from the page's lower left."""

    text: str
    left: float
    right: float
    top: float
    size: float
    page: int


class Document(NamedTuple):
    """The title that a document tells of itself, and its lines in reading order."""

    title: str
    lines: tuple[TextLine, ...]


def read_pdf(data: bytes) -> Document:
    """Return the text layer of a document. Raises Unreadable where it has none, or cannot be opened."""
    # Loaded here: PDFium takes a thirtieth of a second, which the commands that read no PDF need not wait.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise Unreadable("the PDF document is locked by a password; save it without one.") from error
        raise Unreadable("the PDF document is damaged or cut off.") from error
    try:
        return _read(document)
    except (pypdfium2.PdfiumError, ValueError, OverflowError, MemoryError) as error:
        raise Unreadable("a page of the PDF document is damaged.") from error
    finally:
        document.close()


def _read(document: Any) -> Document:
    pages = len(document)
    if pages > MOST_PAGES:
        raise Unreadable(f"the PDF document has more than {MOST_PAGES:,} pages; divide it into several files.")
    lines: list[TextLine] = []
    left, pictures = MOST_CHARACTERS, False
    for number in range(pages):
        page = document[number]
        found = list(_lines(page, number, left))
        left -= sum(len(line.text) for line in found)
        pictures = pictures or (not found and _has_picture(page))
        page.close()
        lines += found
    text = "".join(line.text for line in lines)
    if pictures and len(text) < _SCAN * pages:
        raise Unreadable(SCANNED)
    if len(_STRANGE.findall(text)) * 5 > len(text):
        raise Unreadable("there is no text in this PDF document, or its fonts do not tell which characters they draw.")
    return Document((document.get_metadata_value("Title") or "").strip(), tuple(lines))


def _has_picture(page: Any) -> bool:
    return next(page.get_objects(filter=[_PICTURE], max_depth=3), None) is not None


def _lines(page: Any, number: int, most: int) -> Iterator[TextLine]:
    """Yield the lines of a page. Raises Unreadable where it holds more than ``most`` characters."""
    import pypdfium2.raw as pdfium

    shown = page.get_textpage()
    try:
        count = shown.count_chars()
        if count > most:
            raise Unreadable(f"the PDF document holds more than {MOST_CHARACTERS:,} characters.")
        handle, codes, start = shown.raw, [], 0
        for at in range(count + 1):
            code = pdfium.FPDFText_GetUnicode(handle, at) if at < count else _BREAKS[0]
            if code not in _BREAKS:
                codes.append(code)
                continue
            text = _text_of(codes)
            if text.strip():
                yield _placed(pdfium, handle, text, start, start + len(codes) - 1, number)
            codes, start = [], at + 1
    finally:
        shown.close()


def _text_of(codes: list[int]) -> str:
    """Return the text of characters, whose codes PDFium gives in units of UTF-16."""
    units = b"".join(code.to_bytes(2, "little") for code in codes if code not in _NOTHING and code <= 0xFFFF)
    return units.decode("utf-16-le", "replace")


def _placed(pdfium: Any, handle: Any, text: str, first: int, last: int, page: int) -> TextLine:
    """Return a line with its place, which its first and last printed characters tell."""
    first_box, last_box = _box(pdfium, handle, first), _box(pdfium, handle, last)
    indent = len(text) - len(text.lstrip())
    if indent:
        first_box = _box(pdfium, handle, first + indent)
    size = max(first_box[3] - first_box[2], 1.0)
    return TextLine(text.strip(), first_box[0], max(first_box[1], last_box[1]), first_box[3], size, page)


def _box(pdfium: Any, handle: Any, at: int) -> tuple[float, float, float, float]:
    """Return left, right, bottom and top of a character with the room that its font gives it."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(handle, at, ctypes.byref(box)):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, box.right, box.bottom, box.top
