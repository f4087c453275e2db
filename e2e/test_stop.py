"""SIGTERM ends a node and its subcommands, and the log reports no failure."""

import signal
import subprocess

import pytest
from harness import keys
from harness.chain import Chain
from harness.node import Network, Node, binary, faults
from harness.waiting import until

#: Starts of the same node: the order in which tasks end differs from one to the next.
ROUNDS = 3

#: Seconds until a subcommand has opened the database, and until it has ended.
SECONDS = 30.0

#: Payments that are pending when the node is stopped.
PAYMENTS = 20


@pytest.mark.parametrize("sealing", [None, "manual", "instant", "50"])
def node_ends_without_a_reported_failure(sealing):
    node = Node.dev(*(["--sealing", sealing] if sealing else []), name=f"stop-{sealing}")
    for _ in range(ROUNDS):
        with node:
            _submit_payments(Chain(node))
        _expect_clean_end(node)


@pytest.mark.parametrize("backend", ["libp2p", "litep2p"])
def connected_validators_end_without_a_reported_failure(backend, tmp_path):
    network = Network(tmp_path, 3, "--block-time", "250ms", "--profile", "fast")
    for node in network.nodes:
        node.args += ["--network-backend", backend]
    for _ in range(ROUNDS):
        network.start()
        for node in network.nodes:
            chain = Chain(node)
            chain.wait_final(chain.final() + 2)
        network.stop()
        for node in network.nodes:
            _expect_clean_end(node)


def import_that_waits_for_blocks_ends(tmp_path):
    """The blocks come from an empty pipe that stays open."""
    base = tmp_path / "base"
    with _waiting("import-blocks", "--dev", "--base-path", base, "--binary") as process:
        database = base / "chains" / "noesis_dev" / "paritydb" / "full" / "metadata"
        until(database.is_file, "the database to be opened", SECONDS)
        _expect_end_by_signal(process)


def purge_that_waits_for_an_answer_ends(tmp_path):
    base = tmp_path / "base"
    with _waiting("purge-chain", "--dev", "--base-path", base) as process:
        _read_until(process.stdout, b"Are you sure")
        _expect_end_by_signal(process)


def _submit_payments(chain):
    """Fill the pool, so that blocks are built and imported while the node stops."""
    alice = keys.pair("//Alice")
    call = chain.call("Balances", "transfer_keep_alive", dest=keys.EVE, value=10**9)
    first = chain.account(keys.ALICE).nonce
    for nonce in range(first, first + PAYMENTS):
        chain.submit(chain.sign(call, alice, nonce))


def _expect_clean_end(node):
    """Assert that a stopped node has ended with success and reported no failure."""
    assert node.process.returncode == 0
    assert not faults(node.log.read_text())


def _waiting(*args):
    """Start a subcommand that reads from a pipe."""
    return subprocess.Popen(
        [binary(), *map(str, args)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _read_until(stream, words):
    """Read from a stream up to these words, which must come."""
    seen = b""
    while not seen.endswith(words):
        byte = stream.read(1)
        assert byte, seen
        seen += byte


def _expect_end_by_signal(process):
    """Assert that SIGTERM ends a subcommand, which reports no failure."""
    process.terminate()
    try:
        rest, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    assert process.returncode == -signal.SIGTERM
    assert not faults(rest.decode())
