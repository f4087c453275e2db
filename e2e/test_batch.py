"""Several transactions in one, by the command line of the client."""

import json

from harness import fees, keys
from harness.checks import fee_is


def _transfers(*payments):
    """The children of a batch of transfers, as the client wants to read them."""
    return json.dumps(
        [{"op": "transfer", "dest_ss58": dest, "amount_tao": amount} for dest, amount in payments]
    )


def batch_pays_everyone_and_charges_one_fee(btcli):
    order = _transfers((keys.DAVE, "1"), (keys.EVE, "2.5"))
    receipt = btcli.submit("bob", "batch", "--intents", order)
    fee_is(receipt, fees.batch_all(fees.TRANSFER_KEEP_ALIVE, fees.TRANSFER_KEEP_ALIVE))
    assert receipt.gain(keys.DAVE) == 10**9
    assert receipt.gain(keys.EVE) == 25 * 10**8
    assert receipt.gain(keys.BOB) == -(35 * 10**8) - receipt.fee


def batch_reports_each_item_and_its_end(btcli):
    receipt = btcli.submit("bob", "batch", "--intents", _transfers((keys.DAVE, "1")))
    assert receipt.names.count("Utility.ItemCompleted") == 1
    assert receipt.names.count("Utility.BatchCompleted") == 1


def batch_with_one_failing_item_moves_nothing_but_the_fee(btcli):
    nobody = keys.address("//Nobody")
    order = _transfers((nobody, "1"), (keys.DAVE, "99999999"))
    receipt = btcli.submit_in_vain("bob", "batch", "--intents", order)
    assert receipt.after(nobody).total == 0
    assert receipt.gain(keys.DAVE) == 0
    assert receipt.gain(keys.BOB) == -receipt.fee
