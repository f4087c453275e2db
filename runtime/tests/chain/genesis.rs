//! State at genesis.

use noesis_runtime::{
	genesis::{get_preset, preset_names, well_known, WELL_KNOWN_AUTHORITIES},
	Balances, Runtime,
};
use pallet_subtensor::Profile;
use serde_json::{json, Value};
use sp_core::{crypto::Ss58Codec, ed25519, sr25519, Pair};
use sp_keyring::Sr25519Keyring;
use sp_runtime::AccountId32;

use crate::block::{chain, check_issuance, free};

const TAO: u64 = noesis_types::RAO_PER_TAO;

#[test]
fn well_known_accounts_are_funded_and_alice_has_the_sudo_key() {
	chain(12_000, Profile::Production).execute_with(|| {
		for name in ["Alice", "Bob", "Charlie"] {
			let key = sr25519::Pair::from_string(&format!("//{name}"), None).unwrap();
			assert_eq!(free(&key.public().into()), 1_000_000 * TAO, "{name}");
		}
		for name in ["Dave", "Eve", "Ferdie", "One", "Two", "Three"] {
			let key = sr25519::Pair::from_string(&format!("//{name}"), None).unwrap();
			assert_eq!(free(&key.public().into()), 2_000 * TAO, "{name}");
		}
		for mirror in [
			"5Fghzk1AJt88PeFEzuRfXzbPchiBbsVGTTXcdx599VdZzkTA",
			"5GeqNhKWj1KG78VHzbmo3ZjZgUTrCuWeamdgiA114XHGdaEr",
		] {
			assert_eq!(free(&AccountId32::from_ss58check(mirror).unwrap()), 2_000 * TAO);
		}
		assert_eq!(Balances::total_issuance().to_u64(), 3_016_000 * TAO);
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), Some(Sr25519Keyring::Alice.to_account_id()));
		check_issuance();
	});
}

/// The well-known names in the order in which a local network adds them.
const NAMES: [&str; 9] =
	["One", "Two", "Three", "Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie"];

/// Asserts that exactly the keys derived from the first `count` names validate in a genesis patch.
fn assert_authorities(spec: &Value, count: usize) {
	let (aura, grandpa): (Vec<_>, Vec<_>) = NAMES[..count]
		.iter()
		.map(|name| {
			let path = format!("//{name}");
			let aura = sr25519::Pair::from_string(&path, None).unwrap().public();
			let grandpa = ed25519::Pair::from_string(&path, None).unwrap().public();
			(json!(aura.to_ss58check()), json!([grandpa.to_ss58check(), 1]))
		})
		.unzip();
	assert_eq!(spec["aura"]["authorities"], Value::from(aura));
	assert_eq!(spec["grandpa"]["authorities"], Value::from(grandpa));
}

#[test]
fn the_first_well_known_names_validate() {
	assert_eq!(usize::from(WELL_KNOWN_AUTHORITIES), NAMES.len());
	for count in 1..=WELL_KNOWN_AUTHORITIES {
		let spec = well_known(count, 12_000, Profile::Production);
		assert_authorities(&spec, count.into());
	}
}

#[test]
fn one_validates_in_development_and_three_in_local() {
	for (preset, count) in [("development", 1), ("local", 3)] {
		let patch = get_preset(&preset.into()).unwrap();
		assert_authorities(&serde_json::from_slice(&patch).unwrap(), count);
	}
}

#[test]
fn there_are_two_presets_and_no_other_gives_anyone_a_balance() {
	let names: Vec<String> = preset_names().iter().map(ToString::to_string).collect();
	assert_eq!(names, ["development", "local"]);
	for name in names {
		assert!(get_preset(&name.as_str().into()).is_some());
	}
	assert_eq!(get_preset(&"finney".into()), None);
	assert!(noesis_runtime::BalancesConfig::default().balances.is_empty());
}
