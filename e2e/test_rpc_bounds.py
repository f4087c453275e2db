"""Bounds on the work that callers of RPC cause, and the state in sync specs."""

import json
import subprocess
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness.chain import Chain, unhex
from harness.node import Node, run

#: Longest batch of requests that a node accepts unless it is told otherwise.
BATCH = 1_000

#: Callers at once.
CALLERS = 20

SYNC_SPEC = {"id": 1, "jsonrpc": "2.0", "method": "sync_state_genSyncSpec", "params": [True]}


@pytest.fixture(scope="module")
def quiet():
    """A chain that makes blocks when it is told to, so that only RPC uses the CPU."""
    with Node.dev("--sealing", "manual", "--rpc-methods", "safe", name="quiet") as node:
        yield Chain(node)


def _post(node, body):
    """Send a request or a batch and return the answer."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{node.rpc_port}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=120) as response:
        return json.load(response)


def _finalise(chain):
    """Make a final block and return its hash."""
    return chain.node.rpc("engine_createBlock", True, True)["hash"]


def _state(spec):
    """The number of the block from which a light client starts, by a chain spec."""
    header = unhex(spec["lightSyncState"]["finalizedBlockHeader"])
    # After the hash of the parent, a compact number below 64.
    return header[32] >> 2


def callers_at_once_get_the_same_sync_spec(quiet):
    with ThreadPoolExecutor(CALLERS) as threads:
        answers = list(threads.map(lambda _: _post(quiet.node, SYNC_SPEC), range(2 * CALLERS)))
    first = quiet.node.rpc("sync_state_genSyncSpec", True)
    assert all(answer["result"] == first for answer in answers)


@pytest.mark.parametrize("raw", [False, True], ids=["plain", "raw"])
def sync_spec_names_the_newest_final_block(quiet, raw):
    for _ in range(2):
        number = quiet.number(_finalise(quiet))
        assert _state(quiet.node.rpc("sync_state_genSyncSpec", raw)) == number


def sync_spec_is_the_chain_spec_but_for_the_state(quiet, tmp_path):
    code, exported = run("export-chain-spec", "--chain", "dev", "--raw", log=subprocess.DEVNULL)
    assert code == 0
    served = quiet.node.rpc("sync_state_genSyncSpec", True)
    assert served.pop("lightSyncState") is not None
    expected = json.loads(exported)
    expected.pop("lightSyncState")
    assert served == expected


def rpc_answers_while_a_sync_spec_is_written():
    """Writing compiles the runtime, which must not occupy the threads of the server."""
    with Node.dev("--sealing", "manual", name="busy") as node:
        with ThreadPoolExecutor(CALLERS) as threads:
            specs = [threads.submit(_post, node, SYNC_SPEC) for _ in range(CALLERS)]
            answered = 0
            while not any(spec.done() for spec in specs):
                node.rpc("system_health")
                answered += 1
        assert answered > 10


def batch_of_a_thousand_requests_is_answered_and_a_longer_one_is_not(quiet):
    one = {"id": 1, "jsonrpc": "2.0", "method": "system_chain", "params": []}
    answers = _post(quiet.node, [one] * BATCH)
    assert len(answers) == BATCH and all(answer["result"] for answer in answers)
    refused = _post(quiet.node, [one] * (BATCH + 1))
    assert "Exceeded max limit" in json.dumps(refused)


def operator_chooses_the_longest_batch():
    one = {"id": 1, "jsonrpc": "2.0", "method": "system_chain", "params": []}
    with Node.dev("--sealing", "manual", "--rpc-max-batch-request-len", 2, name="short") as node:
        assert len(_post(node, [one] * 2)) == 2
        assert "Exceeded max limit" in json.dumps(_post(node, [one] * 3))


def request_from_another_machine_is_smaller_than_one_from_this(tmp_path):
    request = {"id": 1, "jsonrpc": "2.0", "method": "system_chain", "params": ["0" * 4_000_000]}
    with Node(tmp_path, "--chain", "local", name="loopback") as node:
        assert _post(node, request)["result"] == "Noesis Local"
    with Node(tmp_path, "--chain", "local", "--rpc-external", name="public") as node:
        with pytest.raises(OSError) as refused:
            _post(node, request)
        # The node answers before it has read the request, and then closes the connection.
        assert getattr(refused.value, "code", 413) == 413
        assert node.rpc("system_chain") == "Noesis Local"
