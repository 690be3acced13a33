"""A real cluster on this machine: each node a process with its own data, to be killed and brought back."""

from __future__ import annotations

import json
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.cluster.distribution import find_java, jars_folder
from tests.cluster.ports import HOST, Ports, take_ports

RUNNER = "org.codelibs.opensearch.runner.OpenSearchRunner"

SMALL = ("-Xms128m", "-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Options of Java for tests, whose indexes are small: little memory, and quick to start."""

# Java takes from the jars what it does not know of a language itself.
_ALWAYS = ("-Djava.locale.providers=CLDR,SPI",)
_START = 180.0
_PAUSE = 0.2
_LOG_LINES = 40


class NodeError(Exception):
    """A node did not do what was asked of it; the message ends with the last lines of its log."""


class Node:
    """One node, a process of its own. Its data outlive it, so that it can be started again."""

    def __init__(self, number: int, folder: Path, ports: Ports) -> None:
        self.number = number
        self.folder = folder
        self.ports = ports
        self.url = f"http://{HOST}:{ports.http}"
        self.log = folder / "output.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where other nodes reach this one."""
        return f"{HOST}:{self.ports.transport}"

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.poll() is None

    def failed(self, what: str) -> NodeError:
        """Return the error that says ``what`` of this node and shows the end of its log."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        first = f"Node {self.number} at {self.url} {what}; {self.log} ends:"
        return NodeError("\n".join([first, *lines[-_LOG_LINES:]]))


class Cluster:
    """Nodes that form one cluster under a name of its own. A context manager: leaving it stops them.

    Where the process that made it is killed, its nodes are too.
    """

    def __init__(self, folder: Path, size: int = 3, options: Sequence[str] = SMALL) -> None:
        """Prepare ``size`` nodes under ``folder`` with the options of Java. Raises MissingPartError."""
        self.name = f"fangzhi-{secrets.token_hex(6)}"
        self._java = find_java()
        self._jars = jars_folder()
        self._options = tuple(options)
        self.nodes = [Node(number, folder / f"node-{number}", take_ports()) for number in range(1, size + 1)]
        self._watcher = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("watching.py"))],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        for node in self.nodes:
            self._configure(node)

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of all nodes, running or not."""
        return tuple(node.url for node in self.nodes)

    def start(self) -> Self:
        """Start every node that is not running and wait until all have found each other. Raises NodeError."""
        for node in self.nodes:
            if not node.is_running:
                self._launch(node)
        self.wait_for("yellow")
        return self

    def start_node(self, node: Node) -> None:
        """Start ``node``, on its data where it has some. Raises NodeError."""
        self._launch(node)
        self._wait_until_up(node, time.monotonic() + _START)

    def kill_node(self, node: Node) -> None:
        """Kill ``node`` as a power cut would."""
        assert node.process is not None
        node.process.kill()
        node.process.wait()
        self._tell_watcher(f"-{node.process.pid}")

    def halt_node(self, node: Node) -> None:
        """Let ``node`` hang: it keeps its connections, takes new ones, and says nothing."""
        assert node.process is not None
        node.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let nodes that were halted go on."""
        for node in self.nodes:
            if node.is_running and node.process is not None:
                node.process.send_signal(signal.SIGCONT)

    def wait_for(self, status: str, index: str = "") -> None:
        """Wait until the running nodes are one cluster, and it or ``index`` is green or yellow. Raises NodeError."""
        running = [node for node in self.nodes if node.is_running] or self.nodes
        limit = time.monotonic() + _START
        for node in running:
            self._wait_until_up(node, limit)
        path = f"/_cluster/health/{index}?wait_for_status={status}&wait_for_nodes={len(running)}&timeout=5s"
        while True:
            try:
                if not _asked(running[0].url + path)["timed_out"]:
                    return
                # A cluster gives up on a shard that failed to start some times while nodes were coming and going.
                _asked(Request(f"{running[0].url}/_cluster/reroute?retry_failed=true", method="POST"))
            except URLError:
                time.sleep(_PAUSE)
            if time.monotonic() > limit:
                raise running[0].failed(f"did not become {status} with {len(running)} nodes in {_START:.0f} s")

    def stop(self) -> None:
        """Kill the nodes, end the watcher and give the ports free."""
        for node in self.nodes:
            if node.is_running:
                self.kill_node(node)
            node.ports.lock.release()
        assert self._watcher.stdin is not None
        self._watcher.stdin.close()
        self._watcher.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _configure(self, node: Node) -> None:
        """Write the node's configuration; what the runner's options say of name and HTTP port stands above it."""
        addresses = [one.address for one in self.nodes]
        configuration = {
            "network.host": HOST,
            "transport.port": node.ports.transport,
            "discovery.seed_hosts": addresses,
            # By address, since the runner gives every node the same name.
            "cluster.initial_cluster_manager_nodes": addresses,
            # A developer's full disk is no concern of the tests.
            "cluster.routing.allocation.disk.threshold_enabled": False,
            # What Java holds of a small heap is mostly what its simplest collector has not taken away yet.
            "indices.breaker.total.use_real_memory": False,
        }
        folder = node.folder / "node_1" / "config"
        folder.mkdir(parents=True)
        lines = [f"{name}: {json.dumps(value)}\n" for name, value in configuration.items()]
        (folder / "opensearch.yml").write_text("".join(lines))

    def _launch(self, node: Node) -> None:
        command = [str(self._java), *_ALWAYS, *self._options, "-cp", str(self._jars / "*"), RUNNER]
        command += ["-basePath", str(node.folder), "-numOfNode", "1", "-clusterName", self.name]
        command += ["-baseHttpPort", str(node.ports.http - 1)]
        with node.log.open("ab") as log:
            node.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=node.folder, start_new_session=True
            )
        self._tell_watcher(f"+{node.process.pid}")

    def _wait_until_up(self, node: Node, limit: float) -> None:
        while True:
            if not node.is_running:
                raise node.failed("left")
            try:
                if _asked(node.url)["cluster_name"] != self.name:
                    raise node.failed("is taken by another cluster")
            except URLError:
                if time.monotonic() > limit:
                    raise node.failed(f"did not answer in {_START:.0f} s") from None
                time.sleep(_PAUSE)
            else:
                return

    def _tell_watcher(self, line: str) -> None:
        assert self._watcher.stdin is not None
        self._watcher.stdin.write(line + "\n")
        self._watcher.stdin.flush()


def _asked(url: str | Request) -> Any:
    with urlopen(url, timeout=30) as answer:
        return json.load(answer)
