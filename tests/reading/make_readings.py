"""Write ``indexer/reading/repairs/readings.txt``: how the Han characters of GBK are read.

    python tests/reading/make_readings.py > indexer/reading/repairs/readings.txt

One line a reading, toned: the reading, a space, the characters that have it, both by code point. From pypinyin's table.
"""

from __future__ import annotations

import sys
from collections import defaultdict

from pypinyin.pinyin_dict import pinyin_dict


def _is_double(character: str) -> bool:
    try:
        return len(character.encode("gbk")) == 2
    except UnicodeEncodeError:
        return False


def _can_be_printed(reading: str) -> bool:
    try:
        return bool(reading.encode("gbk"))
    except UnicodeEncodeError:
        return False


def readings() -> str:
    """Return what ``indexer/reading/repairs/readings.txt`` must hold."""
    characters: dict[str, set[str]] = defaultdict(set)
    for code, told in pinyin_dict.items():
        if _is_double(chr(code)):
            for reading in filter(_can_be_printed, told.split(",")):
                characters[reading].add(chr(code))
    return "".join(f"{reading} {''.join(sorted(characters[reading]))}\n" for reading in sorted(characters))


if __name__ == "__main__":
    sys.stdout.write(readings())
