"""The SDK of the client, used as a library."""

import bittensor
from harness import fees, keys
from harness.checks import fee_is


def _receipt(chain, result):
    """The receipt of a result of the SDK."""
    return chain.receipt(result.block_hash, int(result.extrinsic_id.split("-")[1]))


def transfer_waits_until_the_block_is_final(sdk, chain):
    order = bittensor.intents.Transfer(dest_ss58=keys.EVE, amount_tao=1)
    result = sdk.execute(order, keys.pair("//Alice"), wait_for_finalization=True)
    assert result.success, result.message
    assert chain.final() >= chain.number(result.block_hash)
    receipt = _receipt(chain, result)
    fee_is(receipt, fees.TRANSFER_KEEP_ALIVE)
    assert receipt.gain(keys.EVE) == 10**9


def result_names_the_fee_that_was_charged(sdk, chain):
    order = bittensor.intents.Transfer(dest_ss58=keys.EVE, amount_tao=1)
    result = sdk.execute(order, keys.pair("//Bob"))
    receipt = _receipt(chain, result)
    assert result.fee.rao == receipt.fee
    assert receipt.gain(keys.BOB) == -(10**9) - receipt.fee


def planned_fee_equals_the_fee_charged(sdk):
    order = bittensor.intents.Transfer(dest_ss58=keys.EVE, amount_tao=1)
    plan = sdk.plan(order, keys.pair("//Dave"))
    result = sdk.execute(order, keys.pair("//Dave"))
    assert result.fee.rao == plan.fee.rao


def raw_call_wrapped_in_sudo_succeeds_and_costs_nothing(sdk, chain):
    remark = sdk.compose(bittensor.calls.System.remark(remark="0x00"))
    result = sdk.submit_call(bittensor.calls.Sudo.sudo(call=remark), keys.pair("//Alice"))
    assert result.success, result.message
    assert _receipt(chain, result).fee == 0


def sudo_by_a_stranger_is_refused(sdk):
    remark = sdk.compose(bittensor.calls.System.remark(remark="0x00"))
    result = sdk.submit_call(bittensor.calls.Sudo.sudo(call=remark), keys.pair("//Bob"))
    assert not result.success
    assert "signing address is disabled" in str(result.error or result.message)


def balances_of_several_accounts_come_in_one_read(sdk, chain):
    at = chain.final_hash()
    shown = sdk.balances.get_many([keys.ALICE, keys.address("//Three")])
    assert shown[keys.address("//Three")].rao == chain.account(keys.address("//Three"), at).free


def header_stream_follows_the_chain(sdk):
    first = sdk.wait_for_block(timeout=10)
    assert sdk.wait_for_block(first.number + 3, timeout=10).number >= first.number + 3
