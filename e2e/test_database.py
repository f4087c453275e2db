"""Subcommands that work on a stopped node's database, and a node that catches up by warp sync."""

import json
import re
import subprocess

import pytest
from harness.chain import Chain
from harness.node import Network, Node, faults, multiaddress, run
from harness.waiting import until

#: Seconds until a node has caught up.
SYNC_SECONDS = 60.0

BLOCKS = 12


@pytest.fixture(scope="module")
def stopped(tmp_path_factory):
    """A node that made some blocks and stopped."""
    node = Node(tmp_path_factory.mktemp("database"), "--dev", "--state-pruning", "archive")
    with node:
        Chain(node).wait_final(BLOCKS)
    return node


def _run(subcommand, node, *args):
    code, output = run(subcommand, "--dev", "--base-path", node.base_path, *args)
    assert code == 0, output
    assert not faults(output)
    return output


def _info(node):
    return json.loads(re.search(r"\{.*\}", _run("chain-info", node), re.DOTALL).group())


def exported_blocks_make_the_same_chain_elsewhere(stopped, tmp_path):
    file = tmp_path / "blocks"
    _run("export-blocks", stopped, "--to", BLOCKS, "--binary", file)
    other = Node(tmp_path, "--dev", name="other")
    _run("import-blocks", other, "--binary", file)
    assert _info(other)["best_number"] == BLOCKS
    assert _info(other)["genesis_hash"] == _info(stopped)["genesis_hash"]


def a_block_of_the_database_passes_its_check(stopped):
    assert "Imported 1 blocks" in _run("check-block", stopped, BLOCKS)


def blocks_that_are_final_are_not_taken_back(stopped):
    before = _info(stopped)
    _run("revert", stopped, 1000)
    after = _info(stopped)
    assert after["best_number"] == after["finalized_number"] == before["finalized_number"]


def state_is_exported_as_a_chain_spec(stopped):
    place = ("--dev", "--base-path", stopped.base_path)
    code, output = run("export-state", *place, BLOCKS, log=subprocess.DEVNULL)
    assert code == 0
    spec = json.loads(output)
    assert spec["id"] == "noesis_dev"
    assert len(spec["genesis"]["raw"]["top"]) > 50


def a_purged_chain_is_gone(tmp_path):
    node = Node(tmp_path, "--dev")
    with node:
        Chain(node).wait_final(1)
    _run("purge-chain", node, "-y")
    assert not list(node.base_path.glob("chains/*/paritydb/*"))


def keys_are_generated_and_inserted(tmp_path):
    node = Node(tmp_path, "--dev")
    code, output = run("key", "generate", "--scheme", "sr25519", "--output-type", "json")
    assert code == 0, output
    made = json.loads(output)
    args = ("--key-type", "aura", "--scheme", "sr25519", "--suri", made["secretPhrase"])
    code, output = run("key", "insert", "--dev", "--base-path", node.base_path, *args)
    assert code == 0, output
    stored = [file.name for file in node.base_path.glob("chains/*/keystore/*")]
    assert stored == [b"aura".hex() + made["publicKey"].removeprefix("0x")]


def a_full_node_catches_up_by_warp_sync(tmp_path):
    network = Network(tmp_path, 1, "--block-time", "100ms", "--profile", "fast")
    follower = Node(tmp_path, "--chain", network.spec, "--sync", "warp", name="follower")
    follower.args += ["--bootnodes", multiaddress(network.nodes[0], 0)]
    try:
        network.start()
        chain = Chain(network.nodes[0])
        goal = chain.wait_final(30)
        with follower:
            copy = Chain(follower)
            until(lambda: copy.final() >= 30, "the follower to catch up", SYNC_SECONDS)
            until(lambda: copy.hash(30) == goal, "the history to follow", SYNC_SECONDS)
            assert "Warp sync is complete" in follower.log.read_text()
            supply = copy.supply(copy.final_hash())
            assert supply.agrees
    finally:
        network.stop()
