"""Kills the nodes of a session that ended without doing so, however it ended.

Standard input brings a line for each process: ``+PID`` when it is started, ``-PID`` when it is gone. The
pipe's end is the session's end, even where that was killed.
"""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Read standard input to its end and kill what is left."""
    left: set[int] = set()
    for line in sys.stdin:
        (left.add if line[0] == "+" else left.discard)(int(line[1:]))
    for pid in left:
        try:
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        except OSError:
            continue


if __name__ == "__main__":
    main()
