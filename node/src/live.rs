//! Chains whose keys must be secret, and the keys that are not.

use std::{collections::HashMap, iter};

use codec::{Decode, DecodeAll};
use noesis_runtime::genesis;
use sc_chain_spec::{ChainSpec, ChainType};
use sp_core::{
	crypto::{SecretStringError, DEV_PHRASE},
	ecdsa, ed25519, sr25519,
	storage::Storage,
	Pair,
};
use sp_io::hashing::twox_128;
use sp_runtime::{traits::IdentifyAccount, MultiSigner};

/// Whether the keys of a chain must be secret: that of any type but `Development` and `Local`.
pub const fn is_live(chain_type: &ChainType) -> bool {
	!matches!(chain_type, ChainType::Development | ChainType::Local)
}

/// Reason why a chain spec is rejected.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// The genesis of a live chain gives power or money to well-known keys.
	#[error(
		"the secrets of keys in the genesis of the chain {chain} are public: {}. Its type is \
		 {chain_type:?}: give it keys of your own (noesis create-chain-spec), or the type Local if \
		 it stays on one machine",
		roles.join(", ")
	)]
	WellKnownKeys {
		/// Name of the chain.
		chain: String,
		/// Type of the chain.
		chain_type: ChainType,
		/// Well-known keys and their roles, as in "//Alice holds the sudo key".
		roles: Vec<String>,
	},
	/// The genesis state cannot be computed.
	#[error("the genesis of the chain spec cannot be built: {0}")]
	Genesis(String),
	/// An entry of the genesis state cannot be read.
	#[error("the genesis of the chain spec has an unreadable entry: {0}")]
	Unreadable(String),
	/// The well-known keys cannot be derived.
	#[error("the well-known keys cannot be derived: {0:?}")]
	Derivation(SecretStringError),
}

/// Checks that the genesis of a live chain gives no role and no balance to a well-known key.
///
/// # Errors
///
/// If it does, or the genesis cannot be read.
pub fn check(spec: &dyn ChainSpec) -> Result<(), Error> {
	if !is_live(&spec.chain_type()) {
		return Ok(());
	}
	let roles = well_known_roles(&spec.build_storage().map_err(Error::Genesis)?)?;
	if roles.is_empty() {
		return Ok(());
	}
	Err(Error::WellKnownKeys { chain: spec.name().into(), chain_type: spec.chain_type(), roles })
}

/// A public key, or the bytes of an account.
type Key = [u8; 32];

/// Names under which the tools of Substrate derive keys from their development phrase.
const NAMES: [&str; 9] =
	["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "One", "Two", "Three"];

/// The keys whose secrets are public, in all signature schemes, and their names.
fn well_known_keys() -> Result<HashMap<Key, String>, Error> {
	let named = NAMES.iter().flat_map(|name| [format!("//{name}"), format!("//{name}//stash")]);
	let mut keys = HashMap::new();
	for path in iter::once(String::new()).chain(named) {
		let secret = format!("{DEV_PHRASE}{path}");
		let signers: [MultiSigner; 4] = [
			pair::<sr25519::Pair>(&secret)?.public().into(),
			pair::<ed25519::Pair>(&secret)?.public().into(),
			pair::<ecdsa::Pair>(&secret)?.public().into(),
			MultiSigner::Eth(pair::<ecdsa::KeccakPair>(&secret)?.public()),
		];
		let name = if path.is_empty() { "the development phrase".into() } else { path };
		keys.extend(signers.map(|signer| (signer.into_account().into(), name.clone())));
	}
	keys.extend(genesis::evm_mirrors().map(|(name, account)| (account.into(), name.into())));
	Ok(keys)
}

/// Derives a key.
fn pair<P: Pair>(secret: &str) -> Result<P, Error> {
	P::from_string(secret, None).map_err(Error::Derivation)
}

/// The roles of well-known keys in a genesis state, as in "//Alice holds the sudo key".
fn well_known_roles(genesis: &Storage) -> Result<Vec<String>, Error> {
	let names = well_known_keys()?;
	let aura: Vec<Key> = value(genesis, "Aura", "Authorities")?.unwrap_or_default();
	let grandpa: Vec<(Key, u64)> = value(genesis, "Grandpa", "Authorities")?.unwrap_or_default();
	let sudo: Option<Key> = value(genesis, "Sudo", "Key")?;
	let known = |keys: &mut dyn Iterator<Item = Key>, role: &str| -> Vec<String> {
		keys.filter_map(|key| names.get(&key)).map(|name| format!("{name} {role}")).collect()
	};
	Ok([
		known(&mut sudo.into_iter(), "holds the sudo key"),
		known(&mut aura.into_iter(), "makes blocks (Aura)"),
		known(&mut grandpa.into_iter().map(|(key, _)| key), "votes (GRANDPA)"),
		known(&mut accounts(genesis), "has an account"),
	]
	.concat())
}

/// The key of a storage item without parameters.
fn storage_key(pallet: &str, item: &str) -> Vec<u8> {
	[twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat()
}

/// A value of the genesis state.
fn value<T: Decode>(genesis: &Storage, pallet: &str, item: &str) -> Result<Option<T>, Error> {
	let stored = genesis.top.get(&storage_key(pallet, item));
	let unreadable = |_| Error::Unreadable(format!("{pallet}.{item}"));
	stored.map(|bytes| T::decode_all(&mut &bytes[..])).transpose().map_err(unreadable)
}

/// The accounts of the genesis state: each key ends in an account, after its hash.
fn accounts(genesis: &Storage) -> impl Iterator<Item = Key> + '_ {
	let prefix = storage_key("System", "Account");
	let entries = genesis.top.range(prefix.clone()..);
	entries
		.map_while(move |(key, _)| key.strip_prefix(&prefix[..]))
		.filter_map(|suffix| suffix.last_chunk().copied())
}

#[cfg(test)]
mod tests {
	use codec::Encode;
	use noesis_runtime::{
		genesis::{new, well_known, Parties},
		AccountId, RuntimeGenesisConfig, TaoBalance,
	};
	use pallet_subtensor::Profile;
	use serde_json::Value;
	use sp_runtime::BuildStorage;

	use super::*;

	/// Replaces fields of `base` by the fields of `patch` with the same name.
	fn merge(base: &mut Value, patch: Value) {
		match (base, patch) {
			(Value::Object(base), Value::Object(patch)) => {
				for (key, value) in patch {
					merge(base.entry(key).or_insert(Value::Null), value);
				}
			}
			(base, patch) => *base = patch,
		}
	}

	/// The genesis state of a patch.
	fn genesis(patch: Value) -> Storage {
		let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
		merge(&mut config, patch);
		let config: RuntimeGenesisConfig = serde_json::from_value(config).unwrap();
		config.build_storage().unwrap()
	}

	/// Parties with keys that nobody else has.
	fn strangers() -> Parties {
		Parties {
			authorities: vec![(
				sr25519::Pair::from_seed(&[7; 32]).public().into(),
				ed25519::Pair::from_seed(&[7; 32]).public().into(),
			)],
			sudo: sr25519::Pair::from_seed(&[8; 32]).public().into(),
			balances: vec![(AccountId::new([9; 32]), TaoBalance::new(1_000_000))],
		}
	}

	fn roles(parties: Parties) -> Vec<String> {
		let patch = new(parties, 12_000, Profile::Production);
		well_known_roles(&genesis(patch)).unwrap()
	}

	fn account<P: Pair>(secret: &str) -> AccountId
	where
		MultiSigner: From<P::Public>,
	{
		MultiSigner::from(P::from_string(secret, None).unwrap().public()).into_account()
	}

	#[test]
	fn all_roles_of_the_local_chain_are_found() {
		let roles = well_known_roles(&genesis(well_known(3, 12_000, Profile::Production))).unwrap();
		assert_eq!(
			roles[..7],
			[
				"//Alice holds the sudo key",
				"//One makes blocks (Aura)",
				"//Two makes blocks (Aura)",
				"//Three makes blocks (Aura)",
				"//One votes (GRANDPA)",
				"//Two votes (GRANDPA)",
				"//Three votes (GRANDPA)",
			]
		);
		let mut accounts = roles[7..].to_vec();
		accounts.sort();
		let names = [
			"//Alice",
			"//Bob",
			"//Charlie",
			"//Dave",
			"//Eve",
			"//Ferdie",
			"//One",
			"//Three",
			"//Two",
			"Alith",
			"Baltathar",
		];
		assert_eq!(accounts, names.map(|name| format!("{name} has an account")));
	}

	#[test]
	fn keys_that_nobody_else_has_are_accepted() {
		assert_eq!(roles(strangers()), [""; 0]);
	}

	#[test]
	fn one_well_known_key_is_enough_in_any_scheme_and_role() {
		let stash = account::<sr25519::Pair>("//Ferdie//stash");
		let sudo = Parties { sudo: stash, ..strangers() };
		assert_eq!(roles(sudo), ["//Ferdie//stash holds the sudo key"]);
		for (account, name) in [
			(account::<sr25519::Pair>(DEV_PHRASE), "the development phrase"),
			(account::<ed25519::Pair>("//Two"), "//Two"),
			(account::<ecdsa::Pair>("//Bob"), "//Bob"),
		] {
			let balances = vec![(account, TaoBalance::new(1_000_000))];
			let rich = Parties { balances, ..strangers() };
			assert_eq!(roles(rich), [format!("{name} has an account")]);
		}
		let voter = ed25519::Pair::from_string("//Three", None).unwrap().public();
		let mut voters = strangers();
		voters.authorities[0].1 = voter.into();
		assert_eq!(roles(voters), ["//Three votes (GRANDPA)"]);
	}

	#[test]
	fn an_unreadable_entry_is_an_error() {
		let mut genesis = genesis(new(strangers(), 12_000, Profile::Production));
		genesis.top.insert(storage_key("Sudo", "Key"), vec![1, 2, 3].encode());
		let error = well_known_roles(&genesis).unwrap_err().to_string();
		assert!(error.contains("Sudo.Key"), "{error}");
	}

	#[test]
	fn only_chains_of_one_machine_may_have_public_keys() {
		assert!(!is_live(&ChainType::Development) && !is_live(&ChainType::Local));
		assert!(is_live(&ChainType::Live) && is_live(&ChainType::Custom("other".into())));
	}
}
