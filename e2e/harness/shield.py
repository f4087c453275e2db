"""Shielded transactions: those of the official client, decoded, and malformed ones.

A carrier is a signed `MevShield.submit_encrypted`. It holds the bytes of another signed
transaction, encrypted to the key of a block author, who includes those bytes directly after it.
"""

import asyncio
import secrets
from dataclasses import dataclass
from hashlib import blake2b

import bittensor
import bittensor_core

from . import fees, weights
from .chain import Receipt, compact, split_compact
from .waiting import until

#: Bytes of an ML-KEM-768 encapsulation key.
KEY_LENGTH = 1184

#: Bytes of the fields in front of the encrypted text: key hash, length, ML-KEM ciphertext, nonce.
KEY_HASH_LENGTH = 16
KEM_START = KEY_HASH_LENGTH + 2
KEM_LENGTH = 1088
NONCE_LENGTH = 24
NONCE_START = KEM_START + KEM_LENGTH
TEXT_START = NONCE_START + NONCE_LENGTH

#: By how many bytes a ciphertext is longer than what it hides: the fields and a tag.
OVERHEAD = TEXT_START + 16

#: Bytes that a carrier may bring.
LIMIT = 8192

#: Blocks for which a carrier and what it brings are valid.
PERIOD = 8

#: Seconds in which the SDK must say what became of a transaction, on a chain of fast blocks.
ANSWER_SECONDS = 60.0

#: Coefficients of an ML-KEM-768 encapsulation key, and the prime that they are below.
_COEFFICIENTS, _PRIME = 768, 3329

#: The first byte of a transaction after its length, by its kind.
_SIGNED, _GENERAL = 0x84, 0x45

#: Bytes of the first byte and of who signed, and of the signature behind them.
_SIGNER_LENGTH, _SIGNATURE_LENGTH = 1 + 33, 65


def weight(length):
    """The weight of the call that brings a ciphertext of this length."""
    return weights.of("shield", "submit_encrypted", l=length)


def digest(transaction):
    """The hash by which clients know a transaction."""
    return "0x" + blake2b(transaction, digest_size=32).hexdigest()


def key(chain, item, *params, at=None):
    """One of the announced keys, or None."""
    raw = chain.stored("MevShield", item, *params, at=at)
    return None if raw is None else split_compact(raw)[1]


def authors(chain, at):
    """The block-making keys, in the order of their turns."""
    return chain.storage("Aura", "Authorities", at=at)


def wait_for_keys(chain, seconds=30.0):
    """Wait for a final block at which each author has a key and clients are given one.

    Returns its hash. The key of an author that misses its turn is forgotten until the next one.
    """

    def announced():
        at = chain.final_hash()
        keys = [key(chain, "AuthorKeys", one, at=at) for one in authors(chain, at)]
        return all((*keys, key(chain, "NextKey", at=at))) and at

    return until(announced, "a key of each author", seconds)


def foreign_key():
    """A well-formed key that no author has announced."""
    numbers = [secrets.randbelow(_PRIME) for _ in range(_COEFFICIENTS)]
    pairs = zip(numbers[::2], numbers[1::2])
    vector = b"".join((low | high << 12).to_bytes(3, "little") for low, high in pairs)
    return vector + secrets.token_bytes(KEY_LENGTH - len(vector))


def encrypt(to, plaintext):
    """The ciphertext that a carrier brings."""
    return bytes(bittensor_core.encrypt_mlkem768(to, plaintext, include_key_hash=True))


def carrier(chain, pair, nonce, ciphertext, period=PERIOD):
    """A transaction that brings a ciphertext."""
    call = chain.call("MevShield", "submit_encrypted", ciphertext=ciphertext)
    return chain.sign(call, pair, nonce, period=period)


def bare(call, version=4):
    """Return an unsigned transaction, in one of the versions of the format."""
    return _prefixed(bytes([version]) + call)


def general(transaction):
    """Return a signed transaction without signer and signature, in the general format."""
    rest = split_compact(transaction)[1][_SIGNER_LENGTH + _SIGNATURE_LENGTH :]
    return _prefixed(bytes([_GENERAL, 0]) + rest)


def _prefixed(data):
    return compact(len(data)) + data


def is_signed(transaction):
    """Whether a transaction is one that somebody signed."""
    return split_compact(transaction)[1][0] == _SIGNED


def signed(chain, block):
    """The transactions of a block that somebody signed, by their place in it."""
    return {i: data for i, data in enumerate(chain.extrinsics(block)) if is_signed(data)}


def period(chain, transaction):
    """For how many blocks a transaction is valid."""
    return chain.runtime.decode_extrinsic(transaction)["era"][0]


def age(chain, transaction, number):
    """The blocks since the one in which the validity of a transaction began."""
    blocks, phase = chain.runtime.decode_extrinsic(transaction)["era"]
    return (number - phase) % blocks


class NotSentError(AssertionError):
    """The SDK did not bring a transaction into a block."""


def transfer(node, pair, recipient, seconds=ANSWER_SECONDS):
    """Have the SDK send one TAO shielded, and return the result that it reports.

    Each time over a connection of its own, as `btcli` does: one that is kept counts a nonce too few
    after a shielded transaction.
    """

    async def sent():
        async with bittensor.Client(node.url) as client:
            order = bittensor.intents.Transfer(dest_ss58=recipient, amount_tao=1)
            return await client.submit_shielded(order, pair)

    try:
        result = asyncio.run(asyncio.wait_for(sent(), seconds))
    except (bittensor.ChainError, ConnectionError) as error:
        raise NotSentError(f"{type(error).__name__}: {error}") from error
    except asyncio.TimeoutError as error:
        raise NotSentError(f"no answer within {seconds:.0f} s") from error
    if not result.success:
        raise NotSentError(result.message)
    return result


def place(result):
    """The number of the block of a result of the SDK, and the place in it."""
    block, index = result.extrinsic_id.split("-")
    return int(block), int(index)


@dataclass(frozen=True)
class Pair:
    """A carrier in a final block, and the transaction right behind it."""

    carrier: Receipt
    inner: Receipt

    @classmethod
    def around(cls, chain, block, inner):
        """The pair whose second half has this place in a block."""
        return cls(chain.receipt(block, inner - 1), chain.receipt(block, inner))

    @classmethod
    def of(cls, chain, result):
        """The pair of a result of the SDK."""
        return cls.around(chain, result.block_hash, place(result)[1])

    @property
    def ciphertext_length(self):
        """Bytes that the carrier must have brought."""
        return OVERHEAD + self.inner.length

    @property
    def fee(self):
        """Fee of both halves together, in rao."""
        return self.carrier.fee + self.inner.fee

    def is_of(self, address):
        """Assert that the first half is a carrier of this account with the events of one."""
        assert self.carrier.event("MevShield", "EncryptedSubmitted")["who"] == address
        assert "System.ExtrinsicSuccess" in self.carrier.names

    def pays(self, inner_weight):
        """Assert that each half cost the fee of the specification."""
        outer = fees.of_call(weight(self.ciphertext_length), self.carrier.length)
        assert self.carrier.fee == outer
        assert self.inner.fee == fees.of_call(inner_weight, self.inner.length)
