//! What a chain starts with.

use crate::block::{chain, check_issuance, free};
use noesis_runtime::{
	genesis::{get_preset, preset_names, well_known},
	Balances, Runtime,
};
use pallet_subtensor::Profile;
use sp_core::{crypto::Ss58Codec, sr25519, Pair};
use sp_keyring::Sr25519Keyring;
use sp_runtime::AccountId32;

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

#[test]
fn the_first_so_many_well_known_names_validate() {
	let names = |validators| {
		let spec = well_known(validators, 12_000, Profile::Production);
		let aura = spec["aura"]["authorities"].as_array().unwrap().clone();
		assert_eq!(aura.len(), spec["grandpa"]["authorities"].as_array().unwrap().len());
		aura
	};
	let first = |count| -> Vec<_> {
		["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie"][..count]
			.iter()
			.map(|name| {
				let key = sr25519::Pair::from_string(&format!("//{name}"), None).unwrap();
				serde_json::Value::from(key.public().to_ss58check())
			})
			.collect()
	};
	for count in 1..=6 {
		assert_eq!(names(count), first(count));
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
