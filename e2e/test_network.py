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
    """Alice, Bob and Charlie at four blocks a second."""
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
        return {_slot(chain, number) % 3 for number in range(max(1, newest - 9), newest + 1)}

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


def _slot(chain, number):
    """The slot in which a block was made, from its Aura digest."""
    logs = chain.header(chain.hash(number))["digest"]["logs"]
    aura = next(log for log in logs if log.startswith("0x0661757261"))
    return int.from_bytes(bytes.fromhex(aura[14:30]), "little")


def _payee(index):
    """The address that the payment with this index goes to."""
    return keys.address(f"//load/{index}")


def _amounts():
    """What each payment moves, in rao."""
    return [FIRST_PAYMENT + index for index in range(PAYMENTS)]


def _payments(chain):
    """Signed transfers of Alice, one per nonce."""
    alice = keys.pair("//Alice")
    calls = [
        chain.call("Balances", "transfer_keep_alive", dest=_payee(index), value=amount)
        for index, amount in enumerate(_amounts())
    ]
    return [chain.sign(call, alice, nonce) for nonce, call in enumerate(calls)]


def _submit(chain, payments):
    """Hand payments to a node as fast as it takes them."""
    for payment in payments:
        chain.submit(payment)


def _fee(payment):
    """What a payment costs."""
    return fees.of_call(fees.TRANSFER_KEEP_ALIVE, len(payment))


def _paid(chain):
    """How many payments are final."""
    return chain.account(keys.ALICE, chain.final_hash()).nonce
