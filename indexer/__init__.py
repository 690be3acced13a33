"""Fangzhi's indexer: saved news articles in, a searchable archive out."""

__version__ = "0.1.0"
