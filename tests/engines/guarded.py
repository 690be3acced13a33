"""Puts TLS and a login before a cluster, by hand: ``python -m tests.engines.guarded URL USER PASSWORD FOLDER``."""

from __future__ import annotations

import base64
import ssl
import sys
import threading
from pathlib import Path

import trustme

from tests.engines.fronts import Login, front


def main() -> None:
    """Print the guarded address and serve until this process is ended; ``FOLDER/ca.pem`` is what to trust."""
    url, user, password, folder = sys.argv[1:]
    ca = trustme.CA()
    ca.cert_pem.write_to_path(Path(folder, "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    wanted = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    with front(Login(wanted), url, context) as guarded:
        print(guarded.url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
