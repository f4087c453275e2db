//! Genesis presets.
//!
//! `development` and `local` are for networks on one machine: their keys are public. Any other
//! network names its own keys and every balance.

use alloc::{vec, vec::Vec};

use frame_support::build_struct_json_patch;
use pallet_subtensor::Profile;
use serde_json::Value;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_core::{ed25519, sr25519};
use sp_genesis_builder::PresetId;
use sp_io::hashing::blake2_256;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

use crate::{AccountId, BalancesConfig, RuntimeGenesisConfig, SudoConfig, TaoBalance};

/// Preset of a local network: One, Two and Three validate.
pub const LOCAL_PRESET: &str = "local";

/// sr25519 public key of `//Three`, which FRAME's keyring lacks.
const THREE_SR25519: [u8; 32] = [
	0x90, 0x26, 0x94, 0x1b, 0x7a, 0xa2, 0x32, 0x8a, 0x8c, 0x5e, 0xa4, 0xe2, 0x5b, 0xb7, 0x47, 0xa2,
	0xbf, 0x92, 0xa0, 0x66, 0xfa, 0xe0, 0xcc, 0x37, 0x22, 0xfa, 0xf5, 0x8c, 0xf4, 0x4d, 0x35, 0x02,
];

/// ed25519 public key of `//Three`, which FRAME's keyring lacks.
const THREE_ED25519: [u8; 32] = [
	0xec, 0xcc, 0xf9, 0xcd, 0xdf, 0x1b, 0x32, 0x9b, 0x7c, 0x65, 0x54, 0xe7, 0x8b, 0x0a, 0x34, 0xba,
	0x76, 0x0d, 0xe3, 0x90, 0xe3, 0x51, 0xb0, 0xee, 0x45, 0x0a, 0x42, 0x95, 0x5f, 0xb1, 0x84, 0x70,
];

/// Number of names that [`well_known_authorities`] returns.
pub const WELL_KNOWN_AUTHORITIES: u8 = 9;

/// Aura and GRANDPA keys of the well-known names, in the order in which a local network adds them:
/// One, Two, Three, Alice, Bob, Charlie, Dave, Eve, Ferdie.
fn well_known_authorities() -> [(AuraId, GrandpaId); WELL_KNOWN_AUTHORITIES as usize] {
	use {Ed25519Keyring as Grandpa, Sr25519Keyring as Aura};
	let three = (
		sr25519::Public::from_raw(THREE_SR25519).into(),
		ed25519::Public::from_raw(THREE_ED25519).into(),
	);
	let keys = |aura: Aura, grandpa: Grandpa| (aura.public().into(), grandpa.public().into());
	[
		keys(Aura::One, Grandpa::One),
		keys(Aura::Two, Grandpa::Two),
		three,
		keys(Aura::Alice, Grandpa::Alice),
		keys(Aura::Bob, Grandpa::Bob),
		keys(Aura::Charlie, Grandpa::Charlie),
		keys(Aura::Dave, Grandpa::Dave),
		keys(Aura::Eve, Grandpa::Eve),
		keys(Aura::Ferdie, Grandpa::Ferdie),
	]
}

/// 1,000,000 TAO, in rao: balance of the accounts that tests spend from.
const RICH: TaoBalance = TaoBalance::new(1_000_000_000_000_000);
/// 2,000 TAO, in rao.
const FUNDED: TaoBalance = TaoBalance::new(2_000_000_000_000);

/// EVM addresses of Alith and Baltathar, whose keys Ethereum development tools share.
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

/// The account that an EVM address spends from: the blake2-256 hash of `evm:` and the address.
fn account_of_evm_address(address: &[u8; 20]) -> AccountId {
	AccountId::new(blake2_256(&[b"evm:".as_slice(), address.as_slice()].concat()))
}

/// The accounts that Alith and Baltathar spend from, with their names.
pub fn evm_mirrors() -> [(&'static str, AccountId); 2] {
	let [alith, baltathar] = EVM_ADDRESSES.map(|address| account_of_evm_address(&address));
	[("Alith", alith), ("Baltathar", baltathar)]
}

/// The balances of a development or local network at genesis, in rao.
fn well_known_balances() -> Vec<(AccountId, TaoBalance)> {
	use Sr25519Keyring::*;
	let rich = [Alice, Bob, Charlie].map(|key| (key.to_account_id(), RICH));
	let funded = [Dave, Eve, Ferdie, One, Two].map(|key| (key.to_account_id(), FUNDED));
	let mirrors = evm_mirrors().map(|(_, account)| (account, FUNDED));
	rich.into_iter().chain(funded).chain([(THREE_SR25519.into(), FUNDED)]).chain(mirrors).collect()
}

/// Owners of a chain at its genesis.
pub struct Parties {
	/// Aura and GRANDPA keys of the validators, at most
	/// [`MAX_AUTHORITIES`](crate::configs::MAX_AUTHORITIES).
	pub authorities: Vec<(AuraId, GrandpaId)>,
	/// Holder of the sudo key.
	pub sudo: AccountId,
	/// Balances in rao, at least [`EXISTENTIAL_DEPOSIT`](crate::configs::EXISTENTIAL_DEPOSIT) each.
	/// Their sum is the issuance.
	pub balances: Vec<(AccountId, TaoBalance)>,
}

/// The genesis patch of a chain of `parties`. `block_time` is in milliseconds.
pub fn new(parties: Parties, block_time: u64, profile: Profile) -> Value {
	let Parties { authorities, sudo, balances } = parties;
	let (aura, grandpa): (Vec<_>, Vec<_>) =
		authorities.into_iter().map(|(aura, grandpa)| (aura, (grandpa, 1))).unzip();
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig { balances },
		aura: pallet_aura::GenesisConfig { authorities: aura },
		grandpa: pallet_grandpa::GenesisConfig { authorities: grandpa },
		sudo: SudoConfig { key: Some(sudo) },
		subtensor_module: pallet_subtensor::GenesisConfig { block_time, profile },
	})
}

/// The genesis patch of a network on one machine: the first `authorities` well-known names
/// validate, and Alice holds the sudo key. `block_time` is in milliseconds.
pub fn well_known(authorities: u8, block_time: u64, profile: Profile) -> Value {
	let authorities = well_known_authorities().into_iter().take(authorities.into()).collect();
	let parties = Parties {
		authorities,
		sudo: Sr25519Keyring::Alice.to_account_id(),
		balances: well_known_balances(),
	};
	new(parties, block_time, profile)
}

/// The genesis patch of a preset as JSON, or `None` for an unknown name.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_ref() {
		sp_genesis_builder::DEV_RUNTIME_PRESET => well_known(1, 250, Profile::Fast),
		LOCAL_PRESET => well_known(3, 12_000, Profile::Production),
		_ => return None,
	};
	serde_json::to_vec(&patch).ok()
}

/// Lists the names of all presets.
pub fn preset_names() -> Vec<PresetId> {
	vec![PresetId::from(sp_genesis_builder::DEV_RUNTIME_PRESET), PresetId::from(LOCAL_PRESET)]
}
