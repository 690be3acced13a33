"""References in the formats that programs keep them in: BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import re
from typing import Any

from indexer.sharing.reference import Reference

ARCHIVE = "Fangzhi"
"""What the archive is called in references."""

_BIBTEX_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_BIBTEX_SIGN = re.compile(r"[\\{}%&$#_~^]")
_BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGID = {"zh-Hans": "chinese-simplified", "zh-Hant": "chinese-traditional"}


def _escaped(text: str) -> str:
    return _BIBTEX_SIGN.sub(lambda sign: _BIBTEX_SIGNS[sign[0]], text)


def bibtex(reference: Reference) -> str:
    """Return an entry of a ``.bib`` file in UTF-8, with a line's end behind it.

    Braces keep titles and names as they are: BibTeX would change their case and take the last word for a family name.
    """
    fields = {
        "title": f"{{{_escaped(reference.title)}}}",
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in reference.authors),
        "journal": _escaped(reference.source),
        "year": reference.date[:4],
        "date": reference.date,
        "url": reference.cited,
        "urldate": reference.accessed,
        "langid": _LANGID.get(reference.language, ""),
        "note": _escaped(_note(reference)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if reference.date:
        lines.insert(-1, f"  month = {_BIBTEX_MONTHS[int(reference.date[5:7]) - 1]},")
    return "\n".join([f"@article{{fangzhi-{reference.id},", *lines, "}", ""])


def ris(reference: Reference) -> str:
    """Return a record of a ``.ris`` file (type NEWS), its lines ended by CR and LF as the format asks."""
    lines = [
        ("TY", "NEWS"),
        ("TI", reference.title),
        *(("AU", name) for name in reference.authors),
        ("T2", reference.source),
        ("PY", reference.date[:4]),
        ("DA", f"{reference.date.replace('-', '/')}/" if reference.date else ""),
        ("Y2", f"{reference.accessed.replace('-', '/')}/"),
        ("LA", reference.language),
        ("DB", ARCHIVE),
        ("AN", reference.id),
        ("UR", reference.cited),
        ("N1", _note(reference)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value or tag == "ER")


def csl(reference: Reference) -> dict[str, Any]:
    """Return the item of CSL-JSON, as plain JSON values."""
    item: dict[str, Any] = {
        "id": reference.id,
        "type": "article-newspaper",
        "title": reference.title,
        "author": [{"literal": name} for name in reference.authors],
        "container-title": reference.source,
        "issued": _date_parts(reference.date),
        "accessed": _date_parts(reference.accessed),
        "language": reference.language,
        "archive": ARCHIVE,
        "archive_location": reference.id,
        "URL": reference.cited,
        "note": _note(reference),
    }
    return {name: value for name, value in item.items() if value}


def _note(reference: Reference) -> str:
    """Return where an article is kept, and the address that is not the one cited: it was saved from there, or is read
    here."""
    other = reference.original if reference.cited == reference.address else reference.address
    return f"{ARCHIVE} {reference.id}" + (f", {other}" if other else "")


def _date_parts(day: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else {}
