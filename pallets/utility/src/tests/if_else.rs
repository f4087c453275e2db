//! `if_else`: a fallback for a call that fails.

use frame_support::{assert_ok, weights::Weight};
use sp_runtime::traits::{BadOrigin, Dispatchable};

use super::{mock::*, probe};
use crate::{Event, WeightInfo};

/// The weight of `if_else` without its calls.
fn own() -> Weight {
	<Test as crate::Config>::WeightInfo::if_else()
}

#[test]
fn fallback_does_not_run_if_the_main_call_succeeds() {
	build_and_execute(|| {
		let result = run(if_else(write(1), transfer(BOB, 100)));
		assert_eq!(used(&result), own() + GUARD + Weight::from_parts(30, 0));
		assert_ok!(result);
		assert_eq!(written(), Some(1));
		assert_eq!(balances(), [ENDOWMENT; 3]);
		assert_eq!(own_events(), vec![Event::IfElseMainSuccess]);
	});
}

#[test]
fn fallback_runs_if_the_main_call_fails() {
	build_and_execute(|| {
		let main = batch_all(vec![transfer(BOB, 100), fail(None)]);
		assert_ok!(run(if_else(main, transfer(CHARLIE, 200))));
		// The main call is rolled back.
		assert_eq!(balances(), [9_800, 10_000, 10_200]);
		assert_eq!(own_events(), vec![Event::IfElseFallbackCalled { main_error: asked_to_fail() }]);
	});
}

#[test]
fn weight_of_both_calls_is_used_if_both_run() {
	build_and_execute(|| {
		let result = run(if_else(fail(Some(400)), refund(600)));
		assert_eq!(used(&result), own() + GUARD * 2 + Weight::from_parts(1_000, 0));
		assert_ok!(result);
		let result = run(if_else(fail(Some(400)), fail(Some(300))));
		assert_eq!(used(&result), own() + GUARD * 2 + Weight::from_parts(700, 0));
	});
}

#[test]
fn error_is_that_of_the_fallback_if_both_fail() {
	build_and_execute(|| {
		assert_fails(if_else(forbidden(), fail(None)), asked_to_fail());
		assert_fails(if_else(fail(None), forbidden()), filtered());
	});
}

#[test]
fn root_is_the_origin_of_both_calls() {
	build_and_execute(|| {
		let main = batch_all(vec![RuntimeCall::Probe(probe::Call::write_as_root { value: 1 })]);
		let root = RuntimeOrigin::root;
		assert_ok!(if_else(main.clone(), fail(None)).dispatch(root()));
		assert_ok!(if_else(fail(None), main.clone()).dispatch(root()));
		assert_eq!(written(), Some(1));
		assert_fails(if_else(fail(None), main), BadOrigin);
	});
}

#[test]
fn origin_of_unsigned_transactions_dispatches_no_call() {
	build_and_execute(|| {
		assert_fails_for(RuntimeOrigin::none(), if_else(write(1), write(2)), BadOrigin);
	});
}
