"""The MEV shield: transactions stay encrypted until they have their place in a block."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from harness import fees, keys, shield
from harness.btcli import Btcli
from harness.chain import Chain, compact
from harness.flood import nested
from harness.node import Network, Node, RpcError
from harness.order import RECIPIENT, TAO, Order, transfer
from harness.waiting import until

#: Shielded transactions in a row, by the SDK.
ROW = 5

#: Blocks that are looked at to see keys move.
LOOKED_AT = 6

#: Blocks after which the chain no longer names a key that was the next one: it is the pending key,
#: then the current one, then none.
NAMED_BLOCKS = 3

#: Authors from which on a key opens nothing as soon as the chain no longer names it, and blocks
#: after which the same holds for fewer authors.
STRICT_AUTHORS, LATE_BLOCKS = 3, 8

#: Seconds until validators go on without one of them.
RECOVERY_SECONDS = 60.0


# Blocks on demand: there is time to look at what waits


@pytest.fixture(scope="module")
def demand():
    """A development chain that makes and finalises a block when it is told to."""
    with Node.dev("--sealing", "manual", name="shield-manual") as node:
        chain = Chain(node)
        for _ in range(3):
            chain.seal()
        yield chain


@pytest.fixture
def manual(demand):
    """The chain with blocks on demand. Each test must leave its pool empty."""
    demand.drain()
    yield demand
    demand.wait_for_empty_pool()


def manual_sealing_announces_a_key_within_three_blocks(manual):
    assert len(shield.key(manual, "NextKey")) == shield.KEY_LENGTH


def pool_shows_a_carrier_and_nothing_of_what_it_brings(manual):
    hidden = keys.pair("//Shield//Hidden")
    with ThreadPoolExecutor(1) as thread:
        alice = keys.pair("//Alice")
        sent = thread.submit(shield.transfer, manual.node, alice, hidden.ss58_address)
        waiting = until(manual.pending, "the carrier of the client")
        manual.seal()
        pair = shield.Pair.of(manual, sent.result())
    assert waiting == [pair.carrier.data]
    assert pair.inner.gain(hidden.ss58_address) == TAO
    for secret in (bytes(hidden.public_key), pair.inner.data):
        assert secret in pair.inner.data
        assert secret not in waiting[0]


@pytest.mark.parametrize("period", [None, 16], ids=["immortal", "16-blocks"])
def carrier_that_lives_longer_than_eight_blocks_is_outdated(manual, period):
    order = Order.of(manual, "//Alice")
    _is_refused(manual, order.carrier(period=period), {1010: "outdated"})


@pytest.mark.parametrize(
    "end",
    [0, 1, shield.KEM_START - 1, shield.KEM_START, shield.TEXT_START - 1, shield.TEXT_START],
    ids=["nothing", "one-byte", "no-length", "no-kem", "short-nonce", "no-text"],
)
def envelope_that_ends_too_early_is_refused_with_code_23(manual, end):
    order = Order.of(manual, "//Alice")
    _is_refused(manual, order.carrier(order.ciphertext[:end]), {1010: "Custom error: 23"})


def carrier_of_8193_bytes_is_refused_as_no_transaction_at_all(manual):
    order = Order.of(manual, "//Alice")
    padding = bytes(shield.LIMIT + 1 - len(order.ciphertext))
    _is_refused(manual, order.carrier(order.ciphertext + padding), {1002: "validate_transaction"})


def largest_transaction_that_can_be_hidden_has_7046_bytes(manual):
    order = Order.of(manual, "//Alice", call=_remark(manual, 500))
    padded = 500 + 7046 - len(order.inner)
    pair = Order.of(manual, "//Alice", call=_remark(manual, padded)).land()
    assert pair.inner.length == 7046
    assert pair.ciphertext_length == shield.LIMIT
    assert "System.ExtrinsicSuccess" in pair.inner.names


def carrier_counts_only_once(manual):
    order = Order.of(manual, "//Alice")
    order.land()
    manual.wait_for_empty_pool()
    # While the pool remembers that it had these bytes, it does not look at them again.
    _is_refused(manual, order.carrier(), {1010: "outdated", 1012: "banned"})
    signed_again = shield.carrier(manual, order.sender, order.nonce, order.ciphertext)
    _is_refused(manual, signed_again, {1010: "outdated"})


def ciphertext_sent_again_by_its_owner_brings_nothing(manual):
    order = Order.of(manual, "//Alice")
    order.land()
    _is_a_carrier_alone(manual, "//Alice", order.ciphertext)


def ciphertext_copied_by_another_brings_nothing_and_the_owner_is_served(manual):
    order = Order.of(manual, "//Alice")
    copy = Order.of(manual, "//Bob").carrier(order.ciphertext)
    manual.submit(copy)
    manual.submit(order.carrier())
    block = manual.seal()
    carrier, inner = order.carrier(), order.inner
    landed = list(shield.signed(manual, block).values())
    assert sorted(landed) == sorted([copy, carrier, inner])
    assert landed.index(inner) == landed.index(carrier) + 1
    assert manual.account(keys.ALICE).nonce == order.nonce + 2


def carrier_does_not_bring_what_another_account_signed(manual):
    nonce = manual.account(keys.BOB).nonce
    inner = manual.sign(transfer(manual), keys.pair("//Bob"), nonce, period=shield.PERIOD)
    _is_a_carrier_alone(manual, "//Alice", Order.of(manual, "//Alice", inner=inner).ciphertext)
    assert manual.account(keys.BOB).nonce == nonce


def key_opens_as_long_as_the_chain_names_it(manual):
    old = shield.key(manual, "NextKey")
    for _ in range(NAMED_BLOCKS - 1):
        manual.seal()
    assert shield.key(manual, "CurrentKey") == old
    assert Order.of(manual, "//Alice", key=old).land().inner.gain(RECIPIENT) == TAO


def carrier_for_a_key_that_nobody_announced_is_refused_with_code_24(manual):
    order = Order.of(manual, "//Alice", key=shield.foreign_key())
    _is_refused(manual, order.carrier(), {1010: "Custom error: 24"})
    Order.of(manual, "//Alice").land()


def _without_kem(ciphertext):
    return ciphertext[: shield.KEY_HASH_LENGTH] + bytes(2) + ciphertext[shield.NONCE_START :]


def _flipped(place):
    return lambda data: data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


@pytest.mark.parametrize(
    "tampered",
    [
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        _flipped(shield.TEXT_START),
        _flipped(shield.NONCE_START),
        _flipped(shield.KEM_START + 100),
        lambda data: data[: shield.TEXT_START + 1],
        lambda data: data + bytes(1),
        _without_kem,
    ],
    ids=["tag", "text", "nonce", "kem", "one-byte-text", "longer-text", "kem-of-no-bytes"],
)
def carrier_with_a_damaged_ciphertext_pays_and_brings_nothing(manual, tampered):
    _is_a_carrier_alone(manual, "//Alice", tampered(Order.of(manual, "//Alice").ciphertext))


def _bad_signature(chain, nonce):
    # The signature begins behind length, version, address and its own kind: 2 + 1 + 33 + 1 bytes.
    return _flipped(60)(Order.of(chain, "//Alice").inner)


def _signed_by_a_pauper(chain, nonce):
    return chain.sign(transfer(chain), keys.pair("//Pauper"), 0, period=shield.PERIOD)


def _signed_with_nonce(step):
    def inner(chain, nonce):
        pair = keys.pair("//Alice")
        return chain.sign(transfer(chain), pair, nonce + step, period=shield.PERIOD)

    return inner


def _next_of_alice(call):
    """Return what Alice may sign behind her carrier, with this call."""

    def inner(chain, nonce):
        return chain.sign(call(chain), keys.pair("//Alice"), nonce + 1, period=shield.PERIOD)

    return inner


def _time_of_one(chain):
    """A call in a multisig of one, of the class of inherents, which no limit of a block binds."""
    time = {"Timestamp": {"set": {"now": 1}}}
    params = {"other_signatories": [keys.BOB], "call": time}
    return chain.call("Multisig", "as_multi_threshold_1", **params)


def _unsigned(pallet, name, **params):
    return lambda chain, nonce: shield.bare(chain.call(pallet, name, **params))


_USELESS = {
    "nothing": lambda chain, nonce: b"",
    "text": lambda chain, nonce: b"not a transaction",
    "wrong-length": lambda chain, nonce: Order.of(chain, "//Alice").inner[:-1],
    "more-than-one": lambda chain, nonce: Order.of(chain, "//Alice").inner + b"\0",
    "undecodable": lambda chain, nonce: compact(100) + bytes([0x84]) + b"\xff" * 99,
    "bad-signature": _bad_signature,
    "pauper": _signed_by_a_pauper,
    "used-nonce": _signed_with_nonce(0),
    "later-nonce": _signed_with_nonce(2),
    "time-of-one": _next_of_alice(_time_of_one),
    "too-deep": _next_of_alice(lambda chain: nested(9)),
    "unsigned-call": _unsigned("System", "remark", remark="0x00"),
    "unsigned-transfer": lambda chain, nonce: shield.bare(transfer(chain)),
    "unsigned-version-5": lambda chain, nonce: shield.bare(transfer(chain), version=5),
    "without-signature": lambda chain, nonce: shield.general(Order.of(chain, "//Alice").inner),
    "inherent-time": _unsigned("Timestamp", "set", now=1),
    "inherent-key": _unsigned("MevShield", "announce_next_key", enc_key=None),
}


@pytest.mark.parametrize("useless", _USELESS.values(), ids=_USELESS)
def carrier_of_something_useless_pays_and_brings_nothing(manual, useless):
    inner = useless(manual, manual.account(keys.ALICE).nonce)
    ciphertext = shield.encrypt(shield.key(manual, "NextKey"), inner)
    _is_a_carrier_alone(manual, "//Alice", ciphertext)


def hidden_transfer_beyond_the_balance_fails_and_both_fees_are_paid(manual):
    everything = manual.account(keys.ALICE).free
    pair = Order.of(manual, "//Alice", call=transfer(manual, everything)).land()
    assert "System.ExtrinsicFailed" in pair.inner.names
    pair.is_of(keys.ALICE)
    pair.pays(fees.TRANSFER_KEEP_ALIVE)
    assert pair.inner.gain(keys.ALICE) == -pair.fee
    assert pair.inner.gain(RECIPIENT) == 0


def each_of_several_in_a_block_follows_its_own_carrier(manual):
    orders = [Order.of(manual, f"//{name}") for name in keys.SENDERS]
    for order in orders:
        manual.submit(order.carrier())
    landed = list(shield.signed(manual, manual.seal()).values())
    assert len(landed) == 2 * len(orders)
    for order in orders:
        assert landed[landed.index(order.carrier()) + 1] == order.inner


# Blocks four times a second


@pytest.fixture(scope="module", params=[1, 2, 3], ids=lambda size: f"{size}-validators")
def network(request, tmp_path_factory):
    """A network of validators that have announced their keys."""
    yield from _network(tmp_path_factory, request.param)


@pytest.fixture(scope="module")
def alice_at_home(tmp_path_factory):
    """A home directory in which the client finds the wallet of Alice."""
    home = tmp_path_factory.mktemp("shield-btcli")
    Btcli(home, Node(home, name="nowhere")).restore_wallet("alice", keys.SEEDS["alice"])
    return home


def every_author_announces_keys_of_1184_bytes(network):
    chain = Chain(network.nodes[0])
    at = shield.wait_for_keys(chain)
    announced = [shield.key(chain, "AuthorKeys", one, at=at) for one in shield.authors(chain, at)]
    assert len(set(announced)) == len(network.nodes)
    for key in (*announced, shield.key(chain, "NextKey", at=at)):
        assert len(key) == shield.KEY_LENGTH


def keys_move_up_one_place_with_each_block(network):
    chain = Chain(network.nodes[0])
    first = chain.final()
    chain.wait_final(first + LOOKED_AT)
    for number in range(first + 1, first + LOOKED_AT + 1):
        before, after = chain.hash(number - 1), chain.hash(number)
        for item, earlier in [("CurrentKey", "PendingKey"), ("PendingKey", "NextKey")]:
            assert shield.key(chain, item, at=after) == shield.key(chain, earlier, at=before)
        assert shield.key(chain, "NextKey", at=after) == _key_ahead(chain, before, after)
        author = _author(chain, after, 0)
        old, new = (shield.key(chain, "AuthorKeys", author, at=at) for at in (before, after))
        assert old != new


def btcli_sends_a_shielded_transfer(network, alice_at_home):
    client = Btcli(alice_at_home, network.nodes[-1])
    order = ("transfer", "--dest", RECIPIENT, "--amount", "1")
    result = client.run("--yes", "--mev-shield", "--wallet", "alice", "tx", *order)
    assert result["success"], result
    inner = int(result["extrinsic_id"].split("-")[1])
    pair = shield.Pair.around(client.chain, result["block_hash"], inner)
    _is_a_transfer_of_alice(pair)


def sdk_sends_shielded_transfers_in_a_row(network):
    chain = Chain(network.nodes[0])
    results = [_send(chain) for _ in range(ROW)]
    for result in results:
        pair = shield.Pair.of(chain, result)
        assert shield.digest(pair.inner.data) == result.data["inner_extrinsic_hash"]
        _is_a_transfer_of_alice(pair)


def carriers_of_several_accounts_are_all_served(network):
    chain = Chain(network.nodes[0])
    senders = ["//Bob", "//Charlie", "//Dave"]
    with ThreadPoolExecutor(len(senders)) as threads:
        results = list(threads.map(lambda sender: _send(chain, sender), senders))
    for sender, result in zip(senders, results):
        pair = shield.Pair.of(chain, result)
        pair.is_of(keys.address(sender))
        pair.pays(fees.TRANSFER_KEEP_ALIVE)


def carrier_for_a_key_that_nobody_announced_is_refused_by_every_validator(network):
    carrier = Order.of(Chain(network.nodes[0]), "//Eve", key=shield.foreign_key()).carrier()
    for node in network.nodes:
        with pytest.raises(RpcError) as refused:
            Chain(node).submit(carrier)
        assert refused.value.code == 1010
        assert "Custom error: 24" in refused.value.text


def key_that_the_chain_no_longer_names_opens_nothing(network):
    size = len(network.nodes)
    chain = Chain(network.nodes[0])
    hidden = keys.address(f"//Shield//Stale//{size}")
    at = shield.wait_for_keys(chain)
    old = shield.key(chain, "NextKey", at=at)
    chain.wait_head(chain.number(at) + (NAMED_BLOCKS if size >= STRICT_AUTHORS else LATE_BLOCKS))
    call = chain.call("Balances", "transfer_keep_alive", dest=hidden, value=TAO)
    chain.submit(Order.of(chain, "//Ferdie", call=call, key=old).carrier())
    chain.wait_final(chain.head() + shield.PERIOD)
    assert chain.account(hidden).total == 0


def carrier_of_an_inherent_does_not_spoil_a_block(network):
    chain = Chain(network.nodes[0])
    order = Order.of(chain, "//Eve", inner=_USELESS["inherent-key"](chain, 0))
    chain.submit(order.carrier())
    chain.wait_nonce(keys.EVE, order.nonce + 1)
    _agree(network, chain.head() + 1)


def validators_finalise_the_same_blocks_with_shielded_transactions(network):
    result = _send(Chain(network.nodes[0]))
    number, _ = shield.place(result)
    assert _agree(network, number) == result.block_hash
    _agree(network, number + 1)


# Four validators, one of which is gone


@pytest.fixture(scope="module")
def bereft(tmp_path_factory):
    """The three that are left of four validators."""
    for network in _network(tmp_path_factory, 4):
        network.nodes.pop().kill()
        yield network


def key_of_an_absent_author_is_not_offered(bereft):
    chain = Chain(bereft.nodes[0])
    at = chain.wait_final(chain.head() + LOOKED_AT, RECOVERY_SECONDS)
    assert shield.key(chain, "AuthorKeys", "0x" + keys.aura_key(keys.VALIDATORS[3]), at=at) is None
    assert shield.key(chain, "NextKey", at=at) is not None


def shielded_transfer_succeeds_after_at_most_one_retry_without_one_of_four(bereft):
    chain = Chain(bereft.nodes[0])
    try:
        result = _send(chain)
    except shield.NotSentError:
        result = _send(chain)
    pair = shield.Pair.of(chain, result)
    _is_a_transfer_of_alice(pair)
    _agree(bereft, chain.number(pair.inner.block) + 1)


# Shared by the tests


def _remark(chain, length):
    return chain.call("System", "remark", remark=bytes(length))


def _is_refused(chain, transaction, answers):
    """Assert that a transaction of Alice is refused in one of these ways and changes no state."""
    before = chain.account(keys.ALICE)
    with pytest.raises(RpcError) as refused:
        chain.submit(transaction)
    assert refused.value.code in answers, refused.value
    assert answers[refused.value.code] in refused.value.text
    assert not shield.signed(chain, chain.seal())
    assert chain.account(keys.ALICE) == before


def _is_a_carrier_alone(chain, sender, ciphertext):
    """Assert that this ciphertext costs its sender the fee of the carrier, and has no effect."""
    carrier = Order.of(chain, sender).carrier(ciphertext)
    chain.submit(carrier)
    block = chain.seal()
    landed = shield.signed(chain, block)
    assert list(landed.values()) == [carrier]
    place = next(iter(landed))
    assert place == len(chain.extrinsics(block)) - 1
    receipt = chain.receipt(block, place)
    who = keys.address(sender)
    assert receipt.fee == fees.of_call(shield.weight(len(ciphertext)), receipt.length)
    assert receipt.gain(who) == -receipt.fee == -receipt.supply_drop()
    assert receipt.after(who).nonce == receipt.before(who).nonce + 1
    assert receipt.gain(RECIPIENT) == 0


def _network(tmp_path_factory, size):
    """A running network of this size, whose authors have announced keys."""
    directory = tmp_path_factory.mktemp(f"shield-{size}")
    made = Network(directory, size, "--block-time", "250ms", "--profile", "fast")
    try:
        made.start()
        chain = Chain(made.nodes[0])
        chain.wait_final(1, RECOVERY_SECONDS)
        shield.wait_for_keys(chain)
        yield made
    finally:
        made.stop()


def _author(chain, block, ahead):
    """The author whose turn comes so many slots after a block."""
    authors = shield.authors(chain, block)
    return authors[(chain.slot(block) + ahead) % len(authors)]


def _key_ahead(chain, before, after):
    """The key that a block promotes: of the first author from two slots ahead on that has one."""
    count = len(shield.authors(chain, after))
    for author in (_author(chain, after, 2 + step) for step in range(count)):
        # The one that the author of the block announces takes the place of the one before.
        at = before if author == _author(chain, after, 0) else after
        key = shield.key(chain, "AuthorKeys", author, at=at)
        if key:
            return key
    return None


def _send(chain, sender="//Alice"):
    """A shielded transfer of one TAO by the SDK.

    A pool that prepares for a new block just then reports the carrier as known, although it accepts
    it. Then another is sent after it.
    """
    try:
        return shield.transfer(chain.node, keys.pair(sender), RECIPIENT)
    except shield.NotSentError as error:
        if "already in the pool" not in str(error):
            raise
    chain.wait_for_empty_pool()
    return shield.transfer(chain.node, keys.pair(sender), RECIPIENT)


def _is_a_transfer_of_alice(pair):
    """Assert that a pair alone in its block moved one TAO from Alice, to the rao."""
    pair.is_of(keys.ALICE)
    pair.pays(fees.TRANSFER_KEEP_ALIVE)
    assert pair.inner.gain(RECIPIENT) == TAO
    assert pair.inner.gain(keys.ALICE) == -TAO - pair.fee
    assert pair.inner.supply_drop() == pair.fee
    for half in (pair.carrier, pair.inner):
        assert shield.period(half.chain, half.data) == shield.PERIOD


def _agree(network, number):
    """Wait until a block is final on all validators, assert that it is one, and return it."""
    final = {Chain(node).wait_final(number, RECOVERY_SECONDS) for node in network.nodes}
    assert len(final) == 1, final
    return final.pop()
