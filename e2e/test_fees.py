"""The fee formula of these tests against the worked numbers of the specification.

Fees are compared to the rao elsewhere. Here the yardstick itself is checked, without a node.
"""

import pytest
from harness import fees


@pytest.mark.parametrize(
    ("length", "rao"), [(1, 0), (3, 1), (100, 50), (145, 72), (147, 73), (150, 75), (151, 75)]
)
def a_byte_costs_half_a_rao_rounded_down_at_the_half(length, rao):
    assert fees.of_length(length) == rao


@pytest.mark.parametrize(
    ("call_weight", "rao"),
    [
        (fees.TRANSFER_KEEP_ALIVE, 83_102),
        (fees.TRANSFER_ALLOW_DEATH, 85_547),
        (fees.TRANSFER_ALL, 85_391),
    ],
)
def a_transfer_of_100_bytes_costs_the_worked_fee(call_weight, rao):
    assert fees.of_call(call_weight, 100) == rao


@pytest.mark.parametrize(("length", "rao"), [(145, 83_124), (146, 83_125), (147, 83_125)])
def the_plain_transfer_of_the_client_costs_the_worked_fee(length, rao):
    assert fees.of_call(fees.TRANSFER_KEEP_ALIVE, length) == rao
