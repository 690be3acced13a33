"""The room for reading: one article with its marks, its facts and its repairs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from types import MappingProxyType

from flask import Blueprint, render_template, request
from flask_babel import gettext

from indexer.article import Article, Repair
from indexer.saved import PictureSize, SavedPictures
from indexer.saved_pages import SavedPages
from indexer.search import ArchiveSearch, Beside, MarkedArticle, SearchRequest
from indexer.settings import Settings
from web.addresses import checked_id
from web.characters import written
from web.choices import chosen
from web.citing import Citing, make_citing
from web.figures import Block, make_blocks
from web.languages import tag_of
from web.manners import PARAMETER, Manner, MannerLink, keeping_query, manner_links, read_manner, written_in
from web.parameters import query_string, read_parameters
from web.passages import Paragraph, RepairKind, Span, count_kinds, make_passages
from web.present import Link, filter_query

_TERMS = 8
"""Key terms that are shown."""

NOTHING_BESIDE = Beside()

_SAFE_ADDRESS = re.compile(r"https?://[^\s]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ShownTexts:
    """An article's texts in the manner in which it is read, with a language tag and how many marks they hold.

    ``authors`` have their printed names beside what is shown of them; ``saved_title`` is what was saved of the title,
    where that is shown beside it.
    """

    tag: str
    title: tuple[Paragraph, ...]
    source: tuple[Paragraph, ...]
    authors: tuple[tuple[str, Paragraph], ...]
    blocks: tuple[Block, ...]
    marks: int
    saved_title: Paragraph | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """What the page of an article shows."""

    article: Article
    shown: ShownTexts
    files: tuple[str, ...]
    repairs: tuple[RepairKind, ...]
    manner: Manner
    manners: tuple[MannerLink, ...]
    keeping: str | None
    search: SearchRequest
    back: str | None
    address: str | None
    beside: Beside
    terms: tuple[Link, ...]
    citing: Citing | None
    same_day: str
    most_clicked: str
    has_saved_page: bool
    sha256: str | None


def _of_field(article: Article, name: str) -> list[Repair]:
    return [repair for repair in article.repairs if repair.field == name]


def _marks_together(values: Sequence[str], marks: Sequence[Sequence[Span]]) -> list[Span]:
    """Return marks in each of several values as marks in the values joined by line ends."""
    starts = accumulate((len(value) + 1 for value in values), initial=0)
    return [(at + start, at + end) for at, mine in zip(starts, marks, strict=False) for start, end in mine]


def _safe_address(article: Article) -> str | None:
    """Return the address that may become a link."""
    return article.url if article.url and _SAFE_ADDRESS.fullmatch(article.url) else None


def _term(text: str, article: Article, manner: Manner) -> Link:
    return Link(written(text, article, manner), query_string(SearchRequest(text, limit=0), 0))


class _Passages:
    """The texts of an article in pieces, in the manner in which it is read."""

    def __init__(self, article: Article, manner: Manner) -> None:
        self._article = article
        self._manner = manner

    def of(self, name: str, text: str, marks: Sequence[Span]) -> tuple[Paragraph, ...]:
        """Return the paragraphs of the field ``name``."""
        return make_passages(text, marks, _of_field(self._article, name), as_saved=self._manner == "saved")

    def beside(self, name: str, text: str) -> Mapping[int, Paragraph]:
        """Return what was saved of the field's repaired paragraphs, by number, where it is shown beside them."""
        if self._manner != "beside":
            return {}
        saved = make_passages(text, (), _of_field(self._article, name), as_saved=True)
        return {number: paragraph for number, paragraph in enumerate(saved) if _is_repaired(paragraph)}

    def blocks(self, marked: MarkedArticle, sizes: Mapping[int, PictureSize]) -> tuple[tuple[Block, ...], int]:
        """Return paragraphs and figures as they follow each other, and how many marks they hold."""
        captions = "\n".join(self._article.captions)
        caption_marks = _marks_together(self._article.captions, marked.caption_marks)
        text = self.of("text", self._article.text, marked.text_marks)
        shown_captions = self.of("captions", captions, caption_marks) if captions else ()
        return make_blocks(self._article, text, shown_captions, sizes, self.beside("text", self._article.text))


def _is_repaired(paragraph: Paragraph) -> bool:
    return any(piece.repair for stretch in paragraph for piece in stretch.pieces)


def make_shown_texts(marked: MarkedArticle, manner: Manner, sizes: Mapping[int, PictureSize]) -> ShownTexts:
    """Return an article's texts as they are read; ``sizes`` has the pictures that were saved with it."""
    rewritten = written_in(marked, manner)
    shown = rewritten.article
    passages = _Passages(shown, manner)
    blocks, marks = passages.blocks(rewritten, sizes)
    authors = passages.of("author", "\n".join(shown.author), ())
    return ShownTexts(
        tag=tag_of(shown),
        title=passages.of("title", shown.title, marked.title_marks),
        source=passages.of("source", shown.source or "", ()),
        authors=tuple(zip(marked.article.author, authors, strict=False)),
        blocks=blocks,
        marks=marks,
        saved_title=passages.beside("title", shown.title).get(0),
    )


def make_article_view(
    marked: MarkedArticle,
    asked: SearchRequest,
    page_size: int,
    *,
    sizes: Mapping[int, PictureSize] = MappingProxyType({}),
    manner: Manner = "printed",
    characters: str = "",
    citing: Citing | None = None,
    beside: Beside = NOTHING_BESIDE,
    has_saved_page: bool = False,
    sha256: str | None = None,
) -> ArticleView:
    """Return what the page of an article shows, reached from the search ``asked``, with what stands ``beside`` it.

    ``sizes`` has the pictures that were saved with the article, ``characters`` is what the reader keeps to in reading,
    ``sha256`` is the hash of its saved bytes.
    """
    article = marked.article
    query = query_string(asked, page_size)
    return ArticleView(
        article=article,
        shown=make_shown_texts(marked, manner, sizes),
        files=marked.files,
        repairs=count_kinds(article.repairs),
        manner=manner,
        manners=manner_links(article, manner, query, characters),
        keeping=keeping_query(article, manner, query, characters),
        search=replace(asked, page=1),
        back=query if asked.is_narrowed else None,
        address=_safe_address(article),
        beside=beside,
        terms=tuple(_term(one.shown, article, manner) for one in beside.alike.terms[:_TERMS]),
        citing=citing,
        most_clicked=query_string(SearchRequest(filters={"clicked": ("yes",)}, sort="clicks", limit=0), 0),
        same_day=query_string(SearchRequest(f"date:{article.date}", sort="newest", limit=0), 0),
        has_saved_page=has_saved_page,
        sha256=sha256,
    )


def make_articles_room(
    settings: Settings, archive: ArchiveSearch, pictures: SavedPictures, pages: SavedPages
) -> Blueprint:
    """Return the blueprint with ``/articles/<id>``."""
    room = Blueprint("articles", __name__, url_prefix="/articles")

    @room.get("/<article_id>")
    def article(article_id: str) -> str:
        known = checked_id(article_id)
        asked = read_parameters(request.args, settings.page_size)
        marked = archive.article(
            known,
            asked.q,
            whole_words=asked.whole_words,
            variants=asked.variants,
            synonyms=asked.synonyms,
        )
        characters = chosen("characters")
        manner = read_manner(request.args.get(PARAMETER, ""), marked.article, characters)
        sizes = pictures.sizes(marked.article, marked.files)
        view = make_article_view(
            marked,
            asked,
            settings.page_size,
            sizes=sizes,
            manner=manner,
            characters=characters,
            citing=make_citing(marked.article, gettext("Fangzhi"), sizes),
            beside=archive.beside(article_id),
            has_saved_page=pages.can_be_shown(marked.article),
            sha256=pages.digest(marked.article, marked.files),
        )
        return render_template("article.html", view=view, filter_query=filter_query)

    return room
