"""Signed transactions assembled from bytes: one call, signed by many accounts, fast.

The client's codec decodes and encodes the whole call for each signature. Here the call is hashed
and written in hex once; a further signature costs some fifty microseconds, whatever the length.
"""

from hashlib import blake2b

from bittensor.sp_core import CRYPTO_SR25519, Keypair

from . import chain as chains

#: Signed payloads above this length are signed by their hash.
_HASHED_ABOVE = 256

_IMMORTAL = b"\0"
_SIGNED_BY_ID = b"\x84\x00"
_SR25519 = b"\x01"

#: The mode of `CheckMetadataHash` without a digest, and the digest that it adds to the payload.
_NO_DIGEST = b"\0"


def compact(value):
    """The SCALE encoding of any amount."""
    if value < 1 << 30:
        return chains.compact(value)
    data = value.to_bytes((value.bit_length() + 7) // 8, "little")
    return bytes([(len(data) - 4) << 2 | 3]) + data


def accounts(name, count):
    """Keys that belong to nobody else, always the same for a name."""
    seeds = (blake2b(f"{name}/{number}".encode(), digest_size=32) for number in range(count))
    return [Keypair.create_from_seed(seed.digest(), CRYPTO_SR25519) for seed in seeds]


def mortal(chain, period):
    """An era of so many blocks from the last final one on, and the hash of its first block.

    The period is a power of two from 4 to 4096, so its phase needs no rounding.
    """
    birth = chain.final()
    exponent = period.bit_length() - 2
    return (exponent | birth % period << 4).to_bytes(2, "little"), chains.unhex(chain.hash(birth))


class Stamp:
    """The part of a signed payload that is the same for all transactions of a chain."""

    def __init__(self, chain):
        version = chain.version
        numbers = (version["specVersion"], version["transactionVersion"])
        self.genesis = chains.unhex(chain.genesis)
        self._chain = b"".join(number.to_bytes(4, "little") for number in numbers) + self.genesis

    def explicit(self, nonce, tip, era):
        """The data of the extensions that is part of the transaction."""
        return era + compact(nonce) + compact(tip) + _NO_DIGEST

    def implicit(self, birth):
        """The data of the extensions that is signed, but not part of the transaction."""
        return self._chain + birth + _NO_DIGEST


class Template:
    """A call that many accounts sign."""

    def __init__(self, stamp, call):
        self.stamp = stamp
        self.call = call
        self._hex = call.hex()
        self._hash = blake2b(call, digest_size=32)

    def sign(self, pair, nonce, tip=0, era=None):
        """The transaction in hex, immortal or with an era of `mortal`."""
        span, birth = era or (_IMMORTAL, self.stamp.genesis)
        explicit = self.stamp.explicit(nonce, tip, span)
        signature = bytes(pair.sign(self._message(explicit + self.stamp.implicit(birth))))
        head = _SIGNED_BY_ID + bytes(pair.public_key) + _SR25519 + signature + explicit
        length = compact(len(head) + len(self.call))
        return f"0x{(length + head).hex()}{self._hex}"

    def _message(self, extra):
        if len(self.call) + len(extra) <= _HASHED_ABOVE:
            return self.call + extra
        state = self._hash.copy()
        state.update(extra)
        return state.digest()
