"""Pictures that stand in the page itself, as the text of their bytes: too long to be kept as references."""

from __future__ import annotations

import base64
import binascii
import re
from itertools import count, islice

_EMBEDDED = re.compile(r"data:image/[\w.+-]{1,40}(?:;[\w.=-]{1,40}){0,3};base64,([A-Za-z0-9+/=]{200,})")
"""One that is too short is a placeholder of a pixel or so."""


def name_embedded(text: str) -> str:
    """Return a page's text with ``data:,N`` instead of the N-th embedded picture, counted from 0."""
    if ";base64," not in text:
        return text
    numbers = count()
    return _EMBEDDED.sub(lambda _: f"data:,{next(numbers)}", text)


def embedded_picture(text: str, number: int) -> bytes | None:
    """Return the bytes of the embedded picture that ``name_embedded`` names by ``number``, None where there is none."""
    found = next(islice(_EMBEDDED.finditer(text), number, None), None)
    if found is None:
        return None
    try:
        return base64.b64decode(found[1])
    except binascii.Error:
        return None
