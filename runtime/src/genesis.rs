//! Genesis presets: what a network starts with.
//!
//! `development` and `local` are for one machine: their keys are known to everybody. Any other
//! network writes its own spec, and no preset gives anyone a balance there.

use crate::{AccountId, BalancesConfig, RuntimeGenesisConfig, SudoConfig, TaoBalance};
use alloc::{vec, vec::Vec};
use frame_support::build_struct_json_patch;
use pallet_subtensor::Profile;
use serde_json::Value;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_genesis_builder::PresetId;
use sp_io::hashing::blake2_256;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// The preset of a local network: Alice, Bob and Charlie validate.
pub const LOCAL_PRESET: &str = "local";

/// Names that well-known validators go by, in the order in which a local network takes them.
pub const WELL_KNOWN_VALIDATORS: [(Sr25519Keyring, Ed25519Keyring); 6] = [
	(Sr25519Keyring::Alice, Ed25519Keyring::Alice),
	(Sr25519Keyring::Bob, Ed25519Keyring::Bob),
	(Sr25519Keyring::Charlie, Ed25519Keyring::Charlie),
	(Sr25519Keyring::Dave, Ed25519Keyring::Dave),
	(Sr25519Keyring::Eve, Ed25519Keyring::Eve),
	(Sr25519Keyring::Ferdie, Ed25519Keyring::Ferdie),
];

/// 1,000,000 TAO, for the accounts that tests spend from.
const RICH: TaoBalance = TaoBalance::new(1_000_000_000_000_000);
/// 2,000 TAO.
const FUNDED: TaoBalance = TaoBalance::new(2_000_000_000_000);

/// Public key of `//Three`, which FRAME's keyring does not know.
const THREE: AccountId = AccountId::new([
	0x90, 0x26, 0x94, 0x1b, 0x7a, 0xa2, 0x32, 0x8a, 0x8c, 0x5e, 0xa4, 0xe2, 0x5b, 0xb7, 0x47, 0xa2,
	0xbf, 0x92, 0xa0, 0x66, 0xfa, 0xe0, 0xcc, 0x37, 0x22, 0xfa, 0xf5, 0x8c, 0xf4, 0x4d, 0x35, 0x02,
]);

/// Two EVM addresses whose keys Ethereum development tools share: Alith and Baltathar.
const EVM_ADDRESSES: [[u8; 20]; 2] = [
	[
		0xf2, 0x4f, 0xf3, 0xa9, 0xcf, 0x04, 0xc7, 0x1d, 0xbc, 0x94, 0xd0, 0xb5, 0x66, 0xf7, 0xa2,
		0x7b, 0x94, 0x56, 0x6c, 0xac,
	],
	[
		0x3c, 0xd0, 0xa7, 0x05, 0xa2, 0xdc, 0x65, 0xe5, 0xb1, 0xe1, 0x20, 0x58, 0x96, 0xba, 0xa2,
		0xbe, 0x8a, 0x07, 0xc6, 0xe0,
	],
];

/// The account that an EVM address spends from: the hash of `evm:` and the address.
fn account_of_evm_address(address: &[u8; 20]) -> AccountId {
	AccountId::new(blake2_256(&[b"evm:".as_slice(), address.as_slice()].concat()))
}

/// Who holds what when a development or local network starts.
fn well_known_balances() -> Vec<(AccountId, TaoBalance)> {
	use Sr25519Keyring::*;
	let rich = [Alice, Bob, Charlie].map(|key| (key.to_account_id(), RICH));
	let funded = [Dave, Eve, Ferdie, One, Two].map(|key| (key.to_account_id(), FUNDED));
	let mirrors = EVM_ADDRESSES.iter().map(|address| (account_of_evm_address(address), FUNDED));
	rich.into_iter().chain(funded).chain([(THREE, FUNDED)]).chain(mirrors).collect()
}

/// The genesis of a network on one machine: the first `validators` well-known names validate,
/// blocks come every `block_time` milliseconds, and Alice has the sudo key.
pub fn well_known(validators: usize, block_time: u64, profile: Profile) -> Value {
	let keys = WELL_KNOWN_VALIDATORS.iter().take(validators);
	let aura: Vec<AuraId> = keys.clone().map(|(key, _)| key.public().into()).collect();
	let grandpa: Vec<(GrandpaId, u64)> = keys.map(|(_, key)| (key.public().into(), 1)).collect();
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig { balances: well_known_balances() },
		aura: pallet_aura::GenesisConfig { authorities: aura },
		grandpa: pallet_grandpa::GenesisConfig { authorities: grandpa },
		sudo: SudoConfig { key: Some(Sr25519Keyring::Alice.to_account_id()) },
		subtensor_module: pallet_subtensor::GenesisConfig { block_time, profile },
	})
}

/// The genesis patch of a preset, as JSON.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_ref() {
		sp_genesis_builder::DEV_RUNTIME_PRESET => well_known(1, 250, Profile::Fast),
		LOCAL_PRESET => well_known(3, 12_000, Profile::Production),
		_ => return None,
	};
	serde_json::to_vec(&patch).ok()
}

/// The names of all presets.
pub fn preset_names() -> Vec<PresetId> {
	vec![PresetId::from(sp_genesis_builder::DEV_RUNTIME_PRESET), PresetId::from(LOCAL_PRESET)]
}
