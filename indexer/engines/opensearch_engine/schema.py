"""What an index holds of articles and of files, as OpenSearch's mappings, and both as its documents. Pure.

An article is a document for each time it was written: its id and its batch make the document's name, so that what
is being written never stands in the place of what can be found. The same goes for the record of a file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from indexer.article import FileRecord
from indexer.engines.bm25 import K1, B
from indexer.engines.documents import NAME_FIELDS, NAMES, STREAM_FIELDS, ArticleDocument, dump_json, kept_value
from indexer.text.passages import TEXT_FIELDS, TextField
from indexer.text.terms import FILLER, SEPARATOR, escaped

FORMAT = "3"
"""The version of what is kept in an index of a cluster."""

STATE = "state"
"""The name of the document, among the records of files, that says what is committed."""

META = "fangzhi"
"""Under this name a mapping says whose index it is and what it was written with."""

VOCABULARIES: Mapping[TextField, str] = MappingProxyType({field: f"{field}_vocabulary" for field in TEXT_FIELDS})
"""The fields with each word of a title or text once, as they are counted: those that are searched cannot be."""

_LONGEST_TERM = 1_000
_MOST_IDS = 50_000_000

_ANALYSIS = {
    "tokenizer": {
        "between_separators": {
            "type": "char_group",
            "tokenize_on_chars": [SEPARATOR],
            "max_token_length": _LONGEST_TERM,
        }
    },
    "filter": {"without_fillers": {"type": "stop", "stopwords": [FILLER]}},
    "analyzer": {
        "terms": {"type": "custom", "tokenizer": "between_separators"},
        "places": {"type": "custom", "tokenizer": "between_separators", "filter": ["without_fillers"]},
    },
}
_KEYWORD = {"type": "keyword"}
_COUNTED = {"type": "keyword", "index": False}
_KEPT = {"type": "keyword", "index": False, "doc_values": False}


def _stream_mapping(field: str) -> dict[str, Any]:
    if field == NAMES or field.endswith("_runs"):
        return {"type": "text", "analyzer": "places", "norms": False}
    if field.endswith("_words"):
        return {"type": "text", "analyzer": "places", "similarity": "bm25"}
    return {"type": "text", "analyzer": "terms", "norms": False, "index_options": "docs"}


def articles_index(
    shards: int, replicas: int, meta: Mapping[str, Any], *, says_replication: bool = True
) -> dict[str, Any]:
    """Return what the index of articles is made with.

    ``says_replication`` is whether the cluster lets an index say how its copies are kept.
    """
    streams = {field: _stream_mapping(field) for field in STREAM_FIELDS}
    numbers: dict[str, Any] = {field: {"type": "long"} for field in ("date", "clicks", "newest", "oldest", "length")}
    return {
        "settings": {
            "index": {
                **_shared_settings(shards, replicas, says_replication),
                "similarity": {"bm25": {"type": "BM25", "k1": K1, "b": B}},
                "max_terms_count": _MOST_IDS,
                "analysis": _ANALYSIS,
            }
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {META: meta},
            # What is given back is the article alone: with the terms beside it a page takes a third longer.
            "_source": {"includes": ["article"]},
            "properties": {
                **streams,
                **dict.fromkeys(NAME_FIELDS, _KEYWORD),
                **numbers,
                **dict.fromkeys(("id", "batch"), _KEYWORD),
                **dict.fromkeys(VOCABULARIES.values(), _COUNTED),
                "article": _KEPT,
            },
        },
    }


def files_index(replicas: int, meta: Mapping[str, Any], *, says_replication: bool = True) -> dict[str, Any]:
    """Return what the index of files' records and the state is made with."""
    return {
        "settings": {"index": {**_shared_settings(1, replicas, says_replication), "max_terms_count": _MOST_IDS}},
        "mappings": {
            "dynamic": "strict",
            "_meta": {META: meta},
            "properties": {
                **dict.fromkeys(("path", "articles", "batch"), _KEYWORD),
                "record": _KEPT,
                STATE: {"type": "object", "enabled": False},
            },
        },
    }


def _shared_settings(shards: int, replicas: int, says_replication: bool) -> dict[str, Any]:
    # What a commit refreshed must be found in every copy at once. Where a cluster's default is SEGMENT, copies follow
    # a while later; where it cannot be said, there is no other way than DOCUMENT.
    replication = {"replication.type": "DOCUMENT"} if says_replication else {}
    return {
        **replication,
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        # What is searched changes with a commit and not between.
        "refresh_interval": "-1",
        "codec": "best_compression",
    }


def article_name(article_id: str, batch: str) -> str:
    """Return the name of the document of an article that was written in a batch."""
    return f"{article_id}.{batch}"


def article_lines(document: ArticleDocument, batch: str) -> bytes:
    """Return the two lines of a bulk request that write an article."""
    numbers: dict[str, int | None] = {"date": document.day, "clicks": document.clicks}
    plain: dict[str, Any] = {
        **{field: stream for field, stream in document.streams.items() if stream},
        **{field: _kept_values(values) for field, values in document.values.items() if values},
        **{field: number for field, number in numbers.items() if number is not None},
        "newest": document.newest,
        "oldest": document.oldest,
        "length": document.length,
        **{name: _words_of(document.streams[f"{field}_words"]) for field, name in VOCABULARIES.items()},
        "id": document.id,
        "batch": batch,
        "article": document.article,
    }
    return _lines(article_name(document.id, batch), plain)


def _words_of(stream: str) -> list[str]:
    return sorted({term for term in stream.split(SEPARATOR) if term and term != FILLER})


def _kept_values(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(map(kept_value, values)))


def record_name(path: str, batch: str) -> str:
    """Return the name of the document of the record of the file at ``path`` that was written in a batch."""
    return f"{hashlib.sha256(_kept_path(path).encode()).hexdigest()[:32]}.{batch}"


def _kept_path(path: str) -> str:
    return kept_value(escaped(path))


def record_lines(record: FileRecord, batch: str) -> bytes:
    """Return the two lines of a bulk request that write the record of a file."""
    plain = {
        "path": _kept_path(record.path),
        "articles": record.articles,
        "batch": batch,
        "record": dump_json(asdict(record)),
    }
    return _lines(record_name(record.path, batch), plain)


def removal_line(name: str) -> bytes:
    """Return the line of a bulk request that removes a document."""
    return json.dumps({"delete": {"_id": name}}).encode() + b"\n"


def _lines(name: str, plain: Mapping[str, Any]) -> bytes:
    return f"{dump_json({'index': {'_id': name}})}\n{dump_json(plain)}\n".encode()


def read_record(text: str) -> FileRecord:
    """Return the record that ``record_lines`` wrote."""
    plain = json.loads(text)
    return FileRecord(**{**plain, "articles": tuple(plain["articles"]), "problems": tuple(plain["problems"])})
