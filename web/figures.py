"""An article's paragraphs and pictures → what stands one below the other. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from indexer.article import Article
from indexer.saved import PictureSize
from web.passages import Paragraph, number_marks


class Figure(NamedTuple):
    """A picture with its caption; ``number`` is None where it was not saved, sizes in pixels None where not known."""

    number: int | None
    caption: Paragraph | None
    width: int | None = None
    height: int | None = None


class Block(NamedTuple):
    """A paragraph, or a figure; a paragraph may have beside it what was saved of it."""

    paragraph: Paragraph = ()
    figure: Figure | None = None
    saved: Paragraph | None = None


def make_blocks(
    article: Article,
    paragraphs: Sequence[Paragraph],
    captions: Sequence[Paragraph],
    sizes: Mapping[int, PictureSize],
    saved: Mapping[int, Paragraph] = MappingProxyType({}),
) -> tuple[tuple[Block, ...], int]:
    """Return what stands one below the other, with the marks counted through, and how many marks there are.

    ``sizes`` has the pictures that were saved. Those that were not and have no caption are left out; captions that
    belong to no picture stand at the end. ``saved`` has by number what is shown beside a paragraph.
    """
    blocks = list(_blocks(article, paragraphs, captions, sizes, saved))
    numbered, count = number_marks([_passage(block) for block in blocks])
    return tuple(map(_with_passage, blocks, numbered)), count


def _blocks(
    article: Article,
    paragraphs: Sequence[Paragraph],
    captions: Sequence[Paragraph],
    sizes: Mapping[int, PictureSize],
    saved: Mapping[int, Paragraph],
) -> Iterator[Block]:
    left = dict(enumerate(captions))
    figures: dict[int, list[Figure]] = {}
    for number, picture in enumerate(article.pictures):
        caption = None if picture.caption is None else left.pop(picture.caption, None)
        size = sizes.get(number)
        if size or caption:
            figure = Figure(number if size else None, caption, *(size or ()))
            figures.setdefault(max(0, min(picture.at, len(paragraphs))), []).append(figure)
    for at, paragraph in enumerate(paragraphs):
        yield from (Block(figure=figure) for figure in figures.get(at, ()))
        if paragraph:
            yield Block(paragraph, saved=saved.get(at))
    yield from (Block(figure=figure) for figure in figures.get(len(paragraphs), ()))
    yield from (Block(figure=Figure(None, caption)) for caption in left.values() if caption)


def _passage(block: Block) -> Paragraph:
    if block.figure is None:
        return block.paragraph
    return block.figure.caption or ()


def _with_passage(block: Block, passage: Paragraph) -> Block:
    if block.figure is None:
        return block._replace(paragraph=passage)
    return block._replace(figure=block.figure._replace(caption=passage or None))
