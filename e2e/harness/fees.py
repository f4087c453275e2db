"""Transaction fees, computed from the specification.

A fee is the sum of three terms, each converted to rao on its own and rounded to the nearest, ties
down: the base weight of an extrinsic, its length at half a rao per byte, and the weight of its call
with that of the dispatch guards. Weight costs one rao per 4,000 picoseconds. The fee multiplier is
always one, and the weights of transaction extensions are not charged.
"""

from . import weights
from .weights import READ, WRITE

#: Picoseconds of weight that cost one rao.
WEIGHT_PER_RAO = 4_000

#: Picoseconds that every extrinsic weighs before its call: 27,039 rao.
BASE_EXTRINSIC = 108_157_000

#: Picoseconds of the guards that run before a dispatch: one step and two reads.
GUARD = 60_000_000


TRANSFER_KEEP_ALIVE = 39_051_000 + READ + WRITE
TRANSFER_ALLOW_DEATH = 48_834_000 + READ + WRITE
TRANSFER_ALL = 48_209_000 + READ + WRITE

#: The list of proxies is weighed as if it were full.
_MAX_PROXIES = 20
ADD_PROXY = weights.of("proxy", "add_proxy", p=_MAX_PROXIES)
REMOVE_PROXY = weights.of("proxy", "remove_proxy", p=_MAX_PROXIES)


def proxy(inner):
    """`Proxy.proxy`: its own weight, the real account and the guards of the inner dispatch."""
    return weights.of("proxy", "proxy", p=_MAX_PROXIES) + READ + WRITE + GUARD + inner


def batch_all(*inner):
    """`Utility.batch_all` of calls with these weights, each with its guards."""
    return weights.of("utility", "batch_all", c=len(inner)) + sum(inner) + GUARD * len(inner)


def multisig_create(others, call_length):
    """`Multisig.as_multi` that opens an operation."""
    return 29_976_762 + 144_320 * others + 1_819 * call_length + READ + WRITE


def multisig_approve(others):
    """`Multisig.approve_as_multi` on an open operation."""
    return 14_074_258 + 126_544 * others + READ + WRITE


def multisig_complete(others, call_length, max_weight):
    """`Multisig.as_multi` that executes a call which reports no weight of its own.

    The declared weight stands then: the dearest of the three outcomes, plus the weight that the
    signer allowed for the call.
    """
    own = 34_745_418 + 193_313 * others + 2_057 * call_length + 4 * READ + 2 * WRITE
    return own + max_weight


def round_half_down(numerator, denominator):
    """The nearest integer, the lower one of two equally near."""
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest > denominator)


def of_weight(weight):
    """Return the fee for a weight, in rao."""
    return round_half_down(weight, WEIGHT_PER_RAO)


def of_length(length):
    """Return the fee for a number of bytes, in rao."""
    return round_half_down(length, 2)


def of_call(call_weight, length):
    """Return the fee of a transaction of this call weight and length, in rao."""
    return of_weight(BASE_EXTRINSIC) + of_length(length) + of_weight(call_weight + GUARD)
