"""Reads of the client about the chain."""

from harness import btcli as cli


def block_time_is_a_quarter_of_a_second(btcli):
    assert btcli.query("block-time") == 0.25


def is_fast_blocks_says_so(btcli):
    assert btcli.query("is-fast-blocks") is True


def existential_deposit_is_500_rao(btcli):
    assert cli.rao(btcli.query("existential-deposit")) == 500


def block_info_shows_hash_time_and_calls_of_a_block(btcli, chain):
    block = chain.wait_final(3)
    shown = btcli.query("block-info", "--block", 3)
    assert shown["number"] == 3
    assert shown["hash"] == block
    assert shown["extrinsics"] == ["Timestamp.set", "MevShield.announce_next_key"]


def timestamp_is_that_of_a_recent_block(btcli, chain):
    before = chain.head()
    assert btcli.query("timestamp")["block"] >= before
