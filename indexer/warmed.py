"""Imported where readers are forked from, so that none of them loads code and dictionary again."""

from __future__ import annotations

from indexer import batches
from indexer.reading import parts
from indexer.text.segment import Segmenter

__all__ = ["batches", "parts"]

Segmenter().words("方志")
