"""scripts/localnet.sh: a network in one command."""

import os
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from harness.node import binary
from harness.waiting import until

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "localnet.sh"

#: Seconds until the network finalises.
READY_SECONDS = 60.0

#: RPC ports at which the ports for peers and metrics, moved by the same distance, are in range.
PORTS = range(20_000, 40_000, 100)


def _free_ports():
    """An RPC port with free neighbours, for three validators."""
    for port in PORTS:
        moved = port - 9944
        wanted = [start + moved + i for start in (9944, 30334, 9615) for i in range(3)]
        if all(_is_free(one) for one in wanted):
            return port
    raise AssertionError("no free ports")


def _is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _command(*args):
    return ["bash", str(SCRIPT), "--no-build", *map(str, args)]


def _environment():
    return {**os.environ, "NOESIS_BIN": binary()}


class Localnet:
    """A running script and its output."""

    def __init__(self, log, *args):
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                _command(*args),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=_environment(),
                start_new_session=True,
            )

    def said(self):
        return self.log.read_text()

    def ready(self):
        """Return the endpoints in the line `ready`."""
        found = re.search(r"^ready (.*)$", self.said(), re.MULTILINE)
        assert found or self.process.poll() is None, self.said()
        return found and found.group(1).split()

    def interrupt(self):
        """Press Ctrl-C and return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@pytest.fixture
def start(tmp_path):
    """Starts the script; stops it at the end."""
    started = []

    def _start(*args):
        log = tmp_path / f"localnet-{len(started)}.log"
        started.append(Localnet(log, *args))
        return started[-1]

    yield _start
    for one in started:
        one.interrupt()


def three_validators_get_ready_and_stop_on_ctrl_c(start):
    port = _free_ports()
    localnet = start("--validators", 3, "--block-time", "250ms", "--rpc-port", port)
    endpoints = until(localnet.ready, "the network to be ready", READY_SECONDS)
    assert endpoints == [f"ws://127.0.0.1:{port + i}" for i in range(3)]
    assert not _is_free(port)
    assert localnet.interrupt() == 130
    assert all(_is_free(port + i) for i in range(3))


def kept_data_goes_on_where_it_stopped(start, tmp_path):
    base = tmp_path / "kept"
    place = ("--validators", 1, "--block-time", "250ms", "--base-path", base, "--keep")
    port = _free_ports()
    for _ in range(2):
        localnet = start(*place, "--rpc-port", port)
        until(localnet.ready, "the network to be ready", READY_SECONDS)
        localnet.interrupt()
    assert (base / "spec.json").is_file()

    other = start("--validators", 2, *place[2:], "--rpc-port", port)
    assert other.process.wait(30) != 0
    assert str(base) in other.said()


def a_taken_port_is_named(start):
    port = _free_ports()
    with socket.create_server(("127.0.0.1", port)):
        localnet = start("--rpc-port", port)
        assert localnet.process.wait(30) != 0
    assert str(port) in localnet.said()


@pytest.mark.parametrize(
    "flags",
    [
        ("--validators", "0"),
        ("--validators", "10"),
        ("--block-time", "soon"),
        ("--profile", "slow"),
        ("--rpc-port", "80"),
        ("--verbose",),
    ],
)
def bad_flags_are_refused_with_the_usage_code(start, flags):
    localnet = start(*flags)
    assert localnet.process.wait(30) == 2
    assert flags[0] in localnet.said()

