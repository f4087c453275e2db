"""Delegates that act for an account, by the command line of the client."""

import pytest
from harness import fees, keys
from harness.btcli import rao
from harness.checks import fee_is

DEPOSIT = 60_000_000 + 33_000_000
SECOND_DEPOSIT = 33_000_000


def _delegate(name, proxy_type):
    """The options that name a delegation."""
    return "--delegate", name, "--proxy-type", proxy_type


@pytest.fixture
def delegated(btcli):
    """The receipt of Charlie's letting Dave make transfers, taken back afterwards."""
    yield btcli.submit("charlie", "add-proxy", *_delegate("dave", "Transfer"))
    if btcli.query("proxies", "--coldkey", "charlie")["proxies"]:
        btcli.submit("charlie", "remove-proxies")


def add_proxy_reserves_the_deposit_and_charges_the_spec_fee(delegated):
    fee_is(delegated, fees.ADD_PROXY)
    assert delegated.after(keys.CHARLIE).reserved == DEPOSIT
    assert delegated.gain(keys.CHARLIE) == -DEPOSIT - delegated.fee


def proxies_are_listed(btcli, delegated):
    shown = btcli.query("proxies", "--coldkey", "charlie")
    assert shown["proxies"] == [{"delegate": keys.DAVE, "proxy_type": "Transfer", "delay": 0}]
    assert rao(shown["deposit"]) == DEPOSIT


def second_proxy_reserves_only_the_factor(btcli, delegated):
    second = btcli.submit("charlie", "add-proxy", *_delegate("eve", "Staking"))
    assert second.gain(keys.CHARLIE) == -SECOND_DEPOSIT - second.fee


def delegate_moves_the_money_of_the_other_and_pays_the_fee(btcli, delegated):
    order = ("--dest", keys.FERDIE, "--amount", "1", "--proxy-for", "charlie")
    receipt = btcli.submit("dave", "transfer", *order)
    fee_is(receipt, fees.proxy(fees.TRANSFER_KEEP_ALIVE))
    assert receipt.gain(keys.FERDIE) == 10**9
    assert receipt.gain(keys.CHARLIE) == -(10**9)
    assert receipt.gain(keys.DAVE) == -receipt.fee


def delegate_cannot_do_what_its_type_forbids(btcli, delegated):
    order = (*_delegate("ferdie", "Any"), "--proxy-for", "charlie")
    receipt = btcli.submit_in_vain("dave", "add-proxy", *order)
    assert "Err" in receipt.event("Proxy", "ProxyExecuted")["result"]
    assert len(btcli.query("proxies", "--coldkey", "charlie")["proxies"]) == 1


def stranger_cannot_act_for_another(btcli, delegated):
    order = ("--dest", keys.FERDIE, "--amount", "1", "--proxy-for", "charlie")
    receipt = btcli.submit_in_vain("eve", "transfer", *order)
    assert receipt.gain(keys.CHARLIE) == 0
    assert receipt.gain(keys.EVE) == -receipt.fee


def remove_proxy_returns_the_deposit_and_charges_the_spec_fee(btcli, delegated):
    receipt = btcli.submit("charlie", "remove-proxy", *_delegate("dave", "Transfer"))
    fee_is(receipt, fees.REMOVE_PROXY)
    assert receipt.gain(keys.CHARLIE) == DEPOSIT - receipt.fee
    assert receipt.after(keys.CHARLIE).reserved == 0
