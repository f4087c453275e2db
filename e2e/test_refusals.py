"""Refusals: their words are clear, and the node survives them."""

import re
import socket

import pytest
from harness import keys
from harness.node import RpcError, free_port, run
from harness.waiting import until


def _refusal(*args):
    """Return the words with which the binary refuses to start."""
    code, output = run(*args)
    assert code != 0, f"started happily:\n{output}"
    assert "panicked" not in output, output
    return output


def unknown_chain_is_named():
    assert "atlantis" in _refusal("--chain", "atlantis", "--tmp")


def base_path_that_is_a_file_is_named(tmp_path):
    occupied = tmp_path / "occupied"
    occupied.write_text("not a directory")
    assert str(occupied) in _refusal("--dev", "--base-path", occupied)


def taken_rpc_port_ends_the_node_and_is_named(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        args = ("--dev", "--rpc-port", port, "--port", free_port(), "--no-prometheus", "--no-mdns")
        assert re.search(rf"\b{port}\b", _refusal(*args, "--base-path", tmp_path / "base"))


def taken_prometheus_port_that_was_chosen_ends_the_node_and_is_named(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        ports = ("--rpc-port", free_port(), "--port", free_port(), "--prometheus-port", port)
        refusal = _refusal("--dev", *ports, "--no-mdns", "--base-path", tmp_path / "base")
        assert re.search(rf"\b{port}\b", refusal)


@pytest.mark.parametrize("mode", ["fast", "fast-unsafe"])
def unsupported_sync_mode_is_refused(mode):
    assert "unsupported sync mode" in _refusal("--dev", "--tmp", "--sync", mode).lower()


@pytest.mark.parametrize("value", ["soon", "0s", "99ms", "251ms", "61s", "-1s", ""])
def bad_block_time_is_refused(value):
    output = _refusal("--dev", "--tmp", f"--block-time={value}")
    assert "block-time" in output or "block time" in output.lower()


@pytest.mark.parametrize("value", ["0", "10", "many"])
def bad_number_of_authorities_is_refused(value):
    output = _refusal("export-chain-spec", "--chain", "local", "--authorities", value)
    assert "authorities" in output.lower()


@pytest.mark.parametrize("value", ["leisurely", "Fast "])
def bad_profile_is_refused(value):
    assert "profile" in _refusal("--dev", "--tmp", "--profile", value).lower()


@pytest.mark.parametrize("value", ["someday", "0", "-5"])
def bad_sealing_mode_is_refused(value):
    assert "sealing" in _refusal("--dev", "--tmp", f"--sealing={value}").lower()


@pytest.fixture
def survivor(dev, chain):
    """The development node, which must go on making blocks afterwards."""
    yield chain
    assert dev.is_alive
    chain.wait_final(chain.head() + 1)


@pytest.mark.parametrize(
    "data",
    ["", "00", "deadbeef", "10deadbeef", "ff" * 64, "0484"],
    ids=["nothing", "empty", "no-length", "garbage", "long-garbage", "version-only"],
)
def malformed_transaction_is_refused_with_an_error(survivor, data):
    with pytest.raises(RpcError) as refused:
        survivor.node.rpc("author_submitExtrinsic", "0x" + data)
    assert refused.value.message


def transaction_signed_for_another_chain_has_a_bad_signature(survivor):
    call = survivor.call("Balances", "transfer_keep_alive", dest=keys.DAVE, value=10**9)
    pair = keys.pair("//Ferdie")
    nonce = survivor.account(keys.FERDIE).nonce
    foreign = survivor.sign(call, pair, nonce, genesis="0x" + "11" * 32)
    with pytest.raises(RpcError) as refused:
        survivor.submit(foreign)
    assert refused.value.code == 1010
    assert "bad signature" in refused.value.text


def transaction_with_a_used_nonce_is_outdated(survivor):
    call = survivor.call("System", "remark", remark="0x00")
    pair = keys.pair("//One")
    used = survivor.sign(call, pair, 0)
    survivor.submit(used)
    survivor.wait_nonce(keys.address("//One"), 1)
    # The pool follows a block a little later; until then it still holds the transaction.
    pool = "author_pendingExtrinsics"
    until(lambda: not survivor.node.rpc(pool), "the pool to drop the included transaction")
    with pytest.raises(RpcError) as refused:
        survivor.submit(survivor.sign(survivor.call("System", "remark", remark="0x01"), pair, 0))
    assert refused.value.code == 1010
    assert "outdated" in refused.value.text


def transaction_by_a_stranger_without_money_cannot_pay(survivor):
    call = survivor.call("System", "remark", remark="0x00")
    with pytest.raises(RpcError) as refused:
        survivor.submit(survivor.sign(call, keys.pair("//Pauper"), 0))
    assert refused.value.code == 1010
    assert "pay" in refused.value.text


def unsigned_call_of_a_user_is_refused(survivor):
    call = survivor.call("System", "remark", remark="0x00")
    body = b"\x04" + call
    with pytest.raises(RpcError):
        survivor.submit(bytes([len(body) << 2]) + body)


def unknown_method_is_refused_by_name(survivor):
    with pytest.raises(RpcError) as refused:
        survivor.node.rpc("chain_getMoney")
    assert refused.value.code == -32601
