"""Nodes under test: real processes of the real binary, on free ports, always stopped."""

import json
import os
import re
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .waiting import until

#: Names the binary under test.
BINARY_VARIABLE = "NOESIS_BIN"

#: Seconds a node may take until it answers. A cold machine compiles the runtime first.
START_SECONDS = 60.0

#: Seconds a node may take to end by itself.
STOP_SECONDS = 20.0

#: Characters of a log that a failure report shows.
LOG_TAIL = 6_000

#: Words of a log line that reports a failure.
FAULT = re.compile(r"\bERROR\b|\bfail|panick|Essential task", re.IGNORECASE)

#: Text that the SDK logs under instant sealing when one block has taken the transactions of the
#: next trigger, too.
POOL_IS_EMPTY = "Transaction pool is empty, set create_empty to true"

_taken_ports = set()


class RpcError(Exception):
    """The node refused a request."""

    def __init__(self, error):
        self.code = error.get("code")
        self.message = error.get("message") or ""
        self.data = error.get("data")
        super().__init__(f"{self.code}: {self.message} ({self.data})")

    @property
    def text(self):
        """Everything the node said about the refusal."""
        return f"{self.message} {self.data if self.data is not None else ''}"


def binary():
    """Return the absolute path of the binary under test."""
    return str(Path(os.environ[BINARY_VARIABLE]).resolve())


def free_port():
    """Return a TCP port that no program listens on and no earlier caller was given."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port not in _taken_ports:
            _taken_ports.add(port)
            return port


def faults(log):
    """Return the lines of a log that report a failure."""
    return [line for line in log.splitlines() if FAULT.search(line) and POOL_IS_EMPTY not in line]


def run(*args, seconds=30.0, log=subprocess.STDOUT):
    """Run the binary to its end and return its exit code and its output.

    With `log=subprocess.DEVNULL` the output is without the log.
    """
    done = subprocess.run(
        [binary(), *map(str, args)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        timeout=seconds,
        check=False,
    )
    return done.returncode, done.stdout


class Node:
    """One node process, which can be started again on the same base path and ports."""

    #: Every node that was started and not stopped yet, for failure reports and the last clean-up.
    running = []

    def __init__(self, directory, *args, name="node"):
        self.name = name
        self.directory = Path(directory) / name
        self.directory.mkdir(parents=True)
        self.base_path = self.directory / "base"
        self.log = self.directory / "log"
        self.rpc_port = free_port()
        self.p2p_port = free_port()
        self.args = [str(arg) for arg in args]
        self.process = None

    @classmethod
    def dev(cls, *args, name="dev"):
        """A development chain of its own: one authority, every state kept."""
        directory = tempfile.mkdtemp(prefix="noesis-e2e-")
        return cls(directory, "--dev", "--state-pruning", "archive", *args, name=name)

    @property
    def url(self):
        """Where clients connect to."""
        return f"ws://127.0.0.1:{self.rpc_port}"

    def command(self):
        """The command line of the node."""
        places = ["--base-path", str(self.base_path)]
        ports = ["--rpc-port", str(self.rpc_port), "--port", str(self.p2p_port)]
        return [binary(), *self.args, *places, *ports, "--no-prometheus", "--no-mdns"]

    def start(self):
        """Start the process and wait until it answers."""
        self.launch()
        return self.wait()

    def launch(self):
        """Start the process."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        Node.running.append(self)

    def wait(self):
        """Wait until the process answers."""
        until(self._answers, f"{self.name} to answer", START_SECONDS)
        return self

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError(
                f"{self.name} ended with {self.process.returncode}:\n{self.log_tail()}"
            )
        try:
            return self.rpc("system_health")
        except (OSError, RpcError):
            return None

    @property
    def is_alive(self):
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """End the process by SIGTERM, or by SIGKILL if it does not end in time."""
        if self.is_alive:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self._forget()

    def kill(self):
        """End the process as a power cut does."""
        self.process.kill()
        self._forget()

    def _forget(self):
        if self.process is not None:
            self.process.wait()
        if self in Node.running:
            Node.running.remove(self)

    def __enter__(self):
        return self if self.is_alive else self.start()

    def __exit__(self, *_):
        self.stop()

    def log_tail(self):
        """Return the end of the log."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return text[-LOG_TAIL:]

    def rpc(self, method, *params):
        """Ask the node something over HTTP."""
        body = {"id": 1, "jsonrpc": "2.0", "method": method, "params": list(params)}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.rpc_port}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            answer = json.load(response)
        if "error" in answer:
            raise RpcError(answer["error"])
        return answer["result"]


class Network:
    """A local network of the first `size` validators, each with every other one as bootnode."""

    def __init__(self, directory, size, *spec_args):
        from .keys import VALIDATORS

        self.directory = Path(directory)
        self.spec = export_spec(self.directory / "spec.json", size, *spec_args)
        self.nodes = [self._node(VALIDATORS[index], index) for index in range(size)]
        self._introduce()

    def _node(self, name, index):
        flags = ["--chain", self.spec, f"--{name.lower()}", "--validator"]
        key = ["--node-key", node_key(index)]
        return Node(self.directory, *flags, *key, "--state-pruning", "archive", name=name)

    def _introduce(self):
        places = [multiaddress(node, index) for index, node in enumerate(self.nodes)]
        for index, node in enumerate(self.nodes):
            others = places[:index] + places[index + 1 :]
            node.args += ["--bootnodes", *others] if others else []

    def start(self):
        """Start every validator."""
        for node in self.nodes:
            node.launch()
        for node in self.nodes:
            node.wait()
        return self

    def stop(self):
        """Stop every validator."""
        with ThreadPoolExecutor(len(self.nodes)) as threads:
            list(threads.map(Node.stop, self.nodes))


def export_spec(path, authorities, *args):
    """Write the raw specification of a local chain and return its path."""
    options = ["--chain", "local", "--authorities", authorities, "--raw", "--output", path]
    code, output = run("export-chain-spec", *options, *args)
    assert code == 0, output
    return path


def node_key(index):
    """The network key of the node with this index, in hex."""
    return f"{index + 1:064x}"


def peer_id(key, directory):
    """The name under which other nodes know the owner of a network key."""
    file = Path(directory) / f"node-key-{key[-4:]}"
    file.write_text(key)
    code, output = run("key", "inspect-node-key", "--file", file)
    found = re.search(r"\b12D3Koo\w+\b", output)
    assert code == 0 and found, output
    return found.group()


def multiaddress(node, index):
    """Where other nodes reach this one."""
    name = peer_id(node_key(index), node.directory)
    return f"/ip4/127.0.0.1/tcp/{node.p2p_port}/p2p/{name}"
