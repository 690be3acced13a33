"""Addresses of articles outside the program: where people reach the archive."""

from __future__ import annotations

from indexer.settings import Settings

_EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}
"""Addresses that mean every one of this machine, and the one to open in a browser."""

_USUAL_PORT = 8000


def server_url(host: str, port: int) -> str:
    """Return the address to open in a browser on this machine."""
    host = _EVERYWHERE.get(host, host)
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def archive_address(settings: Settings) -> str:
    """Return the address at which people reach the archive, without a slash at its end.

    That is ``public_url``; without it, where a server with these settings listens.
    """
    return settings.public_url or server_url(settings.host, settings.port or _USUAL_PORT).rstrip("/")


def article_address(archive: str, article_id: str) -> str:
    """Return the address of an article of the archive at the address ``archive``."""
    return f"{archive}/articles/{article_id}"
