"""An account that two of three people control, by the command line of the client."""

import json

import pytest
from harness import fees, keys
from harness.checks import fee_is

#: The account of two out of Alice, Bob and Charlie.
TRIO = "5DjYJStmdZ2rcqXbXGX7TW85JsrW6uG4y9MUcLq2BoPMpRA7"
OTHERS = 2
DEPOSIT = 132_000_000 + 2 * 32_000_000
PAID = 10**9


def _order(signer, call, timepoint=None):
    """The options with which one of the three approves or executes a call."""
    members = {"alice": keys.ALICE, "bob": keys.BOB, "charlie": keys.CHARLIE}
    others = [address for name, address in members.items() if name != signer]
    options = ["--threshold", 2, "--other-signatories", json.dumps(others)]
    options += ["--call", json.dumps(call)]
    return options + (["--timepoint", json.dumps(timepoint)] if timepoint else [])


def _payment(amount):
    """A call of the trio that pays Dave."""
    return {"op": "transfer", "dest_ss58": keys.DAVE, "amount_tao": amount}


def _call_length(chain, amount):
    """The bytes of that call."""
    return len(chain.call("Balances", "transfer_keep_alive", dest=keys.DAVE, value=amount))


def _timepoint(receipt):
    """Where an operation was opened."""
    return {"height": receipt.chain.number(receipt.block), "index": receipt.index}


@pytest.fixture(scope="module")
def trio(btcli):
    """The client with the trio in funds."""
    btcli.submit("alice", "transfer", "--dest", TRIO, "--amount", "10")
    return btcli


def saved_signer_set_has_the_derived_address(btcli):
    members = ",".join(("alice", "bob", "charlie"))
    btcli.run("multisig", "add", "trio", "--threshold", 2, "--signatories", members)
    assert TRIO in json.dumps(btcli.run("multisig", "show", "trio"))


def first_approval_reserves_the_deposit_and_second_executes(trio, chain):
    opened = trio.submit("alice", "multisig-approve", *_order("alice", _payment("1")))
    fee_is(opened, fees.multisig_create(OTHERS, _call_length(chain, PAID)))
    assert opened.after(keys.ALICE).reserved - opened.before(keys.ALICE).reserved == DEPOSIT
    assert opened.gain(keys.ALICE) == -DEPOSIT - opened.fee

    done = trio.submit("bob", "multisig-execute", *_order("bob", _payment("1"), _timepoint(opened)))
    assert "Err" not in done.event("Multisig", "MultisigExecuted")["result"]
    assert done.gain(keys.DAVE) == PAID
    assert done.gain(TRIO) == -PAID
    assert done.gain(keys.ALICE) == DEPOSIT
    assert done.gain(keys.BOB) == -done.fee


def execution_charges_the_spec_fee(trio, chain):
    opened = trio.submit("charlie", "multisig-execute", *_order("charlie", _payment("2")))
    timepoint = _timepoint(opened)
    done = trio.submit("alice", "multisig-execute", *_order("alice", _payment("2"), timepoint))
    length = _call_length(chain, 2 * PAID)
    # The client allows the inner call what an extrinsic of it would weigh, guards included.
    allowed = fees.TRANSFER_KEEP_ALIVE + fees.GUARD
    fee_is(opened, fees.multisig_create(OTHERS, length))
    fee_is(done, fees.multisig_complete(OTHERS, length, allowed))


def cancelled_operation_returns_the_deposit(trio):
    opened = trio.submit("bob", "multisig-approve", *_order("bob", _payment("3")))
    order = _order("bob", _payment("3"), _timepoint(opened))
    cancelled = trio.submit("bob", "multisig-cancel", *order)
    assert cancelled.gain(keys.BOB) == DEPOSIT - cancelled.fee
    assert cancelled.after(keys.BOB).reserved == opened.before(keys.BOB).reserved


def pending_operation_can_be_looked_up(trio):
    opened = trio.submit("alice", "multisig-approve", *_order("alice", _payment("4")))
    call_hash = opened.event("Multisig", "NewMultisig")["call_hash"]
    found = trio.query("multisig", "--account", TRIO, "--call-hash", call_hash)
    assert found["timepoint"] == _timepoint(opened)
    assert found["approvals"] == [keys.ALICE]
    assert found["depositor"] == keys.ALICE
