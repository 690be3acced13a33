"""The bytes of one page → its article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.article import Article, Repair, article_id
from indexer.errors import ReadingError
from indexer.reading.absence import NoArticle
from indexer.reading.charsets.charset import Decoded, decode_page
from indexer.reading.charsets.garbled import GarbledPage, garbled_problems, mend_garbled
from indexer.reading.charsets.mojibake import lost_problems
from indexer.reading.composing import Reading, compose
from indexer.reading.documents.markdown import markdown_markup
from indexer.reading.explained import Explained
from indexer.reading.kinds import Kind
from indexer.reading.markup.notes import read_notes
from indexer.reading.markup.saving import read_saving
from indexer.reading.markup.tree import read_markup, saved_from
from indexer.reading.origin import Origin
from indexer.reading.page import Page, read_plain
from indexer.text.script import script_of

SAMPLE = 20_000
"""Characters from which it is told whether a file is text."""

SCRIPT_SAMPLE = 240
"""Characters of a text from which its script is told."""

LONGEST_ARTICLE = 2_000_000
"""Characters of title, text and captions from which on a page is no article, but a dump of many. An index
takes up to 15 bytes for each, and a cluster no more than 100 MB for one article."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")


def read_single(data: bytes, origin: Origin, kind: Kind, saved_bytes: bytes) -> Explained:
    """Return the article in the bytes of one page; ``saved_bytes`` are what its id is made of.

    Raises ReadingError where there is none.
    """
    plain = kind == "text"
    decoded = decode_page(data, origin.charset, is_html=kind not in ("text", "markdown"))
    if _is_binary(decoded):
        raise ReadingError(origin.file, "this is not text: its bytes make no characters in any likely charset.")
    if kind == "markdown":
        return read_page(read_markup(markdown_markup(decoded.text)), origin, kind, saved_bytes, decoded)
    page = read_plain(decoded.text) if plain else _with_notes(read_markup(decoded.text), decoded.text)
    saving = read_saving(decoded.text)
    url = origin.url or saving.url or saved_from(decoded.text)
    origin = origin._replace(url=url, saved=origin.saved or saving.day)
    return read_page(page, origin, kind, saved_bytes, decoded, plain=plain)


def read_page(
    page: Page, origin: Origin, kind: str, saved_bytes: bytes, decoded: Decoded | None = None, *, plain: bool = False
) -> Explained:
    """Return the article of a page; ``decoded`` tells how its bytes became text, None where they never were.

    Raises ReadingError where there is none.
    """
    garbled = mend_garbled(page)
    reading = compose(garbled.page if garbled else page, origin, plain=plain)
    if isinstance(reading, NoArticle):
        raise ReadingError(origin.file, reading.reason)
    size = len(reading.title) + len(reading.text) + sum(map(len, reading.captions))
    if size > LONGEST_ARTICLE:
        raise ReadingError(
            origin.file,
            f"this text has {size:,} characters, and none with more than {LONGEST_ARTICLE:,} is taken for one article; "
            "divide it into files of one article each.",
        )
    if garbled:
        problems = garbled_problems(f"{reading.title}\n{reading.text}")
        mended = (*reading.repairs, *_turned_back(garbled, reading))
        reading = reading._replace(repairs=mended, problems=problems + reading.problems)
    lost = lost_problems(f"{reading.title}\n{reading.text}")
    values = {**reading._asdict(), "problems": (decoded.problems if decoded else ()) + lost + reading.problems}
    candidates = values.pop("candidates")
    article = Article(
        id=article_id(saved_bytes, origin.part),
        file=origin.file,
        part=origin.part,
        kind=origin.kind or kind,
        charset=decoded.charset if decoded else None,
        script=script_of(f"{reading.title[:SCRIPT_SAMPLE]}\n{reading.text[:SCRIPT_SAMPLE]}"),
        **values,
    )
    return Explained(article, candidates)


def _turned_back(garbled: GarbledPage, reading: Reading) -> Iterator[Repair]:
    yield from garbled.repairs_of_values("title", (reading.title,))
    yield from garbled.repairs_of_lines("text", reading.text.split("\n"))
    yield from garbled.repairs_of_values("source", (reading.source,) if reading.source else ())
    yield from garbled.repairs_of_values("author", reading.author)
    yield from garbled.repairs_of_lines("captions", reading.captions)


def _with_notes(page: Page, markup: str) -> Page:
    """Return a page with what its comments tell, which the tree leaves out."""
    return page._replace(head=page.head._replace(notes=read_notes(markup)))


def _is_binary(decoded: Decoded) -> bool:
    """Tell whether hardly anything in the text is a character that people write."""
    sample = decoded.text[:SAMPLE]
    return len(_CONTROLS.findall(sample)) * 20 > len(sample) or sample.count("\ufffd") * 5 > len(sample)
