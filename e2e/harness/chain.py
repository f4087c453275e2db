"""Chain state as a node reports it, decoded with the codec of the official client.

Requests are made one by one over HTTP and always at a named block, so that a test compares numbers
of one state. Only the codec is the client's; the client itself is driven by the tests.
"""

from dataclasses import dataclass
from functools import cached_property

import bittensor_core

from .waiting import until

SS58_PREFIX = 42
METADATA_VERSION = 15
PAGE = 500

#: The start of the entry in a header that names the slot: a pre-runtime digest of Aura.
AURA_DIGEST = "0x06" + b"aura".hex()

#: Seconds until a block of a healthy chain is final.
FINALITY_SECONDS = 30.0

#: Blocks after which every transaction is in one, or has expired.
DRAINING_BLOCKS = 16

#: Seconds until a transaction that nobody can use has left the pool.
EXPIRY_SECONDS = 60.0


def unhex(text):
    """Bytes of a hex string with a 0x in front."""
    return bytes.fromhex(text.removeprefix("0x"))


def compact(value):
    """The SCALE encoding of a length below 2^30."""
    if value < 1 << 6:
        return bytes([value << 2])
    if value < 1 << 14:
        return (value << 2 | 1).to_bytes(2, "little")
    return (value << 2 | 2).to_bytes(4, "little")


def split_compact(data):
    """Split a SCALE length below 2^30 from the bytes after it."""
    size = (1, 2, 4)[data[0] & 3]
    return int.from_bytes(data[:size], "little") >> 2, data[size:]


@dataclass(frozen=True)
class Account:
    """The part of an account that these tests look at, in rao."""

    nonce: int
    free: int
    reserved: int

    @property
    def total(self):
        """Everything the account owns."""
        return self.free + self.reserved


@dataclass(frozen=True)
class Supply:
    """Total TAO by three counts, in rao. They must agree."""

    accounts: int
    balances: int
    subtensor: int

    @property
    def agrees(self):
        """Whether all three say the same."""
        return self.accounts == self.balances == self.subtensor


@dataclass(frozen=True)
class Receipt:
    """Result of one signed transaction in a final block."""

    chain: "Chain"
    block: str
    parent: str
    index: int
    data: bytes
    events: tuple

    @property
    def length(self):
        """The bytes that are paid for."""
        return len(self.data)

    def event(self, pallet, name):
        """The attributes of the only such event."""
        wanted = (pallet, name)
        found = [fields for module, event, fields in self.events if (module, event) == wanted]
        assert len(found) == 1, f"{len(found)} events {pallet}.{name} in {self.names}"
        return found[0]

    @property
    def names(self):
        """The events of the transaction, in order."""
        return [f"{module}.{event}" for module, event, _ in self.events]

    @property
    def fee(self):
        """The fee that the chain reports, in rao."""
        return int(self.event("TransactionPayment", "TransactionFeePaid")["actual_fee"])

    @property
    def weight(self):
        """The weight of call and guards that the chain noted."""
        from . import fees

        info = self.event("System", "ExtrinsicSuccess")["dispatch_info"]
        return int(info["weight"]["ref_time"]) - fees.BASE_EXTRINSIC

    def before(self, address):
        """An account just before the block of the transaction."""
        return self.chain.account(address, self.parent)

    def after(self, address):
        """An account just after the block of the transaction."""
        return self.chain.account(address, self.block)

    def gain(self, address):
        """By how much the free balance of an account grew in the block."""
        return self.after(address).free - self.before(address).free

    def supply_drop(self):
        """By how much both issuance counters and the sum of all accounts fell in the block."""
        before, after = self.chain.supply(self.parent), self.chain.supply(self.block)
        assert before.agrees and after.agrees, (before, after)
        return before.accounts - after.accounts


class Chain:
    """The chain as one node sees it."""

    def __init__(self, node):
        self.node = node

    # Metadata

    @cached_property
    def version(self):
        """The version of the runtime."""
        return self.node.rpc("state_getRuntimeVersion")

    @cached_property
    def runtime(self):
        """The codec of the runtime."""
        return bittensor_core.Runtime(
            self.metadata(METADATA_VERSION),
            self.version["specVersion"],
            self.version["transactionVersion"],
            SS58_PREFIX,
        )

    def metadata(self, version):
        """The metadata in one of its formats, or None if the runtime does not offer it."""
        answer = self.state_call("Metadata_metadata_at_version", version.to_bytes(4, "little"))
        if answer[0] == 0:
            return None
        length, rest = split_compact(answer[1:])
        assert len(rest) == length
        return rest

    def state_call(self, method, argument=b""):
        """The encoded answer of a runtime API."""
        return unhex(self.node.rpc("state_call", method, "0x" + argument.hex()))

    def constant(self, pallet, name):
        """A constant in the metadata."""
        return self.runtime.constant(pallet, name)

    # Blocks

    @cached_property
    def genesis(self):
        """The hash of the first block."""
        return self.hash(0)

    def hash(self, number):
        """The hash of the best block with this number, or None."""
        return self.node.rpc("chain_getBlockHash", number)

    def header(self, block):
        """The header of a block."""
        return self.node.rpc("chain_getHeader", block)

    def number(self, block):
        """The number of a block."""
        return int(self.header(block)["number"], 16)

    def slot(self, block):
        """The slot in which a block was made, from its Aura digest."""
        logs = self.header(block)["digest"]["logs"]
        aura = next(unhex(log) for log in logs if log.startswith(AURA_DIGEST))
        return int.from_bytes(aura[-8:], "little")

    def head(self):
        """The number of the best block."""
        return self.number(None)

    def final_hash(self):
        """The hash of the last final block."""
        return self.node.rpc("chain_getFinalizedHead")

    def final(self):
        """The number of the last final block."""
        return self.number(self.final_hash())

    def wait_head(self, number, seconds=FINALITY_SECONDS):
        """Wait until the best block has at least this number."""
        until(lambda: self.head() >= number, f"block {number} on {self.node.name}", seconds)

    def wait_final(self, number, seconds=FINALITY_SECONDS):
        """Wait until the block with this number is final and return its hash."""
        what = f"block {number} to be final on {self.node.name}"
        until(lambda: self.final() >= number, what, seconds)
        return self.hash(number)

    def wait_nonce(self, address, nonce, seconds=FINALITY_SECONDS):
        """Wait until the best block has this many transactions of an account."""
        what = f"transaction {nonce} of {address}"
        until(lambda: self.account(address).nonce >= nonce, what, seconds)

    # State

    def stored(self, pallet, item, *params, at=None):
        """The encoded bytes of a value that is in the state, or None."""
        key = self.runtime.storage_key(pallet, item, list(params))
        raw = self.node.rpc("state_getStorage", "0x" + bytes(key).hex(), at)
        return None if raw is None else unhex(raw)

    def storage(self, pallet, item, *params, at=None):
        """A value of the state."""
        entry = self.runtime.storage_entry(pallet, item)
        raw = self.stored(pallet, item, *params, at=at)
        if raw is not None:
            return self.runtime.decode(entry.value_type, raw, True)
        if entry.modifier == "Optional":
            return None
        return self.runtime.decode(entry.value_type, bytes(entry.default_bytes), True)

    def account(self, address, at=None):
        """An account; one that does not exist is empty."""
        return self._account(self.storage("System", "Account", address, at=at))

    @staticmethod
    def _account(info):
        data = info["data"]
        return Account(int(info["nonce"]), int(data["free"]), int(data["reserved"]))

    def accounts(self, at):
        """Every account at a block."""
        entry = self.runtime.storage_entry("System", "Account")
        for raw in self._values("System", "Account", at):
            yield self._account(self.runtime.decode(entry.value_type, unhex(raw), True))

    def _values(self, pallet, item, at):
        prefix = "0x" + bytes(self.runtime.storage_key(pallet, item, [])).hex()
        keys = self.node.rpc("state_getKeysPaged", prefix, PAGE, prefix, at)
        while keys:
            for change in self.node.rpc("state_queryStorageAt", keys, at):
                yield from (value for _, value in change["changes"])
            keys = self.node.rpc("state_getKeysPaged", prefix, PAGE, keys[-1], at)

    def supply(self, at):
        """Return the TAO in existence at a block, counted in three ways."""
        return Supply(
            sum(account.total for account in self.accounts(at)),
            int(self.storage("Balances", "TotalIssuance", at=at)),
            int(self.storage("SubtensorModule", "TotalIssuance", at=at)),
        )

    # Transactions

    def call(self, pallet, name, **params):
        """The bytes of a call."""
        return bytes(self.runtime.compose_call(pallet, name, params))

    def sign(self, call, pair, nonce, genesis=None, digest=None, period=None, tip=0):
        """A transaction, signed for this chain or for another `genesis`.

        It is immortal or, with a `period`, valid for so many blocks from the last final one on.
        With a `digest` of the metadata, the signature covers that too, as hardware wallets want.
        The tip is in rao.
        """
        origin = unhex(genesis or self.genesis)
        era, birth = self._era(period) if period else ("00", origin)
        common = {"era": era, "nonce": nonce, "tip": tip, "tip_asset_id": None}
        payload = self.runtime.signature_payload(
            call, **common, genesis_hash=origin, era_block_hash=birth, metadata_hash=digest
        )
        data, _ = self.runtime.encode_signed_extrinsic(
            call,
            **common,
            public_key=bytes(pair.public_key),
            signature=bytes(pair.sign(bytes(payload))),
            signature_version=pair.crypto_type,
            metadata_hash_enabled=digest is not None,
        )
        return bytes(data)

    def _era(self, period):
        """A span of blocks that begins at the last final one, and the hash of its first block."""
        final = self.final()
        birth = bittensor_core.era_birth(period, final)
        return {"period": period, "current": final}, unhex(self.hash(birth))

    def metadata_digest(self):
        """The digest of the metadata that hardware wallets check."""
        return bytes(
            bittensor_core.metadata_digest(
                self.metadata(METADATA_VERSION),
                self.version["specVersion"],
                self.version["specName"],
                base58_prefix=SS58_PREFIX,
                decimals=9,
                token_symbol="TAO",
            )
        )

    def submit(self, transaction):
        """Hand a transaction to the node without waiting for it."""
        return self.node.rpc("author_submitExtrinsic", "0x" + transaction.hex())

    def seal(self):
        """Make a block on demand, make it final and return its hash."""
        return self.node.rpc("engine_createBlock", True, True)["hash"]

    def drain(self, blocks=DRAINING_BLOCKS):
        """Make blocks on demand until no transaction waits."""
        for _ in range(blocks):
            if not self.pending():
                break
            self.seal()
        self.wait_for_empty_pool()

    def wait_for_empty_pool(self, seconds=EXPIRY_SECONDS):
        """Wait until no transaction waits."""
        until(lambda: not self.pending(), f"an empty pool on {self.node.name}", seconds)

    def pending(self):
        """The transactions that wait in the pool of the node."""
        return [unhex(one) for one in self.node.rpc("author_pendingExtrinsics")]

    def extrinsics(self, block):
        """The transactions and inherents of a block."""
        return [unhex(one) for one in self.node.rpc("chain_getBlock", block)["block"]["extrinsics"]]

    def events(self, block):
        """The events of a block: extrinsic index or None, pallet, name, attributes."""
        for record in self.storage("System", "Events", at=block) or []:
            event = record["event"]
            place = record.get("extrinsic_idx")
            yield place, event["module_id"], event["event_id"], event["attributes"]

    def receipt(self, block, index):
        """Wait until a block is final, then return the receipt of one of its extrinsics."""
        header = self.header(block)
        final = self.wait_final(int(header["number"], 16))
        assert final == block, f"block {block} was left behind by {final}"
        events = tuple(rest for place, *rest in self.events(block) if place == index)
        data = self.extrinsics(block)[index]
        return Receipt(self, block, header["parentHash"], index, data, events)
