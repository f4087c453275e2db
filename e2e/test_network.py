"""Three validators on one machine, one of which loses power."""

import pytest
from harness import fees, keys
from harness.chain import Chain
from harness.node import Network
from harness.waiting import until

ISSUANCE = 3_016_000_000_000_000
PAYMENTS = 60
FIRST_PAYMENT = 1_000_000

#: Seconds until three voters have found each other again.
RECOVERY_SECONDS = 90.0


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """One, Two and Three at four blocks a second."""
    directory = tmp_path_factory.mktemp("network")
    made = Network(directory, 3, "--block-time", "250ms", "--profile", "fast")
    try:
        yield made.start()
    finally:
        made.stop()


def three_validators_finalise_the_same_block(network):
    chains = [Chain(node) for node in network.nodes]
    assert len({chain.wait_final(10) for chain in chains}) == 1


def three_validators_take_turns(network):
    chain = Chain(network.nodes[0])

    def turns():
        # Slots pass from the start of the first node; the others join when they are up.
        newest = chain.final()
        numbers = range(max(1, newest - 9), newest + 1)
        return {chain.slot(chain.hash(number)) % 3 for number in numbers}

    until(lambda: turns() == {0, 1, 2}, "each of the three to make a block")


def finality_resumes_and_no_rao_is_lost_after_a_validator_loses_power(network):
    witness, _, victim = network.nodes
    chain = Chain(witness)
    before = chain.supply(chain.wait_final(1))
    payments = _payments(chain)

    _submit(chain, payments[: PAYMENTS // 3])
    victim.kill()
    head = chain.head()
    _submit(chain, payments[PAYMENTS // 3 :])
    chain.wait_head(head + 1)
    victim.start()

    until(lambda: _paid(chain) == PAYMENTS, "all payments to be final", RECOVERY_SECONDS)
    at = chain.final_hash()
    after = chain.supply(at)
    assert before.agrees and before.accounts == ISSUANCE
    assert after.agrees
    assert before.accounts - after.accounts == sum(_fee(payment) for payment in payments)
    assert [chain.account(_payee(i), at).free for i in range(PAYMENTS)] == _amounts()


def validator_that_lost_power_finalises_what_the_others_do(network):
    witness, _, victim = (Chain(node) for node in network.nodes)
    goal = witness.head() + 5
    assert witness.wait_final(goal, RECOVERY_SECONDS) == victim.wait_final(goal, RECOVERY_SECONDS)


def _payee(index):
    """Return the recipient of the payment with this index."""
    return keys.address(f"//load/{index}")


def _amounts():
    """Return the amount of each payment, in rao."""
    return [FIRST_PAYMENT + index for index in range(PAYMENTS)]


def _payments(chain):
    """Return signed transfers of Alice, one per nonce."""
    alice = keys.pair("//Alice")
    calls = [
        chain.call("Balances", "transfer_keep_alive", dest=_payee(index), value=amount)
        for index, amount in enumerate(_amounts())
    ]
    return [chain.sign(call, alice, nonce) for nonce, call in enumerate(calls)]


def _submit(chain, payments):
    """Submit payments as fast as the node accepts them."""
    for payment in payments:
        chain.submit(payment)


def _fee(payment):
    """Return the fee of a payment, in rao."""
    return fees.of_call(fees.TRANSFER_KEEP_ALIVE, len(payment))


def _paid(chain):
    """Return the number of final payments."""
    return chain.account(keys.ALICE, chain.final_hash()).nonce
