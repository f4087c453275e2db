"""Interface that the client needs before its first transaction."""

import bittensor
import pytest
from harness import keys
from harness.node import RpcError

#: The extensions of a transaction, in the order in which their bytes follow each other.
EXTENSIONS = [
    "CheckNonZeroSender",
    "CheckSpecVersion",
    "CheckTxVersion",
    "CheckGenesis",
    "CheckMortality",
    "CheckNonce",
    "CheckWeight",
    "ChargeTransactionPayment",
    "SudoTransactionExtension",
    "CheckShieldedTxValidity",
    "SubtensorTransactionExtension",
    "DrandPriority",
    "CheckMetadataHash",
]

#: Every request of the client, by the name it uses.
METHODS = {
    "account_nextIndex",
    "author_submitAndWatchExtrinsic",
    "author_submitExtrinsic",
    "author_unwatchExtrinsic",
    "chain_getBlock",
    "chain_getBlockHash",
    "chain_getFinalizedHead",
    "chain_getHead",
    "chain_getHeader",
    "chain_subscribeFinalizedHeads",
    "chain_subscribeNewHeads",
    "chain_unsubscribeFinalizedHeads",
    "chain_unsubscribeNewHeads",
    "state_call",
    "state_getKeysPaged",
    "state_getMetadata",
    "state_getRuntimeVersion",
    "state_getStorageAt",
    "state_queryStorageAt",
}


def client_connects_and_sees_the_chain_grow(sdk):
    assert sdk.block > 0
    assert sdk.finalized_block > 0
    assert sdk.spec_version >= 1


def client_reads_the_token_symbols_when_it_connects(sdk):
    assert isinstance(sdk.token_symbols, dict)
    symbols = sdk.query_map(bittensor.storage.SubtensorModule.TokenSymbol)
    assert {int(netuid) for netuid, _ in symbols} == set(sdk.token_symbols)


def client_finds_every_request_it_makes(dev):
    assert set(dev.rpc("rpc_methods")["methods"]) >= METHODS


def metadata_is_offered_in_three_formats(chain):
    offered = chain.state_call("Metadata_metadata_versions")
    assert chain.runtime.decode("Vec<u32>", offered) == [14, 15, 16]


@pytest.mark.parametrize("version", [14, 15, 16])
def metadata_of_each_format_is_what_it_says(chain, version):
    assert chain.metadata(version)[:5] == b"meta" + bytes([version])


def metadata_of_an_unknown_format_is_none(chain):
    assert chain.metadata(13) is None


def transactions_have_the_thirteen_extensions_in_order(chain):
    assert list(chain.runtime.signed_extension_identifiers()) == EXTENSIONS


def transactions_are_of_format_four(chain, btcli):
    assert chain.runtime.extrinsic_version == 4
    receipt = btcli.submit("alice", "transfer", "--dest", keys.EVE, "--amount", "1")
    assert receipt.data[2] == 0x84


def nonce_counts_what_is_pending(sdk, dev, chain):
    pair = keys.pair("//Three")
    nonce = chain.account(pair.ss58_address).nonce
    chain.submit(chain.sign(chain.call("System", "remark", remark="0x00"), pair, nonce))
    assert dev.rpc("account_nextIndex", pair.ss58_address) == nonce + 1


def absent_storage_of_the_client_is_what_its_modifier_says(chain):
    assert chain.account(keys.address("//Nobody else")).total == 0
    assert chain.storage("Multisig", "Multisigs", keys.ALICE, "0x" + "00" * 32) is None


def transaction_with_the_digest_of_the_metadata_is_accepted(chain):
    assert chain.submit(_digest_signed(chain, chain.metadata_digest()))


def transaction_with_another_digest_has_a_bad_signature(chain):
    with pytest.raises(RpcError) as refused:
        chain.submit(_digest_signed(chain, b"\x11" * 32))
    assert "bad signature" in refused.value.text


def _digest_signed(chain, digest):
    """A remark whose signature covers a digest of the metadata."""
    pair = keys.pair("//Two")
    nonce = chain.node.rpc("account_nextIndex", pair.ss58_address)
    return chain.sign(chain.call("System", "remark", remark="0x00"), pair, nonce, digest=digest)
