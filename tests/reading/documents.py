"""Builders of documents for the tests: PDF and DOCX, written by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape


class Printed(NamedTuple):
    """A line as it is printed: its text, where it begins, in points from the lower left, and its size."""

    text: str
    x: float = 72
    y: float = 700
    size: float = 12


def _stream(data: bytes, more: str = "") -> bytes:
    return f"<< /Length {len(data)} {more}>>\nstream\n".encode() + data + b"\nendstream"


def _unicode_map(characters: str) -> bytes:
    pairs = "\n".join(f"<{ord(c):04X}> <{ord(c):04X}>" for c in characters)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(characters)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap end end"
    ).encode()


def pdf(pages: Sequence[Sequence[Printed]], title: str = "", picture: bool = False) -> bytes:
    """Return a PDF document whose characters are their own codes; each is as wide as it is high, ASCII half of that.

    ``picture`` puts a picture on each page.
    """
    characters = "".join(sorted({c for page in pages for line in page for c in line.text}))
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{8 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    font = "/Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [4 0 R]"
    objects.append(f"<< {font} /ToUnicode 6 0 R >>".encode())
    objects.append(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /DW 1000 /W [32 126 500] /FontDescriptor 5 0 R >>"
    )
    objects.append(
        b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 "
        b"/Descent -200 /CapHeight 800 /StemV 80 >>"
    )
    objects.append(_stream(_unicode_map(characters)))
    objects.append(
        _stream(
            b"\x80" * 64,
            "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 ",
        )
    )
    for number, page in enumerate(pages):
        drawn = "q 400 0 0 600 72 72 cm /I Do Q\n" if picture else ""
        drawn += "\n".join(
            f"BT /F {line.size} Tf {line.x} {line.y} Td <{''.join(f'{ord(c):04X}' for c in line.text)}> Tj ET"
            for line in page
        )
        resources = "/Font << /F 3 0 R >> /XObject << /I 7 0 R >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {resources} >> "
            f"/Contents {9 + 2 * number} 0 R >>".encode()
        )
        objects.append(_stream(drawn.encode()))
    objects.append(f"<< /Title <FEFF{title.encode('utf-16-be').hex()}> >>".encode())
    return _written(objects)


def _written(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    trailer = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    out.write(trailer % (len(objects) + 1, len(objects), start))
    return out.getvalue()


def set_in_lines(
    paragraphs: Sequence[str], width: int = 20, x: float = 72, y: float = 700, size: float = 12
) -> list[Printed]:
    """Return paragraphs as they are printed: indented by two characters, each line filled with ``width`` of them."""
    lines = []
    for paragraph in paragraphs:
        rest, indent = paragraph, 2
        while rest:
            # A line that begins with a full stop is not set: its sign goes with the line before.
            cut = width - indent + (rest[width - indent : width - indent + 1] in ("。", "，"))
            text, rest = rest[:cut], rest[cut:]
            lines.append(Printed(text, x + indent * size, y, size))
            indent, y = 0, y - 1.5 * size
    return lines


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(text: str, style: str = "", more: str = "", run: str = "") -> str:
    """Return a paragraph of a Word document."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:rPr>{run}</w:rPr>"
    return f"<w:p><w:pPr>{styled}{more}</w:pPr><w:r>{properties}<w:t>{escape(text)}</w:t></w:r></w:p>"


def docx(body: str, title: str = "", creator: str = "Administrator", more: Mapping[str, bytes] | None = None) -> bytes:
    """Return a Word document with this body."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/></w:style>'
        for identity, name in (("a3", "Title"), ("1", "heading 1"), ("2", "heading 2"), ("a", "Normal"))
    )
    files = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{creator}</dc:creator></cp:coreProperties>",
        **(more or {}),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()
