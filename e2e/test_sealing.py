"""Chains whose blocks come on demand, for development."""

import bittensor
import pytest
from harness import keys
from harness.chain import Chain
from harness.node import Node, RpcError

SLOT = 250


def _sealed(mode):
    """A node that makes blocks in this mode."""
    return Node.dev("--sealing", mode, name=f"sealing-{mode}")


def _payment(chain, nonce):
    """A signed transfer of Alice."""
    call = chain.call("Balances", "transfer_keep_alive", dest=keys.EVE, value=10**9)
    return chain.sign(call, keys.pair("//Alice"), nonce)


@pytest.fixture(scope="module")
def manual():
    """A chain that makes a block when it is told to."""
    with _sealed("manual") as node:
        yield Chain(node)


def manual_sealing_makes_exactly_the_blocks_asked_for(manual):
    start = manual.head()
    manual.submit(_payment(manual, manual.account(keys.ALICE).nonce))
    for _ in range(2):
        manual.node.rpc("engine_createBlock", True, False)
    assert manual.head() == start + 2


def manual_sealing_includes_what_is_pending(manual):
    balance = manual.account(keys.EVE).free
    manual.submit(_payment(manual, manual.account(keys.ALICE).nonce))
    assert manual.account(keys.EVE).free == balance
    manual.node.rpc("engine_createBlock", False, False)
    assert manual.account(keys.EVE).free == balance + 10**9


def manual_sealing_refuses_an_empty_block_unless_told(manual):
    with pytest.raises(RpcError) as refused:
        manual.node.rpc("engine_createBlock", False, False)
    assert "transaction" in refused.value.text.lower()


def manual_sealing_finalises_on_demand(manual):
    made = manual.node.rpc("engine_createBlock", True, False)["hash"]
    assert manual.final_hash() != made
    assert manual.node.rpc("engine_finalizeBlock", made) is True
    assert manual.final_hash() == made


def manual_sealing_can_finalise_at_once(manual):
    made = manual.node.rpc("engine_createBlock", True, True)["hash"]
    assert manual.final_hash() == made


def manual_sealing_moves_time_one_slot_per_block(manual):
    blocks = [manual.node.rpc("engine_createBlock", True, False)["hash"] for _ in range(3)]
    times = [manual.storage("Timestamp", "Now", at=block) for block in blocks]
    assert [later - earlier for earlier, later in zip(times, times[1:])] == [SLOT, SLOT]


def instant_sealing_makes_one_block_per_transaction_and_none_besides():
    with _sealed("instant") as node:
        chain = Chain(node)
        for nonce in range(3):
            chain.submit(_payment(chain, nonce))
            chain.wait_nonce(keys.ALICE, nonce + 1)
        assert chain.head() == 3


def interval_sealing_makes_empty_blocks_and_finalises_each():
    with _sealed("100") as node:
        chain = Chain(node)
        first = chain.wait_final(1)
        chain.wait_final(4)
        # The time and the author's key, which no block is without.
        assert len(node.rpc("chain_getBlock", first)["block"]["extrinsics"]) == 2


def client_transfers_on_a_chain_with_interval_sealing():
    with _sealed("100") as node, bittensor.Subtensor(node.url) as sdk:
        order = bittensor.intents.Transfer(dest_ss58=keys.EVE, amount_tao=1)
        result = sdk.execute(order, keys.pair("//Alice"), wait_for_finalization=True)
        assert result.success, result.message
