"""Any mix of transactions makes blocks that are within their limits and that others import."""

import random

import pytest
from harness import keys, shield
from harness.chain import Chain
from harness.node import Network, RpcError

#: Accounts that send, one transaction or carrier each per round.
SENDERS = 48
ROUNDS = 3

TAO = 10**9

#: Limit of a block: bytes of ordinary transactions.
MAX_BYTES = 7_864_320

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
    chains = [Chain(node) for node in network.nodes]
    chain = chains[0]
    first = chain.wait_final(chain.final())
    before = chain.supply(first)
    pairs = {}
    for _ in range(ROUNDS):
        for sender in range(SENDERS):
            transaction, inner, kind = _any_transaction(chains, dice, sender)
            if inner:
                pairs[transaction] = inner
            _submit(dice.choice(chains), transaction, kind)
        chain.wait_head(chain.head() + shield.PERIOD + 1)
        chain.wait_final(chain.head())

    last = chain.final()
    assert len({one.wait_final(last) for one in chains}) == 1
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


def _key_of_all(chains):
    """The next key at the head, once every node knows it: others refuse a carrier for it."""
    chain = chains[0]
    number = chain.head()
    for other in chains[1:]:
        other.wait_head(number)
    return shield.key(chain, "NextKey", at=chain.hash(number))


def _submit(chain, transaction, kind):
    """Submit a transaction, which is refused if it is a carrier for a key of nobody."""
    if kind != "foreign":
        chain.submit(transaction)
        return
    with pytest.raises(RpcError) as refused:
        chain.submit(transaction)
    assert refused.value.code == 1010
    assert "Custom error: 24" in refused.value.text


def _any_transaction(chains, dice, sender):
    """Return a transaction of a sender, its inner one if it is a valid carrier, and its kind."""
    chain, pair = chains[0], _pair(sender)
    nonce = chain.account(pair.ss58_address).nonce
    kind = dice.choice(["plain", "large", "hidden", "hidden", "failing", "foreign", "garbage"])
    if kind in ("plain", "large"):
        return chain.sign(_call(chain, kind, dice), pair, nonce), None, kind
    key = _key_of_all(chains)
    if kind == "garbage":
        ciphertext = shield.encrypt(key, dice.randbytes(200))
        return shield.carrier(chain, pair, nonce, ciphertext), None, kind
    inner = chain.sign(_call(chain, kind, dice), pair, nonce + 1, period=shield.PERIOD)
    to = shield.foreign_key() if kind == "foreign" else key
    carrier = shield.carrier(chain, pair, nonce, shield.encrypt(to, inner))
    return carrier, None if kind == "foreign" else inner, kind


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
    limits = chain.constant("System", "BlockWeights")["per_class"]["normal"]
    assert int(normal["ref_time"]) <= int(limits["max_total"]["ref_time"])
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
