"""Assertions that several tests share."""

from . import fees


def fee_is(receipt, call_weight):
    """Assert that a transaction with this call weight cost the fee of the specification.

    The weight is the one the chain noted, the fee is the formula's for the bytes in the block, and
    nobody received it: the sum of all accounts and both issuance counters fell by just as much.
    """
    assert receipt.weight == call_weight + fees.GUARD
    assert receipt.fee == fees.of_call(call_weight, receipt.length)
    assert receipt.supply_drop() == receipt.fee
