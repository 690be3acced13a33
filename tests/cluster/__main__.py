"""Starts the tests' cluster by hand: ``python -m tests.cluster``, with the number of nodes if not three."""

from __future__ import annotations

import sys
import tempfile
import threading
from pathlib import Path

from tests.cluster.nodes import Cluster


def main() -> None:
    """Print the cluster's addresses, then keep it until standard input ends or Ctrl-C."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder, Cluster(Path(folder), size) as cluster:
        print(",".join(cluster.start().urls), flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
