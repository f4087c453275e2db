//! The queue: what is stored, and each way in which it leaves.

use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo};
use sp_runtime::{DispatchError, TokenError};

use super::*;
use crate::{
	Error, Event, NextPendingExtrinsicIndex, PendingExtrinsic, PendingExtrinsics, WeightInfo,
	MAX_VISITS_PER_BLOCK,
};

type Info = ();

/// Stores a call in the name of Alice; the test decryptor takes its encoding for encrypted.
fn store(call: &RuntimeCall) {
	assert_ok!(MevShield::store_encrypted(signed(ALICE), ciphertext(&call.encode())));
}

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

/// Returns the sum of weights.
fn sum(weights: &[Weight]) -> Weight {
	weights.iter().fold(Weight::zero(), |total, weight| total.saturating_add(*weight))
}

/// Returns what the queue needs, besides opening it, to look at one call and to remove it.
fn handled() -> Weight {
	sum(&[Info::visit_stored(), DECRYPTION, Info::remove_stored()])
}

fn weight_of(call: &RuntimeCall) -> Weight {
	call.get_dispatch_info().call_weight
}

fn free_balance(who: &AccountId32) -> u64 {
	Balances::free_balance(who)
}

#[test]
fn stored_call_is_kept_with_its_signer_and_block() {
	build_and_execute(3, || {
		(1..=5).for_each(|number| {
			begin(number);
		});
		assert_ok!(MevShield::store_encrypted(signed(ALICE), ciphertext(&[1, 2, 3])));
		assert_ok!(MevShield::store_encrypted(signed(BOB), ciphertext(&[])));
		assert_eq!(
			PendingExtrinsics::<Test>::get(0),
			Some(PendingExtrinsic {
				who: ALICE,
				encrypted_call: ciphertext(&[1, 2, 3]),
				submitted_at: 5
			})
		);
		assert_eq!(
			(PendingExtrinsics::<Test>::count(), NextPendingExtrinsicIndex::<Test>::get()),
			(2, 2)
		);
		assert_eq!(
			own_events(),
			[
				Event::ExtrinsicStored { index: 0, who: ALICE },
				Event::ExtrinsicStored { index: 1, who: BOB },
			]
		);
	});
}

#[test]
fn only_signers_store() {
	build_and_execute(3, || {
		begin(1);
		for origin in [RuntimeOrigin::none(), root()] {
			assert_noop!(
				MevShield::store_encrypted(origin, ciphertext(&[1])),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn full_queue_takes_no_more_until_there_is_room() {
	build_and_execute(3, || {
		begin(1);
		for _ in 0..100 {
			store(&transfer(1));
		}
		assert_noop!(
			MevShield::store_encrypted(signed(BOB), ciphertext(&[1])),
			Error::<Test>::TooManyPendingExtrinsics
		);
		assert_ok!(MevShield::set_max_pending_extrinsics_number(root(), 101));
		store(&transfer(1));
		// A lower limit removes nothing, and takes nothing.
		assert_ok!(MevShield::set_max_pending_extrinsics_number(root(), 3));
		assert_eq!(PendingExtrinsics::<Test>::count(), 101);
		assert_noop!(
			MevShield::store_encrypted(signed(BOB), ciphertext(&[1])),
			Error::<Test>::TooManyPendingExtrinsics
		);
		begin(2);
		store(&transfer(1));
		assert_eq!(PendingExtrinsics::<Test>::iter_keys().collect::<Vec<_>>(), [101]);
	});
}

#[test]
fn limit_of_zero_closes_the_queue() {
	build_and_execute(3, || {
		begin(1);
		assert_ok!(MevShield::set_max_pending_extrinsics_number(root(), 0));
		assert_noop!(
			MevShield::store_encrypted(signed(ALICE), ciphertext(&[1])),
			Error::<Test>::TooManyPendingExtrinsics
		);
	});
}

#[test]
fn queue_without_a_further_index_takes_no_more() {
	build_and_execute(3, || {
		begin(1);
		NextPendingExtrinsicIndex::<Test>::put(u32::MAX - 1);
		store(&transfer(1));
		assert_noop!(
			MevShield::store_encrypted(signed(ALICE), ciphertext(&[1])),
			Error::<Test>::TooManyPendingExtrinsics
		);
		begin(2);
		assert_eq!(own_events(), [Event::ExtrinsicDecodeFailed { index: u32::MAX - 1 }]);
	});
}

#[test]
fn chain_decrypts_no_stored_call() {
	build_and_execute(3, || {
		begin(1);
		store(&transfer(1));
		store(&transfer(2));
		let used = begin(2);
		assert_eq!(
			own_events(),
			[Event::ExtrinsicDecodeFailed { index: 0 }, Event::ExtrinsicDecodeFailed { index: 1 }]
		);
		assert_eq!(PendingExtrinsics::<Test>::count(), 0);
		assert_eq!(free_balance(&BOB), ENDOWMENT);
		let each = Info::visit_stored().saturating_add(Info::remove_stored());
		assert_eq!(used, sum(&[Info::open_queue(), each, each]));
		// The indices go on.
		store(&transfer(3));
		assert!(PendingExtrinsics::<Test>::contains_key(2));
	});
}

#[test]
fn bytes_that_do_not_decrypt_are_removed() {
	build_and_execute(3, || {
		CanDecrypt::set(true);
		begin(1);
		assert_ok!(MevShield::store_encrypted(signed(ALICE), ciphertext(&[255; 10])));
		let used = begin(2);
		assert_eq!(own_events(), [Event::ExtrinsicDecodeFailed { index: 0 }]);
		assert_eq!(used, sum(&[Info::open_queue(), handled()]));
	});
}

#[test]
fn empty_queue_costs_one_read() {
	build_and_execute(3, || {
		assert_eq!(begin(1), Info::look_at_queue());
		assert!(own_events().is_empty());
	});
}

#[test]
fn due_call_is_made_in_the_name_of_its_signer() {
	build_and_execute(3, || {
		CanDecrypt::set(true);
		begin(1);
		store(&transfer(30));
		let used = begin(2);
		assert_eq!(own_events(), [Event::ExtrinsicDispatched { index: 0 }]);
		assert_eq!((free_balance(&ALICE), free_balance(&BOB)), (ENDOWMENT - 30, ENDOWMENT + 30));
		assert_eq!(PendingExtrinsics::<Test>::count(), 0);
		assert_eq!(used, sum(&[Info::open_queue(), handled(), weight_of(&transfer(30))]));
	});
}

#[test]
fn failing_call_is_removed_and_changes_nothing_else() {
	build_and_execute(3, || {
		CanDecrypt::set(true);
		begin(1);
		store(&transfer(ENDOWMENT + 1));
		store(&RuntimeCall::System(frame_system::Call::set_heap_pages { pages: 1 }));
		store(&transfer(5));
		begin(2);
		let no_funds = DispatchError::Token(TokenError::FundsUnavailable);
		let error = DispatchError::BadOrigin;
		assert_eq!(
			own_events(),
			[
				Event::ExtrinsicDispatchFailed { index: 0, error: no_funds },
				Event::ExtrinsicDispatchFailed { index: 1, error },
				Event::ExtrinsicDispatched { index: 2 },
			]
		);
		assert_eq!(free_balance(&BOB), ENDOWMENT + 5);
		assert_eq!(PendingExtrinsics::<Test>::count(), 0);
	});
}

#[test]
fn call_expires_when_it_is_older_than_its_lifetime() {
	build_and_execute(3, || {
		CanDecrypt::set(true);
		begin(1);
		store(&transfer(1));
		// No budget: the call is postponed block after block, for ten blocks.
		assert_ok!(MevShield::set_on_initialize_weight(root(), 0));
		for number in 2..=11 {
			begin(number);
			assert_eq!(own_events(), [Event::ExtrinsicPostponed { index: 0 }], "block {number}");
		}
		let used = begin(12);
		assert_eq!(own_events(), [Event::ExtrinsicExpired { index: 0 }]);
		assert_eq!(PendingExtrinsics::<Test>::count(), 0);
		// An expired call is not decrypted.
		assert_eq!(used, sum(&[Info::open_queue(), Info::visit_stored(), Info::remove_stored()]));
		assert_eq!(free_balance(&BOB), ENDOWMENT);
	});
}

#[test]
fn shorter_lifetime_counts_for_calls_in_the_queue() {
	build_and_execute(3, || {
		CanDecrypt::set(true);
		begin(1);
		store(&transfer(1));
		assert_ok!(MevShield::set_stored_extrinsic_lifetime(root(), 0));
		begin(2);
		assert_eq!(own_events(), [Event::ExtrinsicExpired { index: 0 }]);
	});
}

#[test]
fn call_as_heavy_as_the_limit_is_made_and_a_heavier_one_never() {
	build_and_execute(3, || {
		CanDecrypt::set(true);
		begin(1);
		let weight = weight_of(&transfer(1)).ref_time();
		assert_ok!(MevShield::set_max_extrinsic_weight(root(), weight));
		store(&transfer(1));
		begin(2);
		assert_eq!(own_events(), [Event::ExtrinsicDispatched { index: 0 }]);
		assert_ok!(MevShield::set_max_extrinsic_weight(root(), weight - 1));
		store(&transfer(1));
		let used = begin(3);
		assert_eq!(own_events(), [Event::ExtrinsicWeightExceeded { index: 1 }]);
		assert_eq!(PendingExtrinsics::<Test>::count(), 0);
		assert_eq!(free_balance(&BOB), ENDOWMENT + 1);
		assert_eq!(used, sum(&[Info::open_queue(), handled()]));
	});
}

#[test]
fn call_that_fills_the_budget_is_made_and_one_beyond_waits_with_all_behind_it() {
	build_and_execute(3, || {
		CanDecrypt::set(true);
		begin(1);
		let one = handled().saturating_add(weight_of(&transfer(1)));
		let two = sum(&[Info::open_queue(), one, one]).ref_time();
		assert_ok!(MevShield::set_on_initialize_weight(root(), two));
		(0..4).for_each(|_| store(&transfer(1)));
		let used = begin(2);
		assert_eq!(
			own_events(),
			[
				Event::ExtrinsicDispatched { index: 0 },
				Event::ExtrinsicDispatched { index: 1 },
				Event::ExtrinsicPostponed { index: 2 },
			]
		);
		assert_eq!(PendingExtrinsics::<Test>::count(), 2);
		// Looking at the postponed call is paid for as well.
		let looked = Info::visit_stored().saturating_add(DECRYPTION);
		assert_eq!(used, sum(&[Info::open_queue(), one, one, looked]));
		// The next block goes on with it, and with a picosecond less there is room for one.
		assert_ok!(MevShield::set_on_initialize_weight(root(), two - 1));
		begin(3);
		assert_eq!(
			own_events(),
			[Event::ExtrinsicDispatched { index: 2 }, Event::ExtrinsicPostponed { index: 3 }]
		);
		begin(4);
		assert_eq!(own_events(), [Event::ExtrinsicDispatched { index: 3 }]);
		assert_eq!(free_balance(&BOB), ENDOWMENT + 4);
	});
}

#[test]
fn call_stored_by_a_stored_call_waits_for_the_next_block() {
	build_and_execute(3, || {
		CanDecrypt::set(true);
		begin(1);
		let encrypted_call = ciphertext(&transfer(9).encode());
		store(&RuntimeCall::MevShield(crate::Call::store_encrypted { encrypted_call }));
		begin(2);
		assert_eq!(
			own_events(),
			[
				Event::ExtrinsicStored { index: 1, who: ALICE },
				Event::ExtrinsicDispatched { index: 0 },
			]
		);
		begin(3);
		assert_eq!(own_events(), [Event::ExtrinsicDispatched { index: 1 }]);
		assert_eq!(free_balance(&BOB), ENDOWMENT + 9);
	});
}

#[test]
fn long_queue_is_worked_off_over_several_blocks() {
	build_and_execute(3, || {
		begin(1);
		assert_ok!(MevShield::set_max_pending_extrinsics_number(root(), u32::MAX));
		let stored = MAX_VISITS_PER_BLOCK + 1;
		(0..stored).for_each(|_| store(&transfer(1)));
		begin(2);
		assert_eq!(own_events().len(), 1_000);
		assert_eq!(PendingExtrinsics::<Test>::count(), 1);
		begin(3);
		assert_eq!(own_events(), [Event::ExtrinsicDecodeFailed { index: 1_000 }]);
	});
}
