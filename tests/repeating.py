"""Something that is done again and again beside a test."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def repeated(work: Callable[[], object], pause: float) -> Iterator[None]:
    """Do ``work``, which raises nothing, in a thread all the time within the block, with ``pause`` seconds between."""
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(pause):
            work()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
