"""Draws the icons of home screens and tabs from the seal, with Chromium.

    .venv/bin/python -m tests.browser.icons

writes them anew into ``web/static/icons``; the same seal and the same Chromium give the same bytes.
"""

from __future__ import annotations

import re
import shutil
import struct
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

STATIC = Path(__file__).resolve().parents[2] / "web" / "static"

_GROUND = re.compile(r'<rect width="32" height="32" rx="5" fill="(#[0-9a-f]{6})"/>')


@dataclass(frozen=True)
class Icon:
    """An icon: its name, its size in pixels, and how large the sign is drawn on a ground that reaches the edges.

    With ``sign`` None the seal is drawn as it is, with its round corners.
    """

    name: str
    size: int
    sign: float | None = None


PLAIN = (
    Icon("icon-192.png", 192),
    Icon("icon-512.png", 512),
    # Whatever mask a system lays over it leaves the circle of four fifths.
    Icon("maskable-512.png", 512, 0.8),
    Icon("apple-touch-icon.png", 180, 0.9),
)
TAB = Icon("favicon.ico", 32)


def drawn(seal: str, icon: Icon) -> str:
    """Return the seal as SVG of the icon's size."""
    sized = seal.replace("<svg ", f'<svg width="{icon.size}" height="{icon.size}" ', 1)
    if icon.sign is None:
        return sized
    ground = _GROUND.search(sized)
    assert ground, "the seal's ground is drawn otherwise by now"
    moved = 16 * (1 - icon.sign)
    inner = sized[ground.end() :].removesuffix("</svg>")
    whole = f'<rect width="32" height="32" fill="{ground[1]}"/>'
    sign = f'<g transform="translate({moved:g} {moved:g}) scale({icon.sign})">{inner}</g>'
    return f"{sized[: ground.start()]}{whole}{sign}</svg>"


def picture(page: Page, svg: str, size: int) -> bytes:
    """Return an SVG as PNG."""
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(f'<body style="margin:0;overflow:hidden">{svg.replace("<svg ", "<svg style=display:block ", 1)}')
    return page.screenshot(omit_background=True)


def as_ico(png: bytes, size: int) -> bytes:
    """Return a PNG as the one picture of an ICO file."""
    head = struct.pack("<HHH", 0, 1, 1)
    return head + struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(png), len(head) + 16) + png


def main() -> None:
    """Draw all icons."""
    seal = (STATIC / "seal.svg").read_text(encoding="utf-8").strip()
    folder = STATIC / "icons"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for icon in PLAIN:
            (folder / icon.name).write_bytes(picture(page, drawn(seal, icon), icon.size))
        (folder / TAB.name).write_bytes(as_ico(picture(page, drawn(seal, TAB), TAB.size), TAB.size))
        browser.close()


if __name__ == "__main__":
    main()
