"""Attacks on a running chain. None of them works."""

from contextlib import contextmanager
from hashlib import blake2b

import pytest
from harness import fees, keys, shield, weights
from harness.chain import Chain
from harness.flood import batch_of, large_call, nested
from harness.node import Node, RpcError
from harness.order import RECIPIENT, TAO, Order, transfer

#: Rao that keep an account alive.
ALIVE = 500

#: Rao that each party of a test is given.
GIFT = 100 * TAO

#: Empty batches in a batch: 300 bytes that weigh as much as a hundred calls.
NESTED_BATCHES = 100

#: The error of a call that a filter keeps from being dispatched: System, fifth error.
CALL_FILTERED = {"Module": {"index": 0, "error": "0x05000000"}}

#: Blocks in safe mode: more than any carrier lives and any node keeps a key.
SAFE_BLOCKS = 15

#: Blocks after safe mode in which a key is named at the latest.
KEY_BLOCKS = 3


# Blocks on demand: what is in a block, and in which order, is certain


@contextmanager
def _on_demand(name):
    """A development chain that makes and finalises a block when it is told to."""
    with Node.dev("--sealing", "manual", name=name) as node:
        chain = Chain(node)
        for _ in range(KEY_BLOCKS):
            chain.seal()
        yield chain


@pytest.fixture(scope="module")
def demand():
    """A chain with blocks on demand."""
    with _on_demand("attacks") as chain:
        yield chain


@pytest.fixture
def safe():
    """Another one, for a test that may leave it in safe mode."""
    with _on_demand("attacks-safe") as chain:
        yield chain


@pytest.fixture
def manual(demand):
    """The chain with blocks on demand, without what an earlier test left in its pool."""
    demand.drain()
    return demand


# Free block space


def _empty(pallet_call):
    return lambda chain: chain.call("Utility", pallet_call, calls=[])


def _in_proxy(chain):
    inner = {"Utility": {"batch": {"calls": []}}}
    return chain.call("Proxy", "proxy", real=keys.BOB, force_proxy_type=None, call=inner)


_EMPTY_BATCHES = {
    "batch": _empty("batch"),
    "batch-all": _empty("batch_all"),
    "force-batch": _empty("force_batch"),
    "batch-of-batches": lambda chain: batch_of(*[batch_of()] * NESTED_BATCHES),
    "in-proxy": _in_proxy,
    "proxies-in-batch": lambda chain: batch_of(_in_proxy(chain), _in_proxy(chain)),
    "to-a-raw-address": lambda chain: large_call(10_000),
}


@pytest.mark.parametrize("call", _EMPTY_BATCHES.values(), ids=_EMPTY_BATCHES)
def empty_batch_pays_for_its_length_and_its_weight(manual, call):
    who = _funded(manual, "//Empty")
    receipt = _land(manual, who, call(manual))
    assert receipt.fee >= fees.of_call(0, receipt.length)
    assert receipt.gain(who.ss58_address) == -receipt.fee == -receipt.supply_drop()


@pytest.mark.parametrize("name", ["batch", "batch_all", "force_batch"])
def lone_empty_batch_pays_the_fee_of_its_weight(manual, name):
    who = _funded(manual, "//Lone")
    receipt = _land(manual, who, manual.call("Utility", name, calls=[]))
    assert receipt.fee == fees.of_call(weights.of("utility", name, c=0), receipt.length)


@pytest.mark.parametrize("call", _EMPTY_BATCHES.values(), ids=_EMPTY_BATCHES)
def empty_batch_of_an_account_that_cannot_pay_is_refused(manual, call):
    pauper = _funded(manual, "//Empty//Pauper", ALIVE)
    refused = _refusal(manual, _signed(manual, pauper, call(manual)))
    assert refused.code == 1010
    assert "pay" in refused.text


def failing_batch_gives_back_the_weight_it_did_not_use(manual):
    who = _funded(manual, "//Refund")
    heavy = _land(manual, who, batch_of(*[batch_of()] * NESTED_BATCHES))
    light = _land(manual, who, batch_of(batch_of()))
    assert light.fee > 0
    per_batch = fees.of_weight(weights.of("utility", "batch", c=0))
    spare = fees.of_length(heavy.length - light.length) + NESTED_BATCHES * per_batch // 2
    assert heavy.fee - light.fee < spare


# Who pays for whom


@pytest.mark.parametrize("kind", ["NonCritical", "NonTransfer", "NonFungible"])
def delegate_of_a_lesser_type_cannot_make_the_real_account_pay(manual, kind):
    real, delegate = _delegation(manual, f"//Consent//{kind}", kind)
    consent = _consent(delegate)
    receipt = _land(manual, delegate, _proxied(manual, real, consent))
    assert _outcome(receipt) == "CallFiltered"
    addresses = (real.ss58_address, delegate.ss58_address)
    assert manual.storage("Proxy", "RealPaysFeeConsentV1", *addresses) is None


def real_account_that_consents_pays_the_fee_and_not_the_tip(manual):
    real, delegate = _consenting(manual, "//Tip", "Any")
    receipt = _land(manual, delegate, _proxied(manual, real, _remark(1)), tip=TAO)
    paid = receipt.event("TransactionPayment", "TransactionFeePaid")
    assert _outcome(receipt) == "Ok"
    assert paid["who"] == real.ss58_address
    assert int(paid["tip"]) == 0
    assert receipt.gain(real.ss58_address) == -receipt.fee
    assert receipt.fee < TAO // 1000
    assert receipt.gain(delegate.ss58_address) == 0
    assert receipt.supply_drop() == receipt.fee


def call_that_the_type_of_the_delegate_forbids_is_charged_to_the_delegate(manual):
    real, delegate = _consenting(manual, "//Forbidden", "Transfer")
    receipt = _land(manual, delegate, _proxied(manual, real, _remark(1)))
    assert _outcome(receipt) == "CallFiltered"
    _is_charged_to(receipt, delegate, real)


def call_that_must_be_announced_is_charged_to_the_delegate(manual):
    real, delegate = _consenting(manual, "//Delayed", "Any", delay=10)
    receipt = _land(manual, delegate, _proxied(manual, real, _remark(1)))
    assert "System.ExtrinsicFailed" in receipt.names
    _is_charged_to(receipt, delegate, real)


def call_of_a_type_that_the_delegate_does_not_have_is_charged_to_the_delegate(manual):
    real, delegate = _consenting(manual, "//Forced", "Any")
    receipt = _land(manual, delegate, _proxied(manual, real, _remark(1), force="Transfer"))
    assert "System.ExtrinsicFailed" in receipt.names
    _is_charged_to(receipt, delegate, real)


# Carriers


def transaction_of_a_victim_is_not_drawn_behind_the_carrier_of_a_stranger(manual):
    victim, attacker = keys.pair("//Charlie"), keys.pair("//Dave")
    nonce = manual.account(attacker.ss58_address).nonce
    public = _signed(manual, victim, transfer(manual))
    first = manual.sign(transfer(manual, 1), attacker, nonce, period=4)
    ciphertext = shield.encrypt(shield.key(manual, "NextKey"), public)
    carrier = shield.carrier(manual, attacker, nonce + 1, ciphertext)
    last = manual.sign(transfer(manual, 2), attacker, nonce + 2, period=4)
    assert _order_in_block(manual, public, first, carrier, last) == [public, first, carrier, last]


def transaction_of_a_victim_that_is_nowhere_else_is_not_brought_by_a_stranger(manual):
    victim, attacker = keys.pair("//Charlie"), keys.pair("//Dave")
    nonce = manual.account(victim.ss58_address).nonce
    withheld = _signed(manual, victim, transfer(manual))
    order = Order.of(manual, "//Dave", inner=withheld)
    assert _order_in_block(manual, order.carrier()) == [order.carrier()]
    assert manual.account(victim.ss58_address).nonce == nonce
    assert manual.account(attacker.ss58_address).nonce == order.nonce + 1


def carrier_for_an_unknown_key_is_refused_with_code_24(manual):
    order = Order.of(manual, "//Dave", key=shield.foreign_key())
    refused = _refusal(manual, order.carrier())
    assert refused.code == 1010
    assert "Custom error: 24" in refused.text


def safe_mode_opens_no_carrier_and_the_first_key_after_it_opens(safe):
    order = Order.of(safe, "//Dave")
    _sudo(safe, {"SafeMode": {"force_enter": {}}})
    _try_to_submit(safe, order.carrier())
    for _ in range(SAFE_BLOCKS):
        assert order.inner not in safe.extrinsics(safe.seal())
    _sudo(safe, {"SafeMode": {"force_exit": {}}})
    opened = 0
    for _ in range(KEY_BLOCKS + 1):
        if shield.key(safe, "NextKey"):
            Order.of(safe, "//Eve").land()
            opened += 1
        else:
            safe.seal()
    assert opened > 0


# Order


@pytest.mark.parametrize(
    ("early", "late"), [(128, 4), (None, 4), (None, 64)], ids=["128-4", "immortal-4", "immortal-64"]
)
def transactions_of_equal_priority_are_included_as_they_came(manual, early, late):
    first, second = _named(manual, "//Eve", early), _named(manual, "//Dave", late)
    assert _order_in_block(manual, first, second) == [first, second]


def _named(chain, path, period):
    pair = keys.pair(path)
    return _signed(chain, pair, transfer(chain), period=period)


# Weight


_TIME = {"Timestamp": {"set": {"now": 1}}}


def multisig_of_one_around_an_inherent_is_refused(manual):
    params = {"other_signatories": [keys.BOB], "call": _TIME}
    call = manual.call("Multisig", "as_multi_threshold_1", **params)
    refused = _refusal(manual, _signed(manual, keys.pair("//Dave"), call))
    assert refused.code == 1010


def announced_call_around_an_inherent_is_an_ordinary_transaction(manual):
    real, delegate = _delegation(manual, "//Time", "Any")
    _land(manual, delegate, _announcement(manual, real, _TIME))
    params = {"delegate": delegate.ss58_address, "real": real.ss58_address}
    call = manual.call("Proxy", "proxy_announced", **params, force_proxy_type=None, call=_TIME)
    receipt = _land(manual, delegate, call)
    assert _outcome(receipt) not in ("Ok", "CallFiltered")
    assert receipt.event("System", "ExtrinsicSuccess")["dispatch_info"]["class"] == "Normal"
    assert receipt.fee > 0


def signed_call_around_an_inherent_does_not_come_out_of_a_carrier(manual):
    # The outer call succeeds even though only root may state a weight.
    stated = {"ref_time": 2**62, "proof_size": 0}
    heavy = {"Utility": {"with_weight": {"call": _TIME, "weight": stated}}}
    real, delegate = _delegation(manual, "//Heavy", "Any")
    _land(manual, delegate, _announcement(manual, real, heavy))
    params = {"delegate": delegate.ss58_address, "real": real.ss58_address}
    call = manual.call("Proxy", "proxy_announced", **params, force_proxy_type=None, call=heavy)
    nonce = manual.account(delegate.ss58_address).nonce
    inner = manual.sign(call, delegate, nonce + 1, period=shield.PERIOD)
    ciphertext = shield.encrypt(shield.key(manual, "NextKey"), inner)
    carrier = shield.carrier(manual, delegate, nonce, ciphertext)
    assert _order_in_block(manual, carrier) == [carrier]
    weight = manual.storage("System", "BlockWeight")
    assert int(weight["mandatory"]["ref_time"]) < _limit(manual)


def _announcement(chain, real, call):
    pallet, [(name, params)] = next((pallet, [*named.items()]) for pallet, named in call.items())
    announced = chain.call(pallet, name, **params)
    digest = "0x" + blake2b(announced, digest_size=32).hexdigest()
    return chain.call("Proxy", "announce", real=real.ss58_address, call_hash=digest)


@pytest.mark.parametrize("levels", [9, 128, 250])
def calls_that_nest_deeper_than_eight_levels_are_refused(manual, levels):
    refused = _refusal(manual, _signed(manual, keys.pair("//Dave"), nested(levels)))
    assert refused.code in (1002, 1010)


@pytest.mark.parametrize(
    ("pace", "milliseconds"), [("100ms", 100), ("250ms", 250), ("1s", 1_000), ("12s", 12_000)]
)
def a_block_weighs_at_most_a_third_of_its_time_and_four_seconds(pace, milliseconds):
    with Node.dev("--block-time", pace, name=f"weight-{pace}") as node:
        chain = Chain(node)
        limit = min(4 * 10**12, milliseconds * 10**9 // 3)
        assert _limit(chain) == limit
        normal = chain.constant("System", "BlockWeights")["per_class"]["normal"]["max_total"]
        assert int(normal["ref_time"]) == round(limit * 0.75)


# Proxies in proxies


def _directly(inner):
    return inner


def _in_batch(inner):
    return {"Utility": {"batch": {"calls": [inner]}}}


def _in_batch_all(inner):
    return {"Utility": {"batch_all": {"calls": [inner]}}}


@pytest.mark.parametrize("wrapped", [_directly, _in_batch, _in_batch_all])
def delegate_that_touches_no_balance_moves_none_through_a_second_proxy(manual, wrapped):
    path = f"//Inner//{wrapped.__name__}"
    middle, delegate = _delegation(manual, path, "NonFungible")
    owner = _funded(manual, f"{path}//Owner")
    _land(manual, owner, _add_proxy(manual, middle, "Any"))
    thief = keys.address(f"{path}//Thief")
    dest = {"Balances": {"transfer_keep_alive": {"dest": thief, "value": TAO}}}
    second = _as_call(owner, dest)
    receipt = _land(manual, delegate, _proxied(manual, middle, wrapped(second)))
    assert receipt.after(thief).total == 0
    assert receipt.gain(owner.ss58_address) == 0
    assert receipt.gain(delegate.ss58_address) == -receipt.fee


# Blocks four times a second


def client_sends_a_shielded_transfer_right_after_safe_mode():
    with Node.dev(name="safe-mode") as node:
        chain = Chain(node)
        shield.wait_for_keys(chain)
        for call in ("force_enter", "force_exit"):
            _sudo_live(chain, {"SafeMode": {call: {}}})
            if call == "force_enter":
                chain.wait_head(chain.head() + SAFE_BLOCKS)
        left = chain.head()
        result = shield.transfer(node, keys.pair("//Eve"), RECIPIENT)
        pair = shield.Pair.of(chain, result)
        assert pair.inner.gain(RECIPIENT) == TAO
        assert shield.place(result)[0] <= left + shield.PERIOD


# Shared by the tests


def _limit(chain):
    return int(chain.constant("System", "BlockWeights")["max_block"]["ref_time"])


def _signed(chain, pair, call, **options):
    return chain.sign(call, pair, chain.account(pair.ss58_address).nonce, **options)


def _land(chain, pair, call, **options):
    """Bring a call into a block on demand and return its receipt."""
    transaction = _signed(chain, pair, call, **options)
    chain.submit(transaction)
    block = chain.seal()
    return chain.receipt(block, chain.extrinsics(block).index(transaction))


def _refusal(chain, transaction):
    """The error with which the pool refuses a transaction."""
    with pytest.raises(RpcError) as refused:
        chain.submit(transaction)
    return refused.value


def _try_to_submit(chain, transaction):
    """Submit what may be refused at once or never be included."""
    try:
        chain.submit(transaction)
    except RpcError as refused:
        assert refused.code == 1010


def _order_in_block(chain, *transactions):
    """Submit some and return what somebody signed in the next block, in order."""
    for transaction in transactions:
        chain.submit(transaction)
    return list(shield.signed(chain, chain.seal()).values())


def _sudo(chain, call):
    """Have Alice do something as root, on a chain with blocks on demand."""
    receipt = _land(chain, keys.pair("//Alice"), chain.call("Sudo", "sudo", call=call))
    assert "Ok" in str(receipt.event("Sudo", "Sudid")["sudo_result"])


def _sudo_live(chain, call):
    nonce = chain.account(keys.ALICE).nonce
    chain.submit(chain.sign(chain.call("Sudo", "sudo", call=call), keys.pair("//Alice"), nonce))
    chain.wait_nonce(keys.ALICE, nonce + 1)


def _funded(chain, path, amount=GIFT):
    """An account with this many rao, whatever it had before."""
    pair = keys.pair(path)
    missing = amount - chain.account(pair.ss58_address).free
    if missing > 0:
        dest = pair.ss58_address
        gift = chain.call("Balances", "transfer_allow_death", dest=dest, value=missing)
        _land(chain, keys.pair("//Alice"), gift)
    return pair


def _delegation(chain, path, kind, delay=0):
    """A real account and its delegate of a type, both with money."""
    real, delegate = _funded(chain, path), _funded(chain, f"{path}//Delegate")
    _land(chain, real, _add_proxy(chain, delegate, kind, delay))
    return real, delegate


def _consenting(chain, path, kind, delay=0):
    """A real account that pays the fees of its delegate."""
    real, delegate = _delegation(chain, path, kind, delay)
    params = {"delegate": delegate.ss58_address, "pays_fee": True}
    receipt = _land(chain, real, chain.call("Proxy", "set_real_pays_fee", **params))
    assert "Proxy.RealPaysFeeSet" in receipt.names
    return real, delegate


def _add_proxy(chain, delegate, kind, delay=0):
    params = {"delegate": delegate.ss58_address, "proxy_type": kind, "delay": delay}
    return chain.call("Proxy", "add_proxy", **params)


def _proxied(chain, real, call, force=None):
    params = {"real": real.ss58_address, "force_proxy_type": force, "call": call}
    return chain.call("Proxy", "proxy", **params)


def _as_call(real, call):
    params = {"real": real.ss58_address, "force_proxy_type": None, "call": call}
    return {"Proxy": {"proxy": params}}


def _consent(delegate):
    params = {"delegate": delegate.ss58_address, "pays_fee": True}
    return {"Proxy": {"set_real_pays_fee": params}}


def _remark(length):
    return {"System": {"remark": {"remark": "0x" + "00" * length}}}


def _outcome(receipt):
    """Result of the proxied call: Ok, CallFiltered, or the error itself."""
    result = receipt.event("Proxy", "ProxyExecuted")["result"]
    if "Ok" in result:
        return "Ok"
    return "CallFiltered" if result["Err"] == CALL_FILTERED else result["Err"]


def _is_charged_to(receipt, payer, other):
    assert receipt.gain(payer.ss58_address) == -receipt.fee
    assert receipt.gain(other.ss58_address) == 0
    assert receipt.fee > 0
