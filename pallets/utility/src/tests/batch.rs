//! Batches: results, events and weights with and without a failing call.

use frame_support::{assert_ok, weights::Weight};
use sp_runtime::{
	traits::{BadOrigin, Dispatchable},
	TokenError,
};

use super::{guarded::GuardLog, mock::*, probe};
use crate::{Error, Event, Pallet, WeightInfo};

/// A weight of this many picoseconds.
fn picoseconds(ref_time: u64) -> Weight {
	Weight::from_parts(ref_time, 0)
}

#[test]
fn batch_dispatches_all_calls_in_order() {
	for kind in BATCHES {
		build_and_execute(|| {
			assert_ok!(run(kind(vec![write(1), transfer(BOB, 100), write(2)])));
			assert_eq!(written(), Some(2));
			assert_eq!(balances(), [9_900, 10_100, 10_000]);
			let mut events = vec![Event::ItemCompleted; 3];
			events.push(Event::BatchCompleted);
			assert_eq!(own_events(), events);
		});
	}
}

#[test]
fn empty_batch_completes() {
	for kind in BATCHES {
		build_and_execute(|| {
			assert_ok!(run(kind(vec![])));
			assert_eq!(own_events(), vec![Event::BatchCompleted]);
		});
	}
}

#[test]
fn interrupted_batch_keeps_the_effects_before_the_failure_and_skips_the_rest() {
	build_and_execute(|| {
		let calls = vec![transfer(BOB, 100), write(7), fail(None), transfer(CHARLIE, 100)];
		assert_ok!(run(batch(calls)));
		assert_eq!(balances(), [9_900, 10_100, 10_000]);
		// The write of the failed call is rolled back, the write of the call before it stays.
		assert_eq!(written(), Some(7));
		let error = asked_to_fail();
		let interrupted = Event::BatchInterrupted { index: 2, error };
		assert_eq!(own_events(), vec![Event::ItemCompleted, Event::ItemCompleted, interrupted]);
	});
}

#[test]
fn atomic_batch_rolls_back_all_calls() {
	build_and_execute(|| {
		let calls = vec![transfer(BOB, 100), write(7), fail(None), transfer(CHARLIE, 100)];
		assert_fails(batch_all(calls), asked_to_fail());
		assert_eq!(own_events(), vec![]);
	});
}

#[test]
fn forced_batch_goes_on_after_failures() {
	build_and_execute(|| {
		let calls = vec![fail(None), transfer(BOB, 100), fail(Some(1)), transfer(CHARLIE, 200)];
		assert_ok!(run(force_batch(calls)));
		assert_eq!(balances(), [9_700, 10_100, 10_200]);
		assert_eq!(written(), None);
		let failed = Event::ItemFailed { error: asked_to_fail() };
		assert_eq!(
			own_events(),
			vec![
				failed.clone(),
				Event::ItemCompleted,
				failed,
				Event::ItemCompleted,
				Event::BatchCompletedWithErrors,
			]
		);
	});
}

#[test]
fn error_of_a_batch_is_that_of_its_call() {
	build_and_execute(|| {
		let too_much = transfer(BOB, ENDOWMENT + 1);
		assert_fails(batch_all(vec![too_much.clone()]), TokenError::FundsUnavailable);
		assert_ok!(run(batch(vec![too_much])));
		let error = TokenError::FundsUnavailable.into();
		assert_eq!(own_events(), vec![Event::BatchInterrupted { index: 0, error }]);
	});
}

#[test]
fn origin_of_unsigned_transactions_batches_nothing() {
	for kind in BATCHES {
		build_and_execute(|| {
			assert_fails_for(RuntimeOrigin::none(), kind(vec![write(1)]), BadOrigin);
			assert_fails_for(RuntimeOrigin::none(), kind(vec![]), BadOrigin);
			let unsigned = kind(vec![write(1); 9]).dispatch(RuntimeOrigin::none());
			assert_eq!(used(&unsigned), declared(&kind(vec![])));
		});
	}
}

#[test]
fn origins_of_pallets_batch() {
	for kind in BATCHES {
		build_and_execute(|| {
			let member = OriginCaller::Probe(probe::Origin::Member);
			assert_ok!(kind(vec![write(1)]).dispatch(member.clone().into()));
			assert_eq!(written(), Some(1));
			assert_eq!(GuardLog::get(), vec![(member, write(1))]);
		});
	}
}

#[test]
fn number_of_calls_is_limited_before_any_runs() {
	let limit = Pallet::<Test>::batched_calls_limit() as usize;
	for kind in BATCHES {
		build_and_execute(|| {
			let one_too_many = kind(vec![write(1); limit + 1]);
			assert_fails(one_too_many.clone(), Error::<Test>::TooManyCalls);
			assert_eq!(used(&run(one_too_many)), declared(&kind(vec![])));
			assert_eq!(GuardLog::get(), vec![]);
			assert_ok!(run(kind(vec![write(1); limit])));
		});
	}
}

#[test]
fn limit_is_that_of_the_interface() {
	// floor(floor(33_554_432 / 3) / 1_024)
	assert_eq!(Pallet::<Test>::batched_calls_limit(), 10_922);
	assert_eq!(crate::batch::calls_limit(1), 10_922);
	assert_eq!(crate::batch::calls_limit(1_024), 10_922);
	assert_eq!(crate::batch::calls_limit(1_025), 5_461);
	assert_eq!(crate::batch::calls_limit(20 * 1_024 * 1_024), 0);
}

#[test]
fn completed_batch_uses_the_weight_that_its_calls_used() {
	build_and_execute(|| {
		let own = <Test as crate::Config>::WeightInfo::batch(3);
		let result = run(batch(vec![refund(600), write(1), refund(0)]));
		// 600 + 30 + 0 and three times the guards.
		assert_eq!(used(&result), own + picoseconds(630) + GUARD * 3);
		assert_ok!(result);
	});
}

#[test]
fn interrupted_batch_uses_the_weight_of_the_calls_that_ran() {
	build_and_execute(|| {
		let own = <Test as crate::Config>::WeightInfo::batch(2);
		let result = run(batch(vec![refund(600), fail(Some(400)), write(1), write(2)]));
		assert_eq!(used(&result), own + picoseconds(1_000) + GUARD * 2);
		assert_ok!(result);
	});
}

#[test]
fn failed_atomic_batch_uses_the_weight_of_the_calls_that_ran() {
	build_and_execute(|| {
		let own = <Test as crate::Config>::WeightInfo::batch_all(2);
		let result = run(batch_all(vec![refund(600), fail(Some(400)), write(1)]));
		assert_eq!(used(&result), own + picoseconds(1_000) + GUARD * 2);
		// A failure that does not report its weight is charged in full.
		let result = run(batch_all(vec![refund(600), fail(None), write(1)]));
		assert_eq!(used(&result), own + picoseconds(1_600) + GUARD * 2);
		assert_eq!(result.expect_err("a call fails").error, asked_to_fail());
	});
}

#[test]
fn forced_batch_uses_the_weight_that_its_calls_used() {
	build_and_execute(|| {
		let own = <Test as crate::Config>::WeightInfo::force_batch(3);
		let result = run(force_batch(vec![fail(Some(400)), write(1), fail(None)]));
		assert_eq!(used(&result), own + picoseconds(1_430) + GUARD * 3);
		assert_ok!(result);
	});
}

#[test]
fn call_that_reports_more_than_it_declared_is_charged_what_it_declared() {
	build_and_execute(|| {
		let call = batch(vec![refund(probe::DECLARED + 1)]);
		let result = run(call.clone());
		assert_eq!(used(&result), declared(&call));
		assert_ok!(result);
	});
}

#[test]
fn batches_of_all_kinds_nest_in_an_atomic_batch_unless_atomic() {
	build_and_execute(|| {
		let inner = batch(vec![write(1), fail(None), write(2)]);
		assert_ok!(run(batch_all(vec![inner, force_batch(vec![fail(None), write(3)])])));
		assert_eq!(written(), Some(3));
		assert_eq!(
			own_events(),
			vec![
				Event::ItemCompleted,
				Event::BatchInterrupted { index: 1, error: asked_to_fail() },
				Event::ItemCompleted,
				Event::ItemFailed { error: asked_to_fail() },
				Event::ItemCompleted,
				Event::BatchCompletedWithErrors,
				Event::ItemCompleted,
				Event::BatchCompleted,
			]
		);
	});
}
