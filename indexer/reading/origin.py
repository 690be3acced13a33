"""Where the bytes of a page come from: what is known of them before they are read."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Origin(NamedTuple):
    """``file`` is the path in the archive, ``part`` the page inside a container or None.

    ``url`` is the address and ``charset`` the charset that the container tells, ``saved`` the day on which it says
    that the page was saved. ``latest`` is a day behind which no article can be dated; None where nobody knows today.
    ``kind`` is what an article is called by where the container decides that.
    """

    file: str
    part: str | None = None
    url: str | None = None
    charset: str | None = None
    saved: date | None = None
    latest: date | None = None
    kind: str | None = None

    @property
    def path(self) -> str:
        """The path that the page was saved under, with the one inside its container; an address is no path."""
        return self.file if self.part is None or "://" in self.part else f"{self.file}/{self.part}"
