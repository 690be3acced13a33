"""Starts the tests' cluster by hand: ``python -m tests.cluster [NODES [FOLDER]]``; three nodes if not said."""

from __future__ import annotations

import signal
import sys
import tempfile
import threading
from pathlib import Path

from tests.cluster.nodes import Cluster


def main() -> None:
    """Print the cluster's addresses, then keep it until a signal ends this process."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2] if len(sys.argv) > 2 else temporary)
        with Cluster(folder, size) as cluster:
            print(",".join(cluster.start().urls), flush=True)
            threading.Event().wait()


if __name__ == "__main__":
    main()
