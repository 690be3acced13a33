"""An article with its marks, written in the other script."""

from __future__ import annotations

from dataclasses import replace

from indexer.answers.values import MarkedArticle
from indexer.text.rewriting import ReadScript, rewrite


def in_script(marked: MarkedArticle, script: ReadScript) -> MarkedArticle:
    """Return a marked article written in ``script``, with its marks and repairs at the same characters."""
    article = marked.article
    written = replace(
        article,
        title=rewrite(article.title, script),
        text=rewrite(article.text, script),
        source=None if article.source is None else rewrite(article.source, script),
        author=tuple(rewrite(name, script) for name in article.author),
        captions=tuple(rewrite(caption, script) for caption in article.captions),
        script=script,
    )
    return replace(marked, article=written)
