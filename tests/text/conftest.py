"""What the tests of this room share: real news texts, where they lie beside the project."""

from __future__ import annotations

import html
import json
import lzma
import re
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import settings

# The first word that is cut waits for a dictionary, and a busy machine for everything.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "articles.jsonl.xz"
SAMPLE_SIZE = 2_000


@pytest.fixture(scope="session")
def news() -> list[str]:
    """Real news texts, a paragraph a line."""
    if not SAMPLE.exists():
        pytest.skip(f"the sample of real news is not there ({SAMPLE})")
    with lzma.open(SAMPLE, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, 0, SAMPLE_SIZE * 7, 7)]
    return [html.unescape(re.sub(r"<[^>]*>", "\n", f"{row['title']}\n{row['body']}")) for row in rows]
