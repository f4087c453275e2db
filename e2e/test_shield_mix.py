"""Any mix of transactions makes blocks that are within their limits and that others import."""

import random

import pytest
from harness import keys, shield
from harness.chain import Chain
from harness.node import Network

#: Accounts that send, one transaction or carrier each per round.
SENDERS = 48
ROUNDS = 3

TAO = 10**9

#: Limits of a block: bytes and picoseconds of ordinary transactions.
MAX_BYTES = 7_864_320
MAX_WEIGHT = 3_000_000_000_000

RECIPIENT = keys.address("//Mix//Recipient")


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """Two validators: each imports what the other one builds, or finality stops."""
    directory = tmp_path_factory.mktemp("shield-mix")
    made = Network(directory, 2, "--block-time", "250ms", "--profile", "fast")
    try:
        made.start()
        chain = Chain(made.nodes[0])
        shield.wait_for_keys(chain)
        _fund(chain)
        yield made
    finally:
        made.stop()


@pytest.mark.parametrize("seed", [1, 2, 3])
def any_mix_of_transactions_makes_blocks_within_limits_that_all_import(network, seed):
    dice = random.Random(seed)
    chain = Chain(network.nodes[0])
    first = chain.wait_final(chain.final())
    before = chain.supply(first)
    pairs = {}
    for _ in range(ROUNDS):
        foreign = shield.foreign_key()
        for sender in range(SENDERS):
            transaction, inner = _any_transaction(chain, dice, sender, foreign)
            if inner:
                pairs[transaction] = inner
            Chain(dice.choice(network.nodes)).submit(transaction)
        chain.wait_head(chain.head() + shield.PERIOD + 1)
        chain.wait_final(chain.head())

    last = chain.final()
    assert len({Chain(node).wait_final(last) for node in network.nodes}) == 1
    landed = set()
    for number in range(chain.number(first) + 1, last + 1):
        block = chain.hash(number)
        landed.update(_check_block(chain, block, pairs))
    # Every carrier that an author can decrypt was decrypted, whichever node received it.
    assert landed == set(pairs)
    after = chain.supply(chain.hash(last))
    assert before.agrees and after.agrees
    assert before.accounts - after.accounts == _fees(chain, first, last)


def _pair(sender):
    return keys.pair(f"//Mix//{sender}")


def _fund(chain):
    """Give each sender something to send."""
    alice = keys.pair("//Alice")
    start = chain.account(keys.ALICE).nonce
    for sender in range(SENDERS):
        dest = _pair(sender).ss58_address
        call = chain.call("Balances", "transfer_keep_alive", dest=dest, value=10 * TAO)
        chain.submit(chain.sign(call, alice, start + sender))
    chain.wait_nonce(keys.ALICE, start + SENDERS)


def _any_transaction(chain, dice, sender, foreign):
    """Return a transaction of a sender, and its inner transaction if it is a valid carrier."""
    pair = _pair(sender)
    nonce = chain.account(pair.ss58_address).nonce
    kind = dice.choice(["plain", "large", "hidden", "hidden", "failing", "foreign", "garbage"])
    if kind in ("plain", "large"):
        return chain.sign(_call(chain, kind, dice), pair, nonce), None
    if kind == "garbage":
        ciphertext = shield.encrypt(shield.key(chain, "NextKey"), dice.randbytes(200))
        return shield.carrier(chain, pair, nonce, ciphertext), None
    inner = chain.sign(_call(chain, kind, dice), pair, nonce + 1, period=shield.PERIOD)
    if kind == "foreign":
        return shield.carrier(chain, pair, nonce, shield.encrypt(foreign, inner)), None
    ciphertext = shield.encrypt(shield.key(chain, "NextKey"), inner)
    return shield.carrier(chain, pair, nonce, ciphertext), inner


def _call(chain, kind, dice):
    if kind == "large" or (kind == "hidden" and dice.random() < 0.3):
        length = dice.randrange(6_800)
        return chain.call("System", "remark", remark=dice.randbytes(length))
    amount = 1_000 * TAO if kind == "failing" else dice.randrange(1_000, TAO // 100)
    return chain.call("Balances", "transfer_keep_alive", dest=RECIPIENT, value=amount)


def _check_block(chain, block, pairs):
    """Assert that a block is within its limits and each inner transaction follows its carrier.

    Returns the carriers that were decrypted.
    """
    extrinsics = chain.extrinsics(block)
    assert sum(map(len, extrinsics)) <= MAX_BYTES
    normal = chain.storage("System", "BlockWeight", at=block)["normal"]
    assert int(normal["ref_time"]) <= MAX_WEIGHT
    opened = [place for place, data in enumerate(extrinsics) if data in pairs]
    for place in opened:
        assert extrinsics[place + 1 : place + 2] == [pairs[extrinsics[place]]]
    return [extrinsics[place] for place in opened]


def _fees(chain, first, last):
    """Return the fees of all transactions after one block and up to another, in rao."""
    blocks = map(chain.hash, range(chain.number(first) + 1, last + 1))
    return sum(
        int(fields["actual_fee"])
        for block in blocks
        for _, pallet, name, fields in chain.events(block)
        if (pallet, name) == ("TransactionPayment", "TransactionFeePaid")
    )
