"""Pictures that stand in the page itself, as the text of their bytes: too long to be kept as references."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Set
from itertools import count, islice

_EMBEDDED = re.compile(r"data:image/[\w.+-]{1,40}(?:;[\w.=-]{1,40}){0,3};base64,([A-Za-z0-9+/=]{200,})")
"""One that is too short is a placeholder of a pixel or so."""


def name_embedded(text: str) -> str:
    """Return a page's text with ``data:,N`` instead of the N-th embedded picture, counted from 0."""
    if ";base64," not in text:
        return text
    numbers = count()
    return _EMBEDDED.sub(lambda _: f"data:,{next(numbers)}", text)


def embedded_number(src: str) -> int | None:
    """Return N where a picture's reference is ``data:,N``."""
    number = src.removeprefix("data:,")
    return int(number) if number != src and len(number) < 10 and number.isascii() and number.isdecimal() else None


def embedded_pictures(text: str, numbers: Set[int]) -> dict[int, bytes]:
    """Return the bytes of the embedded pictures that ``name_embedded`` names by ``numbers``, as far as there are."""
    pictures: dict[int, bytes] = {}
    for number, found in enumerate(islice(_EMBEDDED.finditer(text), max(numbers, default=-1) + 1)):
        if number in numbers:
            try:
                pictures[number] = base64.b64decode(found[1])
            except binascii.Error:
                continue
    return pictures
