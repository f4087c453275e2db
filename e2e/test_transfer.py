"""Transfers by the command line of the client, through a final block, to the rao."""

from harness import fees, keys
from harness.btcli import tao
from harness.checks import fee_is

ED = 500


def _fund(btcli, name, amount):
    """A fresh wallet of this name that owns an amount of rao; its address."""
    address = btcli.create_wallet(name)["coldkey_ss58"]
    btcli.submit("alice", "transfer", "--dest", address, "--amount", tao(amount))
    return address


def transfer_moves_amount_and_charges_the_spec_fee(btcli):
    receipt = btcli.submit("bob", "transfer", "--dest", keys.DAVE, "--amount", "1")
    fee_is(receipt, fees.TRANSFER_KEEP_ALIVE)
    assert receipt.gain(keys.DAVE) == 10**9
    assert receipt.gain(keys.BOB) == -(10**9) - receipt.fee


def transfer_of_one_tao_by_a_fresh_signer_is_145_bytes_and_costs_83124_rao(btcli):
    receipt = btcli.submit("eve", "transfer", "--dest", keys.DAVE, "--amount", "1")
    assert receipt.length == 145
    assert receipt.fee == 83_124


def transfer_that_need_not_keep_the_sender_alive_charges_its_own_weight(btcli):
    receipt = btcli.submit(
        "bob", "transfer", "--dest", keys.DAVE, "--amount", "0.5", "--no-keep-alive"
    )
    fee_is(receipt, fees.TRANSFER_ALLOW_DEATH)
    assert receipt.gain(keys.DAVE) == 5 * 10**8


def transfer_all_leaves_the_existential_deposit(btcli):
    sender = _fund(btcli, "drained", 10**9)
    receipt = btcli.submit("drained", "transfer-all", "--dest", keys.CHARLIE)
    fee_is(receipt, fees.TRANSFER_ALL)
    assert receipt.after(sender).free == ED
    assert receipt.gain(keys.CHARLIE) == 10**9 - receipt.fee - ED


def transfer_all_without_keep_alive_reaps_the_sender(btcli):
    sender = _fund(btcli, "reaped", 10**9)
    receipt = btcli.submit("reaped", "transfer-all", "--dest", keys.CHARLIE, "--no-keep-alive")
    fee_is(receipt, fees.TRANSFER_ALL)
    assert receipt.after(sender).total == 0
    assert receipt.gain(keys.CHARLIE) == 10**9 - receipt.fee


def transfer_beyond_the_balance_fails_and_costs_only_the_fee(btcli):
    sender = _fund(btcli, "poor", 10**9)
    receipt = btcli.submit_in_vain("poor", "transfer", "--dest", keys.DAVE, "--amount", "2")
    assert "System.ExtrinsicFailed" in receipt.names
    assert receipt.fee == fees.of_call(fees.TRANSFER_KEEP_ALIVE, receipt.length)
    assert receipt.gain(sender) == -receipt.fee
    assert receipt.gain(keys.DAVE) == 0


def dry_run_shows_the_fee_that_is_charged_and_moves_nothing(btcli, chain):
    order = ("transfer", "--dest", keys.DAVE, "--amount", "1")
    nonce = chain.account(keys.FERDIE).nonce
    plan = btcli.plan("ferdie", *order)
    assert chain.account(keys.FERDIE).nonce == nonce
    receipt = btcli.submit("ferdie", *order)
    assert round(plan["fee_tao"] * 10**9) == receipt.fee


def payment_query_info_of_the_included_bytes_equals_the_fee_charged(btcli, dev):
    receipt = btcli.submit("bob", "transfer", "--dest", keys.DAVE, "--amount", "12345.000000678")
    info = dev.rpc("payment_queryInfo", "0x" + receipt.data.hex(), receipt.parent)
    assert int(info["partialFee"]) == receipt.fee
