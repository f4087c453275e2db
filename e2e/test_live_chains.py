"""Chains of one's own: created with keys of one's own, and refused with keys that are public."""

import json
import subprocess

import pytest
from bittensor.sp_core import CRYPTO_ED25519, CRYPTO_SR25519, Keypair
from harness import keys
from harness.chain import Chain
from harness.node import Node, multiaddress, node_key, run

RAO_PER_TAO = 10**9

#: Seconds in which two nodes find each other and finalise.
NETWORK_SECONDS = 60.0

#: Flags of a validator on a network of one machine, whose addresses a live chain ignores otherwise.
FLAGS = ("--validator", "--allow-private-ip")


class Party:
    """The keys of a validator, from a secret that nobody else has."""

    def __init__(self):
        self.secret = Keypair.generate_mnemonic()
        self.aura = Keypair.create_from_uri(self.secret, CRYPTO_SR25519)
        self.grandpa = Keypair.create_from_uri(self.secret, CRYPTO_ED25519)

    @property
    def authority(self):
        """The value of --authority."""
        return f"{self.aura.ss58_address},{self.grandpa.ss58_address}"

    def insert(self, node, spec):
        """Insert the keys into the keystore of a node that does not run."""
        secret = node.directory / "secret"
        secret.write_text(self.secret)
        for key_type, scheme in (("aura", "sr25519"), ("gran", "ed25519")):
            place = ("--chain", spec, "--base-path", node.base_path)
            key = ("--key-type", key_type, "--scheme", scheme, "--suri", secret)
            code, output = run("key", "insert", *place, *key)
            assert code == 0, output


def _create(*args, sudo=None, authorities=(), chain_id="mine"):
    """Run create-chain-spec with sound keys and these further options."""
    sudo = sudo or Party().aura.ss58_address
    authorities = [f"--authority={one}" for one in authorities or [Party().authority]]
    return run("create-chain-spec", "--id", chain_id, "--sudo", sudo, *authorities, *args)


def _created(path, *args, **options):
    """Write a chain spec in storage form and return its path."""
    code, output = _create("--raw", "--output", path, *args, **options)
    assert code == 0, output
    return path


def _local(path, *, raw, **changes):
    """Write the spec of a local chain, with other fields."""
    form = ["--raw"] if raw else []
    code, printed = run("export-chain-spec", "--chain", "local", *form, log=subprocess.DEVNULL)
    assert code == 0
    path.write_text(json.dumps(json.loads(printed) | changes))
    return path


def _refusal(*args):
    """The output of a command, which must end by itself with a failure."""
    code, output = run(*args)
    assert code == 1, output
    return output


def _start(spec, tmp_path, *args):
    """The command line of a node with this chain."""
    return ("--chain", spec, "--base-path", tmp_path / "base", "--rpc-port", 0, "--port", 0, *args)


def validators_with_keys_of_their_own_finalise_a_chain_of_their_own(tmp_path):
    parties = [Party(), Party()]
    rich = Party().aura
    spec = _created(
        tmp_path / "spec.json",
        *("--name", "Mine", "--block-time", "1s", "--profile", "fast"),
        *("--balance", f"{rich.ss58_address}=1000.5"),
        authorities=[one.authority for one in parties],
        sudo=rich.ss58_address,
    )
    nodes = [
        Node(tmp_path, "--chain", spec, *FLAGS, "--node-key", node_key(index), name=f"node-{index}")
        for index in range(2)
    ]
    nodes[1].args += ["--bootnodes", multiaddress(nodes[0], 0)]
    for party, node in zip(parties, nodes):
        party.insert(node, spec)
    try:
        for node in nodes:
            node.launch()
        chains = [Chain(node.wait()) for node in nodes]
        # No block is final without the votes of both.
        assert len({chain.wait_final(4, NETWORK_SECONDS) for chain in chains}) == 1
        chain = chains[0]
        genesis = chain.genesis
        assert chain.node.rpc("system_chain") == "Mine"
        assert chain.node.rpc("system_chainType") == "Live"
        assert chain.account(rich.ss58_address, genesis).free == 1000.5 * RAO_PER_TAO
        assert len(list(chain.accounts(genesis))) == 1
        supply = chain.supply(genesis)
        assert supply.agrees and supply.accounts == 1000.5 * RAO_PER_TAO
        call = chain.call("Balances", "transfer_keep_alive", dest=keys.EVE, value=RAO_PER_TAO)
        chain.submit(chain.sign(call, rich, 0))
        chain.wait_nonce(rich.ss58_address, 1)
    finally:
        for node in nodes:
            node.stop()


def created_spec_is_the_same_in_both_forms(tmp_path):
    options = {"sudo": Party().aura.ss58_address, "authorities": [Party().authority]}
    raw = _created(tmp_path / "raw.json", **options)
    code, output = _create("--output", tmp_path / "plain.json", **options)
    assert code == 0, output
    args = ("export-chain-spec", "--chain", tmp_path / "plain.json", "--raw")
    code, printed = run(*args, log=subprocess.DEVNULL)
    assert code == 0
    assert json.loads(printed) == json.loads(raw.read_text())


@pytest.mark.parametrize("raw", [False, True], ids=["plain", "raw"])
@pytest.mark.parametrize("kind", ["Live", {"Custom": "mine"}], ids=["live", "custom"])
def node_does_not_start_a_live_chain_whose_keys_are_public(kind, raw, tmp_path):
    spec = _local(tmp_path / "spec.json", raw=raw, chainType=kind, id="mine")
    refusal = _refusal(*_start(spec, tmp_path))
    assert "//Alice holds the sudo key" in refusal
    assert "//One makes blocks (Aura)" in refusal and "//One votes (GRANDPA)" in refusal
    assert "//Bob has an account" in refusal and "Baltathar has an account" in refusal


@pytest.mark.parametrize("command", ["export-chain-spec", "build-spec"])
def live_spec_with_public_keys_is_not_written(command, tmp_path):
    spec = _local(tmp_path / "spec.json", raw=False, chainType="Live", id="mine")
    for form in ((), ("--raw",)):
        refusal = _refusal(command, "--chain", spec, *form)
        assert "//Alice holds the sudo key" in refusal
        assert '"genesis"' not in refusal


@pytest.mark.parametrize(
    ("options", "role"),
    [
        ({"sudo": keys.address("//Alice")}, "//Alice holds the sudo key"),
        ({"sudo": keys.address("//Bob//stash")}, "//Bob//stash holds the sudo key"),
        ({"authorities": [f"0x{keys.aura_key('Three')},0x{'02' * 32}"]}, "//Three makes blocks"),
        ({"authorities": [f"0x{'01' * 32},0x{keys.grandpa_key('Two')}"]}, "//Two votes"),
    ],
    ids=["sudo", "stash", "aura", "grandpa"],
)
def chain_is_not_created_with_public_keys(options, role):
    code, output = _create(**options)
    assert code == 1 and role in output, output


def chain_is_not_created_with_money_of_public_keys():
    code, output = _create("--balance", f"{keys.FERDIE}=1")
    assert code == 1 and "//Ferdie has an account" in output, output


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("--balance", "1000"), "not a balance"),
        (("--balance", f"{keys.FERDIE}=much"), "no amount of TAO"),
        (("--authority", keys.FERDIE), "not a validator"),
        (("--authority", f"{keys.FERDIE},nobody"), "no public key"),
        (("--authorities", "3"), "--authority"),
        (("--block-time", "3h"), "not a block time"),
    ],
)
def chain_of_unreadable_parties_is_refused_by_name(args, word):
    code, output = _create(*args)
    assert code != 0 and word in output, output


def chain_of_the_name_of_a_preset_is_refused():
    code, output = _create(chain_id="noesis_local")
    assert code != 0 and "presets" in output, output


def blocks_on_demand_are_refused_on_a_live_chain(tmp_path):
    spec = _created(tmp_path / "spec.json")
    for mode in ("manual", "instant", "500"):
        flags = ("--sealing", mode, "--validator", "--unsafe-force-node-key-generation")
        refusal = _refusal(*_start(spec, tmp_path, *flags))
        assert "--sealing" in refusal and "Live" in refusal
