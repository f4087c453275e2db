"""Chains and flags of the reference chain's scripts and network configurations."""

import json
import re
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from harness import keys
from harness.chain import Chain
from harness.node import Node, multiaddress, node_key, run
from harness.waiting import until

#: Flags with which the reference's script starts each validator.
SCRIPT_FLAGS = (
    "--validator",
    "--rpc-cors=all",
    "--allow-private-ipv4",
    "--discover-local",
    "--unsafe-force-node-key-generation",
)

#: Command with which the reference's script writes its chain spec.
BUILD_SPEC = ("build-spec", "--disable-default-bootnode", "--raw", "--chain", "local")

#: Flags with which the reference's single-node tests start a node.
SINGLE_NODE_FLAGS = ("--one", "--dev", "--force-authoring", "--sealing=manual", "--reserved-only")

#: Seconds until three nodes have found each other and take turns.
NETWORK_SECONDS = 60.0

#: Default port for metrics.
PROMETHEUS_PORT = 9615


class Plain(Node):
    """A node on free ports, without the other flags that the harness adds."""

    def command(self):
        """Return the command line of the node."""
        added = ("--no-mdns", "--no-prometheus")
        chosen = [argument for argument in super().command() if argument not in added]
        if "--tmp" in chosen:
            place = chosen.index("--base-path")
            del chosen[place : place + 2]
        return chosen


def _build(tmp_path, *args):
    """Write the output of build-spec to a file, and return its path."""
    code, printed = run(*BUILD_SPEC, *args, log=subprocess.DEVNULL)
    assert code == 0
    path = tmp_path / "spec.json"
    path.write_text(printed)
    return path


def _insert(node, spec, name):
    """Insert the keys of a validator into the keystore of a node that does not run."""
    for key_type, scheme in (("aura", "sr25519"), ("gran", "ed25519")):
        place = ("--chain", spec, "--base-path", node.base_path)
        key = ("--key-type", key_type, "--scheme", scheme, "--suri", f"//{name}")
        code, output = run("key", "insert", *place, *key)
        assert code == 0, output


def _insert_by_rpc(node, name):
    """Insert the keys of a validator into the keystore of a running node."""
    node.rpc("author_insertKey", "aura", f"//{name}", "0x" + keys.aura_key(name))
    node.rpc("author_insertKey", "gran", f"//{name}", "0x" + keys.grandpa_key(name))


def _has_keys(node, name):
    """Whether the keystore of a node holds both keys of a validator."""
    pairs = {"aura": keys.aura_key(name), "gran": keys.grandpa_key(name)}
    return all(node.rpc("author_hasKey", "0x" + key, kind) for kind, key in pairs.items())


def _turns(chain):
    """Return the places, in the list of three authorities, of the authors of all final blocks."""
    return {chain.slot(chain.hash(number)) % 3 for number in range(1, chain.final() + 1)}


@contextmanager
def _occupied(port):
    """Take a port, unless another program has it."""
    try:
        listener = socket.create_server(("127.0.0.1", port))
    except OSError:
        yield
        return
    with listener:
        yield


def build_spec_and_export_chain_spec_write_the_same(tmp_path):
    code, exported = run("export-chain-spec", "--chain", "local", "--raw", log=subprocess.DEVNULL)
    assert code == 0
    assert json.loads(_build(tmp_path).read_text()) == json.loads(exported)


def build_spec_adds_a_bootnode_unless_told_not_to(tmp_path):
    args = ("build-spec", "--chain", "local", "--node-key", node_key(0))
    code, printed = run(*args, log=subprocess.DEVNULL)
    assert code == 0
    assert len(json.loads(printed)["bootNodes"]) == 1
    assert json.loads(_build(tmp_path).read_text())["bootNodes"] == []


def three_nodes_with_nothing_but_inserted_keys_finalise(tmp_path):
    spec = _build(tmp_path, "--block-time", "1s")
    nodes = [
        Plain(tmp_path, "--chain", spec, *SCRIPT_FLAGS, name=f"node-{name}")
        for name in keys.VALIDATORS[:3]
    ]
    nodes[0].args += ["--node-key", node_key(0)]
    for other in nodes[1:]:
        other.args += ["--bootnodes", multiaddress(nodes[0], 0)]
    _insert(nodes[0], spec, "One")
    _insert(nodes[1], spec, "Two")
    try:
        for node in nodes:
            node.start()
        _insert_by_rpc(nodes[2], "Three")
        # A round of GRANDPA looks for the key when it begins, and the first round waits for all
        # three votes.
        nodes[2].stop()
        nodes[2].start()
        chains = [Chain(node) for node in nodes]
        # No block is final without the votes of all three.
        assert len({chain.wait_final(4, NETWORK_SECONDS) for chain in chains}) == 1
        until(lambda: len(_turns(chains[0])) == 3, "each node to make a block", NETWORK_SECONDS)
    finally:
        for node in nodes:
            node.stop()


@pytest.mark.parametrize("name", ["One", "Two", "Three"])
def named_flag_makes_a_validator_with_its_name_and_keys(name, tmp_path):
    flags = ("--chain", "local", f"--{name.lower()}", "--unsafe-force-node-key-generation")
    with Node(tmp_path, *flags) as node:
        assert f"Node name: {name}" in node.log.read_text()
        assert node.rpc("system_nodeRoles") == ["Authority"]
        assert _has_keys(node, name)


def development_node_has_the_keys_of_one_alone(dev):
    assert _has_keys(dev, "One")
    assert not any(_has_keys(dev, name) for name in keys.VALIDATORS[1:])


def single_node_of_the_reference_tests_makes_blocks_on_demand_and_leaves_no_trace(tmp_path):
    node = Plain(tmp_path, *SINGLE_NODE_FLAGS, *SCRIPT_FLAGS[1:], "--tmp")
    with node:
        place = re.search(r"Database: \S+ at (\S+)", node.log.read_text())
        database = Path(place.group(1))
        assert database.is_dir()
        chain = Chain(node)
        made = node.rpc("engine_createBlock", True, False)["hash"]
        assert chain.head() == 1 and chain.hash(1) == made
    until(lambda: not database.exists(), "the temporary directory to be removed")


def rpc_is_open_to_any_origin_with_the_flag_of_the_script(tmp_path):
    with Node(tmp_path, "--chain", "local", "--rpc-cors=all") as node:
        request = (
            "OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://elsewhere.example\r\n"
            "Access-Control-Request-Method: POST\r\nConnection: close\r\n\r\n"
        )
        place = ("127.0.0.1", node.rpc_port)
        with socket.create_connection(place, timeout=10) as connection:
            connection.sendall(request.encode())
            answer = connection.makefile("rb").read().decode().lower()
        assert "access-control-allow-origin: *" in answer


def nodes_of_one_machine_share_the_default_port_for_metrics(tmp_path):
    """The reference's script starts three nodes without a port for metrics."""
    with _occupied(PROMETHEUS_PORT), Plain(tmp_path, "--dev") as node:
        log = node.log.read_text()
        assert "without metrics" in log and str(PROMETHEUS_PORT) in log
