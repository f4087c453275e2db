//! Invariants: the check finds each fault of the state.

use frame_support::storage::{unhashed, with_transaction, TransactionOutcome};
use sp_runtime::{BoundedVec, DispatchError, TryRuntimeError};

use super::mock::*;
use crate::{
	AnnouncedKeys, AuthorKeys, CurrentKey, HasMigrationRun, MaxExtrinsicWeight, NextKey,
	NextKeyExpiresAt, NextPendingExtrinsicIndex, OnInitializeWeight, Pallet, PendingExtrinsics,
	PendingKey, PendingKeyExpiresAt, ShieldEncKey, ABSOLUTE_MAX_WEIGHT,
};

/// Asserts that the check reports this fault, and undoes the fault.
fn finds(message: &'static str, fault: fn()) {
	let found = with_transaction(|| {
		fault();
		let found = Pallet::<Test>::do_try_state();
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(found))
	});
	assert_eq!(found, Ok(Err(TryRuntimeError::Other(message))));
}

/// Runs a test with every key present and two calls in the queue.
fn with_full_state(test: fn()) {
	build_and_execute(1, || {
		for number in 1u8..=4 {
			begin(number.into());
			MevShield::announce_next_key(RuntimeOrigin::none(), Some(key(number)))
				.expect("the key is one");
		}
		for _ in 0..2 {
			MevShield::store_encrypted(signed(ALICE), ciphertext(&[1])).expect("there is room");
		}
		test();
	});
}

/// A key that is one byte too short.
fn short_key() -> ShieldEncKey {
	ShieldEncKey::truncate_from(vec![1; 1183])
}

#[test]
fn faults_of_keys_are_found() {
	with_full_state(|| {
		finds("CurrentKey: not 1184 bytes", || CurrentKey::<Test>::put(short_key()));
		finds("PendingKey: not 1184 bytes", || PendingKey::<Test>::put(short_key()));
		finds("NextKey: not 1184 bytes", || NextKey::<Test>::put(short_key()));
		finds("AuthorKeys: not 1184 bytes", || AuthorKeys::<Test>::insert(author(7), short_key()));
		let pending = "PendingKeyExpiresAt: there without its key, or not there with it";
		finds(pending, PendingKeyExpiresAt::<Test>::kill);
		finds(pending, PendingKey::<Test>::kill);
		let next = "NextKeyExpiresAt: there without its key, or not there with it";
		finds(next, NextKeyExpiresAt::<Test>::kill);
		finds(next, NextKey::<Test>::kill);
		finds("AuthorKeys: a row does not decode", || {
			let row = AuthorKeys::<Test>::hashed_key_for(author(7));
			frame_support::storage::unhashed::put_raw(&row, &[255]);
		});
	});
}

#[test]
fn faults_of_the_announced_keys_are_found() {
	with_full_state(|| {
		finds("AnnouncedKeys: no list", || {
			// 49 hashes, of which 48 have a place.
			let hashes = vec![[1u8; 16]; 49];
			unhashed::put(&AnnouncedKeys::<Test>::hashed_key(), &hashes);
		});
		finds("AnnouncedKeys: a hash twice in succession", || {
			AnnouncedKeys::<Test>::mutate(|announced| {
				announced.try_push(pair(4).key_hash()).expect("there is room");
			});
		});
		let unlisted = "AnnouncedKeys: a named key is not listed";
		for named in 1u8..=3 {
			assert!(keys().contains(&Some(key(named))));
		}
		finds(unlisted, || CurrentKey::<Test>::put(key(7)));
		finds(unlisted, || PendingKey::<Test>::put(key(7)));
		finds(unlisted, || NextKey::<Test>::put(key(7)));
	});
}

#[test]
fn faults_of_the_queue_are_found() {
	with_full_state(|| {
		finds("PendingExtrinsics: more rows than indices", || {
			NextPendingExtrinsicIndex::<Test>::put(1);
		});
		finds("PendingExtrinsics: a hole, or a row that does not decode", || {
			NextPendingExtrinsicIndex::<Test>::put(3);
		});
		finds("PendingExtrinsics: a row is older than the one before", || {
			PendingExtrinsics::<Test>::mutate(1, |row| {
				if let Some(stored) = row {
					stored.submitted_at = 3;
				}
			});
		});
		finds("PendingExtrinsics: a row is from the future", || {
			PendingExtrinsics::<Test>::mutate(1, |row| {
				if let Some(stored) = row {
					stored.submitted_at = 5;
				}
			});
		});
		finds("CounterForPendingExtrinsics: not the number of rows", || {
			let row = PendingExtrinsics::<Test>::hashed_key_for(0);
			let copy = PendingExtrinsics::<Test>::hashed_key_for(7);
			let bytes = frame_support::storage::unhashed::get_raw(&row).expect("there is a row");
			frame_support::storage::unhashed::put_raw(&copy, &bytes);
		});
	});
}

#[test]
fn faults_of_limits_are_found() {
	with_full_state(|| {
		finds("OnInitializeWeight: more than a block has", || {
			OnInitializeWeight::<Test>::put(ABSOLUTE_MAX_WEIGHT + 1);
		});
		finds("MaxExtrinsicWeight: more than a block has", || {
			MaxExtrinsicWeight::<Test>::put(ABSOLUTE_MAX_WEIGHT + 1);
		});
		finds("HasMigrationRun: a row", || {
			HasMigrationRun::<Test>::insert(BoundedVec::truncate_from(b"any".to_vec()), true);
		});
	});
}
