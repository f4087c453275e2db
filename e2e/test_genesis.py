"""Genesis, and one binary for a slow network and a fast test chain."""

import json

import pytest
from harness import keys
from harness.chain import Chain, compact, unhex
from harness.node import Node, export_spec, run

RICH = 10**15
MODEST = 2 * 10**12
ISSUANCE = 3_016_000_000_000_000

#: Balances at genesis: six senders, three validators, two keys of EVM wallets.
BALANCES = {
    keys.ALICE: RICH,
    keys.BOB: RICH,
    keys.CHARLIE: RICH,
    keys.DAVE: MODEST,
    keys.EVE: MODEST,
    keys.FERDIE: MODEST,
    keys.address("//One"): MODEST,
    keys.address("//Two"): MODEST,
    keys.address("//Three"): MODEST,
    "5Fghzk1AJt88PeFEzuRfXzbPchiBbsVGTTXcdx599VdZzkTA": MODEST,
    "5GeqNhKWj1KG78VHzbmo3ZjZgUTrCuWeamdgiA114XHGdaEr": MODEST,
}

#: Constants that the profile chooses: production, fast.
BY_PROFILE = {
    "InitialTempo": (360, 10),
    "InitialTxChildKeyTakeRateLimit": (216_000, 5),
    "HotkeySwapOnSubnetInterval": (7_200, 1),
    "InitialColdkeySwapAnnouncementDelay": (36_000, 50),
    "InitialColdkeySwapReannouncementDelay": (7_200, 10),
    "InitialMaxEpochsPerBlock": (2, 32),
}

#: Constants that are the same on every chain.
FIXED = {
    ("Balances", "ExistentialDeposit"): 500,
    ("Multisig", "DepositBase"): 132_000_000,
    ("Multisig", "DepositFactor"): 32_000_000,
    ("Proxy", "ProxyDepositBase"): 60_000_000,
    ("Proxy", "ProxyDepositFactor"): 33_000_000,
    ("Proxy", "MaxProxies"): 20,
    ("System", "BlockHashCount"): 2_400,
    ("System", "SS58Prefix"): 42,
    ("SubtensorModule", "InitialStartCallDelay"): 0,
    ("TransactionPayment", "OperationalFeeMultiplier"): 5,
}

#: Block time option, its milliseconds, profile, index of the profile's value.
CHAINS = [
    ("12s", 12_000, "production", 0),
    ("1s", 1_000, "fast", 1),
    ("250ms", 250, "production", 0),
]


def genesis_gives_every_development_account_its_balance(chain):
    for address, balance in BALANCES.items():
        assert chain.account(address, chain.genesis).free == balance, address


def genesis_issuance_is_the_sum_of_all_balances_in_both_counters(chain):
    supply = chain.supply(chain.genesis)
    assert supply.agrees
    assert supply.accounts == sum(BALANCES.values()) == ISSUANCE


def sudo_is_alice(chain):
    assert chain.storage("Sudo", "Key") == keys.ALICE


def properties_name_the_token_as_wallets_expect(dev):
    properties = dev.rpc("system_properties")
    assert properties["ss58Format"] == 42
    assert properties["tokenSymbol"] == "TAO"
    assert properties["tokenDecimals"] == 9


def runtime_has_a_name_of_its_own(chain):
    assert chain.version["specName"] == chain.version["implName"] == "noesis"
    assert chain.version["transactionVersion"] == 1


@pytest.mark.parametrize(("pallet", "name"), FIXED)
def constant_is_as_specified(chain, pallet, name):
    assert chain.constant(pallet, name) == FIXED[pallet, name]


def development_chain_has_a_quarter_of_a_second_and_the_fast_profile(chain):
    _expect_pace(chain, 250, 1)


@pytest.mark.parametrize(("option", "milliseconds", "profile", "column"), CHAINS)
def block_time_and_profile_are_chosen_at_genesis(option, milliseconds, profile, column):
    with Node.dev("--block-time", option, "--profile", profile, name=f"dev-{option}") as node:
        _expect_pace(Chain(node), milliseconds, column)


def _expect_pace(chain, milliseconds, column):
    """Assert the constants of a block time and of a column of the profile table."""
    assert chain.constant("Aura", "SlotDuration") == milliseconds
    assert chain.constant("Timestamp", "MinimumPeriod") == milliseconds // 2
    for name, values in BY_PROFILE.items():
        assert chain.constant("SubtensorModule", name) == values[column], name


@pytest.mark.parametrize("count", [1, 3, 4, 9])
def local_network_of_a_given_size_has_exactly_the_first_validators(count, chain, tmp_path):
    _expect_validators(chain, _genesis(export_spec(tmp_path / "spec.json", count)), count)


@pytest.mark.parametrize(("name", "count"), [("dev", 1), ("local", 3)])
def one_validates_in_dev_and_three_in_local(name, count, chain, tmp_path):
    top = _specification(name, tmp_path)["genesis"]["raw"]["top"]
    _expect_validators(chain, top, count)


def _expect_validators(chain, top, count):
    """Assert that exactly the first validators have the keys of a genesis."""
    names = keys.VALIDATORS[:count]
    aura = compact(count).hex() + "".join(keys.aura_key(name) for name in names)
    weight = (1).to_bytes(8, "little").hex()
    grandpa = compact(count).hex() + "".join(keys.grandpa_key(name) + weight for name in names)
    assert top[_storage_key(chain, "Aura", "Authorities")] == "0x" + aura
    assert top[_storage_key(chain, "Grandpa", "Authorities")] == "0x" + grandpa


def raw_specification_records_the_same_issuance(chain, tmp_path):
    top = _genesis(export_spec(tmp_path / "spec.json", 3))
    for pallet in ("Balances", "SubtensorModule"):
        stored = unhex(top[_storage_key(chain, pallet, "TotalIssuance")])
        assert int.from_bytes(stored, "little") == ISSUANCE


def presets_do_not_share_an_identity(tmp_path):
    dev, local = (_specification(name, tmp_path) for name in ("dev", "local"))
    assert dev["id"] != local["id"]
    assert dev["protocolId"] != local["protocolId"]
    assert dev["properties"] == local["properties"]


def _genesis(path):
    """The raw storage of a specification."""
    return json.loads(path.read_text())["genesis"]["raw"]["top"]


def _specification(name, directory):
    """A built-in specification."""
    path = directory / f"{name}.json"
    code, output = run("export-chain-spec", "--chain", name, "--raw", "--output", path)
    assert code == 0, output
    return json.loads(path.read_text())


def _storage_key(chain, pallet, item):
    """The key of a plain storage value, in hex."""
    return "0x" + bytes(chain.runtime.storage_key(pallet, item, [])).hex()
