"""Floods of transactions, each from a process of its own that keeps the pool stocked."""

import multiprocessing
import secrets
import time
from collections import Counter, deque
from dataclasses import dataclass
from types import SimpleNamespace

from . import keys, raw, shield
from .chain import Chain, compact, unhex
from .wire import Wire

#: Transfers in one transaction that funds the accounts of a flood.
FUNDED_AT_ONCE = 150

#: Bytes in hex, and transactions, that are handed to the node before its answers are read.
CHUNK_BYTES, CHUNK_COUNT = 8_000_000, 256

#: The same for transactions that live for some blocks only.
MORTAL_COUNT = 64

#: Seconds after which a transaction that is not in a block is sent again: the pool may drop any.
RESEND_SECONDS = 10.0

#: Seconds of rest when the pool holds all that the flood wants, or takes no more.
REST_SECONDS = 0.05

#: Answers of the pool: it has the transaction, it has one with this nonce, it has no room.
HAS_IT, HAS_ANOTHER, IS_FULL = 1013, 1014, 1016

#: Keys of one request for nonces, and seconds for which the answers are good, for each account.
NONCES_AT_ONCE, NONCE_SECONDS = 100, 0.001

#: Rounds by which the time between blocks is judged.
PACE_ROUNDS = 40

#: Calls in the batch whose weight tells that of a single one.
SAMPLE = 1_000

#: Calls in a batch of which some hundred fill a block.
SMALL_BATCH = 200

#: Rao that keep an account alive, and rao with which it can pay for whatever it sends.
ALIVE, RICH = 500, 10**9

_BATCH = b"\x0b\x00"
_AS_DERIVATIVE = b"\x0b\x01\x00\x00"
_PROXY = b"\x10\x00"
_NO_TYPE = b"\x00"
_RAW_ADDRESS, _ID_ADDRESS = b"\x02", b"\x00"


@dataclass(frozen=True)
class Plan:
    """A flood: calls, and the accounts that sign them, one call each in turn."""

    calls: tuple
    accounts: int
    #: Transactions of an account that wait at a time, with nonces in sequence.
    depth: int
    #: Rao that each account is given.
    funds: int
    #: Blocks for which a transaction is valid, or None.
    period: int | None = None


def batch_of(*calls):
    """`Utility.batch` of these encoded calls."""
    return _BATCH + compact(len(calls)) + b"".join(calls)


def _empty_batches(chain, asked):
    calls = [batch_of(*[batch_of()] * count) for count in filling_batches(chain, asked.inner)]
    return Plan(tuple(calls), asked.accounts or 50, asked.depth or 4, asked.funds or ALIVE)


def _many_accounts(_chain, asked):
    call = batch_of(*[batch_of()] * min(asked.inner, SMALL_BATCH))
    return Plan((call,), asked.accounts or 850, asked.depth or 9, asked.funds or ALIVE)


def _foreign_carriers(chain, asked):
    call = chain.call("MevShield", "submit_encrypted", ciphertext=envelope())
    return Plan((call,), asked.accounts or 2_800, 1, asked.funds or RICH, shield.PERIOD)


def _large_calls(_chain, asked):
    call = large_call(asked.bytes)
    return Plan((call,), asked.accounts or 4, asked.depth or 1, asked.funds or ALIVE)


def _deep_nesting(_chain, asked):
    call = nested(asked.levels)
    return Plan((call,), asked.accounts or 100, asked.depth or 16, asked.funds or RICH)


def _paying(chain, asked):
    call = chain.call("Balances", "transfer_keep_alive", dest=keys.EVE, value=10**3)
    return Plan((call,), asked.accounts or 1, asked.depth or 500, asked.funds or 100 * RICH)


#: The floods by name.
FLOODS = {
    "empty-batches": _empty_batches,
    "many-accounts": _many_accounts,
    "foreign-carriers": _foreign_carriers,
    "large-calls": _large_calls,
    "deep-nesting": _deep_nesting,
    "paying": _paying,
}


def envelope():
    """A well-formed ciphertext for a key that nobody has."""
    length = shield.KEM_LENGTH.to_bytes(2, "little")
    rest = shield.OVERHEAD - shield.KEY_HASH_LENGTH - len(length)
    return secrets.token_bytes(shield.KEY_HASH_LENGTH) + length + secrets.token_bytes(rest)


def large_call(length):
    """A proxied empty batch for an account whose address is so many bytes."""
    return _PROXY + _RAW_ADDRESS + raw.compact(length) + bytes(length) + _NO_TYPE + batch_of()


def nested(levels):
    """Calls in one another: a batch, a proxy and a derivative account in turn."""
    proxy = _PROXY + _ID_ADDRESS + bytes(keys.pair("//Eve").public_key) + _NO_TYPE
    wrappers = (_BATCH + compact(1), proxy, _AS_DERIVATIVE)
    call = batch_of()
    for level in range(levels - 1):
        call = wrappers[level % len(wrappers)] + call
    return call


def filling_batches(chain, most):
    """The numbers of empty batches in two batches that fill a block to the last transfer."""
    limits = chain.constant("System", "BlockWeights")["per_class"]["normal"]
    base, single, total = (
        int(limits[name]["ref_time"]) for name in ("base_extrinsic", "max_extrinsic", "max_total")
    )
    own, both = _weight_of_batches(chain, 0), _weight_of_batches(chain, SAMPLE)
    each = -(-(both - own) // SAMPLE)
    first = min(most, (single - own) // each)
    # What a block without transactions weighs in this class.
    used = int(chain.storage("System", "BlockWeight")["normal"]["ref_time"])
    rest = total - used - 2 * (base + own) - first * each
    return first, max(1, min(most, rest // each))


def _weight_of_batches(chain, count):
    """The weight of a batch of so many empty batches, in picoseconds."""
    sample = raw.Template(raw.Stamp(chain), batch_of(*[batch_of()] * count))
    info = chain.node.rpc("payment_queryInfo", sample.sign(keys.pair("//Eve"), 0))
    return int(info["weight"]["ref_time"])


def fund(chain, pairs, amount):
    """Give each account an amount of Alice."""
    template = raw.Stamp(chain)
    alice = keys.pair("//Alice")
    nonce = chain.account(keys.ALICE).nonce
    for start in range(0, len(pairs), FUNDED_AT_ONCE):
        gifts = [_gift(chain, pair, amount) for pair in pairs[start : start + FUNDED_AT_ONCE]]
        call = raw.Template(template, batch_of(*gifts))
        chain.node.rpc("author_submitExtrinsic", call.sign(alice, nonce))
        nonce += 1
    chain.wait_nonce(keys.ALICE, nonce, seconds=180.0)
    assert chain.account(pairs[-1].ss58_address).free == amount


def _gift(chain, pair, amount):
    return chain.call("Balances", "transfer_allow_death", dest=pair.ss58_address, value=amount)


class Flood:
    """A running flood. Ends when told to, and then knows what became of it."""

    def __init__(self, chain, plan):
        self._chain = chain
        self._plan = plan
        self._pairs = raw.accounts("flood", plan.accounts)
        self._stopped = multiprocessing.Event()
        self._answers = multiprocessing.Queue()
        self.sent = self.accepted = 0
        self.refusals = {}

    def __enter__(self):
        fund(self._chain, self._pairs, self._plan.funds)
        node = self._chain.node
        place = SimpleNamespace(url=node.url, rpc=node.rpc, name=node.name)
        args = (place, self._plan, self._pairs, self._stopped, self._answers)
        context = multiprocessing.get_context("fork")
        self._process = context.Process(target=_attack, args=args, daemon=True)
        self._process.start()
        return self

    def __exit__(self, *_):
        self._stopped.set()
        try:
            self.sent, self.accepted, self.refusals = self._answers.get(timeout=60.0)
        finally:
            self._process.join(5.0)
            self._process.kill()


def _attack(place, plan, pairs, stopped, answers):
    attacker = Attacker(Chain(place), plan, pairs)
    try:
        while not stopped.is_set():
            attacker.round(stopped)
    finally:
        answers.put((attacker.sent, attacker.accepted, dict(attacker.refusals)))


class Attacker:
    """Keeps the pool stocked with the transactions of a plan."""

    def __init__(self, chain, plan, pairs):
        self.plan, self.pairs = plan, pairs
        self.sent = self.accepted = 0
        self.refusals = Counter()
        self._chain = chain
        self._wire = Wire(chain.node.url)
        stamp = raw.Stamp(chain)
        self._templates = [raw.Template(stamp, call) for call in plan.calls]
        self._length = max(map(len, plan.calls))
        self._keys = [_account_key(chain, pair) for pair in pairs]
        self._due = {}
        self._era, self._pace = None, deque(maxlen=PACE_ROUNDS)
        self._known_nonces, self._nonces_until = [], 0.0

    def round(self, stopped):
        """Send once what the pool should have and does not."""
        wanted = self._wanted()
        if self.plan.period:
            # Eras are short: the next round has another one.
            self._renew_era()
            wanted = wanted[:MORTAL_COUNT]
        room = True
        for chunk in _chunks(wanted, self._length):
            if stopped.is_set() or not room:
                break
            room = self._send(chunk)
        if not wanted or not room:
            stopped.wait(REST_SECONDS)

    def _renew_era(self):
        now = time.monotonic()
        self._pace.append((now, self._chain.head()))
        self._era = raw.mortal(self._chain, self.plan.period)

    def _lifetime(self):
        """Seconds until a transaction that is sent now is sent again."""
        if not self.plan.period:
            return RESEND_SECONDS
        (began, first), (now, last) = self._pace[0], self._pace[-1]
        return self.plan.period * (now - began) / max(1, last - first)

    def _wanted(self):
        now = time.monotonic()
        firsts = list(enumerate(self._nonces()))
        places = ((i, first + ahead) for ahead in range(self.plan.depth) for i, first in firsts)
        return [place for place in places if self._due.get(place, 0) <= now]

    def _nonces(self):
        if time.monotonic() > self._nonces_until:
            self._known_nonces = self._read_nonces()
            self._nonces_until = time.monotonic() + NONCE_SECONDS * len(self._keys)
        return self._known_nonces

    def _read_nonces(self):
        nonces = []
        for start in range(0, len(self._keys), NONCES_AT_ONCE):
            part = self._keys[start : start + NONCES_AT_ONCE]
            changes = self._wire.call("state_queryStorageAt", part)[0]["changes"]
            rows = dict(changes)
            nonces += [_nonce(rows.get(key)) for key in part]
        return nonces

    def _send(self, chunk):
        """Send some, and tell whether the pool has room for more."""
        signed = [self._sign(*place) for place in chunk]
        room = True
        for place, error in zip(chunk, self._wire.submit(signed), strict=True):
            self.sent += 1
            if error is None or error["code"] in (HAS_IT, HAS_ANOTHER):
                self.accepted += error is None
                self._due[place] = time.monotonic() + self._lifetime()
            else:
                self.refusals[f"{error['code']} {error.get('data', error['message'])}"] += 1
                room = room and error["code"] != IS_FULL
        return room

    def _sign(self, account, nonce):
        template = self._templates[account % len(self._templates)]
        return template.sign(self.pairs[account], nonce, 0, self._era)


def _chunks(places, length):
    size = max(1, min(CHUNK_COUNT, CHUNK_BYTES // (2 * length + 300)))
    return [places[start : start + size] for start in range(0, len(places), size)]


def _account_key(chain, pair):
    key = chain.runtime.storage_key("System", "Account", [pair.ss58_address])
    return "0x" + bytes(key).hex()


def _nonce(row):
    return 0 if row is None else int.from_bytes(unhex(row)[:4], "little")
