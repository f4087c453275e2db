//! Queue: storing calls, and each way in which a call leaves.

use codec::Encode;
use frame_support::{
	assert_noop, assert_ok, dispatch::GetDispatchInfo, storage::unhashed, traits::Hooks,
	weights::Weight,
};
use sp_runtime::{AccountId32, DispatchError, TokenError};

use super::mock::*;
use crate::{
	Error, Event, NextPendingExtrinsicIndex, PendingExtrinsic, PendingExtrinsics, WeightInfo,
	MAX_VISITS_PER_BLOCK,
};

/// Weights of the mock.
type Info = ();

/// Stores a call as Alice; for the test decryptor its encoding is its encryption.
fn store(call: &RuntimeCall) {
	assert_ok!(MevShield::store_encrypted(signed(ALICE), ciphertext(&call.encode())));
}

/// The origin of root.
fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

/// The sum of weights.
fn sum(weights: &[Weight]) -> Weight {
	weights.iter().fold(Weight::zero(), |total, weight| total.saturating_add(*weight))
}

/// The weight of visiting, decrypting and removing one call.
fn handled() -> Weight {
	sum(&[Info::visit_stored(), DECRYPTION, Info::remove_stored()])
}

/// The weight of a call.
fn weight_of(call: &RuntimeCall) -> Weight {
	call.get_dispatch_info().call_weight
}

/// The free balance of `who`.
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
fn full_queue_accepts_no_call_until_there_is_room() {
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
		// A lower limit removes no call, and admits no call.
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
fn limit_of_zero_admits_no_call() {
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
fn queue_at_its_last_index_accepts_no_call() {
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
		// Indices are not reused.
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
fn due_call_is_dispatched_as_its_signer() {
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
		assert_eq!((free_balance(&ALICE), free_balance(&BOB)), (ENDOWMENT - 5, ENDOWMENT + 5));
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
fn shorter_lifetime_applies_to_calls_in_the_queue() {
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
fn call_at_the_weight_limit_is_dispatched_and_a_heavier_one_removed() {
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
fn call_that_fills_the_budget_is_dispatched_and_those_behind_it_wait() {
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
		// Visiting and decrypting the postponed call is charged as well.
		let looked = Info::visit_stored().saturating_add(DECRYPTION);
		assert_eq!(used, sum(&[Info::open_queue(), one, one, looked]));
		// The next block starts with it. With a picosecond less there is room for one call.
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
fn long_queue_is_processed_over_several_blocks() {
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

/// The reference time of a block of 100 ms that the chain uses, in picoseconds.
const FAST_BLOCK: u64 = 33_000_000_000;

#[test]
fn queue_uses_a_quarter_of_a_short_block_at_most() {
	build_and_execute(3, || {
		BlockTime::set(FAST_BLOCK);
		begin(1);
		(0..100).for_each(|_| store(&transfer(1)));
		let mut removed = 0;
		for number in 2..=4 {
			let used = begin(number);
			assert!(used.ref_time() <= FAST_BLOCK / 4, "{used:?}");
			assert!(!own_events().is_empty(), "block {number}");
			removed += own_events().len();
		}
		assert_eq!((removed, PendingExtrinsics::<Test>::count()), (100, 0));
	});
}

#[test]
fn calls_are_dispatched_within_a_quarter_of_a_short_block() {
	build_and_execute(3, || {
		CanDecrypt::set(true);
		BlockTime::set(FAST_BLOCK);
		begin(1);
		(0..100).for_each(|_| store(&transfer(1)));
		assert_ok!(MevShield::set_on_initialize_weight(root(), 2_000_000_000_000));
		let used = begin(2);
		assert!(used.ref_time() <= FAST_BLOCK / 4, "{used:?}");
		let waiting = PendingExtrinsics::<Test>::count();
		assert!((50..100).contains(&waiting), "{waiting} wait");
	});
}

#[test]
fn queue_goes_on_where_not_one_call_fits_its_share() {
	build_and_execute(3, || {
		BlockTime::set(1);
		begin(1);
		(0..3).for_each(|_| store(&transfer(1)));
		begin(2);
		assert_eq!(own_events(), [Event::ExtrinsicDecodeFailed { index: 0 }]);
		begin(3);
		assert_eq!(own_events(), [Event::ExtrinsicDecodeFailed { index: 1 }]);
	});
}

#[test]
#[cfg_attr(debug_assertions, should_panic(expected = "a row within the queue is missing"))]
fn scattered_calls_use_a_quarter_of_a_short_block_at_most() {
	build_and_execute(3, || {
		BlockTime::set(FAST_BLOCK);
		begin(1);
		(0..100).for_each(|_| store(&transfer(1)));
		PendingExtrinsics::<Test>::remove(0);
		// The counter is 99 now; the first index is taken to be 1, and the fault is found at 50.
		PendingExtrinsics::<Test>::remove(50);
		let count_before = PendingExtrinsics::<Test>::count();
		System::reset_events();
		let used = MevShield::on_initialize(1);
		assert!(used.ref_time() <= FAST_BLOCK / 4, "{used:?}");
		assert!(PendingExtrinsics::<Test>::count() < count_before);
		for number in 2..=10 {
			System::reset_events();
			MevShield::on_initialize(number);
		}
		assert_eq!(PendingExtrinsics::<Test>::count(), 0);
	});
}

/// Stores transfers of 1 to 4 in block 1, at the indices 0 to 3, with a decryptor.
fn store_four() {
	CanDecrypt::set(true);
	begin(1);
	(1..=4).for_each(|value| store(&transfer(value)));
}

#[test]
#[cfg_attr(debug_assertions, should_panic(expected = "a row within the queue is missing"))]
fn row_that_does_not_decode_is_reported_and_removed() {
	build_and_execute(3, || {
		store_four();
		unhashed::put_raw(&PendingExtrinsics::<Test>::hashed_key_for(1), &[255]);
		begin(2);
		assert_eq!(
			own_events(),
			[
				Event::ExtrinsicDispatched { index: 0 },
				Event::ExtrinsicDecodeFailed { index: 1 },
				Event::ExtrinsicDispatched { index: 2 },
				Event::ExtrinsicDispatched { index: 3 },
			]
		);
		assert_eq!(free_balance(&BOB), ENDOWMENT + 1 + 3 + 4);
		assert_eq!(begin(3), Info::look_at_queue());
	});
}

#[test]
#[cfg_attr(debug_assertions, should_panic(expected = "a row within the queue is missing"))]
fn missing_row_loses_no_call_before_or_behind_it() {
	build_and_execute(3, || {
		store_four();
		// The counter is 3 now, so that the first index is taken to be 1.
		PendingExtrinsics::<Test>::remove(1);
		let used = begin(2);
		let dispatched = |index| Event::ExtrinsicDispatched { index };
		assert_eq!(own_events(), [0, 2, 3].map(dispatched));
		assert_eq!(free_balance(&BOB), ENDOWMENT + 1 + 3 + 4);
		// The missing row, and four steps of the iteration; the counter is written.
		let found = Info::visit_stored().saturating_mul(5).saturating_add(Info::remove_stored());
		let each = handled().saturating_add(weight_of(&transfer(1)));
		assert_eq!(used, sum(&[Info::open_queue(), found, each, each, each]));
		// The queue goes on as before the fault.
		store(&transfer(5));
		begin(3);
		assert_eq!(own_events(), [dispatched(4)]);
	});
}

#[test]
#[cfg_attr(debug_assertions, should_panic(expected = "a row within the queue is missing"))]
fn counter_above_the_number_of_rows_is_corrected() {
	build_and_execute(3, || {
		store_four();
		for index in 1..4 {
			unhashed::kill(&PendingExtrinsics::<Test>::hashed_key_for(index));
		}
		begin(2);
		assert_eq!(own_events(), [Event::ExtrinsicDispatched { index: 0 }]);
		assert_eq!(PendingExtrinsics::<Test>::count(), 0);
		assert_eq!(begin(3), Info::look_at_queue());
	});
}

#[test]
#[cfg_attr(debug_assertions, should_panic(expected = "a row within the queue is missing"))]
fn scattered_calls_wait_for_room_and_then_leave_in_order() {
	build_and_execute(3, || {
		store_four();
		PendingExtrinsics::<Test>::remove(1);
		assert_ok!(MevShield::set_on_initialize_weight(root(), 0));
		System::reset_events();
		MevShield::on_initialize(1);
		assert_eq!(own_events(), [Event::ExtrinsicPostponed { index: 0 }]);
		assert_eq!(PendingExtrinsics::<Test>::count(), 3);
		assert_ok!(MevShield::set_on_initialize_weight(root(), 500_000_000_000));
		begin(2);
		assert_eq!(own_events(), [0, 2, 3].map(|index| Event::ExtrinsicDispatched { index }));
	});
}

#[test]
#[cfg_attr(debug_assertions, should_panic(expected = "a row within the queue is missing"))]
fn visits_of_scattered_calls_are_bounded_per_block() {
	build_and_execute(3, || {
		begin(1);
		assert_ok!(MevShield::set_max_pending_extrinsics_number(root(), u32::MAX));
		(0..MAX_VISITS_PER_BLOCK + 100).for_each(|_| store(&transfer(1)));
		PendingExtrinsics::<Test>::remove(5);
		System::reset_events();
		MevShield::on_initialize(1);
		// Four before the missing row, and 996 by iteration.
		assert_eq!(own_events().len(), 1_000);
		assert_eq!(PendingExtrinsics::<Test>::count(), 99);
		begin(2);
		assert_eq!(own_events().len(), 99);
	});
}
