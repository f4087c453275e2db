"""Wallets made with the command line of the client."""

from harness import btcli as cli
from harness import keys


def wallet_create_makes_a_coldkey_that_signs(btcli):
    made = btcli.create_wallet("fresh")
    signed = btcli.run("wallet", "sign", "--wallet", "fresh", "--message", "it is me")
    assert signed["signer_address"] == made["coldkey_ss58"]


def wallet_restored_from_a_development_seed_has_the_known_address(btcli):
    listed = {row["coldkey"]: row["ss58"] for row in btcli.run("wallet", "list")["coldkeys"]}
    assert listed["alice"] == keys.ALICE
    assert listed["ferdie"] == keys.FERDIE


# Mirror of a well-known EVM key: no test signs with it, so it keeps what genesis gave.
EVM_MIRROR = "5Fghzk1AJt88PeFEzuRfXzbPchiBbsVGTTXcdx599VdZzkTA"


def query_balance_shows_what_genesis_gave(btcli, chain):
    shown = cli.rao(btcli.query("balance", "--coldkey", EVM_MIRROR))
    assert shown == chain.account(EVM_MIRROR).free == 2 * 10**12


def wallet_balance_shows_free_tao_and_no_stake(btcli, chain):
    shown = btcli.run("wallet", "balance", keys.address("//Two"))
    assert cli.rao(shown["free"]) == chain.account(keys.address("//Two")).free
    assert shown["stake_positions"] == 0
    assert cli.rao(shown["total_value"]) == cli.rao(shown["free"])


def wallet_balance_of_all_wallets_lists_each_once(btcli):
    shown = {row["wallet"]: row for row in btcli.run("wallet", "balance", "--all")}
    assert set(keys.SEEDS) <= set(shown)
    assert shown["bob"]["coldkey"] == keys.BOB
