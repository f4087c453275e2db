//! Parts that clients see: indices, encodings, storage, weights.

use codec::{Encode, MaxEncodedLen};
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo, Pays},
	traits::{Hooks, PalletInfoAccess, StorageInfoTrait},
	weights::{constants::RocksDbWeight, Weight},
};
use sp_runtime::{AccountId32, DispatchError};

use super::mock::*;
use crate::{
	Call, Ciphertext, Error, Event, NextKey, PendingExtrinsic, PendingExtrinsics, ShieldEncKey,
	WeightInfo,
};

/// Each call, in the order of the interface.
fn calls() -> Vec<Call<Test>> {
	vec![
		Call::announce_next_key { enc_key: None },
		Call::submit_encrypted { ciphertext: ciphertext(&[]) },
		Call::store_encrypted { encrypted_call: ciphertext(&[]) },
		Call::set_max_pending_extrinsics_number { value: 1 },
		Call::set_on_initialize_weight { value: 1 },
		Call::set_stored_extrinsic_lifetime { value: 1 },
		Call::set_max_extrinsic_weight { value: 1 },
	]
}

#[test]
fn call_indices_are_fixed() {
	for (index, call) in (0u8..).zip(calls()) {
		assert_eq!(call.encode().first(), Some(&index), "{call:?}");
	}
}

#[test]
fn calls_encode_as_their_arguments() {
	let carrier = Call::<Test>::submit_encrypted { ciphertext: ciphertext(&[170, 187]) };
	assert_eq!(carrier.encode(), [1, 8, 170, 187]);
	let enc_key = Some(ShieldEncKey::truncate_from(vec![9]));
	assert_eq!(Call::<Test>::announce_next_key { enc_key }.encode(), [0, 1, 4, 9]);
	assert_eq!(
		Call::<Test>::set_on_initialize_weight { value: 1 }.encode(),
		[4, 1, 0, 0, 0, 0, 0, 0, 0]
	);
	assert_eq!(Call::<Test>::set_stored_extrinsic_lifetime { value: 1 }.encode(), [5, 1, 0, 0, 0]);
}

#[test]
fn ciphertexts_and_keys_are_bounded_in_calls() {
	assert!(Ciphertext::try_from(vec![0; 8192]).is_ok());
	assert!(Ciphertext::try_from(vec![0; 8193]).is_err());
	assert!(ShieldEncKey::try_from(vec![0; 2048]).is_ok());
	assert!(ShieldEncKey::try_from(vec![0; 2049]).is_err());
}

#[test]
fn error_indices_are_fixed() {
	let errors: [Error<Test>; 4] = [
		Error::BadEncKeyLen,
		Error::Unreachable,
		Error::TooManyPendingExtrinsics,
		Error::WeightExceedsAbsoluteMax,
	];
	for (index, error) in (0u8..).zip(errors) {
		let error: DispatchError = error.into();
		let DispatchError::Module(module) = error else { panic!("errors are of a module") };
		assert_eq!(module.error, [index, 0, 0, 0]);
	}
}

#[test]
fn event_indices_are_fixed() {
	let (index, value) = (1, 1);
	let events: Vec<Event<Test>> = vec![
		Event::EncryptedSubmitted { id: Default::default(), who: ALICE },
		Event::ExtrinsicStored { index, who: ALICE },
		Event::ExtrinsicDecodeFailed { index },
		Event::ExtrinsicDispatchFailed { index, error: DispatchError::BadOrigin },
		Event::ExtrinsicDispatched { index },
		Event::ExtrinsicExpired { index },
		Event::ExtrinsicPostponed { index },
		Event::MaxPendingExtrinsicsNumberSet { value: 1 },
		Event::OnInitializeWeightSet { value },
		Event::ExtrinsicLifetimeSet { value: 1 },
		Event::MaxExtrinsicWeightSet { value },
		Event::ExtrinsicWeightExceeded { index },
	];
	for (index, event) in (0u8..).zip(events) {
		assert_eq!(event.encode().first(), Some(&index), "{event:?}");
	}
}

#[test]
fn stored_call_encodes_as_its_fields_in_order() {
	let stored =
		PendingExtrinsic { who: ALICE, encrypted_call: ciphertext(&[5, 6]), submitted_at: 7u32 };
	let expected = [&[1u8; 32][..], &[8, 5, 6], &[7, 0, 0, 0]].concat();
	assert_eq!(stored.encode(), expected);
	// 32 bytes, 8192 with their compact length of 2, 4 bytes.
	assert_eq!(PendingExtrinsic::<AccountId32, u32>::max_encoded_len(), 8230);
}

#[test]
fn storage_items_are_those_of_the_interface_in_its_order_and_two_more() {
	let names: Vec<String> = MevShield::storage_info()
		.into_iter()
		.map(|info| String::from_utf8(info.storage_name).expect("names are ASCII"))
		.collect();
	assert_eq!(
		names,
		[
			"CurrentKey",
			"PendingKey",
			"NextKey",
			"AuthorKeys",
			"PendingKeyExpiresAt",
			"NextKeyExpiresAt",
			"HasMigrationRun",
			"MaxPendingExtrinsicsLimit",
			"ExtrinsicLifetime",
			"OnInitializeWeight",
			"MaxExtrinsicWeight",
			"PendingExtrinsics",
			"CounterForPendingExtrinsics",
			"NextPendingExtrinsicIndex",
			// Not of the interface.
			"LastAnnouncement",
			"AnnouncedKeys",
		]
	);
	assert_eq!(MevShield::name(), "MevShield");
}

#[test]
fn storage_keys_of_the_next_key_and_of_the_queue_are_fixed() {
	let next_key = "9e94fc9ecf3c8d51c7baba39080fb4339ab50f1d245f1373b95e2a965fa883ac";
	let hex: String = NextKey::<Test>::hashed_key().iter().map(|b| format!("{b:02x}")).collect();
	assert_eq!(hex, next_key);
	// The queue does not hash its indices.
	assert!(PendingExtrinsics::<Test>::hashed_key_for(258).ends_with(&[2, 1, 0, 0]));
}

#[test]
fn runtime_api_has_the_id_and_version_of_the_interface() {
	use sp_api::RuntimeApiInfo;

	use crate::runtime_api::ShieldApi;
	let id = [0x1c, 0x45, 0x85, 0xbd, 0x5c, 0x70, 0x72, 0x02];
	assert_eq!(<dyn ShieldApi<Block>>::ID, id);
	assert_eq!(<dyn ShieldApi<Block>>::VERSION, 1);
}

#[test]
fn every_call_is_normal_and_pays() {
	for call in calls() {
		let info = call.get_dispatch_info();
		assert_eq!((info.class, info.pays_fee), (DispatchClass::Normal, Pays::Yes), "{call:?}");
	}
}

#[test]
fn storing_has_its_fixed_weight_and_carriers_weigh_by_length() {
	for length in [0, 8192] {
		let encrypted_call = ciphertext(&vec![0; length]);
		let info = Call::<Test>::store_encrypted { encrypted_call }.get_dispatch_info();
		assert_eq!(info.call_weight, Weight::from_parts(20_000_000_000, 0));
	}
	let carrier = |length| {
		let call = Call::<Test>::submit_encrypted { ciphertext: ciphertext(&vec![0; length]) };
		call.get_dispatch_info().call_weight
	};
	assert_eq!(carrier(8192), <() as WeightInfo>::submit_encrypted(8192));
	assert!(carrier(8192).ref_time() > carrier(8191).ref_time());
}

#[test]
fn announcement_weighs_for_the_authors_there_are_and_returns_the_rest() {
	let declared = Call::<Test>::announce_next_key { enc_key: None }.get_dispatch_info();
	let database = RocksDbWeight::get();
	let most = <() as WeightInfo>::announce_next_key() + database.reads_writes(1, 1);
	assert_eq!(declared.call_weight, most);
	for authors in [1, 3, 8] {
		build_and_execute(authors, || {
			begin(1);
			let outcome = MevShield::announce_next_key(RuntimeOrigin::none(), Some(key(1)));
			let used = outcome.expect("the key is one").actual_weight;
			let unwritten = database.writes(32 - u64::from(authors));
			assert_eq!(used, Some(most - unwritten), "{authors} authors");
		});
	}
	// More authors than the weight is for are not charged less than it.
	assert_eq!(MevShield::announcement_weight(32), most);
	assert_eq!(MevShield::announcement_weight(33), most);
}

#[test]
fn weights_follow_the_database_of_the_runtime() {
	type OnRuntime = crate::weights::SubstrateWeight<Test>;
	// The mock has the database of the weights for tests.
	assert_eq!(OnRuntime::announce_next_key(), <() as WeightInfo>::announce_next_key());
	assert_eq!(OnRuntime::open_queue(), <() as WeightInfo>::open_queue());
}

#[test]
fn queue_pays_for_each_step() {
	type Info = ();
	let db = RocksDbWeight::get();
	assert!(Info::look_at_queue().all_gte(db.reads(1)));
	assert!(Info::visit_stored().all_gte(db.reads(1)));
	assert!(Info::remove_stored().all_gte(db.writes(1)));
	// Five rows are read, and the counter is written at the end.
	assert!(Info::open_queue().all_gte(db.reads_writes(5, 1)));
}

#[test]
fn mock_passes_the_integrity_test() {
	MevShield::integrity_test();
}
